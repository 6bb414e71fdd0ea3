use askama::Template;

use crate::domain::Language;
use crate::portal::page::cast;
use crate::portal::{Flash, Frame, NavItem, Page, PartyLabel};
use crate::routes;
use crate::text::{Part, Value, fill, say};

/// The front page.
#[derive(Template)]
#[template(path = "login/landing.html")]
pub struct LandingPage {
    pub frame: Frame,
    pub content: Content,
}

pub enum Content {
    /// For somebody who is not logged in, with the providers beside the default one.
    Public { others: Vec<OtherLogin> },
    SignedIn {
        party: PartyLabel,
        /// Only businesses have system accesses.
        has_system_users: bool,
        /// How many requests for system users wait for an answer.
        waiting: usize,
        /// How many requests for access wait; None for those who do not answer them.
        asked: Option<usize>,
    },
}

/// A way to log in beside the default one.
pub struct OtherLogin {
    pub provider: String,
    pub href: String,
}

impl LandingPage {
    fn heading(&self) -> &str {
        match &self.content {
            Content::Public { .. } => self.frame.t.landing.public_heading,
            Content::SignedIn { party, .. } => &party.name,
        }
    }

    fn other_login_text(&self, other: &OtherLogin) -> String {
        let provider = [("provider", other.provider.as_str())];
        fill(self.frame.t.login_faults.log_in_at, &provider)
    }

    fn systems_text(&self, party: &PartyLabel) -> Vec<Part> {
        say(
            self.frame.t.landing.card_systems,
            &[("party", Value::Word(&party.name))],
        )
    }

    fn access_text(&self, party: &PartyLabel) -> Vec<Part> {
        let party = [("party", Value::Word(&party.name))];
        say(self.frame.t.landing.card_access, &party)
    }

    fn asks_text(&self, party: &PartyLabel) -> Vec<Part> {
        let party = ("party", Value::Word(&party.name));
        say(self.frame.t.asks.card_text, &[party])
    }

    fn waiting_text(&self, waiting: &usize) -> String {
        let t = &self.frame.t.landing;
        match waiting {
            1 => t.card_requests_one.to_owned(),
            many => fill(t.card_requests_many, &[("count", &many.to_string())]),
        }
    }
}

impl Page for LandingPage {
    fn name() -> &'static str {
        "login-landing"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let signed_in = |party: PartyLabel, waiting| Self {
            frame: Frame {
                party: Some(party.clone()),
                ..cast::signed_in(language, routes::LANDING, NavItem::Home)
            },
            content: Content::SignedIn {
                has_system_users: !party.is_person(),
                party,
                waiting,
                asked: Some(waiting),
            },
        };
        let public = |others| Self {
            frame: cast::anonymous(language, routes::LANDING),
            content: Content::Public { others },
        };
        let other = OtherLogin {
            provider: "Feide".into(),
            href: routes::login_with(&routes::login(routes::LANDING), "feide"),
        };
        let mut switched = signed_in(cast::bakery(), 0);
        switched.frame.flash = Some(Flash::PartyChosen {
            party: cast::bakery().name,
        });
        vec![
            ("switched", switched),
            ("public", public(Vec::new())),
            ("public-more-logins", public(vec![other])),
            ("business", signed_in(cast::bakery(), 0)),
            ("one-waiting", signed_in(cast::bakery(), 1)),
            ("many-waiting", signed_in(cast::subunit(), 3)),
            ("person", signed_in(cast::manager(), 0)),
        ]
    }
}
