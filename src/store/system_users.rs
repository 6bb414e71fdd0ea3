use crate::db::{DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::{OrgNumber, PartyId, SystemId, SystemUser, SystemUserId, Timestamp};

impl FromRow for SystemUser {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            system: row.get("system")?,
            party: row.get("party")?,
            org_number: row.get("org_number")?,
            external_ref: row.get("external_ref")?,
            title: row.get("title")?,
            is_active: row.get("is_active")?,
            created_at: row.get("created_at")?,
            created_by: row.get("created_by")?,
        })
    }
}

/// What identifies a system user to Maskinporten.
pub struct Lookup<'a> {
    pub client_id: &'a str,
    pub vendor: &'a OrgNumber,
    pub owner: &'a OrgNumber,
    pub external_ref: &'a str,
}

pub async fn find(on: impl Run, id: SystemUserId) -> Result<Option<SystemUser>, DbError> {
    const SQL: Sql = sql!(
        "select u.*, p.org_number from system_user u join party p on p.id = u.party
         where u.id = $1 and u.deleted_at is null"
    );
    on.opt(SQL, &[&id]).await
}

/// Finds by party and id: another party's system user does not exist.
pub async fn find_of(
    on: impl Run,
    party: PartyId,
    id: SystemUserId,
) -> Result<Option<SystemUser>, DbError> {
    const SQL: Sql = sql!(
        "select u.*, p.org_number from system_user u join party p on p.id = u.party
         where u.id = $2 and u.party = $1 and u.deleted_at is null"
    );
    on.opt(SQL, &[&party, &id]).await
}

pub async fn find_by_ref(
    on: impl Run,
    system: SystemId,
    party: PartyId,
    external_ref: &str,
) -> Result<Option<SystemUser>, DbError> {
    const SQL: Sql = sql!(
        "select u.*, p.org_number from system_user u join party p on p.id = u.party
         where u.system = $1 and u.party = $2 and u.external_ref = $3 and u.deleted_at is null"
    );
    on.opt(SQL, &[&system, &party, &external_ref]).await
}

/// The active system user that a token may be issued for: client, vendor, owner and reference must all fit.
pub async fn find_active(on: impl Run, lookup: Lookup<'_>) -> Result<Option<SystemUser>, DbError> {
    const SQL: Sql = sql!(
        "select u.*, p.org_number from system_user u
         join party p on p.id = u.party
         join system s on s.id = u.system
         join system_client c on c.system = s.id
         where c.client_id = $1 and s.vendor = $2 and p.org_number = $3 and u.external_ref = $4
           and u.is_active and u.deleted_at is null and not s.is_deleted"
    );
    on.opt(
        SQL,
        &[
            &lookup.client_id,
            lookup.vendor,
            lookup.owner,
            &lookup.external_ref,
        ],
    )
    .await
}

/// The system users of a business, newest first.
pub async fn list_of(on: impl Run, party: PartyId) -> Result<Vec<SystemUser>, DbError> {
    const SQL: Sql = sql!(
        "select u.*, p.org_number from system_user u join party p on p.id = u.party
         where u.party = $1 and u.deleted_at is null order by u.created_at desc, u.id"
    );
    on.all(SQL, &[&party]).await
}

pub async fn insert(tx: &mut Tx, user: &SystemUser) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into system_user (id, system, party, external_ref, title, is_active, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    tx.run_one(
        SQL,
        &[
            &user.id,
            &user.system,
            &user.party,
            &user.external_ref,
            &user.title,
            &user.is_active,
            &user.created_at,
            &user.created_by,
        ],
    )
    .await
}

/// Pauses or resumes; [`DbError::NotAsExpected`] when it already is so, or is gone.
pub async fn set_active(
    tx: &mut Tx,
    party: PartyId,
    id: SystemUserId,
    active: bool,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update system_user set is_active = $3
         where party = $1 and id = $2 and is_active <> $3 and deleted_at is null"
    );
    tx.run_one(SQL, &[&party, &id, &active]).await
}

pub async fn delete(
    tx: &mut Tx,
    party: PartyId,
    id: SystemUserId,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update system_user set deleted_at = $3, is_active = false
         where party = $1 and id = $2 and deleted_at is null"
    );
    tx.run_one(SQL, &[&party, &id, &now]).await
}
