use askama::Template;

use super::Item;
use crate::domain::{AccessRequestStatus, Language, Timestamp};
use crate::portal::access::{SectionItem, SectionMenu};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, Pager, PartyLabel, PowerList};
use crate::routes;
use crate::text::{Part, Value, fill, say};
use uuid::Uuid;

/// What a party is asked for, and what it has asked for.
#[derive(Template)]
#[template(path = "asks/list.html")]
pub struct RequestsPage {
    pub frame: Frame,
    pub menu: SectionMenu,
    /// Whose they are.
    pub party: String,
    pub content: Content,
}

pub enum Content {
    /// May not see the party's requests.
    NoAccess {
        roles: Vec<String>,
        also: PowerList,
    },
    Received(Box<Received>),
    Sent(Box<Sent>),
}

/// How many wait on either tab.
#[derive(Clone, Copy, Default)]
pub struct Waiting {
    pub received: i64,
    pub sent: i64,
}

pub struct Received {
    pub waiting: Waiting,
    pub groups: Vec<Group>,
    pub systems: Vec<SystemRow>,
    pub handled: Vec<Handled>,
    pub pager: Pager,
}

/// What one requester asks for.
pub struct Group {
    pub requester: PartyLabel,
    /// Who asked for it, when it was not the requester himself.
    pub by: Option<String>,
    pub items: Vec<Item>,
}

/// A vendor's request for a system user that somebody has forwarded.
pub struct SystemRow {
    pub id: Uuid,
    pub system: String,
    pub vendor: String,
    pub created: Timestamp,
}

/// A request that is answered or was taken back.
pub struct Handled {
    /// The other side's name.
    pub party: String,
    pub item: Item,
}

pub struct Sent {
    pub waiting: Waiting,
    pub open: Vec<Handled>,
    pub handled: Vec<Handled>,
    pub pager: Pager,
}

impl Group {
    fn answer_all_href(&self) -> String {
        let ids: Vec<Uuid> = self.items.iter().map(|item| item.id).collect();
        routes::access_request_answer(&ids)
    }

    fn answer_all(&self, frame: &Frame) -> String {
        let count = self.items.len().to_string();
        fill(frame.t.asks.answer_all, &[("count", &count)])
    }
}

impl RequestsPage {
    fn with_party(&self, text: &str) -> Vec<Part> {
        say(text, &[("party", Value::Name(&self.party))])
    }

    fn waiting(&self) -> Option<Waiting> {
        match &self.content {
            Content::NoAccess { .. } => None,
            Content::Received(received) => Some(received.waiting),
            Content::Sent(sent) => Some(sent.waiting),
        }
    }

    fn is_sent(&self) -> bool {
        matches!(self.content, Content::Sent(_))
    }

    fn whom(&self, party: &str) -> String {
        fill(self.frame.t.asks.asked_whom, &[("party", party)])
    }
}

impl Page for RequestsPage {
    fn name() -> &'static str {
        "asks-list"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |content| {
            let frame = cast::signed_in(language, routes::ACCESS_REQUESTS, NavItem::Access);
            Self {
                menu: SectionMenu::sample(&frame, SectionItem::Requests),
                frame,
                party: cast::bakery().name,
                content,
            }
        };
        let no_access = Content::NoAccess {
            roles: cast::roles(language),
            also: PowerList::sample(language),
        };
        vec![
            ("received", page(received(language))),
            ("received-empty", page(empty(true))),
            ("sent", page(sent(language))),
            ("sent-empty", page(empty(false))),
            ("no-access", page(no_access)),
        ]
    }
}

fn no_pages() -> Pager {
    Pager::new(1, 1, |_| String::new())
}

fn received(language: Language) -> Content {
    let pending = AccessRequestStatus::Pending;
    let manager = Group {
        requester: cast::manager(),
        by: None,
        items: vec![
            Item::sample(language, pending),
            Item::sample_service(language, pending),
        ],
    };
    let subunit = Group {
        requester: cast::subunit(),
        by: Some(fill(
            crate::text::texts(language).asks.by_person,
            &[("person", "Solveig Nordby")],
        )),
        items: vec![Item::sample_service(language, pending)],
    };
    Content::Received(Box::new(Received {
        waiting: Waiting {
            received: 3,
            sent: 1,
        },
        groups: vec![manager, subunit],
        systems: vec![SystemRow {
            id: cast::id(4),
            system: "Kassavogna".into(),
            vendor: "Regnskapshjelpen AS".into(),
            created: cast::at(),
        }],
        handled: handled(language),
        pager: Pager::new(1, 2, routes::access_requests_page),
    }))
}

fn sent(language: Language) -> Content {
    Content::Sent(Box::new(Sent {
        waiting: Waiting {
            received: 0,
            sent: 1,
        },
        open: vec![Handled {
            party: cast::subunit().name,
            item: Item::sample(language, AccessRequestStatus::Pending),
        }],
        handled: handled(language),
        pager: no_pages(),
    }))
}

fn handled(language: Language) -> Vec<Handled> {
    let statuses = [
        AccessRequestStatus::Approved,
        AccessRequestStatus::Rejected,
        AccessRequestStatus::Withdrawn,
    ];
    let row = |status| Handled {
        party: cast::manager().name,
        item: Item::sample_service(language, status),
    };
    statuses.map(row).into_iter().collect()
}

fn empty(is_received: bool) -> Content {
    let waiting = Waiting::default();
    let pager = no_pages();
    match is_received {
        true => Content::Received(Box::new(Received {
            waiting,
            groups: Vec::new(),
            systems: Vec::new(),
            handled: Vec::new(),
            pager,
        })),
        false => Content::Sent(Box::new(Sent {
            waiting,
            open: Vec::new(),
            handled: Vec::new(),
            pager,
        })),
    }
}
