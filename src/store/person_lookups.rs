use crate::db::{DbError, FromRow, Json, Row, Run, Sql, Tx, sql};
use crate::domain::{LookupTries, Timestamp};

impl FromRow for LookupTries {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let failures: Vec<String> = row.json("failures")?;
        Ok(Self {
            // A moment that cannot be read was never written here.
            failures: failures
                .iter()
                .filter_map(|moment| Timestamp::parse_rfc3339(moment).ok())
                .collect(),
            blocked_until: row.get("blocked_until")?,
        })
    }
}

/// What is known of a caller, who may never have guessed wrong.
pub async fn find(on: impl Run, caller: &str) -> Result<LookupTries, DbError> {
    const SQL: Sql = sql!("select failures, blocked_until from person_lookup where caller = $1");
    Ok(on.opt(SQL, &[&caller]).await?.unwrap_or_default())
}

/// The same, with the caller's row locked until the transaction ends: look-ups of one caller come one after the other.
pub async fn lock(tx: &mut Tx, caller: &str, now: Timestamp) -> Result<LookupTries, DbError> {
    const SQL: Sql = sql!(
        "insert into person_lookup (caller, failures, changed_at) values ($1, '[]', $2)
         on conflict (caller) do update set caller = excluded.caller
         returning failures, blocked_until"
    );
    Ok(tx.opt(SQL, &[&caller, &now]).await?.unwrap_or_default())
}

/// Keeps what is known of a caller whose row is locked.
pub async fn update(
    tx: &mut Tx,
    caller: &str,
    tries: &LookupTries,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update person_lookup set failures = $2, blocked_until = $3, changed_at = $4 where caller = $1"
    );
    let moments = tries.failures.iter().map(|at| at.rfc3339());
    let failures: Vec<String> = moments.collect();
    tx.run_one(
        SQL,
        &[&caller, &Json(&failures), &tries.blocked_until, &now],
    )
    .await
}

/// Forgets callers of whom nothing was put down since `before`.
pub async fn delete_unchanged(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    const SQL: Sql = sql!("delete from person_lookup where changed_at <= $1");
    tx.run(SQL, &[&before]).await
}
