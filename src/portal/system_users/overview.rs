use askama::Template;
use uuid::Uuid;

use crate::domain::{Language, Timestamp};
use crate::portal::page::cast;
use crate::portal::{Flash, Frame, NavItem, Page, PowerList};
use crate::routes;
use crate::text::{Part, Texts, Value, say};

/// The systems that may act for a party, and requests that wait for an answer.
#[derive(Template)]
#[template(path = "system_users/overview.html")]
pub struct OverviewPage {
    pub frame: Frame,
    pub party: String,
    pub content: Content,
}

pub enum Content {
    /// The person may not see the list; holders of these roles, by name, or of one of these powers may.
    NoAccess { roles: Vec<String>, also: PowerList },
    /// The party is a person, and only businesses have system accesses.
    NotABusiness,
    Lists {
        pending: Vec<PendingRow>,
        own: Vec<Row>,
    },
}

/// A request that somebody forwarded.
pub struct PendingRow {
    pub id: Uuid,
    pub system: String,
    pub vendor: String,
    pub created: Timestamp,
}

pub struct Row {
    pub id: Uuid,
    pub title: String,
    pub vendor: String,
    pub created: Timestamp,
    pub status: Status,
    /// Just created: the way back from the receipt.
    pub is_new: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Active,
    Paused,
}

impl Status {
    pub fn word(&self, t: &Texts) -> &'static str {
        match self {
            Status::Active => t.system_users.active,
            Status::Paused => t.system_users.paused,
        }
    }

    /// The colour that goes with the word.
    pub fn color(&self) -> &'static str {
        match self {
            Status::Active => "success",
            Status::Paused => "neutral",
        }
    }
}

impl OverviewPage {
    fn lead(&self) -> Vec<Part> {
        say(
            self.frame.t.system_users.lead,
            &[("party", Value::Name(&self.party))],
        )
    }

    fn empty(&self) -> Vec<Part> {
        say(
            self.frame.t.system_users.empty,
            &[("party", Value::Word(&self.party))],
        )
    }
}

impl Page for OverviewPage {
    fn name() -> &'static str {
        "system-users-overview"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |content| Self {
            frame: cast::signed_in(language, routes::SYSTEM_USERS, NavItem::SystemUsers),
            party: cast::bakery().name,
            content,
        };
        let lists = |pending, own| page(Content::Lists { pending, own });
        let person = Self {
            party: cast::manager().name,
            frame: Frame {
                party: Some(cast::manager()),
                ..page(Content::NotABusiness).frame
            },
            content: Content::NotABusiness,
        };
        let mut paused = lists(vec![], sample_rows());
        paused.frame.flash = Some(Flash::Paused {
            system: "Kassa Pluss".into(),
        });
        vec![
            ("paused", paused),
            ("many", lists(sample_pending(), sample_rows())),
            (
                "one",
                lists(vec![], sample_rows().into_iter().take(1).collect()),
            ),
            ("empty", lists(vec![], vec![])),
            (
                "no-access",
                page(Content::NoAccess {
                    roles: cast::roles(language),
                    also: PowerList::sample(language),
                }),
            ),
            ("person", person),
        ]
    }
}

fn sample_pending() -> Vec<PendingRow> {
    vec![PendingRow {
        id: cast::id(9),
        system: "Lønn & Timer 3".into(),
        vendor: "Timeteller AS".into(),
        created: cast::at(),
    }]
}

fn sample_rows() -> Vec<Row> {
    let row = |last, title: &str, vendor: &str, status| Row {
        id: cast::id(last),
        title: title.into(),
        vendor: vendor.into(),
        created: cast::at(),
        status,
        is_new: last == 1,
    };
    vec![
        row(1, "Kornregnskap Sky", "Tallgiganten AS", Status::Active),
        row(
            2,
            "Bestillingsboka",
            "Melbørs Programvare AS",
            Status::Active,
        ),
        row(3, "Kassa Pluss", "Kassakompaniet AS", Status::Paused),
    ]
}
