use crate::db::{Db, DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::{KeptFormId, PartyId, Timestamp};

/// A form that is kept over a new login. Only the browser can open it.
pub struct StoredForm {
    pub id: KeptFormId,
    /// The SHA-256 of the browser's secret.
    pub browser: String,
    /// Whose it is.
    pub person: PartyId,
    pub sealed: String,
    pub expires_at: Timestamp,
}

impl FromRow for StoredForm {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            browser: row.get("browser")?,
            person: row.get("person")?,
            sealed: row.get("sealed")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

pub async fn insert(tx: &mut Tx, form: &StoredForm) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into kept_form (id, browser, person, sealed, expires_at) values ($1, $2, $3, $4, $5)"
    );
    tx.run_one(
        SQL,
        &[
            &form.id,
            &form.browser,
            &form.person,
            &form.sealed,
            &form.expires_at,
        ],
    )
    .await
}

/// Removes all forms of a browser but the newest.
pub async fn keep_newest(tx: &mut Tx, browser: &str, count: i64) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "delete from kept_form where browser = $1 and id not in
             (select id from kept_form where browser = $1 order by expires_at desc, id limit $2)"
    );
    tx.run(SQL, &[&browser, &count]).await.map(|_| ())
}

/// A form of this browser that has not run out.
pub async fn find(
    db: &Db,
    id: KeptFormId,
    browser: &str,
    now: Timestamp,
) -> Result<Option<StoredForm>, DbError> {
    const SQL: Sql = sql!(
        "select id, browser, person, sealed, expires_at from kept_form
         where id = $1 and browser = $2 and expires_at > $3"
    );
    db.opt(SQL, &[&id, &browser, &now]).await
}

pub async fn delete(db: &Db, id: KeptFormId, browser: &str) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from kept_form where id = $1 and browser = $2");
    db.run(SQL, &[&id, &browser]).await.map(|_| ())
}

pub async fn delete_expired(db: &Db, now: Timestamp) -> Result<u64, DbError> {
    const SQL: Sql = sql!("delete from kept_form where expires_at <= $1");
    db.run(SQL, &[&now]).await
}
