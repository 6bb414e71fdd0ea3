use crate::db::{Db, DbError, FromRow, Json, Row, Run, Sql, Tx, sql};
use crate::domain::{Browser, PartyId, SessionId, Timestamp};

/// A session as it is kept.
pub struct StoredSession {
    pub content: serde_json::Value,
    /// When something was last done in it. None in those from before this was kept.
    pub seen_at: Option<Timestamp>,
    pub expires_at: Timestamp,
}

impl FromRow for StoredSession {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            content: row.json("content")?,
            seen_at: row.get("seen_at")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// Who is logged in in a session, and where: what lists and logouts look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLogin {
    pub id: SessionId,
    pub person: PartyId,
    pub issuer: String,
    /// The provider's `sid`.
    pub provider_session: Option<String>,
    /// The provider's `sub`.
    pub provider_subject: Option<String>,
    pub browser: Browser,
    pub began_at: Timestamp,
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// What the row is found by: the SHA-256 of what the browser holds.
    pub hash: String,
    pub id: SessionId,
    pub person: PartyId,
    pub browser: Browser,
    pub began_at: Timestamp,
    pub seen_at: Timestamp,
}

impl FromRow for OwnSession {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let browser: Option<String> = row.get("browser")?;
        Ok(Self {
            hash: row.get("hash")?,
            id: row.get("id")?,
            person: row.get("person")?,
            browser: Browser::parse_code(&browser.unwrap_or_default()),
            began_at: row.get("began_at")?,
            seen_at: row.get("seen_at")?,
        })
    }
}

/// What a session says, and until when it is kept.
pub struct Kept<'a> {
    pub content: &'a serde_json::Value,
    pub expires_at: Timestamp,
}

/// A session that is still kept. Somebody may have been logged in there whose time is over.
pub async fn find(db: &Db, hash: &str, now: Timestamp) -> Result<Option<StoredSession>, DbError> {
    const SQL: Sql = sql!(
        "select content, seen_at, expires_at from session where hash = $1 and expires_at > $2"
    );
    db.opt(SQL, &[&hash, &now]).await
}

/// A session that is still kept, by the name that lists and tokens know it by.
pub async fn find_named(
    db: &Db,
    id: SessionId,
    now: Timestamp,
) -> Result<Option<StoredSession>, DbError> {
    const SQL: Sql =
        sql!("select content, seen_at, expires_at from session where id = $1 and expires_at > $2");
    db.opt(SQL, &[&id, &now]).await
}

