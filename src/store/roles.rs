use crate::db::{DbError, FromRow, Row, Run, Sql, Tx, sql};
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

/// The roles of `holder` at `party` and at its main unit, if it has one.
pub async fn list_held(
    on: impl Run,
    holder: PartyId,
    party: PartyId,
) -> Result<Vec<RoleAssignment>, DbError> {
    const SQL: Sql = sql!(
        "select * from role_assignment
         where holder = $1 and at_party in (select id from party where id = $2 union select parent from party where id = $2)"
    );
    on.all(SQL, &[&holder, &party]).await
}

/// Who holds one of `roles` at the party or its main unit: the persons to turn to.
pub async fn list_at(on: impl Run, party: PartyId) -> Result<Vec<RoleAssignment>, DbError> {
    const SQL: Sql = sql!(
        "select * from role_assignment
         where at_party in (select id from party where id = $1 union select parent from party where id = $1)
         order by role, holder"
    );
    on.all(SQL, &[&party]).await
}

pub async fn insert(tx: &mut Tx, assignment: &RoleAssignment) -> Result<(), DbError> {
    const SQL: Sql =
        sql!("insert into role_assignment (at_party, holder, role) values ($1, $2, $3)");
    tx.run_one(SQL, &[&assignment.at, &assignment.holder, &assignment.role])
        .await
}
