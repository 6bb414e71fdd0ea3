use askama::Template;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Enough, Frame, NavItem, Page, PowerList, WayOn};
use crate::routes;
use crate::text::{Part, Value, say};

/// Why somebody does not get to a service owner's resources.
#[derive(Template)]
#[template(path = "registry/refused.html")]
pub struct RefusedPage {
    pub frame: Frame,
    pub party: String,
    pub why: Why,
}

pub enum Why {
    /// The organization, or person, is no service owner.
    NotOwner,
    NoRight(Enough),
}

impl RefusedPage {
    fn heading(&self) -> &'static str {
        let t = &self.frame.t.registry;
        match self.why {
            Why::NotOwner => t.not_owner,
            Why::NoRight(_) => t.no_right,
        }
    }

    fn explanation(&self) -> Vec<Part> {
        let t = &self.frame.t.registry;
        let text = match &self.why {
            Why::NotOwner => t.not_owner_text,
            Why::NoRight(Enough::AnyOf(_)) => t.no_right_text,
            Why::NoRight(_) => t.no_right_unknown,
        };
        say(text, &[("party", Value::Name(&self.party))])
    }

    fn powers(&self) -> Vec<String> {
        match &self.why {
            Why::NoRight(Enough::AnyOf(powers)) => powers.lines(self.frame.t),
            Why::NoRight(_) | Why::NotOwner => Vec::new(),
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
        "registry-refused"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |why| Self {
            frame: cast::signed_in(language, routes::REGISTRY, NavItem::Resources),
            party: cast::bakery().name,
            why,
        };
        let powers = PowerList::sample(language);
        vec![
            ("not-owner", page(Why::NotOwner)),
            ("no-right", page(Why::NoRight(Enough::AnyOf(powers)))),
            ("unknown", page(Why::NoRight(Enough::Unknown))),
        ]
    }
}
