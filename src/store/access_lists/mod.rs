//! Access lists: the lists themselves here, what is on them in the rooms below.
//!
//! Whatever changes a list raises its version in the same statement or transaction; what changes nothing does not.

mod connections;
mod lockout;
mod members;
mod memberships;
mod pages;

use crate::db::{DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::{AccessList, AccessListId, PartyId, Timestamp};

pub use connections::{
    ConnectionPage, disconnect_all, list_connections, list_connections_of, lock_resource,
    put_connection, remove_connection,
};
pub use lockout::{Lockout, Reach, count_lockout};
pub use members::{
    MemberChanges, MemberPage, add_members, find_organizations, list_members, remove_members,
    replace_members,
};
pub use memberships::list_memberships;
pub use pages::{
    ListOfResource, count_members, count_of_owner, find_member, list_of_resource, list_present,
};

impl FromRow for AccessList {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            owner: row.get("owner")?,
            identifier: row.get("identifier")?,
            name: row.get("name")?,
            description: row.get("description")?,
            version: row.get("version")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

/// The list that a service owner calls `identifier`.
pub async fn find(
    on: impl Run,
    owner: &str,
    identifier: &str,
) -> Result<Option<AccessList>, DbError> {
    const SQL: Sql = sql!("select * from access_list where owner = $1 and identifier = $2");
    on.opt(SQL, &[&owner, &identifier]).await
}

/// Like [`find`], and nobody else changes the list, its members or its connections before the transaction ends.
pub async fn find_locked(
    tx: &mut Tx,
    owner: &str,
    identifier: &str,
) -> Result<Option<AccessList>, DbError> {
    const SQL: Sql = sql!(
        "select * from access_list where owner = $1 and identifier = $2",
        "select * from access_list where owner = $1 and identifier = $2 for update"
    );
    tx.opt(SQL, &[&owner, &identifier]).await
}

/// At most `limit` lists of an owner by identifier, from the first one after `after`.
pub async fn list_after(
    on: impl Run,
    owner: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<AccessList>, DbError> {
    const SQL: Sql = sql!(
        "select * from access_list where owner = $1 and identifier > $2 order by identifier limit $3"
    );
    on.all(SQL, &[&owner, &after, &limit]).await
}

/// The lists that a party is a member of at `now`, by owner and identifier.
pub async fn list_of_member(
    on: impl Run,
    party: PartyId,
    now: Timestamp,
) -> Result<Vec<AccessList>, DbError> {
    const SQL: Sql = sql!(
        "select l.* from access_list_member m join access_list l on l.id = m.list
         where m.party = $1 and (m.expires_at is null or m.expires_at > $2) order by l.owner, l.identifier"
    );
    on.all(SQL, &[&party, &now]).await
}

/// Whether there is such an owner; nobody else makes a list for it before the transaction ends.
pub async fn lock_owner(tx: &mut Tx, owner: &str) -> Result<bool, DbError> {
    const SQL: Sql = sql!(
        "select code from service_owner where code = $1",
        "select code from service_owner where code = $1 for no key update"
    );
    Ok(!tx.rows(SQL, &[&owner]).await?.is_empty())
}

/// The version of a new list: higher than that of any list that was ever deleted, so that a version never comes back
/// under the same name. It holds as a transaction raises the version of a list by one at most, and that of the facts too.
pub async fn first_version(tx: &mut Tx) -> Result<i64, DbError> {
    const SQL: Sql = sql!("select version + 1 as first from fact_version where id = 1");
    let rows = tx.rows(SQL, &[]).await?;
    rows.first().ok_or(DbError::NotAsExpected)?.get("first")
}

pub async fn insert(tx: &mut Tx, list: &AccessList) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into access_list (id, owner, identifier, name, description, version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    tx.run_one(
        SQL,
        &[
            &list.id,
            &list.owner,
            &list.identifier,
            &list.name,
            &list.description,
            &list.version,
            &list.created_at,
            &list.updated_at,
        ],
    )
    .await
}

/// Removes a list with its members and connections.
pub async fn delete(tx: &mut Tx, list: AccessListId) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from access_list where id = $1");
    tx.run_one(SQL, &[&list]).await
}

/// Gives a list another name and description.
pub async fn rename(
    tx: &mut Tx,
    list: AccessListId,
    name: &str,
    description: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update access_list set name = $2, description = $3, version = version + 1, updated_at = $4 where id = $1"
    );
    tx.run_one(SQL, &[&list, &name, &description, &now]).await
}

async fn raise_version(tx: &mut Tx, list: AccessListId, now: Timestamp) -> Result<(), DbError> {
    const SQL: Sql =
        sql!("update access_list set version = version + 1, updated_at = $2 where id = $1");
    tx.run_one(SQL, &[&list, &now]).await
}
