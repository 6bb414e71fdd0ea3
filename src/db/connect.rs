use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{Arguments, Connection as _, Encode, Postgres, Sqlite, Transaction, Type};
use time::OffsetDateTime;
use uuid::Uuid;

use super::cell::{Cell, Kind};
use super::{DbError, Row, Sql};
use crate::domain::Timestamp;

/// How long a request waits for a connection before it is told that the database is not available.
const WAIT: Duration = Duration::from_secs(5);
const SQLITE_READERS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 8;

/// The database. Cheap to clone: a handle to its pools.
#[derive(Clone)]
pub enum Db {
    /// Readers, and one writer: SQLite has one writer at a time, and a queue beats a lock.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A write transaction. Dropped without [`Tx::commit`], it changes nothing.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens `sqlite:PATH` (made when missing) or `postgres://…`, without touching its tables.
    pub async fn connect(address: &str) -> Result<Self, DbError> {
        if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            return Self::connect_postgres(address).await;
        }
        if address.starts_with("sqlite:") {
            return Self::connect_sqlite(address).await;
        }
        Err(DbError::Address(
            "it must start with sqlite: or postgres://".to_owned(),
        ))
    }

    async fn connect_postgres(address: &str) -> Result<Self, DbError> {
        let options = PgConnectOptions::from_str(address)
            .map_err(|problem| DbError::Address(problem.to_string()))?
            .application_name("fullmakt");
        // The pool only says that time ran out; one connection by itself says why.
        PgConnection::connect_with(&options).await?.close().await?;
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(WAIT)
            .connect_with(options)
            .await?;
        Ok(Db::Postgres(pool))
    }

    async fn connect_sqlite(address: &str) -> Result<Self, DbError> {
        // `synchronous=full`: what was acknowledged survives a power cut, not only a killed process.
        let options = SqliteConnectOptions::from_str(address)
            .map_err(|problem| DbError::Address(problem.to_string()))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(WAIT);
        let pool = |size| {
            SqlitePoolOptions::new()
                .max_connections(size)
                .acquire_timeout(WAIT)
        };
        let write = pool(1).connect_with(options.clone()).await?;
        let read = pool(SQLITE_READERS).connect_with(options).await?;
        Ok(Db::Sqlite { read, write })
    }

    /// Starts a transaction that may write.
    pub async fn write(&self) -> Result<Tx, DbError> {
        Ok(match self {
            // `immediate`: a transaction that reads before it writes must not lose the race for the write lock.
            Db::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("begin immediate").await?),
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Answers whether the database answers.
    pub async fn ping(&self) -> Result<(), DbError> {
        const SQL: Sql = Sql::same("select 1");
        self.fetch(SQL, Vec::new()).await.map(|_| ())
    }

    /// Closes all connections; what is running ends first.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }

    pub(super) async fn fetch(&self, sql: Sql, cells: Vec<Cell>) -> Result<Vec<Row>, DbError> {
        Ok(match self {
            Db::Sqlite { read, .. } => lite_rows(
                sqlx::query_with(sql.sqlite, lite(cells)?)
                    .fetch_all(read)
                    .await?,
            ),
            Db::Postgres(pool) => pg_rows(
                sqlx::query_with(sql.postgres, pg(cells)?)
                    .fetch_all(pool)
                    .await?,
            ),
        })
    }

    pub(super) async fn execute(&self, sql: Sql, cells: Vec<Cell>) -> Result<u64, DbError> {
        Ok(match self {
            Db::Sqlite { write, .. } => sqlx::query_with(sql.sqlite, lite(cells)?)
                .execute(write)
                .await?
                .rows_affected(),
            Db::Postgres(pool) => sqlx::query_with(sql.postgres, pg(cells)?)
                .execute(pool)
                .await?
                .rows_affected(),
        })
    }
}

impl Tx {
    /// Makes the changes last.
    pub async fn commit(self) -> Result<(), DbError> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    pub(super) async fn fetch(&mut self, sql: Sql, cells: Vec<Cell>) -> Result<Vec<Row>, DbError> {
        Ok(match self {
            Tx::Sqlite(tx) => lite_rows(
                sqlx::query_with(sql.sqlite, lite(cells)?)
                    .fetch_all(&mut **tx)
                    .await?,
            ),
            Tx::Postgres(tx) => pg_rows(
                sqlx::query_with(sql.postgres, pg(cells)?)
                    .fetch_all(&mut **tx)
                    .await?,
            ),
        })
    }

    pub(super) async fn execute(&mut self, sql: Sql, cells: Vec<Cell>) -> Result<u64, DbError> {
        Ok(match self {
            Tx::Sqlite(tx) => sqlx::query_with(sql.sqlite, lite(cells)?)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Tx::Postgres(tx) => sqlx::query_with(sql.postgres, pg(cells)?)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
        })
    }
}

fn lite_rows(rows: Vec<sqlx::sqlite::SqliteRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Sqlite).collect()
}

