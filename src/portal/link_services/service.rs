use askama::Template;

use crate::domain::{Language, SecurityLevel};
use crate::portal::level::level_text;
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Texts, Value, fill, say};

use super::PartyKind;

/// One service: what it does, whom it is for, what it asks for.
#[derive(Template)]
#[template(path = "link_services/service.html")]
pub struct ServicePage {
    pub frame: Frame,
    /// The resource's id.
    pub id: String,
    pub title: String,
    pub owner: String,
    pub description: String,
    pub level: SecurityLevel,
    pub party_kinds: Vec<PartyKind>,
    /// Names of the access packages and roles that give access.
    pub powers: Vec<String>,
    pub checks: Vec<Check>,
    pub is_open: bool,
}

/// What is checked before the service starts.
#[derive(Clone, Copy)]
pub enum Check {
    Email,
    Age { years: u8 },
}

impl Check {
    pub fn text(&self, t: &Texts) -> String {
        match self {
            Check::Email => t.services.check_email.to_owned(),
            Check::Age { years } => fill(t.services.check_age, &[("years", &years.to_string())]),
        }
    }
}

impl ServicePage {
    fn owner_line(&self) -> Vec<Part> {
        say(
            self.frame.t.services.from_owner,
            &[("owner", Value::Name(&self.owner))],
        )
    }

    fn level_text(&self) -> String {
        let t = self.frame.t;
        fill(
            t.services.level_at_least,
            &[("level", level_text(self.level, t))],
        )
    }
}

impl Page for ServicePage {
    fn name() -> &'static str {
        "link-services-service"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let (title, description) = match language {
            Language::Nb => (
                "Søk om fiskekvote",
                "Søk om kvote for et fartøy og følg saken din.",
            ),
            Language::Nn => (
                "Søk om fiskekvote",
                "Søk om kvote for eit fartøy og følg saka di.",
            ),
            Language::En => (
                "Apply for a fishing quota",
                "Apply for a vessel's quota and follow your case.",
            ),
        };
        let page = |is_open| Self {
            frame: cast::signed_in(language, &routes::service("fiskekvote"), NavItem::Services),
            id: "fiskekvote".into(),
            title: title.into(),
            owner: "Havetaten".into(),
            description: description.into(),
            level: SecurityLevel::Substantial,
            party_kinds: vec![PartyKind::Organization, PartyKind::Person],
            powers: cast::roles(language),
            checks: vec![Check::Email, Check::Age { years: 18 }],
            is_open,
        };
        let bare = Self {
            frame: cast::anonymous(language, &routes::service("fiskekvote")),
            powers: vec![],
            checks: vec![],
            party_kinds: vec![PartyKind::Subunit],
            ..page(true)
        };
        vec![
            ("open", page(true)),
            ("anonymous", bare),
            ("closed", page(false)),
        ]
    }
}
