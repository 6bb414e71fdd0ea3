use askama::Template;
use uuid::Uuid;

use crate::domain::{Language, Timestamp};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page, Rights, SystemLabel};
use crate::routes;
use crate::text::{Part, Texts, Value, say};

use super::Status;

/// One system access: what the system may do, and what was done with the access.
#[derive(Template)]
#[template(path = "system_users/detail.html")]
pub struct DetailPage {
    pub frame: Frame,
    pub id: Uuid,
    pub title: String,
    pub party: String,
    pub system: SystemLabel,
    pub status: Status,
    pub created: Timestamp,
    /// The name of the person who approved it.
    pub created_by: String,
    pub rights: Rights,
    pub may_manage: bool,
    /// Newest first.
    pub log: Vec<Act>,
}

/// Something that a person did with the access.
pub struct Act {
    pub what: ActKind,
    pub who: String,
    pub at: Timestamp,
}

#[derive(Clone, Copy)]
pub enum ActKind {
    Approved,
    /// With an integration of the business's own.
    Made,
    Paused,
    Activated,
}

impl ActKind {
    pub fn text(&self, t: &Texts) -> &'static str {
        match self {
            ActKind::Approved => t.system_user.act_approved,
            ActKind::Made => t.system_user.act_made,
            ActKind::Paused => t.system_user.act_paused,
            ActKind::Activated => t.system_user.act_activated,
        }
    }
}

impl DetailPage {
    fn is_paused(&self) -> bool {
        self.status == Status::Paused
    }

    fn for_party(&self) -> Vec<Part> {
        say(
            self.frame.t.system_user.for_party,
            &[("party", Value::Name(&self.party))],
        )
    }

    fn paused_text(&self) -> Vec<Part> {
        say(
            self.frame.t.system_user.paused_text,
            &[("party", Value::Word(&self.party))],
        )
    }

    fn created_text(&self) -> Vec<Part> {
        let values = [
            ("date", Value::Date(self.created)),
            ("person", Value::Word(&self.created_by)),
        ];
        say(self.frame.t.system_user.created_by, &values)
    }
}

impl Page for DetailPage {
    fn name() -> &'static str {
        "system-users-detail"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |status, acts: &[ActKind]| Self {
            frame: cast::signed_in(
                language,
                &routes::system_user(cast::id(1)),
                NavItem::SystemUsers,
            ),
            id: cast::id(1),
            title: "Kornregnskap Sky".into(),
            party: cast::bakery().name,
            system: SystemLabel::sample(),
            status,
            created: cast::at(),
            created_by: "Solveig Nordby".into(),
            rights: cast::rights(language),
            may_manage: true,
            log: acts.iter().map(sample_act).collect(),
        };
        let active = || {
            let acts = [ActKind::Activated, ActKind::Paused, ActKind::Approved];
            page(Status::Active, &acts)
        };
        let read_only = Self {
            may_manage: false,
            ..active()
        };
        vec![
            ("active", active()),
            (
                "paused",
                page(Status::Paused, &[ActKind::Paused, ActKind::Approved]),
            ),
            ("read-only", read_only),
        ]
    }
}

fn sample_act(what: &ActKind) -> Act {
    Act {
        what: *what,
        who: "Solveig Nordby".into(),
        at: cast::at(),
    }
}
