use crate::db::{DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::{Assignment, AssignmentId, AssignmentRole, PartyId, Receiver, Timestamp};

impl FromRow for Assignment {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let to = match row.get::<Option<PartyId>>("to_party")? {
            Some(party) => Receiver::Party(party),
            None => Receiver::SystemUser(row.get("to_system_user")?),
        };
        Ok(Self {
            id: row.get("id")?,
            from: row.get("from_party")?,
            to,
            role: row.parsed("role", AssignmentRole::parse)?,
            given_by: row.get("given_by")?,
            given_at: row.get("given_at")?,
        })
    }
}

/// The live assignment of `to` at `from` in this role.
pub async fn find(
    on: impl Run,
    from: PartyId,
    to: PartyId,
    role: AssignmentRole,
) -> Result<Option<Assignment>, DbError> {
    const SQL: Sql = sql!(
        "select * from assignment where from_party = $1 and to_party = $2 and role = $3 and revoked_at is null"
    );
    on.opt(SQL, &[&from, &to, &role.as_str()]).await
}

/// Those whom `from` has let in, in this role, the oldest first.
pub async fn list_from(
    on: impl Run,
    from: PartyId,
    role: AssignmentRole,
) -> Result<Vec<Assignment>, DbError> {
    const SQL: Sql = sql!(
        "select * from assignment where from_party = $1 and role = $2 and revoked_at is null order by given_at, id"
    );
    on.all(SQL, &[&from, &role.as_str()]).await
}

/// Those who have let `to` in, in this role, the oldest first.
pub async fn list_to(
    on: impl Run,
    to: PartyId,
    role: AssignmentRole,
) -> Result<Vec<Assignment>, DbError> {
    const SQL: Sql = sql!(
        "select * from assignment where to_party = $1 and role = $2 and revoked_at is null order by given_at, id"
    );
    on.all(SQL, &[&to, &role.as_str()]).await
}

/// Inserts the assignment unless the receiver has it already.
pub async fn ensure(tx: &mut Tx, assignment: &Assignment) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into assignment (id, from_party, to_party, to_system_user, role, given_by, given_at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing"
    );
    let (to_party, to_system_user) = match assignment.to {
        Receiver::Party(party) => (Some(party), None),
        Receiver::SystemUser(user) => (None, Some(user)),
    };
    tx.run(
        SQL,
        &[
            &assignment.id,
            &assignment.from,
            &to_party,
            &to_system_user,
            &assignment.role.as_str(),
            &assignment.given_by,
            &assignment.given_at,
        ],
    )
    .await?;
    Ok(())
}

/// # Errors
/// [`DbError::NotAsExpected`] when it is revoked already.
pub async fn revoke(
    tx: &mut Tx,
    id: AssignmentId,
    by: PartyId,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update assignment set revoked_at = $3, revoked_by = $2 where id = $1 and revoked_at is null"
    );
    tx.run_one(SQL, &[&id, &by, &now]).await
}

/// Keeps the live assignment of `to` at `from` as it is until the transaction ends.
///
/// # Errors
/// [`DbError::NotAsExpected`] when there is none, or no longer.
pub async fn hold(
    tx: &mut Tx,
    (from, to): (PartyId, PartyId),
    role: AssignmentRole,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update assignment set role = role where from_party = $1 and to_party = $2 and role = $3 and revoked_at is null"
    );
    tx.run_one(SQL, &[&from, &to, &role.as_str()]).await
}
