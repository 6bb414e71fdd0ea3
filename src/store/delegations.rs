use super::shared_sql::{given_directly, is_active, party_and_main_unit, passed_on};
use super::{assignments, client_delegations};
use crate::db::{DbError, FromRow, List, Row, Run, Sql, Tx, sql};
use crate::domain::{
    Assignment, AssignmentId, AssignmentRole, ClientDelegation, Delegated, Delegation,
    DelegationId, Given, PartyId, Receiver, SystemUserId, Timestamp,
};

impl FromRow for Delegation {
    fn from_row(row: &Row) -> Result<Self, DbError> {
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
            to: receiver(row)?,
            what,
            given_by: row.get("given_by")?,
            given_at: row.get("given_at")?,
        })
    }
}

impl FromRow for ClientDelegation {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            client: row.get("from_party")?,
            via: row.get("via")?,
            role: row.get("role")?,
            to: receiver(row)?,
            package: row.get("package")?,
            given_by: row.get("given_by")?,
            given_at: row.get("given_at")?,
        })
    }
}

impl FromRow for Given {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        match row.get::<Option<PartyId>>("via")? {
            Some(_) => ClientDelegation::from_row(row).map(Self::AsAgent),
            None => Delegation::from_row(row).map(Self::Directly),
        }
    }
}

fn receiver(row: &Row) -> Result<Receiver, DbError> {
    Ok(match row.get::<Option<PartyId>>("to_party")? {
        Some(party) => Receiver::Party(party),
        None => Receiver::SystemUser(row.get("to_system_user")?),
    })
}

/// What `party`, or its main unit, has given to `holder`, to the organizations `key_organizations` that it speaks for, or
/// to the subunits of these; and what has been passed on to `holder` as somebody's agent.
pub async fn list_to_parties(
    on: impl Run,
    holder: PartyId,
    key_organizations: &[PartyId],
    party: PartyId,
) -> Result<Vec<Given>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            given_directly!(),
            "where d.revoked_at is null
               and d.to_party in (
                   select $1 union select unhex(value, '-') from json_each($2)
                   union select id from party where parent in (select unhex(value, '-') from json_each($2)))
               and d.from_party in ",
            party_and_main_unit!("$3"),
            "union all ",
            passed_on!(),
            "where d.to_party = $1 and d.client in ",
            party_and_main_unit!("$3"),
            "order by given_at, id"
        ),
        concat!(
            given_directly!(),
            "where d.revoked_at is null
               and d.to_party in (
                   select $1::uuid union select unnest($2::uuid[])
                   union select id from party where parent = any($2))
               and d.from_party in ",
            party_and_main_unit!("$3"),
            "union all ",
            passed_on!(),
            "where d.to_party = $1 and d.client in ",
            party_and_main_unit!("$3"),
            "order by given_at, id"
        )
    );
    on.all(SQL, &[&holder, &List(key_organizations), &party])
        .await
}

/// What `party`, or its main unit, has given to one of its active system users, and what has been passed on to it as its
/// owner's agent.
pub async fn list_to_active_system_user(
    on: impl Run,
    to: SystemUserId,
    party: PartyId,
) -> Result<Vec<Given>, DbError> {
    const SQL: Sql = sql!(concat!(
        given_directly!(),
        "join system_user u on u.id = d.to_system_user join system s on s.id = u.system
         where d.to_system_user = $1 and d.revoked_at is null and",
        is_active!(),
        "and d.from_party in ",
        party_and_main_unit!("$2"),
        "union all ",
        passed_on!(),
        "join system_user u on u.id = d.to_system_user join system s on s.id = u.system
         where d.to_system_user = $1 and",
        is_active!(),
        "and d.client in ",
        party_and_main_unit!("$2")
    ));
    on.all(SQL, &[&to, &party]).await
}

/// What `party`, or its main unit, has given to anybody, and what has been passed on of what others hold there. A system
/// user that is paused or gone, or whose system is deleted, is left out, as in [`list_to_active_system_user`].
pub async fn list_from(on: impl Run, party: PartyId) -> Result<Vec<Given>, DbError> {
    const SQL: Sql = sql!(concat!(
        given_directly!(),
        "left join system_user u on u.id = d.to_system_user
         left join system s on s.id = u.system
         where d.revoked_at is null and (d.to_system_user is null or (",
        is_active!(),
        ")) and d.from_party in ",
        party_and_main_unit!("$1"),
        "union all ",
        passed_on!(),
        "left join system_user u on u.id = d.to_system_user
         left join system s on s.id = u.system
         where (d.to_system_user is null or (",
        is_active!(),
        ")) and d.client in ",
        party_and_main_unit!("$1"),
        "order by given_at, id"
    ));
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

/// Gives something. A party that is given something becomes a right holder, if it is none yet.
///
/// # Errors
/// [`DbError::Duplicate`] when the party has been given it already.
pub async fn insert(tx: &mut Tx, delegation: &Delegation) -> Result<(), DbError> {
    if let Receiver::Party(_) = delegation.to {
        assignments::ensure(tx, &right_holder(delegation)).await?;
    }
    insert_alone(tx, delegation).await
}

/// Bears the id of the first thing that was given.
fn right_holder(delegation: &Delegation) -> Assignment {
    Assignment {
        id: AssignmentId(delegation.id.0),
        from: delegation.from,
        to: delegation.to,
        role: AssignmentRole::RightHolder,
        given_by: delegation.given_by,
        given_at: delegation.given_at,
    }
}

async fn insert_alone(tx: &mut Tx, delegation: &Delegation) -> Result<(), DbError> {
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

/// Takes something back, with what an organization that had it has passed on to its agents.
///
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
    tx.run_one(SQL, &[&id, &by, &now]).await?;
    client_delegations::end_with_package(tx, id, by, now).await
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
