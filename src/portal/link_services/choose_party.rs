use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, PartyLabel};
use crate::routes;
use crate::text::{Part, Texts, Value, fill, say};

use super::{PartyKind, party_kind};

/// Whom the service is to be used for.
#[derive(Template)]
#[template(path = "link_services/choose_party.html")]
pub struct ChoosePartyPage {
    pub frame: Frame,
    /// The launch's id.
    pub id: Uuid,
    pub service: String,
    pub owner: String,
    pub party_kinds: Vec<PartyKind>,
    pub usable: Vec<UsableParty>,
    pub unusable: Vec<UnusableParty>,
}

pub struct UsableParty {
    pub id: Uuid,
    pub party: PartyLabel,
    pub is_current: bool,
}

pub struct UnusableParty {
    pub party: PartyLabel,
    pub reason: WhyUnusable,
}

#[derive(Clone, Copy)]
pub enum WhyUnusable {
    WrongKind,
    NoPower,
}

impl WhyUnusable {
    pub fn text(&self, t: &Texts) -> &'static str {
        match self {
            WhyUnusable::WrongKind => t.launch.reason_type,
            WhyUnusable::NoPower => t.launch.reason_power,
        }
    }
}

impl ChoosePartyPage {
    fn lead(&self) -> Vec<Part> {
        let values = [
            ("service", Value::Name(&self.service)),
            ("owner", Value::Word(&self.owner)),
        ];
        say(self.frame.t.launch.choose_lead, &values)
    }

    fn none_help(&self) -> String {
        let t = self.frame.t;
        let kinds = party_kind::in_sentence(&self.party_kinds, t);
        fill(t.launch.choose_none_help, &[("types", &kinds)])
    }

    fn unusable_heading(&self) -> String {
        let count = self.unusable.len().to_string();
        fill(self.frame.t.launch.choose_unusable, &[("count", &count)])
    }
}

impl Page for ChoosePartyPage {
    fn name() -> &'static str {
        "link-services-choose-party"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |usable, unusable| Self {
            frame: cast::signed_in(language, &routes::launch(cast::id(7)), NavItem::Services),
            id: cast::id(7),
            service: "Søk om fiskekvote".into(),
            owner: "Havetaten".into(),
            party_kinds: vec![PartyKind::Person, PartyKind::Organization],
            usable,
            unusable,
        };
        let usable = |last, party, is_current| UsableParty {
            id: cast::id(last),
            party,
            is_current,
        };
        let unusable = |party, reason| UnusableParty { party, reason };
        let two = || {
            vec![
                usable(2, cast::bakery(), true),
                usable(1, cast::manager(), false),
            ]
        };
        let reasons = || {
            vec![
                unusable(cast::subunit(), WhyUnusable::WrongKind),
                unusable(cast::bakery(), WhyUnusable::NoPower),
            ]
        };
        vec![
            ("many", page(two(), reasons())),
            ("all-usable", page(two(), vec![])),
            ("none", page(vec![], reasons())),
        ]
    }
}
