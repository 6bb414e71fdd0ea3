use askama::Template;

use super::lines::{Area, by_area};
use super::rows::{UserRow, counted, sample};
use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, Pager};
use crate::reference::reference;
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// The access packages by area, with how many have each.
#[derive(Template)]
#[template(path = "users/powers.html")]
pub struct PowersPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub party: String,
    pub query: String,
    pub areas: Vec<Area<PackageCount>>,
}

pub struct PackageCount {
    pub code: String,
    pub name: String,
    /// How many have it.
    pub count: usize,
}

impl PowersPage {
    fn lead(&self) -> Vec<Part> {
        let party = [("party", Value::Name(&self.party))];
        say(self.frame.t.powers_overview.lead, &party)
    }

    fn no_hits(&self) -> String {
        let query = [("query", self.query.as_str())];
        fill(self.frame.t.powers_overview.no_hits, &query)
    }

    fn is_open(&self) -> bool {
        !self.query.is_empty()
    }

    /// That some packages of the area have nobody; None when all have.
    fn uncovered(&self, area: &Area<PackageCount>) -> Option<String> {
        let t = &self.frame.t.powers_overview;
        let without = area.lines.iter().filter(|line| line.count == 0).count();
        counted(without, t.without_one, t.without_many)
    }

    fn people(&self, line: &PackageCount) -> String {
        let t = &self.frame.t.powers_overview;
        counted(line.count, t.people_one, t.people_many).unwrap_or_else(|| t.nobody.to_owned())
    }
}

/// Who has one access package.
#[derive(Template)]
#[template(path = "users/package.html")]
pub struct PackagePage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub party: String,
    pub code: String,
    pub name: String,
    pub about: String,
    /// The titles of services that it opens.
    pub services: Vec<String>,
    pub rows: Vec<UserRow>,
    pub pager: Pager,
    pub hits: usize,
    /// Whether the person may give packages, and anybody may be given this one.
    pub may_give: bool,
}

impl PackagePage {
    fn lead(&self) -> Vec<Part> {
        let values = [
            ("package", Value::Name(&self.name)),
            ("party", Value::Name(&self.party)),
        ];
        say(self.frame.t.powers_overview.package_lead, &values)
    }

    fn empty_help(&self) -> String {
        let party = [("party", self.party.as_str())];
        fill(self.frame.t.powers_overview.package_empty_help, &party)
    }
}

impl Page for PowersPage {
    fn name() -> &'static str {
        "users-powers"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str, codes: &[(&str, usize)]| {
            let lines = codes.iter().filter_map(|(code, count)| {
                let package = reference().packages().find(|one| one.code == *code)?;
                let line = PackageCount {
                    code: package.code.clone(),
                    name: package.name.get(language).to_owned(),
                    count: *count,
                };
                Some((package, line))
            });
            let frame = cast::signed_in(language, routes::POWERS, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Powers),
                frame,
                party: cast::bakery().name,
                query: query.into(),
                areas: by_area(lines.collect(), language),
            }
        };
        let some = [
            ("lonn", 3),
            ("a-ordning", 1),
            ("pensjon", 0),
            ("skatt-naering", 2),
            ("merverdiavgift", 2),
            ("infrastruktur", 0),
            ("byggesoknad", 0),
        ];
        let none = some.map(|(code, _)| (code, 0));
        vec![
            ("some", page("", &some)),
            ("nobody", page("", &none)),
            ("search", page("l", &some)),
            ("no-hits", page("brunost", &[])),
        ]
    }
}

impl Page for PackagePage {
    fn name() -> &'static str {
        "users-package"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |rows: Vec<UserRow>| {
            let path = routes::powers_package("lonn");
            let frame = cast::signed_in(language, &path, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Powers),
                frame,
                party: cast::bakery().name,
                code: "lonn".into(),
                name: "Lønn".into(),
                about: String::new(),
                services: vec!["A-melding".into(), "Refusjon".into()],
                hits: rows.len(),
                rows,
                pager: Pager::new(1, 1, |_| String::new()),
                may_give: true,
            }
        };
        let fixed = Self {
            may_give: false,
            services: vec![],
            ..page(sample(language))
        };
        vec![
            ("some", page(sample(language))),
            ("nobody", page(vec![])),
            ("not-assignable", fixed),
        ]
    }
}
