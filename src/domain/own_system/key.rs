use serde::{Deserialize, Serialize};
use time::Duration;

use super::OwnSystem;
use crate::domain::Timestamp;

/// As many as a client may have at Maskinporten.
pub const MAX_KEYS: usize = 5;
/// How long Maskinporten takes a key.
const KEY_LIFE: Duration = Duration::days(365);
/// How long before its end a key is to be exchanged, and its owner is told.
const SOON: Duration = Duration::days(30);

/// The public half of a key. The private half has never been stored here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnKey {
    pub kid: String,
    /// Modulus and exponent, base64url (RFC 7518 §6.3.1).
    pub n: String,
    pub e: String,
    /// Seconds since 1970.
    made_at: i64,
    pub state: KeyState,
    /// Made in the portal, not brought along.
    pub is_made_here: bool,
}

/// Whether a key counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyState {
    /// Sent to Maskinporten, or about to be; taken back if that stops half-way.
    Adding,
    InUse,
}

/// Why a key was not added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseKeyFault {
    TooMany,
    /// A key of this id is there already.
    Known,
}

impl OwnKey {
    pub fn new(kid: String, n: String, e: String, made_at: Timestamp) -> Self {
        Self {
            kid,
            n,
            e,
            made_at: made_at.unix_seconds(),
            state: KeyState::Adding,
            is_made_here: false,
        }
    }

    /// The same, made in the portal.
    #[must_use]
    pub fn made_here(self) -> Self {
        Self {
            is_made_here: true,
            ..self
        }
    }

    pub fn made_at(&self) -> Timestamp {
        at(self.made_at)
    }

    pub fn expires_at(&self) -> Timestamp {
        self.made_at().plus(KEY_LIFE)
    }

    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at() <= now
    }

    /// Whether it is time to make a new one.
    pub fn ends_soon(&self, now: Timestamp) -> bool {
        self.expires_at().minus(SOON) <= now
    }
}

fn at(seconds: i64) -> Timestamp {
    time::OffsetDateTime::from_unix_timestamp(seconds)
        .map_or(Timestamp::MIN, Timestamp::from_datetime)
}

impl OwnSystem {
    /// The same with one more key.
    pub fn with_key(mut self, key: OwnKey) -> Result<Self, UseKeyFault> {
        if self.keys.len() >= MAX_KEYS {
            return Err(UseKeyFault::TooMany);
        }
        if self.key(&key.kid).is_some() {
            return Err(UseKeyFault::Known);
        }
        self.keys.push(key);
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::own_system::tests::own_system;

    fn key(kid: &str) -> OwnKey {
        let now = Timestamp::parse_rfc3339("2026-11-22T10:00:00Z").unwrap();
        OwnKey::new(kid.to_owned(), "n".to_owned(), "AQAB".to_owned(), now)
    }

    #[test]
    fn a_key_is_there_once_and_five_are_all() {
        let mut system = own_system();
        for kid in ["1", "2", "3", "4"] {
            system = system.with_key(key(kid)).unwrap();
        }
        assert_eq!(system.clone().with_key(key("1")), Err(UseKeyFault::Known));
        let full = system.with_key(key("5")).unwrap();
        assert_eq!(full.with_key(key("6")), Err(UseKeyFault::TooMany));
    }

    #[test]
    fn a_key_ends_after_a_year_and_says_so_a_month_before() {
        let key = key("1");
        let made = key.made_at();
        assert!(!key.ends_soon(made.plus(Duration::days(334))));
        assert!(key.ends_soon(made.plus(Duration::days(335))));
        assert!(!key.is_expired(made.plus(Duration::days(364))));
        assert!(key.is_expired(made.plus(Duration::days(365))));
    }
}
