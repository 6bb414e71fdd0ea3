use std::sync::Arc;

use sqlx::{Postgres, Sqlite, Transaction};

use super::arguments::{lite, lite_rows, pg, pg_rows};
use super::cell::Cell;
use super::facts::{self, FactVersion, Shared};
use super::{DbError, Row, Sql};

/// A write transaction. Dropped without [`Tx::commit`], it changes nothing.
pub struct Tx {
    on: Open,
    shared: Arc<Shared>,
    /// Whether a statement so far wrote to a table that decisions rest on.
    changes_facts: bool,
}

/// An open transaction of either database.
pub(super) enum Open {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    pub(super) fn new(on: Open, shared: Arc<Shared>) -> Self {
        Self {
            on,
            shared,
            changes_facts: false,
        }
    }

    /// Makes the changes last. When facts were changed, whoever asks for their version after this gets a new one.
    pub async fn commit(mut self) -> Result<(), DbError> {
        let raised = match self.changes_facts {
            true => Some(self.raise_version().await?),
            false => None,
        };
        match (self.on, raised) {
            (Open::Sqlite(tx), Some(version)) => commit_and_tell(tx, self.shared, version).await,
            (Open::Sqlite(tx), None) => Ok(tx.commit().await?),
            (Open::Postgres(tx), _) => Ok(tx.commit().await?),
        }
    }

    async fn raise_version(&mut self) -> Result<FactVersion, DbError> {
        let rows = self.fetch(facts::RAISE, Vec::new()).await?;
        let row = rows.first().ok_or(DbError::NotAsExpected)?;
        row.get("version").map(FactVersion)
    }

    pub(super) async fn fetch(&mut self, sql: Sql, cells: Vec<Cell>) -> Result<Vec<Row>, DbError> {
        self.note(sql);
        Ok(match &mut self.on {
            Open::Sqlite(tx) => lite_rows(
                sqlx::query_with(sql.sqlite, lite(cells)?)
                    .fetch_all(&mut **tx)
                    .await?,
            ),
            Open::Postgres(tx) => pg_rows(
                sqlx::query_with(sql.postgres, pg(cells)?)
                    .fetch_all(&mut **tx)
                    .await?,
            ),
        })
    }

    pub(super) async fn execute(&mut self, sql: Sql, cells: Vec<Cell>) -> Result<u64, DbError> {
        self.note(sql);
        Ok(match &mut self.on {
            Open::Sqlite(tx) => sqlx::query_with(sql.sqlite, lite(cells)?)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Open::Postgres(tx) => sqlx::query_with(sql.postgres, pg(cells)?)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
        })
    }

    fn note(&mut self, sql: Sql) {
        self.shared.count();
        let text = match &self.on {
            Open::Sqlite(_) => sql.sqlite,
            Open::Postgres(_) => sql.postgres,
        };
        self.changes_facts = self.changes_facts || facts::changes_facts(text);
    }
}

/// Commits in a task of its own: if the caller is cut off now, the commit may still succeed, and then the new version
/// must be told all the same.
async fn commit_and_tell(
    tx: Transaction<'static, Sqlite>,
    shared: Arc<Shared>,
    version: FactVersion,
) -> Result<(), DbError> {
    let committing = tokio::spawn(async move {
        let committed = tx.commit().await;
        shared.committed(version);
        committed
    });
    match committing.await {
        Ok(committed) => Ok(committed?),
        Err(_) => Err(DbError::Unavailable(sqlx::Error::WorkerCrashed)),
    }
}
