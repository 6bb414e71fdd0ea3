//! The clock of the resource registry: stamps in the order of the commits, so that whoever follows a feed misses nothing.

use crate::db::{DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::Timestamp;

/// When a transaction changes the registry: later than every change that was committed before, whatever the clocks of the
/// processes say. Only [`tick`] gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryStamp(Timestamp);

impl RegistryStamp {
    pub fn at(self) -> Timestamp {
        self.0
    }
}

struct At(Timestamp);

impl FromRow for At {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        row.get("at").map(Self)
    }
}

/// Begins a change of the registry. Others wait until the transaction ends, so this comes first in it, before any lock
/// on a resource.
pub async fn tick(tx: &mut Tx, now: Timestamp) -> Result<RegistryStamp, DbError> {
    const LOCK: Sql = sql!(
        "select at from registry_clock where id = 1",
        "select at from registry_clock where id = 1 for update"
    );
    const SQL: Sql = sql!("update registry_clock set at = $1 where id = 1");
    let last: At = (&mut *tx)
        .opt(LOCK, &[])
        .await?
        .ok_or(DbError::NotAsExpected)?;
    let stamp = now.max(last.0.plus(time::Duration::microseconds(1)));
    tx.run_one(SQL, &[&stamp]).await?;
    Ok(RegistryStamp(stamp))
}

/// The last change of the registry that was committed.
pub async fn read(on: impl Run) -> Result<Timestamp, DbError> {
    const SQL: Sql = sql!("select at from registry_clock where id = 1");
    let at: Option<At> = on.opt(SQL, &[]).await?;
    at.map(|at| at.0).ok_or(DbError::NotAsExpected)
}
