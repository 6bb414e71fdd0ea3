use askama::Template;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Flash, Frame, NavItem, Page, Pager};
use crate::routes;
use crate::text::{Texts, fill, numbers};

/// How many owners one page of the list shows.
pub const OWNERS_PER_PAGE: usize = 50;

/// The service owners, as the operator finds them.
#[derive(Template)]
#[template(path = "service_owners/list.html")]
pub struct OwnersPage {
    pub frame: Frame,
    /// What is searched for; empty shows everything.
    pub query: String,
    /// How many owners match in all, on this page and others.
    pub hits: usize,
    pub owners: Vec<OwnerRow>,
    pub pager: Pager,
    pub may_change: bool,
}

pub struct OwnerRow {
    pub code: String,
    pub name: String,
    pub number: String,
}

impl OwnerRow {
    pub fn line(&self, t: &Texts) -> String {
        fill(
            t.common.number,
            &[("number", &numbers::organization(&self.number))],
        )
    }
}

impl OwnersPage {
    fn count_text(&self) -> String {
        let t = &self.frame.t.owners;
        match self.hits {
            1 => t.count_one.to_owned(),
            many => fill(t.count_many, &[("count", &many.to_string())]),
        }
    }
}

impl Page for OwnersPage {
    fn name() -> &'static str {
        "service-owners-list"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str, owners: Vec<OwnerRow>| Self {
            frame: cast::operator(language, routes::OWNERS, NavItem::Owners),
            query: query.into(),
            hits: owners.len(),
            owners,
            pager: Pager::new(1, 1, |_| String::new()),
            may_change: true,
        };
        let long = Self {
            hits: 124,
            pager: Pager::new(2, 3, |number| routes::owners_page("", number)),
            ..page("", sample_owners())
        };
        let one = sample_owners().into_iter().take(1).collect();
        let mut registered = page("", sample_owners());
        registered.frame.flash = Some(Flash::OwnerRegistered {
            owner: "Havetaten".into(),
        });
        let read_only = Self {
            may_change: false,
            ..page("", sample_owners())
        };
        vec![
            ("many", page("", sample_owners())),
            ("registered", registered),
            ("read-only", read_only),
            ("long", long),
            ("one-hit", page("hav", one)),
            ("no-hits", page("brunost", vec![])),
            ("empty", page("", vec![])),
        ]
    }
}

fn sample_owners() -> Vec<OwnerRow> {
    let row = |code: &str, name: &str, number: &str| OwnerRow {
        code: code.into(),
        name: name.into(),
        number: number.into(),
    };
    vec![
        row("hav", "Havetaten", "310904015"),
        row(
            "dtin",
            "Direktoratet for tenkte innsamlinger og nokså lange navn",
            "310904023",
        ),
        row("skn", "Skatt Nord", "310905003"),
    ]
}
