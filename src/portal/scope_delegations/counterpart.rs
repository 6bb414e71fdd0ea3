use askama::Template;
use uuid::Uuid;

use crate::domain::{Language, ScopeSide, Timestamp};
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Flash, Frame, NavItem, Page, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, say};

/// One supplier or consumer, with the APIs that are delegated.
#[derive(Template)]
#[template(path = "scope_delegations/counterpart.html")]
pub struct CounterpartPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    /// On which side the business itself is.
    pub side: ScopeSide,
    pub id: Uuid,
    pub label: PartyLabel,
    pub apis: Vec<ApiRow>,
    pub may_change: bool,
}

/// An API that is delegated.
pub struct ApiRow {
    /// The resource's id.
    pub id: String,
    pub title: String,
    pub description: String,
    pub owner: String,
    pub scopes: Vec<String>,
    pub since: Timestamp,
}

impl CounterpartPage {
    fn is_supplier(&self) -> bool {
        self.side == ScopeSide::Consumer
    }

    fn lead(&self) -> Vec<Part> {
        let t = &self.frame.t.scopes;
        let text = match self.side {
            ScopeSide::Consumer => t.supplier_lead,
            ScopeSide::Supplier => t.consumer_lead,
        };
        say(text, &[("other", Value::Word(&self.label.name))])
    }

    fn since(&self, row: &ApiRow) -> Vec<Part> {
        say(
            self.frame.t.scopes.since,
            &[
                ("owner", Value::Word(&row.owner)),
                ("date", Value::Date(row.since)),
            ],
        )
    }

    fn withdraw(&self) -> &'static str {
        let t = &self.frame.t.scopes;
        match self.side {
            ScopeSide::Consumer => t.withdraw,
            ScopeSide::Supplier => t.give_back,
        }
    }

    fn withdraw_href(&self, row: &ApiRow) -> String {
        match self.side {
            ScopeSide::Consumer => routes::supplier_withdraw(self.id, &row.id),
            ScopeSide::Supplier => routes::consumer_withdraw(self.id, &row.id),
        }
    }

    fn remove_href(&self) -> String {
        match self.side {
            ScopeSide::Consumer => routes::supplier_remove(self.id),
            ScopeSide::Supplier => routes::consumer_remove(self.id),
        }
    }

    fn remove(&self) -> &'static str {
        let t = &self.frame.t.scopes;
        match self.side {
            ScopeSide::Consumer => t.remove_supplier,
            ScopeSide::Supplier => t.remove_consumer,
        }
    }
}

impl Page for CounterpartPage {
    fn name() -> &'static str {
        "scope-delegations-counterpart"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |side, apis| {
            let path = match side {
                ScopeSide::Consumer => routes::supplier(cast::id(4)),
                ScopeSide::Supplier => routes::consumer(cast::id(4)),
            };
            let frame = cast::signed_in(language, &path, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::ScopeDelegations),
                frame,
                side,
                id: cast::id(4),
                label: cast::bakery(),
                apis,
                may_change: true,
            }
        };
        let mut given = page(ScopeSide::Consumer, vec![sample_api()]);
        given.frame.flash = Some(Flash::ApiGiven {
            api: sample_api().title,
        });
        let read_only = Self {
            may_change: false,
            ..page(ScopeSide::Supplier, vec![sample_api()])
        };
        vec![
            ("supplier", given),
            ("supplier-without", page(ScopeSide::Consumer, vec![])),
            ("consumer", page(ScopeSide::Supplier, vec![sample_api()])),
            ("consumer-without", page(ScopeSide::Supplier, vec![])),
            ("read-only", read_only),
        ]
    }
}

fn sample_api() -> ApiRow {
    ApiRow {
        id: "skn-kart-api".into(),
        title: "Kart API".into(),
        description: "Kart.".into(),
        owner: "Skatt Nord".into(),
        scopes: vec!["skn:kart.read".into(), "skn:kart.write".into()],
        since: cast::at(),
    }
}
