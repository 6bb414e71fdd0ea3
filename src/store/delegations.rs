use crate::db::{DbError, FromRow, List, Row, Run, Sql, Tx, sql};
use crate::domain::{
    Delegated, Delegation, DelegationId, PartyId, Receiver, SystemUserId, Timestamp,
};

impl FromRow for Delegation {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let to = match row.get::<Option<PartyId>>("to_party")? {
            Some(party) => Receiver::Party(party),
            None => Receiver::SystemUser(row.get("to_system_user")?),
        };
        let what = match row.get::<Option<String>>("package")? {
            Some(urn) => Delegated::Package { urn },
            None => Delegated::Action {
                resource: row.get("resource")?,
                action: row.get("action")?,
            },
        };
        Ok(Self {
            id: row.get("id")?,
            from: row.get("from_party")?,
            to,
            what,
            given_by: row.get("given_by")?,
            given_at: row.get("given_at")?,
        })
    }
}

/// What `party`, or its main unit, has given to `holder`, to the organizations `key_organizations` that it speaks for, or
/// to the subunits of these.
pub async fn list_to_parties(
    on: impl Run,
    holder: PartyId,
    key_organizations: &[PartyId],
    party: PartyId,
) -> Result<Vec<Delegation>, DbError> {
    const SQL: Sql = sql!(
        "select * from delegation
         where revoked_at is null
           and to_party in (
               select $1 union select unhex(value, '-') from json_each($2)
               union select id from party where parent in (select unhex(value, '-') from json_each($2)))
           and from_party in (select id from party where id = $3 union select parent from party where id = $3)
         order by given_at, id",
        "select * from delegation
         where revoked_at is null
           and to_party in (
               select $1::uuid union select unnest($2::uuid[])
               union select id from party where parent = any($2))
           and from_party in (select id from party where id = $3 union select parent from party where id = $3)
         order by given_at, id"
    );
    on.all(SQL, &[&holder, &List(key_organizations), &party])
        .await
}

/// What `party`, or its main unit, has given to one of its active system users. A deleted system's users have nothing:
/// Maskinporten gives them no token either.
pub async fn list_to_active_system_user(
    on: impl Run,
    to: SystemUserId,
    party: PartyId,
) -> Result<Vec<Delegation>, DbError> {
    const SQL: Sql = sql!(
        "select d.* from delegation d join system_user u on u.id = d.to_system_user join system s on s.id = u.system
         where d.to_system_user = $1 and d.revoked_at is null and u.is_active and u.deleted_at is null and not s.is_deleted
           and d.from_party in (select id from party where id = $2 union select parent from party where id = $2)"
    );
    on.all(SQL, &[&to, &party]).await
}

/// What `party`, or its main unit, has given to anybody. A system user that is paused or gone, or whose system is
/// deleted, is left out, as in [`list_to_active_system_user`].
pub async fn list_from(on: impl Run, party: PartyId) -> Result<Vec<Delegation>, DbError> {
    const SQL: Sql = sql!(
        "select d.* from delegation d
         left join system_user u on u.id = d.to_system_user
         left join system s on s.id = u.system
         where d.revoked_at is null
           and (d.to_system_user is null or (u.is_active and u.deleted_at is null and not s.is_deleted))
           and d.from_party in (select id from party where id = $1 union select parent from party where id = $1)
         order by d.given_at, d.id"
    );
    on.all(SQL, &[&party]).await
}

/// What `from` itself has given to parties on one resource, the oldest first.
pub async fn list_given_on(
    on: impl Run,
    from: PartyId,
    resource: &str,
) -> Result<Vec<Delegation>, DbError> {
    const SQL: Sql = sql!(
        "select * from delegation
         where from_party = $1 and resource = $2 and to_party is not null and revoked_at is null
         order by given_at, id"
    );
    on.all(SQL, &[&from, &resource]).await
}

/// All that a system user has been given, active or not.
pub async fn list_to_system_user(
    on: impl Run,
    to: SystemUserId,
) -> Result<Vec<Delegation>, DbError> {
    const SQL: Sql = sql!(
        "select * from delegation where to_system_user = $1 and revoked_at is null order by package, resource, action"
    );
    on.all(SQL, &[&to]).await
}

pub async fn insert(tx: &mut Tx, delegation: &Delegation) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into delegation (id, from_party, to_party, to_system_user, resource, action, package, given_by, given_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let (to_party, to_system_user) = match delegation.to {
        Receiver::Party(party) => (Some(party), None),
        Receiver::SystemUser(user) => (None, Some(user)),
    };
    let (resource, action, package) = match &delegation.what {
        Delegated::Action { resource, action } => (Some(resource), Some(action), None),
        Delegated::Package { urn } => (None, None, Some(urn)),
    };
    tx.run_one(
        SQL,
        &[
            &delegation.id,
            &delegation.from,
            &to_party,
            &to_system_user,
            &resource,
            &action,
            &package,
            &delegation.given_by,
            &delegation.given_at,
        ],
    )
    .await
}

/// # Errors
/// [`DbError::NotAsExpected`] when it is revoked already.
pub async fn revoke(
    tx: &mut Tx,
    id: DelegationId,
    by: PartyId,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update delegation set revoked_at = $3, revoked_by = $2 where id = $1 and revoked_at is null"
    );
    tx.run_one(SQL, &[&id, &by, &now]).await
}

pub async fn revoke_all_to_system_user(
    tx: &mut Tx,
    to: SystemUserId,
    by: PartyId,
    now: Timestamp,
) -> Result<u64, DbError> {
    const SQL: Sql = sql!(
        "update delegation set revoked_at = $3, revoked_by = $2 where to_system_user = $1 and revoked_at is null"
    );
    tx.run(SQL, &[&to, &by, &now]).await
}