/// Adds a session, with who is logged in there; false when the hash is taken.
pub async fn insert(
    db: &Db,
    hash: &str,
    kept: &Kept<'_>,
    login: Option<&SessionLogin>,
    now: Timestamp,
) -> Result<bool, DbError> {
    const SQL: Sql = sql!(
        "insert into session (hash, content, expires_at, id, person, issuer, provider_session,
             provider_subject, browser, began_at, seen_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (hash) do nothing"
    );
    let changed = db
        .run(
            SQL,
            &[
                &hash,
                &Json(kept.content),
                &kept.expires_at,
                &login.map(|login| login.id),
                &login.map(|login| login.person),
                &login.map(|login| &login.issuer),
                &login.and_then(|login| login.provider_session.as_ref()),
                &login.and_then(|login| login.provider_subject.as_ref()),
                &login.map(|login| login.browser.code()),
                &login.map(|login| login.began_at),
                &now,
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Changes what a session says that still exists. An upsert would bring back one that a logout removed meanwhile. When
/// something was last done there is not touched: a click in another tab may have been later.
pub async fn update(db: &Db, hash: &str, kept: &Kept<'_>) -> Result<(), DbError> {
    const SQL: Sql = sql!("update session set content = $2, expires_at = $3 where hash = $1");
    db.run(SQL, &[&hash, &Json(kept.content), &kept.expires_at])
        .await
        .map(|_| ())
}

/// The same, for one in which nobody is logged in, or not any more.
pub async fn update_without_login(db: &Db, hash: &str, kept: &Kept<'_>) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update session set content = $2, expires_at = $3, id = null, person = null, issuer = null,
             provider_session = null, provider_subject = null, browser = null, began_at = null
         where hash = $1"
    );
    db.run(SQL, &[&hash, &Json(kept.content), &kept.expires_at])
        .await
        .map(|_| ())
}

/// Puts down that something is done in a session; false when nobody is logged in there any more.
pub async fn touch(
    db: &Db,
    hash: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<bool, DbError> {
    const SQL: Sql = sql!(
        "update session set seen_at = case when seen_at < $2 then $2 else seen_at end,
             expires_at = case when expires_at < $3 then $3 else expires_at end
         where hash = $1 and person is not null"
    );
    Ok(db.run(SQL, &[&hash, &now, &expires_at]).await? == 1)
}

/// The sessions of a person, the last used first. Some may have run out.
pub async fn list_of(db: &Db, person: PartyId) -> Result<Vec<OwnSession>, DbError> {
    const SQL: Sql = sql!(
        "select hash, id, person, browser, began_at, seen_at from session
         where person = $1 order by seen_at desc, id"
    );
    db.all(SQL, &[&person]).await
}

pub async fn delete(db: &Db, hash: &str) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from session where hash = $1");
    db.run(SQL, &[&hash]).await.map(|_| ())
}

/// Ends a session that somebody is logged in with.
pub async fn delete_by_hash(tx: &mut Tx, hash: &str) -> Result<Vec<OwnSession>, DbError> {
    const SQL: Sql = sql!(
        "delete from session where hash = $1 and person is not null
         returning hash, id, person, browser, began_at, seen_at"
    );
    tx.all(SQL, &[&hash]).await
}

/// Ends one session of a person.
pub async fn delete_one(
    tx: &mut Tx,
    person: PartyId,
    id: SessionId,
) -> Result<Option<OwnSession>, DbError> {
    const SQL: Sql = sql!(
        "delete from session where person = $1 and id = $2
         returning hash, id, person, browser, began_at, seen_at"
    );
    tx.opt(SQL, &[&person, &id]).await
}

/// Ends all sessions of a person but one.
pub async fn delete_others(
    tx: &mut Tx,
    person: PartyId,
    but: SessionId,
) -> Result<Vec<OwnSession>, DbError> {
    const SQL: Sql = sql!(
        "delete from session where person = $1 and id <> $2
         returning hash, id, person, browser, began_at, seen_at"
    );
    tx.all(SQL, &[&person, &but]).await
}

/// Ends all sessions that rest on one session at a provider.
pub async fn delete_at_provider(
    tx: &mut Tx,
    issuer: &str,
    provider_session: &str,
) -> Result<Vec<OwnSession>, DbError> {
    const SQL: Sql = sql!(
        "delete from session where issuer = $1 and provider_session = $2
         returning hash, id, person, browser, began_at, seen_at"
    );
    tx.all(SQL, &[&issuer, &provider_session]).await
}

/// Ends all sessions of one person of a provider.
pub async fn delete_of_subject(
    tx: &mut Tx,
    issuer: &str,
    subject: &str,
) -> Result<Vec<OwnSession>, DbError> {
    const SQL: Sql = sql!(
        "delete from session where issuer = $1 and provider_subject = $2
         returning hash, id, person, browser, began_at, seen_at"
    );
    tx.all(SQL, &[&issuer, &subject]).await
}

/// Remembers that a login has ended at its provider.
pub async fn note_ended(
    db: &Db,
    issuer: &str,
    provider_session: &str,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into ended_login (issuer, provider_session, expires_at) values ($1, $2, $3)
         on conflict (issuer, provider_session) do nothing"
    );
    db.run(SQL, &[&issuer, &provider_session, &expires_at])
        .await
        .map(|_| ())
}

pub async fn has_ended(db: &Db, issuer: &str, provider_session: &str) -> Result<bool, DbError> {
    const SQL: Sql =
        sql!("select issuer from ended_login where issuer = $1 and provider_session = $2");
    let found = db.rows(SQL, &[&issuer, &provider_session]).await?;
    Ok(!found.is_empty())
}

pub async fn delete_expired(db: &Db, now: Timestamp) -> Result<u64, DbError> {
    const SESSIONS: Sql = sql!("delete from session where expires_at <= $1");
    const ENDED: Sql = sql!("delete from ended_login where expires_at <= $1");
    Ok(db.run(SESSIONS, &[&now]).await? + db.run(ENDED, &[&now]).await?)
}
