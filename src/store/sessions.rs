use crate::db::{Db, DbError, FromRow, Json, Row, Run, Sql, sql};
use crate::domain::Timestamp;

/// A session as it is kept.
pub struct StoredSession {
    pub content: serde_json::Value,
    pub expires_at: Timestamp,
}

impl FromRow for StoredSession {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            content: row.json("content")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// A session that has not run out.
pub async fn find(db: &Db, hash: &str, now: Timestamp) -> Result<Option<StoredSession>, DbError> {
    const SQL: Sql =
        sql!("select content, expires_at from session where hash = $1 and expires_at > $2");
    db.opt(SQL, &[&hash, &now]).await
}

/// Adds a session; false when the id is taken.
pub async fn insert(
    db: &Db,
    hash: &str,
    content: &serde_json::Value,
    expires_at: Timestamp,
) -> Result<bool, DbError> {
    const SQL: Sql = sql!(
        "insert into session (hash, content, expires_at) values ($1, $2, $3) on conflict (hash) do nothing"
    );
    Ok(db.run(SQL, &[&hash, &Json(content), &expires_at]).await? == 1)
}

/// Changes a session that still exists. An upsert would bring back one that a logout removed meanwhile.
pub async fn update(
    db: &Db,
    hash: &str,
    content: &serde_json::Value,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!("update session set content = $2, expires_at = $3 where hash = $1");
    db.run(SQL, &[&hash, &Json(content), &expires_at])
        .await
        .map(|_| ())
}

pub async fn delete(db: &Db, hash: &str) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from session where hash = $1");
    db.run(SQL, &[&hash]).await.map(|_| ())
}

pub async fn delete_expired(db: &Db, now: Timestamp) -> Result<u64, DbError> {
    const SQL: Sql = sql!("delete from session where expires_at <= $1");
    db.run(SQL, &[&now]).await
}
