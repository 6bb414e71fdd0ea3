use askama::Template;
use uuid::Uuid;

use crate::domain::{Language, ScopeSide};
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Flash, Frame, NavItem, Page, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// Whom the business lets use its APIs, and whose it may use.
#[derive(Template)]
#[template(path = "scope_delegations/overview.html")]
pub struct OverviewPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub party: String,
    pub suppliers: Vec<CounterpartRow>,
    pub consumers: Vec<CounterpartRow>,
    pub may_change: bool,
}

pub struct CounterpartRow {
    pub id: Uuid,
    pub label: PartyLabel,
    /// How many APIs are delegated between the two.
    pub apis: usize,
}

impl OverviewPage {
    fn said(&self, text: &'static str) -> Vec<Part> {
        say(text, &[("party", Value::Word(&self.party))])
    }

    fn count(&self, row: &CounterpartRow) -> String {
        let t = &self.frame.t.scopes;
        match row.apis {
            0 => t.apis_none.to_owned(),
            1 => t.apis_one.to_owned(),
            many => fill(t.apis_many, &[("count", &many.to_string())]),
        }
    }
}

impl CounterpartRow {
    pub fn href(&self, side: ScopeSide) -> String {
        match side {
            ScopeSide::Consumer => routes::supplier(self.id),
            ScopeSide::Supplier => routes::consumer(self.id),
        }
    }
}

impl Page for OverviewPage {
    fn name() -> &'static str {
        "scope-delegations-overview"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |suppliers, consumers| {
            let frame = cast::signed_in(language, routes::SCOPE_DELEGATIONS, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::ScopeDelegations),
                frame,
                party: cast::bakery().name,
                suppliers,
                consumers,
                may_change: true,
            }
        };
        let row = |last, apis| CounterpartRow {
            id: cast::id(last),
            label: cast::subunit(),
            apis,
        };
        let read_only = Self {
            may_change: false,
            ..page(vec![row(4, 1)], vec![])
        };
        let mut removed = page(vec![], vec![row(5, 1)]);
        removed.frame.flash = Some(Flash::SupplierRemoved {
            supplier: cast::subunit().name,
        });
        vec![
            ("empty", page(vec![], vec![])),
            ("both", page(vec![row(4, 2), row(5, 0)], vec![row(6, 1)])),
            ("read-only", read_only),
            ("removed", removed),
        ]
    }
}
