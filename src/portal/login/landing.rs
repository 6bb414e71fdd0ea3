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
    /// For somebody who is not logged in.
    Public,
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

impl LandingPage {
    fn heading(&self) -> &str {
        match &self.content {
            Content::Public => self.frame.t.landing.public_heading,
            Content::SignedIn { party, .. } => &party.name,
        }
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
        let public = Self {
            frame: cast::anonymous(language, routes::LANDING),
            content: Content::Public,
        };
        let mut switched = signed_in(cast::bakery(), 0);
        switched.frame.flash = Some(Flash::PartyChosen {
            party: cast::bakery().name,
        });
        vec![
            ("switched", switched),
            ("public", public),
            ("business", signed_in(cast::bakery(), 0)),
            ("one-waiting", signed_in(cast::bakery(), 1)),
            ("many-waiting", signed_in(cast::subunit(), 3)),
            ("person", signed_in(cast::manager(), 0)),
        ]
    }
}
