//! An integration at Maskinporten that a business makes for a system of its own.

mod key;
mod name;

use serde::{Deserialize, Serialize};
use time::Duration;

use super::{Localized, OwnSystemId, PartyId, Timestamp};

pub use key::{KeyState, MAX_KEYS, OwnKey, UseKeyFault};
pub use name::{MAX_DESCRIPTION, MAX_NAME, NameFault, OwnName};

/// How many integrations a business may have, drafts among them.
pub const MAX_OWN_SYSTEMS: usize = 30;
/// How many scopes one of them may ask for.
pub const MAX_SCOPES: usize = 50;
/// How many services, and how many packages, its system user may be given.
pub const MAX_POWERS: usize = 100;
/// How long a draft is kept after it was last worked on.
pub const DRAFT_KEPT: Duration = Duration::days(30);
/// How long somebody who changes one has it to himself: far longer than all calls to Maskinporten take that a change
/// consists of, so that nothing is on its way any more when somebody else takes over.
pub const TURN: Duration = Duration::minutes(5);

/// What has become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnSystemState {
    /// Being filled in. Nobody but its writer sees it, and Maskinporten knows nothing of it.
    Draft,
    /// Being made. If that stops half-way it is undone.
    Creating,
    Active,
    /// Over: its system and its system user are gone. What Maskinporten may still know is being removed.
    Removing,
}

/// The integration: one client at Maskinporten, one system in the register, one system user, all under one roof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSystem {
    pub id: OwnSystemId,
    pub party: PartyId,
    pub state: OwnSystemState,
    /// The id of the system: `{organization number}_{name as a word}`.
    pub name_id: String,
    pub name: Localized,
    pub description: Localized,
    pub scopes: Vec<String>,
    pub keys: Vec<OwnKey>,
    /// What the system user is given when it is made: resources by id, packages by urn.
    pub resources: Vec<String>,
    pub packages: Vec<String>,
    pub client_id: Option<String>,
    /// Whether Maskinporten may know something else than this says.
    pub is_behind: bool,
    pub busy_until: Option<Timestamp>,
    pub tries: i64,
    pub version: i64,
    pub created_at: Timestamp,
    pub created_by: PartyId,
    pub changed_at: Timestamp,
}

/// Text in the three languages as somebody wrote it: the one in English may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub nb: String,
    pub nn: String,
    pub en: String,
}

impl OwnSystemState {
    pub const ALL: [Self; 4] = [Self::Draft, Self::Creating, Self::Active, Self::Removing];

    /// The word in storage.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Creating => "creating",
            Self::Active => "active",
            Self::Removing => "removing",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

impl OwnSystem {
    /// Whether somebody else is at it.
    pub fn is_busy(&self, now: Timestamp) -> bool {
        self.busy_until.is_some_and(|until| now < until)
    }

    /// The same, taken by whoever is about to ask something of Maskinporten.
    #[must_use]
    pub fn taken(mut self, now: Timestamp) -> Self {
        self.busy_until = Some(now.plus(TURN));
        self.is_behind = true;
        self
    }

    /// The same, left again with nothing outstanding.
    #[must_use]
    pub fn settled(mut self) -> Self {
        self.busy_until = None;
        self.is_behind = false;
        self.tries = 0;
        self
    }

    /// The same, left to the job, which waits longer after each time in vain: two minutes at first, two hours at most.
    #[must_use]
    pub fn left_behind(mut self, now: Timestamp) -> Self {
        let minutes = 2_i64.saturating_pow(u32::try_from(self.tries.clamp(0, 6)).unwrap_or(6) + 1);
        self.busy_until = Some(now.plus(Duration::minutes(minutes)));
        self.is_behind = true;
        self.tries += 1;
        self
    }

    /// Takes back what was only being added when the change stopped half-way: a key made here that was shown to nobody.
    #[must_use]
    pub fn without_unfinished_keys(mut self) -> Self {
        self.keys.retain(|key| key.state == KeyState::InUse);
        self
    }

    pub fn key(&self, kid: &str) -> Option<&OwnKey> {
        self.keys.iter().find(|key| key.kid == kid)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use uuid::Uuid;

    pub fn own_system() -> OwnSystem {
        let now = Timestamp::parse_rfc3339("2026-11-22T10:00:00Z").unwrap();
        OwnSystem {
            id: OwnSystemId(Uuid::nil()),
            party: PartyId(Uuid::nil()),
            state: OwnSystemState::Active,
            name_id: "310601004_lager".to_owned(),
            name: Localized::same("Lager"),
            description: Localized::same("Holder orden"),
            scopes: Vec::new(),
            keys: Vec::new(),
            resources: Vec::new(),
            packages: Vec::new(),
            client_id: None,
            is_behind: false,
            busy_until: None,
            tries: 0,
            version: 1,
            created_at: now,
            created_by: PartyId(Uuid::nil()),
            changed_at: now,
        }
    }

    #[test]
    fn whoever_takes_it_has_it_to_himself_for_a_while() {
        let system = own_system();
        let now = system.created_at;
        assert!(!system.is_busy(now));
        let taken = system.taken(now);
        assert!(taken.is_busy(now));
        assert!(!taken.is_busy(now.plus(TURN)));
        assert!(!taken.settled().is_behind);
    }

    #[test]
    fn the_job_waits_longer_each_time_but_never_more_than_some_hours() {
        let mut system = own_system();
        let now = system.created_at;
        let mut waits = Vec::new();
        for _ in 0..9 {
            system = system.left_behind(now);
            waits.push(
                (system.busy_until.unwrap().as_datetime() - now.as_datetime()).whole_minutes(),
            );
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 128, 128]);
    }
}
