//! Our own issuer: the keys that sign what we issue, which stand in the database, so that every process has the same.

mod ring;
mod rotate;
mod seal;

use std::sync::{Arc, PoisonError, RwLock};

use jsonwebtoken::jwk::Jwk;
use serde::Serialize;
use time::Duration;
use tokio::sync::Mutex;

use super::issuer_key::IssuerKey;
use super::pem::generate_pem;
use super::signing::{KeyError, SigningKey};
use crate::db::Db;
use crate::domain::Timestamp;
use crate::store::keys::{self, DatedKey, StoredKey};
use crate::world::World;

pub use ring::{PUBLISHED_AFTER, PUBLISHED_BEFORE, Ring, Standing, Turn};
pub use rotate::{RotateError, Rotated, forget_retired};
pub use seal::{SealError, Sealer};

/// What the issuer's keys are kept under; the sandbox's are not among them.
const PURPOSE: &str = "issuer";
/// How long the keys are used before they are looked at again: a rotation at the command line is noticed by then.
const FRESH_FOR: Duration = Duration::seconds(30);
/// How soon a key id that is not known makes us look again: another process may have begun to sign with a new key.
const LOOK_AGAIN_AFTER: Duration = Duration::seconds(1);

/// Our own issuer. A clone is a handle to the same one.
#[derive(Clone)]
pub struct OwnIssuer(Arc<Inside>);

struct Inside {
    /// What stands in `iss`.
    address: String,
    db: Db,
    world: World,
    sealer: Sealer,
    held: RwLock<Held>,
    /// Held by whoever reads the database. Nobody waits for it but who needs a key that is not known.
    reading: Mutex<()>,
}

struct Held {
    ring: Arc<Ring>,
    looked_at: Timestamp,
}

impl OwnIssuer {
    /// An issuer that has not looked at its keys yet, for whoever only wants to see them.
    pub fn unopened(address: &str, (db, world): (&Db, &World), sealer: Sealer) -> Self {
        Self(Arc::new(Inside {
            address: address.to_owned(),
            db: db.clone(),
            world: world.clone(),
            sealer,
            held: RwLock::new(Held {
                ring: Arc::default(),
                looked_at: world.now(),
            }),
            reading: Mutex::default(),
        }))
    }

    /// Opens the keys, seals anew what is not sealed with the secret in use, and makes the first key when there is none.
    ///
    /// # Errors
    /// When a key is sealed with a secret that is not known: then no key is made either.
    pub async fn start(
        address: &str,
        (db, world): (&Db, &World),
        sealer: Sealer,
    ) -> Result<Self, KeyError> {
        let issuer = Self::unopened(address, (db, world), sealer);
        issuer.seal_anew().await?;
        if issuer.stored().await?.is_empty() {
            issuer.enter_after("", Duration::ZERO).await?;
        }
        let ring = issuer.load().await?;
        issuer.keep(ring);
        Ok(issuer)
    }

    /// What stands in `iss`.
    pub fn address(&self) -> &str {
        &self.0.address
    }

    /// Signs claims with the key whose turn it is.
    pub async fn sign(&self, claims: &impl Serialize) -> Result<String, KeyError> {
        let ring = self.current().await;
        let turn = ring.signer(self.0.world.now()).ok_or(KeyError::Sign)?;
        turn.signing.sign(claims)
    }

    /// The keys that others need to verify our tokens, now and soon.
    pub async fn public_keys(&self) -> Vec<Jwk> {
        self.current().await.public_keys(self.0.world.now())
    }

    /// The published key of this id.
    pub(super) async fn find(&self, key_id: &str, now: Timestamp) -> Option<Arc<IssuerKey>> {
        let find = |ring: &Ring| Some(ring.find(key_id, now)?.verifying.clone());
        if let Some(key) = find(&*self.current().await) {
            return Some(key);
        }
        let _alone = self.0.reading.lock().await;
        let (ring, looked_at) = self.held();
        if now < looked_at.plus(LOOK_AGAIN_AFTER) {
            return find(&ring);
        }
        find(&*self.look().await)
    }

