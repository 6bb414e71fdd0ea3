//! What the portal's pages show of lists.

use std::collections::HashSet;

use crate::db::{DbError, FromRow, List, Row, Run, Sql, sql};
use crate::domain::{AccessListId, Member, OrgNumber, Timestamp};

/// A list that a resource is connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListOfResource {
    pub identifier: String,
    pub name: String,
    /// The actions that the list opens; empty means all.
    pub actions: Vec<String>,
}

impl FromRow for ListOfResource {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            identifier: row.get("identifier")?,
            name: row.get("name")?,
            actions: row.json("actions")?,
        })
    }
}

/// The lists that a resource is connected to, by name.
pub async fn list_of_resource(
    on: impl Run,
    resource: &str,
) -> Result<Vec<ListOfResource>, DbError> {
    const SQL: Sql = sql!(
        "select l.identifier, l.name, coalesce(r.actions, '[]') as actions
         from access_list_resource r join access_list l on l.id = r.list
         where r.resource = $1 order by l.name, l.identifier"
    );
    on.all(SQL, &[&resource]).await
}

/// How many lists an owner has.
pub async fn count_of_owner(on: impl Run, owner: &str) -> Result<i64, DbError> {
    const SQL: Sql = sql!("select count(*) as number from access_list where owner = $1");
    count(on.rows(SQL, &[&owner]).await?)
}

/// How many members a list has at `now`.
pub async fn count_members(
    on: impl Run,
    list: AccessListId,
    now: Timestamp,
) -> Result<i64, DbError> {
    const SQL: Sql = sql!(
        "select count(*) as number from access_list_member
         where list = $1 and (expires_at is null or expires_at > $2)"
    );
    count(on.rows(SQL, &[&list, &now]).await?)
}

fn count(rows: Vec<Row>) -> Result<i64, DbError> {
    rows.first().map_or(Ok(0), |row| row.get("number"))
}

/// Those of these organizations that are members of a list at `now`.
pub async fn list_present(
    on: impl Run,
    list: AccessListId,
    numbers: &[String],
    now: Timestamp,
) -> Result<HashSet<String>, DbError> {
    const SQL: Sql = sql!(
        "select p.org_number from access_list_member m join party p on p.id = m.party
         where m.list = $1 and (m.expires_at is null or m.expires_at > $3)
           and p.org_number in (select value from json_each($2))",
        "select p.org_number from access_list_member m join party p on p.id = m.party
         where m.list = $1 and (m.expires_at is null or m.expires_at > $3) and p.org_number = any($2)"
    );
    let rows = on.rows(SQL, &[&list, &List(numbers), &now]).await?;
    rows.iter().map(|row| row.get("org_number")).collect()
}

/// The member with this number at `now`.
pub async fn find_member(
    on: impl Run,
    list: AccessListId,
    number: &OrgNumber,
    now: Timestamp,
) -> Result<Option<Member>, DbError> {
    const SQL: Sql = sql!(
        "select m.party, m.since, m.expires_at, p.number, p.org_number, p.name as party_name
         from access_list_member m join party p on p.id = m.party
         where m.list = $1 and p.org_number = $2 and (m.expires_at is null or m.expires_at > $3)"
    );
    on.opt(SQL, &[&list, number, &now]).await
}
