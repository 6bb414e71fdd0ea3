use crate::db::{DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::{OrgNumber, PartyId, Timestamp};

/// A scope that the operator lets an owner's clients have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedScope {
    pub scope: String,
    pub granted_at: Timestamp,
    /// None when it was done at the command line.
    pub granted_by: Option<PartyId>,
}

impl FromRow for GrantedScope {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            scope: row.get("scope")?,
            granted_at: row.get("granted_at")?,
            granted_by: row.get("granted_by")?,
        })
    }
}

/// The scopes of the owner with this code, by name.
pub async fn list(on: impl Run, owner: &str) -> Result<Vec<GrantedScope>, DbError> {
    const SQL: Sql = sql!("select * from owner_scope where owner = $1 order by scope");
    on.all(SQL, &[&owner]).await
}

/// The names of the scopes that clients of this organization may have as those of a service owner.
pub async fn list_of_organization(
    on: impl Run,
    number: &OrgNumber,
) -> Result<Vec<String>, DbError> {
    const SQL: Sql = sql!(
        "select s.scope from owner_scope s join service_owner o on o.code = s.owner
         where o.org_number = $1 order by s.scope"
    );
    let rows = on.rows(SQL, &[number]).await?;
    rows.iter().map(|row| row.get("scope")).collect()
}

pub async fn insert(tx: &mut Tx, owner: &str, granted: &GrantedScope) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into owner_scope (owner, scope, granted_at, granted_by) values ($1, $2, $3, $4)"
    );
    let values = (&granted.scope, &granted.granted_at, &granted.granted_by);
    tx.run_one(SQL, &[&owner, values.0, values.1, values.2])
        .await
}

pub async fn delete(tx: &mut Tx, owner: &str, scope: &str) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from owner_scope where owner = $1 and scope = $2");
    tx.run_one(SQL, &[&owner, &scope]).await
}