    /// The keys, looked at anew when they have not been for a while; meanwhile, and while the database is gone, the old ones
    /// serve.
    async fn current(&self) -> Arc<Ring> {
        let (ring, looked_at) = self.held();
        if self.0.world.now() < looked_at.plus(FRESH_FOR) {
            return ring;
        }
        match self.0.reading.try_lock() {
            Ok(_alone) => self.look().await,
            Err(_) => ring,
        }
    }

    /// Reads the keys from the database, by whoever holds `reading`.
    async fn look(&self) -> Arc<Ring> {
        match self.load().await {
            Ok(ring) if !ring.0.is_empty() => self.keep(ring),
            Ok(_) => {
                tracing::error!(
                    "the issuer's keys are gone from the database; those in memory go on serving"
                );
                self.keep_old()
            }
            Err(problem) => {
                tracing::warn!(%problem, "the issuer's keys could not be read; those in memory go on serving");
                self.keep_old()
            }
        }
    }

    async fn load(&self) -> Result<Ring, KeyError> {
        let (known, _) = self.held();
        let mut turns = Vec::new();
        for dated in self.stored().await? {
            turns.push(self.turn(&known, dated)?);
        }
        Ok(Ring(turns))
    }

    async fn stored(&self) -> Result<Vec<DatedKey>, KeyError> {
        Ok(keys::list(&self.0.db, PURPOSE).await?)
    }

    /// A key made ready, or the one that is so already, with the tokens that it knows.
    fn turn(&self, known: &Ring, dated: DatedKey) -> Result<Turn, KeyError> {
        let is_same = |turn: &&Turn| turn.signing.key_id() == dated.key.key_id;
        if let Some(turn) = known.0.iter().find(is_same) {
            return Ok(Turn {
                signs_from: dated.signs_from,
                ..turn.clone()
            });
        }
        let opened = self.0.sealer.open(PURPOSE, &dated.key)?;
        let key = SigningKey::from_pem(&dated.key.key_id, &opened.private_pem)?;
        Turn::new(key, dated.created_at, dated.signs_from)
    }

    /// Seals with the secret in use what is not. Another process may do the same: then its work stands.
    async fn seal_anew(&self) -> Result<(), KeyError> {
        for dated in self.stored().await? {
            let opened = self.0.sealer.open(PURPOSE, &dated.key)?;
            if !opened.is_current {
                let pem = &opened.private_pem;
                let sealed = self.0.sealer.seal(PURPOSE, &dated.key.key_id, pem)?;
                keys::replace_private(&self.0.db, &dated.key, &sealed).await?;
                tracing::info!(
                    key = dated.key.key_id,
                    "sealed a signing key with the secret in use"
                );
            }
        }
        Ok(())
    }

    /// Makes a key and enters it as the successor of `follows`; None when that has one already.
    async fn enter_after(
        &self,
        follows: &str,
        waits: Duration,
    ) -> Result<Option<DatedKey>, KeyError> {
        let key_id = self.0.world.random_id().to_string();
        let now = self.0.world.now();
        let private_pem = self.0.sealer.seal(PURPOSE, &key_id, &generate_pem()?)?;
        let made = DatedKey {
            key: StoredKey {
                key_id,
                private_pem,
            },
            created_at: now,
            signs_from: now.plus(waits),
        };
        let is_entered = keys::insert_after(&self.0.db, PURPOSE, follows, &made).await?;
        Ok(is_entered.then_some(made))
    }

    fn held(&self) -> (Arc<Ring>, Timestamp) {
        let held = self.0.held.read().unwrap_or_else(PoisonError::into_inner);
        (held.ring.clone(), held.looked_at)
    }

    fn keep(&self, ring: Ring) -> Arc<Ring> {
        let ring = Arc::new(ring);
        let mut held = self.0.held.write().unwrap_or_else(PoisonError::into_inner);
        held.ring = ring.clone();
        held.looked_at = self.0.world.now();
        ring
    }

    fn keep_old(&self) -> Arc<Ring> {
        let mut held = self.0.held.write().unwrap_or_else(PoisonError::into_inner);
        held.looked_at = self.0.world.now();
        held.ring.clone()
    }
}
