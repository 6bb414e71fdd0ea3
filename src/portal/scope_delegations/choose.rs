use askama::Template;
use uuid::Uuid;

use crate::domain::{CannotGiveScopes, Language};
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, Pager};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// How many APIs one page shows.
pub const APIS_PER_PAGE: usize = 20;

/// The APIs that can be delegated to a supplier, and those that cannot, with the reason.
#[derive(Template)]
#[template(path = "scope_delegations/choose.html")]
pub struct ChoosePage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub id: Uuid,
    pub supplier: String,
    /// What the person searches for; empty shows everything.
    pub query: String,
    pub hits: usize,
    pub apis: Vec<ApiOption>,
    pub pager: Pager,
}

pub struct ApiOption {
    /// The resource's id.
    pub id: String,
    pub title: String,
    pub description: String,
    pub owner: String,
    pub closed: Option<Closed>,
}

/// Why an API cannot be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The supplier has it.
    Given,
    Cannot(CannotGiveScopes),
}

impl ChoosePage {
    fn lead(&self) -> Vec<Part> {
        let supplier = [("supplier", Value::Name(&self.supplier))];
        say(self.frame.t.scopes.choose_lead, &supplier)
    }

    fn count_text(&self) -> String {
        let t = &self.frame.t.scopes;
        match self.hits {
            1 => t.hits_one.to_owned(),
            many => fill(t.hits_many, &[("count", &many.to_string())]),
        }
    }

    fn owner_line(&self, api: &ApiOption) -> String {
        fill(self.frame.t.scopes.offered_by, &[("owner", &api.owner)])
    }

    fn reason(&self, closed: &Closed) -> String {
        let t = &self.frame.t.scopes;
        let text = match closed {
            Closed::Given => t.closed_given,
            Closed::Cannot(CannotGiveScopes::MissingAccess) => t.closed_missing,
            Closed::Cannot(CannotGiveScopes::NotOnList) => t.closed_list,
            Closed::Cannot(CannotGiveScopes::LevelTooLow(_)) => t.closed_level,
            Closed::Cannot(CannotGiveScopes::NotDelegable | CannotGiveScopes::NotAnApi) => {
                t.closed_owner
            }
        };
        text.to_owned()
    }
}

impl Page for ChoosePage {
    fn name() -> &'static str {
        "scope-delegations-choose"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str, apis: Vec<ApiOption>| {
            let path = routes::supplier_give(cast::id(4));
            let frame = cast::signed_in(language, &path, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::ScopeDelegations),
                frame,
                id: cast::id(4),
                supplier: "Fjordbrød Bakeri AS".into(),
                query: query.into(),
                hits: apis.len(),
                apis,
                pager: Pager::new(1, 1, |_| String::new()),
            }
        };
        let api = |title: &str, closed| ApiOption {
            id: "skn-kart-api".into(),
            title: title.into(),
            description: "Kart.".into(),
            owner: "Skatt Nord".into(),
            closed,
        };
        let cannot = |reason| Some(Closed::Cannot(reason));
        let level = CannotGiveScopes::LevelTooLow(crate::domain::SecurityLevel::High);
        let all = vec![
            api("Kart API", None),
            api("Kvote API", Some(Closed::Given)),
            api("Skatt API", cannot(CannotGiveScopes::MissingAccess)),
            api("Havn API", cannot(CannotGiveScopes::NotOnList)),
            api("Toll API", cannot(CannotGiveScopes::NotDelegable)),
            api("Arkiv API", cannot(level)),
        ];
        vec![
            ("many", page("", all)),
            ("one", page("kart", vec![api("Kart API", None)])),
            ("no-hits", page("brunost", vec![])),
            ("empty", page("", vec![])),
        ]
    }
}
