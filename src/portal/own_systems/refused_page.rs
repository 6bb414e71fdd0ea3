use askama::Template;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Enough, Frame, NavItem, Page, PowerList, WayOn};
use crate::routes;
use crate::text::{Part, Value, say};

/// Why somebody does not get to the integrations, and who would.
#[derive(Template)]
#[template(path = "own_systems/refused.html")]
pub struct RefusedPage {
    pub frame: Frame,
    pub party: String,
    pub why: Why,
}

pub enum Why {
    NotOrganization,
    /// This installation registers no clients.
    NotSetUp,
    NoRight(Enough),
}

impl RefusedPage {
    fn heading(&self) -> &'static str {
        let t = &self.frame.t.own_systems;
        match self.why {
            Why::NotOrganization => t.not_organization,
            Why::NotSetUp => t.not_set_up,
            Why::NoRight(_) => t.no_right,
        }
    }

    fn explanation(&self) -> Vec<Part> {
        let t = &self.frame.t.own_systems;
        let text = match &self.why {
            Why::NotOrganization => t.not_organization_text,
            Why::NotSetUp => t.not_set_up_text,
            Why::NoRight(Enough::AnyOf(_)) => t.no_right_text,
            Why::NoRight(_) => t.no_right_unknown,
        };
        say(text, &[("party", Value::Name(&self.party))])
    }

    fn powers(&self) -> Vec<String> {
        match &self.why {
            Why::NoRight(Enough::AnyOf(powers)) => powers.lines(self.frame.t),
            _ => Vec::new(),
        }
    }

    fn ways_on(&self) -> Vec<WayOn> {
        let t = self.frame.t;
        vec![
            WayOn {
                href: self.frame.switch_href(),
                label: t.errors.other_party,
            },
            WayOn {
                href: routes::LANDING.into(),
                label: t.errors.home,
            },
        ]
    }
}

impl Page for RefusedPage {
    fn name() -> &'static str {
        "own-systems-refused"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |why| Self {
            frame: cast::signed_in(language, routes::OWN_SYSTEMS, NavItem::SystemUsers),
            party: cast::bakery().name,
            why,
        };
        let powers = PowerList::sample(language);
        vec![
            ("no-right", page(Why::NoRight(Enough::AnyOf(powers)))),
            ("unknown", page(Why::NoRight(Enough::Unknown))),
            ("not-organization", page(Why::NotOrganization)),
            ("not-set-up", page(Why::NotSetUp)),
        ]
    }
}
