use crate::db::{DbError, FromRow, List, Row, Run, Sql, Tx, sql};
use crate::domain::{PartyId, RoleAssignment};

impl FromRow for RoleAssignment {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            at: row.get("at_party")?,
            holder: row.get("holder")?,
            role: row.get("role")?,
        })
    }
}

/// The roles that any of `holders` has at `party` and at its main unit, if it has one.
pub async fn list_held(
    on: impl Run,
    holders: &[PartyId],
    party: PartyId,
) -> Result<Vec<RoleAssignment>, DbError> {
    const SQL: Sql = sql!(
        "select * from role_assignment
         where holder in (select unhex(value, '-') from json_each($1))
           and at_party in (select id from party where id = $2 union select parent from party where id = $2)
         order by at_party, role, holder",
        "select * from role_assignment
         where holder = any($1)
           and at_party in (select id from party where id = $2 union select parent from party where id = $2)
         order by at_party, role, holder"
    );
    on.all(SQL, &[&List(holders), &party]).await
}

/// The organizations where `holder` has one of `key_roles`, and so acts towards what they have received.
pub async fn list_key_organizations(
    on: impl Run,
    holder: PartyId,
    key_roles: &[String],
) -> Result<Vec<PartyId>, DbError> {
    const SQL: Sql = sql!(
        "select distinct at_party from role_assignment
         where holder = $1 and role in (select value from json_each($2))",
        "select distinct at_party from role_assignment where holder = $1 and role = any($2)"
    );
    let rows = on.rows(SQL, &[&holder, &List(key_roles)]).await?;
    rows.iter().map(|row| row.get("at_party")).collect()
}

/// All roles that anybody has at `party` and at its main unit.
pub async fn list_at(on: impl Run, party: PartyId) -> Result<Vec<RoleAssignment>, DbError> {
    const SQL: Sql = sql!(
        "select * from role_assignment
         where at_party in (select id from party where id = $1 union select parent from party where id = $1)
         order by at_party, role, holder"
    );
    on.all(SQL, &[&party]).await
}

/// Who has which of `key_roles` at any of `organizations`: those act towards what the organizations have received.
pub async fn list_key_holders(
    on: impl Run,
    organizations: &[PartyId],
    key_roles: &[String],
) -> Result<Vec<RoleAssignment>, DbError> {
    const SQL: Sql = sql!(
        "select * from role_assignment
         where at_party in (select unhex(value, '-') from json_each($1))
           and role in (select value from json_each($2))",
        "select * from role_assignment where at_party = any($1) and role = any($2)"
    );
    on.all(SQL, &[&List(organizations), &List(key_roles)]).await
}

pub async fn insert(tx: &mut Tx, assignment: &RoleAssignment) -> Result<(), DbError> {
    const SQL: Sql =
        sql!("insert into role_assignment (at_party, holder, role) values ($1, $2, $3)");
    tx.run_one(SQL, &[&assignment.at, &assignment.holder, &assignment.role])
        .await
}
