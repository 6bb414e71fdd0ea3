//! The integrations that businesses make for their own systems, drafts among them.

use crate::db::{DbError, FromRow, Json, Row, Run, Sql, Tx, sql};
use crate::domain::{OwnSystem, OwnSystemId, OwnSystemState, PartyId, Timestamp};

impl FromRow for OwnSystem {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            party: row.get("party")?,
            state: row.parsed("state", OwnSystemState::parse)?,
            name_id: row.get("name_id")?,
            name: row.json("name")?,
            description: row.json("description")?,
            scopes: row.json("scopes")?,
            keys: row.json("keys")?,
            resources: row.json("resources")?,
            packages: row.json("packages")?,
            client_id: row.get("client_id")?,
            is_behind: row.get("is_behind")?,
            busy_until: row.get("busy_until")?,
            tries: row.get("tries")?,
            version: row.get("version")?,
            created_at: row.get("created_at")?,
            created_by: row.get("created_by")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

/// Finds by party and id: another party's does not exist.
pub async fn find_of(
    on: impl Run,
    party: PartyId,
    id: OwnSystemId,
) -> Result<Option<OwnSystem>, DbError> {
    const SQL: Sql = sql!("select * from own_system where party = $1 and id = $2");
    on.opt(SQL, &[&party, &id]).await
}

/// All of a party, the newest first.
pub async fn list_of(on: impl Run, party: PartyId) -> Result<Vec<OwnSystem>, DbError> {
    const SQL: Sql =
        sql!("select * from own_system where party = $1 order by created_at desc, id desc");
    on.all(SQL, &[&party]).await
}

/// Those that Maskinporten may know something else about, and that nobody is at; the longest waiting first.
pub async fn list_unfinished(on: impl Run, now: Timestamp) -> Result<Vec<OwnSystem>, DbError> {
    const SQL: Sql = sql!(
        "select * from own_system where is_behind and (busy_until is null or busy_until <= $1)
         order by busy_until, id limit 50"
    );
    on.all(SQL, &[&now]).await
}

/// The active ones, for the look after keys that have run out.
pub async fn list_active(on: impl Run) -> Result<Vec<OwnSystem>, DbError> {
    const SQL: Sql =
        sql!("select * from own_system where state = 'active' and not is_behind order by id");
    on.all(SQL, &[]).await
}

/// # Errors
/// [`DbError::Duplicate`] when a live one of this name exists.
pub async fn insert(tx: &mut Tx, system: &OwnSystem) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into own_system (id, party, state, name_id, name, description, scopes, keys, resources, packages,
                                 client_id, is_behind, busy_until, tries, version, created_at, created_by, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
    );
    tx.run_one(
        SQL,
        &[
            &system.id,
            &system.party,
            &system.state.as_str(),
            &system.name_id,
            &Json(&system.name),
            &Json(&system.description),
            &Json(&system.scopes),
            &Json(&system.keys),
            &Json(&system.resources),
            &Json(&system.packages),
            &system.client_id,
            &system.is_behind,
            &system.busy_until,
            &system.tries,
            &system.version,
            &system.created_at,
            &system.created_by,
            &system.changed_at,
        ],
    )
    .await
}

/// Writes all that changes, if nobody has changed it since it was read; its version grows.
///
/// # Errors
/// [`DbError::NotAsExpected`] when somebody has; [`DbError::Duplicate`] when a live one of this name exists.
pub async fn save(tx: &mut Tx, system: &OwnSystem) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update own_system
         set state = $3, name_id = $4, name = $5, description = $6, scopes = $7, keys = $8, resources = $9,
             packages = $10, client_id = $11, is_behind = $12, busy_until = $13, tries = $14, changed_at = $15,
             version = version + 1
         where id = $1 and version = $2"
    );
    tx.run_one(
        SQL,
        &[
            &system.id,
            &system.version,
            &system.state.as_str(),
            &system.name_id,
            &Json(&system.name),
            &Json(&system.description),
            &Json(&system.scopes),
            &Json(&system.keys),
            &Json(&system.resources),
            &Json(&system.packages),
            &system.client_id,
            &system.is_behind,
            &system.busy_until,
            &system.tries,
            &system.changed_at,
        ],
    )
    .await
}

/// Forgets one, in the version that was read. What was done is in the log of acts, which stays.
pub async fn delete(tx: &mut Tx, system: &OwnSystem) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from own_system where id = $1 and version = $2");
    tx.run_one(SQL, &[&system.id, &system.version]).await
}

/// Forgets drafts that nobody has worked on since.
pub async fn delete_old_drafts(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    const SQL: Sql = sql!("delete from own_system where state = 'draft' and changed_at < $1");
    tx.run(SQL, &[&before]).await
}
