use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use super::arguments::{lite, lite_rows, pg, pg_rows};
use super::cell::Cell;
use super::facts::{self, FactVersion, Shared};
use super::joint::FailedForAnother;
use super::tx::{Open, Tx};
use super::{DbError, Row, Sql};

/// How long a request waits for a connection before it is told that the database is not available.
const WAIT: Duration = Duration::from_secs(5);
const SQLITE_READERS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 8;

/// The database. Cheap to clone: a handle to its pools.
#[derive(Clone)]
pub struct Db {
    pub(super) pools: Pools,
    shared: Arc<Shared>,
}

/// The connections to either database.
#[derive(Clone)]
pub(super) enum Pools {
    /// Readers, and one writer: SQLite has one writer at a time, and a queue beats a lock.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// SQLite does not wait for others when it turns a new file to write-ahead logging; so this does.
async fn first_connection(
    pool: SqlitePoolOptions,
    options: &SqliteConnectOptions,
) -> Result<SqlitePool, sqlx::Error> {
    const TRIES: usize = 50;
    for _ in 0..TRIES {
        match pool.clone().connect_with(options.clone()).await {
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("5") => {
                tokio::time::sleep(WAIT / 100).await;
            }
            answer => return answer,
        }
    }
    pool.connect_with(options.clone()).await
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
        Ok(Self {
            pools: Pools::Postgres(pool),
            shared: Arc::default(),
        })
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
        let write = first_connection(pool(1), &options).await?;
        let read = pool(SQLITE_READERS).connect_with(options).await?;
        let shared = Arc::default();
        facts::look_for_others(read.clone(), &shared);
        Ok(Self {
            pools: Pools::Sqlite { read, write },
            shared,
        })
    }

    /// Starts a transaction that may write.
    pub async fn write(&self) -> Result<Tx, DbError> {
        let on = match &self.pools {
            // `immediate`: a transaction that reads before it writes must not lose the race for the write lock.
            Pools::Sqlite { write, .. } => Open::Sqlite(write.begin_with("begin immediate").await?),
            Pools::Postgres(pool) => Open::Postgres(pool.begin().await?),
        };
        Ok(Tx::new(on, self.shared.clone()))
    }

    /// The version of the facts: a query on PostgreSQL, shared by all who ask at the same time; none on SQLite. Facts that
    /// are loaded after this are at least as new.
    pub async fn fact_version(&self) -> Result<FactVersion, DbError> {
        match &self.pools {
            Pools::Sqlite { .. } => Ok(self.shared.version()),
            Pools::Postgres(_) => {
                let found = self.shared.reading.ask(async || self.read_version().await);
                found.await?.map_err(|FailedForAnother| {
                    let problem = "the version of the facts could not be read".to_owned();
                    DbError::Unavailable(sqlx::Error::Protocol(problem))
                })
            }
        }
    }

    async fn read_version(&self) -> Result<FactVersion, DbError> {
        let rows = self.fetch(facts::READ, Vec::new()).await?;
        let row = rows.first().ok_or(DbError::NotAsExpected)?;
        row.get("version").map(FactVersion)
    }

    /// How many statements have been run so far, by this handle and its clones; begin and commit are not counted.
    pub fn statements(&self) -> u64 {
        self.shared.statements.load(Ordering::Relaxed)
    }

    /// Answers whether the database answers.
    pub async fn ping(&self) -> Result<(), DbError> {
        const SQL: Sql = Sql::same("select 1");
        self.fetch(SQL, Vec::new()).await.map(|_| ())
    }

    /// Closes all connections; what is running ends first.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    pub(super) async fn fetch(&self, sql: Sql, cells: Vec<Cell>) -> Result<Vec<Row>, DbError> {
        if self.changes_facts(sql) {
            let mut tx = self.write().await?;
            let rows = tx.fetch(sql, cells).await?;
            tx.commit().await?;
            return Ok(rows);
        }
        self.shared.count();
        Ok(match &self.pools {
            Pools::Sqlite { read, .. } => lite_rows(
                sqlx::query_with(sql.sqlite, lite(cells)?)
                    .fetch_all(read)
                    .await?,
            ),
            Pools::Postgres(pool) => pg_rows(
                sqlx::query_with(sql.postgres, pg(cells)?)
                    .fetch_all(pool)
                    .await?,
            ),
        })
    }

    pub(super) async fn execute(&self, sql: Sql, cells: Vec<Cell>) -> Result<u64, DbError> {
        if self.changes_facts(sql) {
            let mut tx = self.write().await?;
            let changed = tx.execute(sql, cells).await?;
            tx.commit().await?;
            return Ok(changed);
        }
        self.shared.count();
        Ok(match &self.pools {
            Pools::Sqlite { write, .. } => sqlx::query_with(sql.sqlite, lite(cells)?)
                .execute(write)
                .await?
                .rows_affected(),
            Pools::Postgres(pool) => sqlx::query_with(sql.postgres, pg(cells)?)
                .execute(pool)
                .await?
                .rows_affected(),
        })
    }

    /// A statement by itself that changes facts needs a transaction, in which their version grows too.
    fn changes_facts(&self, sql: Sql) -> bool {
        facts::changes_facts(match &self.pools {
            Pools::Sqlite { .. } => sql.sqlite,
            Pools::Postgres(_) => sql.postgres,
        })
    }
}
