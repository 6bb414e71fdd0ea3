use askama::Template;

use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Enough, Frame, NavItem, Page, PowerList, WayOn};
use crate::routes;
use crate::text::{Part, Value, say};

/// Why somebody does not get to API delegation, and who would.
#[derive(Template)]
#[template(path = "scope_delegations/refused.html")]
pub struct RefusedPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub party: String,
    pub why: Why,
}

pub enum Why {
    /// The person acts for a person.
    NotOrganization,
    NoRight(Enough),
}

impl RefusedPage {
    fn heading(&self) -> &'static str {
        let t = &self.frame.t.scopes;
        match self.why {
            Why::NotOrganization => t.not_organization,
            Why::NoRight(_) => t.no_right,
        }
    }

    fn explanation(&self) -> Vec<Part> {
        let t = &self.frame.t.scopes;
        let text = match &self.why {
            Why::NotOrganization => t.not_organization_text,
            Why::NoRight(Enough::AnyOf(_)) => t.no_right_text,
            Why::NoRight(_) => t.no_right_unknown,
        };
        say(text, &[("party", Value::Name(&self.party))])
    }

    fn powers(&self) -> Vec<String> {
        match &self.why {
            Why::NoRight(Enough::AnyOf(powers)) => powers.lines(self.frame.t),
            Why::NoRight(_) | Why::NotOrganization => Vec::new(),
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
        "scope-delegations-refused"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |why| {
            let frame = cast::signed_in(language, routes::SCOPE_DELEGATIONS, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::ScopeDelegations),
                frame,
                party: cast::bakery().name,
                why,
            }
        };
        let powers = PowerList::sample(language);
        vec![
            ("no-right", page(Why::NoRight(Enough::AnyOf(powers)))),
            ("unknown", page(Why::NoRight(Enough::Unknown))),
            ("not-organization", page(Why::NotOrganization)),
        ]
    }
}
