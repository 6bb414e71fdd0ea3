use crate::db::{Db, DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::Timestamp;

/// A private key of this installation.
pub struct StoredKey {
    pub key_id: String,
    /// PKCS #8 in PEM.
    pub private_pem: String,
}

impl FromRow for StoredKey {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            key_id: row.get("key_id")?,
            private_pem: row.get("private_pem")?,
        })
    }
}

/// The newest key for `purpose`.
pub async fn find(on: impl Run, purpose: &str) -> Result<Option<StoredKey>, DbError> {
    const SQL: Sql = sql!(
        "select key_id, private_pem from signing_key where purpose = $1 order by created_at desc, key_id limit 1"
    );
    on.opt(SQL, &[&purpose]).await
}

pub async fn insert(
    tx: &mut Tx,
    purpose: &str,
    key: &StoredKey,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into signing_key (purpose, key_id, private_pem, created_at) values ($1, $2, $3, $4)"
    );
    tx.run_one(SQL, &[&purpose, &key.key_id, &key.private_pem, &now])
        .await
}

/// Remembers a one-time token; false when it was used before.
pub async fn use_once(
    on: impl Run,
    issuer: &str,
    token_id: &str,
    expires_at: Timestamp,
) -> Result<bool, DbError> {
    const SQL: Sql = sql!(
        "insert into used_token (issuer, token_id, expires_at) values ($1, $2, $3) on conflict (issuer, token_id) do nothing"
    );
    Ok(on.run(SQL, &[&issuer, &token_id, &expires_at]).await? == 1)
}

pub async fn forget_expired(db: &Db, now: Timestamp) -> Result<u64, DbError> {
    const SQL: Sql = sql!("delete from used_token where expires_at <= $1");
    db.run(SQL, &[&now]).await
}
