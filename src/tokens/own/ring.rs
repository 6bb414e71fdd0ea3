use std::sync::Arc;

use jsonwebtoken::jwk::Jwk;
use time::Duration;

use super::super::issuer_key::IssuerKey;
use super::super::jws::Algorithm;
use super::super::signing::{KeyError, SigningKey};
use crate::domain::Timestamp;

/// How long a key is published before it signs. Others read key sets anew once a day at least; the reference does as we do.
pub const PUBLISHED_BEFORE: Duration = Duration::hours(48);
/// How long a key stays published after it signed last: longer than the longest token lives, and key sets are kept.
pub const PUBLISHED_AFTER: Duration = Duration::hours(48);

/// The issuer's keys at one time, in the order in which they sign.
#[derive(Default)]
pub struct Ring(pub Vec<Turn>);

/// A key, and when its turn begins.
#[derive(Clone)]
pub struct Turn {
    pub signing: Arc<SigningKey>,
    pub verifying: Arc<IssuerKey>,
    pub created_at: Timestamp,
    pub signs_from: Timestamp,
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Published already, so that everybody knows it when it begins to sign.
    Waits,
    Signs,
    /// Published still, for the tokens that it has signed.
    Verifies {
        until: Timestamp,
    },
    /// Good for nothing more; removed at the next sweep.
    Retired,
}

impl Turn {
    pub fn new(
        key: SigningKey,
        created_at: Timestamp,
        signs_from: Timestamp,
    ) -> Result<Self, KeyError> {
        let public = serde_json::to_value(key.public())?;
        let (_, verifying) =
            IssuerKey::read(public, &[Algorithm::Rs256]).ok_or(KeyError::Generate)?;
        Ok(Self {
            signing: Arc::new(key),
            verifying: Arc::new(verifying),
            created_at,
            signs_from,
        })
    }
}

impl Ring {
    /// The key that signs: the newest of those whose turn has come. A first key whose turn is yet to come, by a clock that
    /// runs behind, signs as well.
    pub fn signer(&self, now: Timestamp) -> Option<&Turn> {
        let begun = self.0.iter().rfind(|turn| turn.signs_from <= now);
        begun.or(self.0.first())
    }

    /// The key of this id, as long as it is published.
    pub fn find(&self, key_id: &str, now: Timestamp) -> Option<&Turn> {
        self.published(now)
            .find(|turn| turn.signing.key_id() == key_id)
    }

    /// What the key set shows.
    pub fn public_keys(&self, now: Timestamp) -> Vec<Jwk> {
        self.published(now)
            .map(|turn| turn.signing.public().clone())
            .collect()
    }

    /// Every key with where it stands.
    pub fn standings(&self, now: Timestamp) -> impl Iterator<Item = (&Turn, Standing)> {
        let signer = self.signer(now).map(|turn| turn.signing.key_id());
        let successors = self.0.iter().skip(1).map(Some).chain([None]);
        self.0.iter().zip(successors).map(move |(turn, successor)| {
            let standing = match successor {
                _ if signer == Some(turn.signing.key_id()) => Standing::Signs,
                _ if now < turn.signs_from => Standing::Waits,
                Some(next) if now < next.signs_from.plus(PUBLISHED_AFTER) => Standing::Verifies {
                    until: next.signs_from.plus(PUBLISHED_AFTER),
                },
                _ => Standing::Retired,
            };
            (turn, standing)
        })
    }

    fn published(&self, now: Timestamp) -> impl Iterator<Item = &Turn> {
        self.standings(now)
            .filter(|(_, standing)| *standing != Standing::Retired)
            .map(|(turn, _)| turn)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use time::OffsetDateTime;

    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_datetime(OffsetDateTime::UNIX_EPOCH + Duration::hours(hours))
    }

    fn ring(turns: &[(&str, i64)]) -> Ring {
        let pem = include_str!("../../sandbox/keys/dts-tjenesteeier.pem");
        let turn = |(id, hours): &(&str, i64)| {
            let key = SigningKey::from_pem(id, pem).unwrap();
            Turn::new(key, at(*hours), at(*hours)).unwrap()
        };
        Ring(turns.iter().map(turn).collect())
    }

    fn said(ring: &Ring, hours: i64) -> (String, String) {
        let signer = ring.signer(at(hours)).unwrap().signing.key_id().to_owned();
        let keys = ring.public_keys(at(hours));
        let ids = keys.iter().map(|key| key.common.key_id.clone().unwrap());
        (signer, ids.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn keys_overlap_on_both_sides_of_their_turn() {
        let ring = ring(&[("a", 0), ("b", 100), ("c", 148)]);
        let said = |hours| said(&ring, hours);
        let expect = |signer: &str, keys: &str| (signer.to_owned(), keys.to_owned());
        assert_eq!(said(99), expect("a", "a b c"));
        assert_eq!(said(100), expect("b", "a b c"));
        assert_eq!(said(147), expect("b", "a b c"));
        assert_eq!(said(148), expect("c", "b c"));
        assert_eq!(said(195), expect("c", "b c"));
        assert_eq!(said(196), expect("c", "c"));
        assert_eq!(said(10_000), expect("c", "c"));
    }

    #[test]
    fn a_first_key_signs_though_a_clock_runs_behind() {
        assert_eq!(said(&ring(&[("a", 5)]), 4).0, "a");
    }

    #[test]
    fn no_keys_sign_nothing() {
        assert!(Ring::default().signer(at(0)).is_none());
    }
}