fn pg_rows(rows: Vec<sqlx::postgres::PgRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Postgres).collect()
}

/// PostgreSQL keeps no text with a NUL in it. Refused for both, so that the databases do not differ.
fn check(cells: &[Cell]) -> Result<(), DbError> {
    if cells.iter().any(Cell::holds_nul) {
        return Err(DbError::Unstorable);
    }
    Ok(())
}

fn lite(cells: Vec<Cell>) -> Result<SqliteArguments, DbError> {
    check(&cells)?;
    let mut arguments = SqliteArguments::default();
    for cell in cells {
        match cell {
            Cell::Null(_) => add_lite(&mut arguments, None::<i64>)?,
            Cell::Int(value) => add_lite(&mut arguments, value)?,
            Cell::Bool(value) => add_lite(&mut arguments, value)?,
            Cell::Text(value) => add_lite(&mut arguments, value)?,
            Cell::Uuid(value) => add_lite(&mut arguments, value)?,
            Cell::Time(value) => add_lite(&mut arguments, sortable(value))?,
            Cell::Json(value) => add_lite(&mut arguments, value.to_string())?,
            Cell::Texts(values) => add_lite(&mut arguments, json_list(values))?,
            Cell::Uuids(values) => add_lite(&mut arguments, json_list(values))?,
        }
    }
    Ok(arguments)
}

fn pg(cells: Vec<Cell>) -> Result<PgArguments, DbError> {
    check(&cells)?;
    let mut arguments = PgArguments::default();
    for cell in cells {
        match cell {
            Cell::Null(Kind::Int) => add_pg(&mut arguments, None::<i64>)?,
            Cell::Null(Kind::Bool) => add_pg(&mut arguments, None::<bool>)?,
            Cell::Null(Kind::Text) => add_pg(&mut arguments, None::<String>)?,
            Cell::Null(Kind::Uuid) => add_pg(&mut arguments, None::<Uuid>)?,
            Cell::Null(Kind::Time) => add_pg(&mut arguments, None::<OffsetDateTime>)?,
            Cell::Null(Kind::Json) => add_pg(&mut arguments, None::<serde_json::Value>)?,
            Cell::Int(value) => add_pg(&mut arguments, value)?,
            Cell::Bool(value) => add_pg(&mut arguments, value)?,
            Cell::Text(value) => add_pg(&mut arguments, value)?,
            Cell::Uuid(value) => add_pg(&mut arguments, value)?,
            Cell::Time(value) => add_pg(&mut arguments, value.as_datetime())?,
            Cell::Json(value) => add_pg(&mut arguments, value)?,
            Cell::Texts(values) => add_pg(&mut arguments, values)?,
            Cell::Uuids(values) => add_pg(&mut arguments, values)?,
        }
    }
    Ok(arguments)
}

fn add_lite<'q, T>(arguments: &mut SqliteArguments, value: T) -> Result<(), DbError>
where
    T: Encode<'q, Sqlite> + Type<Sqlite>,
{
    Arguments::add(arguments, value).map_err(|problem| DbError::Other(sqlx::Error::Encode(problem)))
}

fn add_pg<'q, T>(arguments: &mut PgArguments, value: T) -> Result<(), DbError>
where
    T: Encode<'q, Postgres> + Type<Postgres>,
{
    Arguments::add(arguments, value).map_err(|problem| DbError::Other(sqlx::Error::Encode(problem)))
}

/// A moment as SQLite keeps it: text of one width, so that it sorts and compares rightly; RFC 3339 text of varying width
/// does not. PostgreSQL reads it too.
pub fn sortable(moment: Timestamp) -> String {
    const FORMAT: &[time::format_description::BorrowedFormatItem<'_>] = time::macros::format_description!(
        "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]Z"
    );
    moment.as_datetime().format(FORMAT).unwrap_or_default()
}

fn json_list<T: ToString>(values: Vec<T>) -> String {
    let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
    serde_json::Value::from(texts).to_string()
}
