use askama::Template;
use uuid::Uuid;

use super::How;
use crate::domain::{Language, OwnKey, Timestamp};
use crate::portal::page::cast;
use crate::portal::{Frame, NavItem, Page};
use crate::routes;
use crate::text::{Part, Value, say};

/// One integration in use.
#[derive(Template)]
#[template(path = "own_systems/detail.html")]
pub struct DetailPage {
    pub frame: Frame,
    pub id: Uuid,
    pub name: String,
    pub about: String,
    pub name_id: String,
    pub client_id: String,
    pub scopes: Vec<String>,
    pub keys: Vec<KeyRow>,
    pub changed: Timestamp,
    pub is_behind: bool,
    pub has_user: bool,
    pub may_change: bool,
    pub how: How,
    pub problem: Option<&'static str>,
}

pub struct KeyRow {
    pub kid: String,
    pub made: Timestamp,
    pub ends: Timestamp,
    pub ends_soon: bool,
    pub is_made_here: bool,
}

impl KeyRow {
    pub fn of(key: &OwnKey, now: Timestamp) -> Self {
        Self {
            kid: key.kid.clone(),
            made: key.made_at(),
            ends: key.expires_at(),
            ends_soon: key.ends_soon(now),
            is_made_here: key.is_made_here,
        }
    }
}

impl DetailPage {
    fn key_ends(&self) -> bool {
        self.keys.iter().any(|key| key.ends_soon)
    }

    /// The last key stays until there is another.
    fn may_remove(&self) -> bool {
        self.may_change && !self.is_behind && self.keys.len() > 1
    }

    fn changed(&self) -> Vec<Part> {
        let date = Value::Date(self.changed);
        say(self.frame.t.own_systems.changed, &[("date", date)])
    }

    fn key_dates(&self, key: &KeyRow) -> Vec<Part> {
        let dates = [
            ("made", Value::Date(key.made)),
            ("end", Value::Date(key.ends)),
        ];
        say(self.frame.t.own_systems.key_dates, &dates)
    }
}

impl Page for DetailPage {
    fn name() -> &'static str {
        "own-systems-detail"
    }

    fn samples(language: Language) -> Vec<(&'static str, Self)> {
        let page = |keys| Self {
            frame: cast::signed_in(
                language,
                &routes::own_system(cast::id(1)),
                NavItem::SystemUsers,
            ),
            id: cast::id(1),
            name: "Bestillingsboka".into(),
            about: "Tar imot bestillinger.".into(),
            name_id: "313725138_bestillingsboka".into(),
            client_id: "0f5d7c1a-63b2-4a57-9c31-7b4fd5ad1f10".into(),
            scopes: vec!["altinn:instances.read".into(), "hav:kvoter.read".into()],
            keys,
            changed: cast::at(),
            is_behind: false,
            has_user: true,
            may_change: true,
            how: How::sample(),
            problem: None,
        };
        let behind = Self {
            is_behind: true,
            ..page(vec![sample_key(1, false), sample_key(2, false)])
        };
        let read_only = Self {
            may_change: false,
            has_user: false,
            ..page(vec![sample_key(1, false)])
        };
        vec![
            ("one-key", page(vec![sample_key(1, false)])),
            (
                "two-keys",
                page(vec![sample_key(1, true), sample_key(2, false)]),
            ),
            ("behind", behind),
            ("read-only", read_only),
        ]
    }
}

fn sample_key(number: u8, ends_soon: bool) -> KeyRow {
    KeyRow {
        kid: format!("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9X{number}"),
        made: cast::at(),
        ends: cast::at().plus(time::Duration::days(365)),
        ends_soon,
        is_made_here: number == 1,
    }
}
