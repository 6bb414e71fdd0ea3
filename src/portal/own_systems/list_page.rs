use askama::Template;
use uuid::Uuid;

use crate::domain::{Language, OwnSystem, OwnSystemState, Timestamp};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Texts, Value, say};

/// A business's own integrations, and what the person has begun.
#[derive(Template)]
#[template(path = "own_systems/list.html")]
pub struct ListPage {
    pub frame: Frame,
    pub party: String,
    pub drafts: Vec<Row>,
    pub rows: Vec<Row>,
    pub may_change: bool,
    pub problem: Option<&'static str>,
}

pub struct Row {
    pub id: Uuid,
    pub name: String,
    pub name_id: String,
    pub changed: Timestamp,
    pub status: Status,
}

/// How it is with an integration, for those who have many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Draft,
    Creating,
    Active,
    Behind,
    KeyEnds,
    Removing,
}

impl Status {
    pub fn of(system: &OwnSystem, now: Timestamp) -> Self {
        match system.state {
            OwnSystemState::Draft => Self::Draft,
            OwnSystemState::Creating => Self::Creating,
            OwnSystemState::Removing => Self::Removing,
            OwnSystemState::Active if system.is_behind => Self::Behind,
            OwnSystemState::Active if system.keys.iter().any(|key| key.ends_soon(now)) => {
                Self::KeyEnds
            }
            OwnSystemState::Active => Self::Active,
        }
    }

    fn word(self, t: &Texts) -> &'static str {
        let t = &t.own_systems;
        match self {
            Self::Draft => t.draft,
            Self::Creating => t.creating,
            Self::Active => t.active,
            Self::Behind => t.behind,
            Self::KeyEnds => t.key_ends,
            Self::Removing => t.removing,
        }
    }

    fn color(self) -> &'static str {
        match self {
            Self::Active => "success",
            Self::Behind | Self::KeyEnds | Self::Draft => "warning",
            Self::Creating | Self::Removing => "neutral",
        }
    }
}

impl Row {
    pub fn of(system: &OwnSystem, language: Language, now: Timestamp) -> Self {
        Self {
            id: system.id.0,
            name: system.name.get(language).to_owned(),
            name_id: system.name_id.clone(),
            changed: system.changed_at,
            status: Status::of(system, now),
        }
    }

    /// What is being made or removed has no page.
    fn is_open(&self) -> bool {
        !matches!(self.status, Status::Creating | Status::Removing)
    }
}

impl ListPage {
    fn lead(&self) -> Vec<Part> {
        say(
            self.frame.t.own_systems.lead,
            &[("party", Value::Name(&self.party))],
        )
    }

    fn changed(&self, row: &Row) -> Vec<Part> {
        say(
            self.frame.t.own_systems.changed,
            &[("date", Value::Date(row.changed))],
        )
    }
}

impl Page for ListPage {
    fn name() -> &'static str {
        "own-systems-list"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let row = |last, name: &str, status| Row {
            id: cast::id(last),
            name: name.into(),
            name_id: format!("313725138_{}", name.to_lowercase().replace(' ', "-")),
            changed: cast::at(),
            status,
        };
        let page = |drafts, rows| Self {
            frame: cast::signed_in(language, routes::OWN_SYSTEMS, NavItem::SystemUsers),
            party: cast::bakery().name,
            drafts,
            rows,
            may_change: true,
            problem: None,
        };
        let all = vec![
            row(1, "Bestillingsboka", Status::Active),
            row(2, "Lager nord", Status::Behind),
            row(3, "Kassa", Status::KeyEnds),
            row(4, "Prøve", Status::Creating),
            row(5, "Gamle kassa", Status::Removing),
        ];
        let read_only = Self {
            may_change: false,
            ..page(vec![], vec![row(1, "Bestillingsboka", Status::Active)])
        };
        let mut unclear = page(vec![], vec![row(4, "Prøve", Status::Creating)]);
        unclear.problem = Some(unclear.frame.t.own_systems.unclear);
        vec![
            ("empty", page(vec![], vec![])),
            ("many", page(vec![row(9, "Vaktlista", Status::Draft)], all)),
            ("read-only", read_only),
            ("unclear", unclear),
        ]
    }
}
