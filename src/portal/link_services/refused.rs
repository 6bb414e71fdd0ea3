use askama::Template;

use crate::domain::{Language, SecurityLevel};
use crate::portal::level::level_text;
use crate::portal::page::cast;
use crate::portal::{Enough, Frame, NavItem, Page, PowerList, WayOn};
use crate::routes;
use crate::text::{Part, Value, fill, say};

use super::{PartyKind, party_kind};

/// Why a service cannot be started, and what can be done about it.
#[derive(Template)]
#[template(path = "link_services/refused.html")]
pub struct RefusedPage {
    pub frame: Frame,
    /// The resource's id.
    pub resource: String,
    pub service: String,
    pub owner: String,
    /// The chosen party's name; empty where none was chosen yet and `refusal` names none.
    pub party: String,
    /// The organization's number, when it can be asked for access.
    pub ask: Option<String>,
    pub refusal: Refusal,
}

pub enum Refusal {
    NoRight(Enough),
    WrongKind {
        allowed: Vec<PartyKind>,
    },
    Closed,
    Level {
        needed: SecurityLevel,
        current: SecurityLevel,
    },
    /// The launch was used or is too old.
    StartAgain,
}

impl RefusedPage {
    fn heading(&self) -> String {
        let t = self.frame.t;
        let text = match &self.refusal {
            Refusal::NoRight(Enough::AnyOf(_)) => t.launch.no_right,
            Refusal::NoRight(_) => t.launch.wrong_type,
            Refusal::WrongKind { .. } => t.launch.wrong_type,
            Refusal::Closed => t.launch.closed,
            Refusal::Level { .. } => t.login.step_up_heading,
            Refusal::StartAgain => t.launch.start_again,
        };
        fill(text, &[("party", &self.party), ("owner", &self.owner)])
    }

    fn explanation(&self) -> Vec<Part> {
        let t = self.frame.t;
        let text = match &self.refusal {
            Refusal::NoRight(Enough::AnyOf(_)) => t.launch.no_right_text,
            Refusal::NoRight(Enough::OnList) => t.launch.not_on_list_text,
            Refusal::NoRight(Enough::Unknown) => t.launch.no_power_text,
            Refusal::WrongKind { .. } => t.launch.wrong_type_text,
            Refusal::Closed => t.launch.closed_text,
            Refusal::Level { .. } => t.login.step_up_text,
            Refusal::StartAgain => t.launch.start_again_text,
        };
        let kinds = match &self.refusal {
            Refusal::WrongKind { allowed } => party_kind::in_sentence(allowed, t),
            _ => String::new(),
        };
        let (needed, current) = match self.refusal {
            Refusal::Level { needed, current } => (level_text(needed, t), level_text(current, t)),
            _ => Default::default(),
        };
        let values = [
            ("party", Value::Name(&self.party)),
            ("owner", Value::Word(&self.owner)),
            ("service", Value::Name(&self.service)),
            ("types", Value::Word(&kinds)),
            ("level", Value::Name(needed)),
            ("current", Value::Word(current)),
        ];
        say(text, &values)
    }

    fn remedy(&self) -> Vec<Part> {
        let values = [("party", Value::Name(&self.party))];
        say(self.frame.t.launch.no_right_remedy, &values)
    }

    /// Asking the organization for what is lacking.
    fn ask_way(&self) -> Option<WayOn> {
        let number = self.ask.as_deref()?;
        Some(WayOn {
            href: routes::access_request_new(Some(number), Some(&self.resource)),
            label: self.frame.t.asks.ask,
        })
    }

    /// The most useful way on first.
    fn ways_on(&self) -> Vec<WayOn> {
        let t = self.frame.t;
        let start = |label| WayOn {
            href: routes::link(&self.resource),
            label,
        };
        let catalogue = WayOn {
            href: routes::SERVICES.into(),
            label: t.launch.to_services,
        };
        match &self.refusal {
            Refusal::NoRight(_) | Refusal::WrongKind { .. } => {
                let ask = self.ask_way().into_iter();
                ask.chain([start(t.launch.other_party), catalogue])
                    .collect()
            }
            Refusal::Closed => vec![catalogue],
            Refusal::StartAgain => vec![start(t.launch.start_again_button), catalogue],
            Refusal::Level { needed, .. } => {
                let href = routes::login_at(&routes::link(&self.resource), needed.acr());
                vec![
                    WayOn {
                        href,
                        label: t.login.step_up_button,
                    },
                    catalogue,
                ]
            }
        }
    }
}

impl Page for RefusedPage {
    fn name() -> &'static str {
        "link-services-refused"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |refusal| Self {
            frame: cast::signed_in(language, &routes::link("fiskekvote"), NavItem::Services),
            resource: "fiskekvote".into(),
            service: "Søk om fiskekvote".into(),
            owner: "Havetaten".into(),
            party: cast::bakery().name,
            ask: matches!(refusal, Refusal::NoRight(Enough::AnyOf(_))).then(|| "313725138".into()),
            refusal,
        };
        let level = Refusal::Level {
            needed: SecurityLevel::High,
            current: SecurityLevel::Substantial,
        };
        let kinds = vec![PartyKind::Person, PartyKind::Subunit];
        vec![
            (
                "no-right",
                page(Refusal::NoRight(Enough::AnyOf(PowerList::sample(language)))),
            ),
            ("not-on-list", page(Refusal::NoRight(Enough::OnList))),
            ("no-power", page(Refusal::NoRight(Enough::Unknown))),
            ("wrong-kind", page(Refusal::WrongKind { allowed: kinds })),
            ("closed", page(Refusal::Closed)),
            ("level", page(level)),
            ("start-again", page(Refusal::StartAgain)),
        ]
    }
}
