use askama::Template;

use super::rows::{UserRow, counted, sample};
use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, Pager};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// The first step of giving something: to whom.
#[derive(Template)]
#[template(path = "users/to_whom.html")]
pub struct ToWhomPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    /// The package that is given, when it is chosen already: its code and its name.
    pub package: Option<(String, String)>,
    pub query: String,
    pub hits: usize,
    pub rows: Vec<UserRow>,
    pub pager: Pager,
}

impl ToWhomPage {
    fn step(&self) -> String {
        fill(self.frame.t.give.step, &[("step", "1")])
    }

    fn code(&self) -> &str {
        self.package.as_ref().map_or("", |(code, _)| code)
    }

    fn lead(&self) -> Vec<Part> {
        let t = &self.frame.t.give;
        match &self.package {
            None => say(t.to_lead, &[]),
            Some((_, name)) => say(t.to_lead_package, &[("package", Value::Name(name))]),
        }
    }

    fn href(&self, row: &UserRow) -> String {
        match &self.package {
            None => routes::give(row.id),
            Some((code, _)) => routes::give_package(row.id, code),
        }
    }

    fn count(&self) -> String {
        let t = &self.frame.t.users;
        counted(self.hits, t.count_one, t.count_many).unwrap_or_default()
    }

    fn no_hits(&self) -> String {
        match self.query.is_empty() {
            true => self.frame.t.give.to_empty.to_owned(),
            false => fill(self.frame.t.users.no_hits, &[("query", &self.query)]),
        }
    }
}

impl Page for ToWhomPage {
    fn name() -> &'static str {
        "users-to-whom"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |package: Option<(&str, &str)>, rows: Vec<UserRow>| {
            let frame = cast::signed_in(language, routes::GIVE_TO, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Users),
                frame,
                package: package.map(|(code, name)| (code.into(), name.into())),
                query: String::new(),
                hits: rows.len(),
                rows,
                pager: Pager::new(1, 1, |_| String::new()),
            }
        };
        vec![
            ("any", page(None, sample(language))),
            ("package", page(Some(("lonn", "Lønn")), sample(language))),
            ("nobody", page(None, vec![])),
        ]
    }
}
