use crate::db::{Db, DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::Timestamp;

/// A private key of this installation.
pub struct StoredKey {
    pub key_id: String,
    /// PKCS #8 in PEM, or what that was sealed to.
    pub private_pem: String,
}

/// A key that takes its turn at signing.
pub struct DatedKey {
    pub key: StoredKey,
    pub created_at: Timestamp,
    pub signs_from: Timestamp,
}

impl FromRow for StoredKey {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            key_id: row.get("key_id")?,
            private_pem: row.get("private_pem")?,
        })
    }
}

impl FromRow for DatedKey {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            key: StoredKey::from_row(row)?,
            created_at: row.get("created_at")?,
            signs_from: row.get("signs_from")?,
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

/// Every key for `purpose`, in the order in which they sign.
pub async fn list(on: impl Run, purpose: &str) -> Result<Vec<DatedKey>, DbError> {
    const SQL: Sql = sql!(
        "select key_id, private_pem, created_at, signs_from from signing_key where purpose = $1
         order by signs_from, created_at, key_id"
    );
    on.all(SQL, &[&purpose]).await
}

/// Enters a key that signs at once.
pub async fn insert(
    tx: &mut Tx,
    purpose: &str,
    key: &StoredKey,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into signing_key (purpose, key_id, private_pem, created_at, signs_from) values ($1, $2, $3, $4, $4)"
    );
    tx.run_one(SQL, &[&purpose, &key.key_id, &key.private_pem, &now])
        .await
}

/// Enters the successor of the key `follows`, the empty text for the first of the purpose; false when it has one already.
pub async fn insert_after(
    db: &Db,
    purpose: &str,
    follows: &str,
    dated: &DatedKey,
) -> Result<bool, DbError> {
    const SQL: Sql = sql!(
        "insert into signing_key (purpose, key_id, private_pem, created_at, signs_from, follows)
         values ($1, $2, $3, $4, $5, $6) on conflict (purpose, follows) do nothing"
    );
    let DatedKey {
        key,
        created_at,
        signs_from,
    } = dated;
    let entered = db
        .run(
            SQL,
            &[
                &purpose,
                &key.key_id,
                &key.private_pem,
                created_at,
                signs_from,
                &follows,
            ],
        )
        .await?;
    Ok(entered == 1)
}

/// Lets a key that waits sign from `now`; false when it does not wait.
pub async fn bring_forward(db: &Db, key_id: &str, now: Timestamp) -> Result<bool, DbError> {
    const SQL: Sql =
        sql!("update signing_key set signs_from = $2 where key_id = $1 and signs_from > $2");
    Ok(db.run(SQL, &[&key_id, &now]).await? == 1)
}

/// Seals a key anew, unless somebody else has done so since it was read.
pub async fn replace_private(db: &Db, old: &StoredKey, private_pem: &str) -> Result<(), DbError> {
    const SQL: Sql =
        sql!("update signing_key set private_pem = $3 where key_id = $1 and private_pem = $2");
    db.run(SQL, &[&old.key_id, &old.private_pem, &private_pem])
        .await
        .map(|_| ())
}

/// Removes the keys of a purpose whose successors have signed since `before` or longer.
pub async fn delete_succeeded(db: &Db, purpose: &str, before: Timestamp) -> Result<u64, DbError> {
    const SQL: Sql = sql!(
        "delete from signing_key where purpose = $1 and exists (
             select 1 from signing_key later
             where later.purpose = $1 and later.follows = signing_key.key_id and later.signs_from <= $2)"
    );
    db.run(SQL, &[&purpose, &before]).await
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
