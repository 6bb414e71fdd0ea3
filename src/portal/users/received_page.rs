use askama::Template;
use uuid::Uuid;

use super::rows::counted;
use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, Pager, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// The parties at which the party that is acted for can do something.
#[derive(Template)]
#[template(path = "users/received.html")]
pub struct ReceivedPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub party: String,
    /// Whether that party is the person who looks.
    pub is_own: bool,
    pub query: String,
    pub hits: usize,
    pub rows: Vec<ReceivedRow>,
    pub pager: Pager,
}

pub struct ReceivedRow {
    pub id: Uuid,
    pub party: PartyLabel,
}

impl ReceivedPage {
    fn lead(&self) -> Vec<Part> {
        let t = &self.frame.t.received;
        match self.is_own {
            true => say(t.lead_own, &[]),
            false => say(t.lead, &[("party", Value::Name(&self.party))]),
        }
    }

    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.query.is_empty()
    }

    fn empty(&self) -> String {
        fill(self.frame.t.received.empty, &[("party", &self.party)])
    }

    fn count(&self) -> String {
        if self.query.is_empty() {
            return String::new();
        }
        let t = &self.frame.t.received;
        counted(self.hits, t.count_one, t.count_many).unwrap_or_default()
    }

    fn no_hits(&self) -> String {
        fill(self.frame.t.received.no_hits, &[("query", &self.query)])
    }
}

impl Page for ReceivedPage {
    fn name() -> &'static str {
        "users-received"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str, rows: Vec<ReceivedRow>| {
            let frame = cast::signed_in(language, routes::RECEIVED, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Received),
                frame,
                party: cast::bakery().name,
                is_own: false,
                query: query.into(),
                hits: rows.len(),
                rows,
                pager: Pager::new(1, 1, |_| String::new()),
            }
        };
        let row = |last, party| ReceivedRow {
            id: cast::id(last),
            party,
        };
        let rows = || vec![row(1, cast::subunit()), row(2, cast::manager())];
        let mut own = page("", rows());
        own.is_own = true;
        own.party = cast::manager().name;
        vec![
            ("some", page("", rows())),
            ("own", own),
            ("empty", page("", vec![])),
            ("no-hits", page("brunost", vec![])),
        ]
    }
}
