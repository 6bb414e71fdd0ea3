//! Where sessions are kept: in the database, under the SHA-256 of the id that the browser holds.

use async_trait::async_trait;
use serde_json::Value;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

use super::session::{AFTER_END, BEFORE_LOGIN, SEEN, SIGNED_IN, SignedIn, WAS};
use crate::db::{Db, DbError};
use crate::domain::{SessionLimits, Timestamp};
use crate::store::sessions::{self, Kept, SessionLogin};
use crate::tokens::sha256_hex;
use crate::world::World;

/// How a database that is gone is told apart in an error that only carries text.
pub const UNAVAILABLE: &str = "the database is not available";

/// Sessions in the database.
#[derive(Clone)]
pub struct DbSessions {
    pub db: Db,
    pub world: World,
    pub limits: SessionLimits,
}

impl std::fmt::Debug for DbSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DbSessions")
    }
}

impl DbSessions {
    /// How long a record is kept from now on, by our own clock, which is the one that sessions are looked up by.
    fn expiry(&self, record: &Record) -> Timestamp {
        let now = self.world.now();
        if record.data.contains_key(SIGNED_IN) {
            now.plus(self.limits.idle).plus(AFTER_END)
        } else if record.data.contains_key(WAS) {
            now.plus(AFTER_END)
        } else {
            now.plus(BEFORE_LOGIN)
        }
    }
}

#[async_trait]
impl SessionStore for DbSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let login = login_of(record);
        let content = encode(record)?;
        let kept = Kept {
            content: &content,
            expires_at: self.expiry(record),
        };
        let now = self.world.now();
        while !sessions::insert(&self.db, &hash(&record.id), &kept, login.as_ref(), now)
            .await
            .map_err(backend)?
        {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let content = encode(record)?;
        let kept = Kept {
            content: &content,
            expires_at: self.expiry(record),
        };
        let hash = hash(&record.id);
        let saved = match record.data.contains_key(SIGNED_IN) {
            true => sessions::update(&self.db, &hash, &kept).await,
            false => sessions::update_without_login(&self.db, &hash, &kept).await,
        };
        saved.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = sessions::find(&self.db, &hash(id), self.world.now())
            .await
            .map_err(backend)?;
        let Some(found) = found else { return Ok(None) };
        let data = serde_json::from_value(found.content)
            .map_err(|problem| Error::Decode(problem.to_string()))?;
        let mut record = Record {
            id: *id,
            data,
            expiry_date: found.expires_at.as_datetime(),
        };
        if let Some(seen) = found.seen_at {
            let seen = Value::from(seen.unix_seconds());
            record.data.insert(SEEN.to_owned(), seen);
        }
        Ok(Some(record))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sessions::delete(&self.db, &hash(id)).await.map_err(backend)
    }
}

/// What is kept as content. Not the id, which the browser tells, nor what has a column of its own that others change.
fn encode(record: &Record) -> Result<Value> {
    let mut data = record.data.clone();
    data.remove(SEEN);
    serde_json::to_value(&data).map_err(|problem| Error::Encode(problem.to_string()))
}

fn login_of(record: &Record) -> Option<SessionLogin> {
    let signed = SignedIn::read(record.data.get(SIGNED_IN)?)?;
    Some(signed.as_login())
}

pub fn hash(id: &Id) -> String {
    sha256_hex(&id.to_string())
}

fn backend(error: DbError) -> Error {
    tracing::error!(%error, "the session could not be read or written");
    Error::Backend(match error {
        DbError::Unavailable(_) => UNAVAILABLE.to_owned(),
        other => other.to_string(),
    })
}
