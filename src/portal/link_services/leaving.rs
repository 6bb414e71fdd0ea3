use askama::Template;
use uuid::Uuid;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// The last page before the owner's site.
#[derive(Template)]
#[template(path = "link_services/leaving.html")]
pub struct LeavingPage {
    pub frame: Frame,
    /// The launch's id.
    pub id: Uuid,
    pub service: String,
    pub owner: String,
    /// The host name of the owner's address.
    pub host: String,
    pub party: PartyLabel,
}

impl LeavingPage {
    fn heading(&self) -> String {
        self.with_owner(self.frame.t.launch.leaving_heading)
    }

    fn what_owner_learns(&self) -> String {
        self.with_owner(self.frame.t.launch.leaving_what)
    }

    fn button(&self) -> String {
        self.with_owner(self.frame.t.launch.leaving_button)
    }

    fn with_owner(&self, text: &str) -> String {
        fill(text, &[("owner", &self.owner)])
    }

    fn lead(&self) -> Vec<Part> {
        let values = [
            ("service", Value::Name(&self.service)),
            ("party", Value::Name(&self.party.name)),
        ];
        say(self.frame.t.launch.leaving_lead, &values)
    }
}

impl Page for LeavingPage {
    fn name() -> &'static str {
        "link-services-leaving"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = Self {
            frame: cast::signed_in(language, &routes::launch(cast::id(7)), NavItem::Services),
            id: cast::id(7),
            service: "Søk om fiskekvote".into(),
            owner: "Havetaten".into(),
            host: "kvoter.havetaten.example".into(),
            party: cast::bakery(),
        };
        vec![("plain", page)]
    }
}
