use std::future::Future;

use super::cell::Cell;
use super::{Db, DbError, FromRow, Param, Row, Sql, Tx};

/// The values of a statement, in the order of their `$1`, `$2` ….
pub type Params<'a> = &'a [&'a dyn ToCell];

/// [`Param`] without its constant, so that values of different types fit one list.
pub trait ToCell: Sync {
    fn to_cell(&self) -> Cell;
}

impl<T: Param> ToCell for T {
    fn to_cell(&self) -> Cell {
        self.cell()
    }
}

/// Where a statement runs: on the database itself (`&Db`), or inside a transaction (`&mut Tx`).
pub trait Run: Send + Sized {
    /// The rows that a statement answers.
    fn rows(
        self,
        sql: Sql,
        params: Params<'_>,
    ) -> impl Future<Output = Result<Vec<Row>, DbError>> + Send;

    /// Runs a statement and answers how many rows it changed.
    fn run(self, sql: Sql, params: Params<'_>)
    -> impl Future<Output = Result<u64, DbError>> + Send;

    fn all<T: FromRow + Send>(
        self,
        sql: Sql,
        params: Params<'_>,
    ) -> impl Future<Output = Result<Vec<T>, DbError>> + Send {
        async move {
            self.rows(sql, params)
                .await?
                .iter()
                .map(T::from_row)
                .collect()
        }
    }

    fn opt<T: FromRow + Send>(
        self,
        sql: Sql,
        params: Params<'_>,
    ) -> impl Future<Output = Result<Option<T>, DbError>> + Send {
        async move {
            self.rows(sql, params)
                .await?
                .first()
                .map(T::from_row)
                .transpose()
        }
    }

    /// Runs a guarded write that must change exactly one row.
    fn run_one(
        self,
        sql: Sql,
        params: Params<'_>,
    ) -> impl Future<Output = Result<(), DbError>> + Send {
        async move {
            match self.run(sql, params).await? {
                1 => Ok(()),
                _ => Err(DbError::NotAsExpected),
            }
        }
    }
}

impl Run for &Db {
    async fn rows(self, sql: Sql, params: Params<'_>) -> Result<Vec<Row>, DbError> {
        self.fetch(sql, cells(params)).await
    }

    async fn run(self, sql: Sql, params: Params<'_>) -> Result<u64, DbError> {
        self.execute(sql, cells(params)).await
    }
}

impl Run for &mut Tx {
    async fn rows(self, sql: Sql, params: Params<'_>) -> Result<Vec<Row>, DbError> {
        self.fetch(sql, cells(params)).await
    }

    async fn run(self, sql: Sql, params: Params<'_>) -> Result<u64, DbError> {
        self.execute(sql, cells(params)).await
    }
}

fn cells(params: Params<'_>) -> Vec<Cell> {
    params.iter().map(|param| param.to_cell()).collect()
}

/// A place where several statements can run one after the other.
pub trait Reads: Send {
    fn reading(&mut self) -> impl Run;
}

impl Reads for &Db {
    fn reading(&mut self) -> impl Run {
        *self
    }
}

impl Reads for &mut Tx {
    fn reading(&mut self) -> impl Run {
        &mut **self
    }
}
