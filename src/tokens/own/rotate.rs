use time::Duration;

use super::ring::{PUBLISHED_AFTER, PUBLISHED_BEFORE, Ring};
use super::{OwnIssuer, PURPOSE};
use crate::db::{Db, DbError};
use crate::domain::Timestamp;
use crate::store::keys::{self, DatedKey};
use crate::tokens::KeyError;

/// What a rotation has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    pub key_id: String,
    pub signs_from: Timestamp,
}

/// Why keys are not rotated.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    #[error(
        "the key {} waits already, and signs from {}; with --now it signs at once", .0.key_id, .0.signs_from.rfc3339()
    )]
    Waiting(Rotated),
    #[error("another rotation was faster; `fullmakt keys list` tells what it did")]
    Raced,
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl OwnIssuer {
    /// Every key, read anew.
    pub async fn keys(&self) -> Result<Ring, KeyError> {
        self.load().await
    }

    /// Makes the next key, which is published at once and signs when everybody knows it. One statement: either it is
    /// there whole or not at all.
    pub async fn rotate(&self) -> Result<Rotated, RotateError> {
        let newest = self.newest().await?;
        if self.0.world.now() < newest.signs_from {
            return Err(RotateError::Waiting(said(newest)));
        }
        self.enter_next(&newest, PUBLISHED_BEFORE).await
    }

    /// Lets the next key sign at once: the one that waits, or a new one. Whoever keeps an older key set refuses our tokens
    /// until reading it again.
    pub async fn rotate_now(&self) -> Result<Rotated, RotateError> {
        let newest = self.newest().await?;
        let now = self.0.world.now();
        if newest.signs_from <= now {
            return self.enter_next(&newest, Duration::ZERO).await;
        }
        let is_done = keys::bring_forward(&self.0.db, &newest.key.key_id, now).await?;
        is_done.then_some(()).ok_or(RotateError::Raced)?;
        Ok(Rotated {
            key_id: newest.key.key_id,
            signs_from: now,
        })
    }

    async fn newest(&self) -> Result<DatedKey, RotateError> {
        let newest = self.stored().await?.pop();
        newest.ok_or(RotateError::Key(KeyError::Sign))
    }

    async fn enter_next(&self, newest: &DatedKey, waits: Duration) -> Result<Rotated, RotateError> {
        let entered = self.enter_after(&newest.key.key_id, waits).await?;
        entered.map(said).ok_or(RotateError::Raced)
    }
}

fn said(dated: DatedKey) -> Rotated {
    Rotated {
        key_id: dated.key.key_id,
        signs_from: dated.signs_from,
    }
}

/// Removes keys that are published no longer; answers how many.
pub async fn forget_retired(db: &Db, now: Timestamp) -> Result<u64, DbError> {
    keys::delete_succeeded(db, PURPOSE, now.minus(PUBLISHED_AFTER)).await
}
