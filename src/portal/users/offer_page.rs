use askama::Template;
use uuid::Uuid;

use super::lines::{Area, by_area};
use super::rows::counted;
use crate::domain::Language;
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::reference::reference;
use crate::routes;
use crate::text::fill;

/// The second step of giving something: what.
#[derive(Template)]
#[template(path = "users/offer.html")]
pub struct OfferPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    pub id: Uuid,
    pub user: String,
    pub query: String,
    pub packages: Vec<Area<Offer>>,
    /// Only what was searched for: there may be thousands.
    pub services: Vec<Offer>,
}

/// Something that may be given, or may not.
#[derive(Clone)]
pub struct Offer {
    pub name: String,
    /// What it is for; empty when that is not known.
    pub about: String,
    pub state: OfferState,
}

#[derive(Clone)]
pub enum OfferState {
    /// Can be chosen, at this address.
    Free(String),
    /// The user has it.
    Has,
    /// Cannot be given, and why; who could instead is told at this address, where somebody could.
    Shut { why: String, href: Option<String> },
}

impl Offer {
    fn is_free(&self) -> bool {
        matches!(self.state, OfferState::Free(_))
    }
}

impl OfferPage {
    fn step(&self) -> String {
        fill(self.frame.t.give.step, &[("step", "2")])
    }

    fn heading(&self) -> String {
        fill(self.frame.t.give.what_heading, &[("user", &self.user)])
    }

    fn action(&self) -> String {
        routes::give(self.id)
    }

    fn hits(&self) -> String {
        if self.query.is_empty() {
            return String::new();
        }
        let t = &self.frame.t.give;
        let packages: usize = self.packages.iter().map(|area| area.lines.len()).sum();
        let count = packages + self.services.len();
        counted(count, t.hits_one, t.hits_many).unwrap_or_else(|| self.no_hits())
    }

    fn no_hits(&self) -> String {
        fill(self.frame.t.give.no_hits, &[("query", &self.query)])
    }

    fn is_empty(&self) -> bool {
        self.packages.is_empty() && self.services.is_empty()
    }

    /// What was searched for is not hidden.
    fn is_open(&self) -> bool {
        !self.query.is_empty()
    }

    fn area_count(&self, area: &Area<Offer>) -> String {
        let free = area.lines.iter().filter(|offer| offer.is_free()).count();
        let (free, all) = (free.to_string(), area.lines.len().to_string());
        let values = [("count", free.as_str()), ("all", all.as_str())];
        fill(self.frame.t.give.area_count, &values)
    }

    fn choose_label(&self, offer: &Offer) -> String {
        fill(self.frame.t.give.give_what, &[("what", &offer.name)])
    }

    fn instead_label(&self, offer: &Offer) -> String {
        let t = &self.frame.t.give;
        format!("{}: {}", t.instead, offer.name)
    }
}

impl Page for OfferPage {
    fn name() -> &'static str {
        "users-offer"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |query: &str| {
            let frame = cast::signed_in(language, &routes::give(cast::id(2)), NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Users),
                id: cast::id(2),
                user: "Ola Deigmann".into(),
                query: query.into(),
                packages: sample_packages(language, frame.t.give.missing_power),
                services: vec![],
                frame,
            }
        };
        let service = Offer {
            name: cast::vat(language).title,
            about: cast::vat(language).owner,
            state: OfferState::Free(routes::give_service(cast::id(2), "hav-mva")),
        };
        let mut shut = Offer {
            name: cast::sick_leave(language).title,
            ..service.clone()
        };
        shut.state = OfferState::Shut {
            why: page("").frame.t.give.not_delegable.into(),
            href: None,
        };
        let found = Self {
            services: vec![service, shut],
            ..page("m")
        };
        let none = Self {
            packages: vec![],
            ..page("brunost")
        };
        vec![("browse", page("")), ("search", found), ("no-hits", none)]
    }
}

fn sample_packages(language: Language, why: &str) -> Vec<Area<Offer>> {
    let offer = |code: &str, state: OfferState| {
        let package = reference().packages().find(|one| one.code == code)?;
        let offer = Offer {
            name: package.name.get(language).to_owned(),
            about: String::new(),
            state,
        };
        Some((package, offer))
    };
    let free = |code: &str| OfferState::Free(routes::give_package(cast::id(2), code));
    let shut = OfferState::Shut {
        why: why.to_owned(),
        href: Some(routes::give_package(cast::id(2), "pensjon")),
    };
    let offers = [
        offer("lonn", free("lonn")),
        offer("a-ordning", OfferState::Has),
        offer("pensjon", shut),
        offer("skatt-naering", free("skatt-naering")),
    ];
    by_area(offers.into_iter().flatten().collect(), language)
}
