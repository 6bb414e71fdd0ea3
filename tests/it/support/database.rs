//! A database of its own for each test.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use tempfile::TempDir;
use url::Url;
use uuid::Uuid;

use super::environment::postgres_url;

/// The databases that the product runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// The kinds that tests can use here: SQLite always, PostgreSQL when a server is named in the environment.
pub fn kinds() -> Vec<Kind> {
    let postgres = postgres_url().map(|_| Kind::Postgres);
    std::iter::once(Kind::Sqlite).chain(postgres).collect()
}

/// An empty database that is gone when this is dropped.
pub struct TestDatabase {
    /// What `FULLMAKT_DATABASE_URL` would say. The file of a SQLite database does not exist yet.
    pub url: String,
    _guard: Guard,
}

/// Removes the database.
enum Guard {
    Sqlite { _folder: TempDir },
    Postgres { _database: PostgresDatabase },
}

/// Makes a new empty database.
pub async fn fresh(kind: Kind) -> TestDatabase {
    match kind {
        Kind::Sqlite => fresh_sqlite(),
        Kind::Postgres => fresh_postgres().await,
    }
}

fn fresh_sqlite() -> TestDatabase {
    let folder = tempfile::tempdir().unwrap();
    TestDatabase {
        url: format!("sqlite:{}", folder.path().join("test.db").display()),
        _guard: Guard::Sqlite { _folder: folder },
    }
}

async fn fresh_postgres() -> TestDatabase {
    let server = postgres_url().expect("a PostgreSQL server named in the environment");
    let database = PostgresDatabase {
        name: format!("fm_{}", Uuid::new_v4().simple()),
        server,
    };
    // From template0, as nobody can be connected to that, which would make CREATE DATABASE fail.
    let create = format!("CREATE DATABASE {} TEMPLATE template0", database.name);
    run(&database.server, create).await.unwrap();
    TestDatabase {
        url: database.url(),
        _guard: Guard::Postgres {
            _database: database,
        },
    }
}

struct PostgresDatabase {
    server: String,
    name: String,
}

impl PostgresDatabase {
    fn url(&self) -> String {
        let mut url = Url::parse(&self.server).unwrap();
        url.set_path(&self.name);
        url.into()
    }
}

impl Drop for PostgresDatabase {
    /// In a thread of its own, as a test's runtime must not be blocked on another one.
    fn drop(&mut self) {
        // Also ends connections of pools that the test did not close.
        let statement = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        let server = self.server.clone();
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(run(&server, statement))
        })
        .join();
        // A second panic would abort the run and hide why the test failed.
        if !std::thread::panicking() {
            dropped.unwrap().unwrap();
        }
    }
}

/// Runs one statement that we made ourselves, on a connection of its own.
async fn run(server: &str, statement: String) -> Result<(), sqlx::Error> {
    let mut connection = PgConnection::connect(server).await?;
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await?;
    connection.close().await
}

mod tests {
    use std::path::Path;
    use std::str::FromStr;

    use sqlx::SqliteConnection;
    use sqlx::sqlite::SqliteConnectOptions;

    use super::*;

    const CREATE: &str = "CREATE TABLE only_here (id integer)";

    async fn connect_sqlite(url: &str) -> Result<SqliteConnection, sqlx::Error> {
        let options = SqliteConnectOptions::from_str(url)?.create_if_missing(true);
        SqliteConnection::connect_with(&options).await
    }

    async fn create_table(kind: Kind, url: &str) -> Result<(), sqlx::Error> {
        match kind {
            Kind::Sqlite => {
                let mut connection = connect_sqlite(url).await?;
                sqlx::query(CREATE).execute(&mut connection).await?;
            }
            Kind::Postgres => {
                let mut connection = PgConnection::connect(url).await?;
                sqlx::query(CREATE).execute(&mut connection).await?;
            }
        }
        Ok(())
    }

    async fn exists(kind: Kind, url: &str) -> bool {
        match kind {
            Kind::Sqlite => Path::new(url.strip_prefix("sqlite:").unwrap()).exists(),
            Kind::Postgres => PgConnection::connect(url).await.is_ok(),
        }
    }

    #[tokio::test]
    async fn each_test_has_a_database_of_its_own() {
        for kind in kinds() {
            let (one, other) = (fresh(kind).await, fresh(kind).await);
            create_table(kind, &one.url).await.unwrap();
            // Would fail with "already exists" in the same database, as the third does.
            create_table(kind, &other.url).await.unwrap();
            create_table(kind, &one.url).await.unwrap_err();
        }
    }

    #[tokio::test]
    async fn a_dropped_database_is_gone() {
        for kind in kinds() {
            let database = fresh(kind).await;
            let url = database.url.clone();
            create_table(kind, &url).await.unwrap();
            assert!(exists(kind, &url).await, "{kind:?}");
            drop(database);
            assert!(!exists(kind, &url).await, "{kind:?}");
        }
    }

    #[tokio::test]
    async fn an_open_connection_does_not_keep_a_database() {
        for kind in kinds() {
            let database = fresh(kind).await;
            let url = database.url.clone();
            create_table(kind, &url).await.unwrap();
            let _open = match kind {
                Kind::Sqlite => (connect_sqlite(&url).await.ok(), None),
                Kind::Postgres => (None, PgConnection::connect(&url).await.ok()),
            };
            drop(database);
            assert!(!exists(kind, &url).await, "{kind:?}");
        }
    }

    #[tokio::test]
    async fn a_failing_test_leaves_no_database() {
        for kind in kinds() {
            let database = fresh(kind).await;
            let url = database.url.clone();
            create_table(kind, &url).await.unwrap();
            let failing = tokio::spawn(async move {
                let _used = database;
                panic!("on purpose");
            });
            failing.await.unwrap_err();
            assert!(!exists(kind, &url).await, "{kind:?}");
        }
    }
}
