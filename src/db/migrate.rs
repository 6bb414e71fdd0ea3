use std::borrow::Cow;

use rust_embed::RustEmbed;
use sqlx::AssertSqlSafe;
use sqlx::SqlSafeStr;
use sqlx::SqlitePool;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use super::connect::Pools;
use super::{Db, DbError};

/// `0001_name.sql` runs on both databases; `0001_name.postgres.sql` and `0001_name.sqlite.sql` only where named.
#[derive(RustEmbed)]
#[folder = "migrations/"]
struct Files;

impl Db {
    /// Brings the tables up to this version of the product. Several processes may do it at once.
    pub async fn migrate(&self) -> Result<(), DbError> {
        match &self.pools {
            Pools::Sqlite { write, .. } => migrate_sqlite(write).await,
            // The migrator itself takes a lock there.
            Pools::Postgres(pool) => Ok(migrator("postgres")?.run(pool).await?),
        }
    }
}

/// All in one transaction that holds the write lock, since the migrator takes no lock on SQLite.
async fn migrate_sqlite(write: &SqlitePool) -> Result<(), DbError> {
    let mut tx = write.begin_with("begin immediate").await?;
    migrator("sqlite")?
        .run_direct(None, &mut *tx, false)
        .await?;
    Ok(tx.commit().await?)
}

fn migrator(database: &str) -> Result<Migrator, DbError> {
    let mut names: Vec<Cow<'static, str>> = Files::iter()
        .filter(|name| is_for(name, database))
        .collect();
    names.sort();
    let migrations = names
        .iter()
        .map(|name| read(name))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Migrator {
        migrations: Cow::Owned(migrations),
        ..Migrator::DEFAULT
    })
}

fn is_for(name: &str, database: &str) -> bool {
    match name.trim_end_matches(".sql").rsplit_once('.') {
        Some((_, only)) => only == database,
        None => true,
    }
}

fn read(name: &str) -> Result<Migration, DbError> {
    let unreadable = || DbError::Address(format!("migration file {name} cannot be read"));
    let file = Files::get(name).ok_or_else(unreadable)?;
    let text = String::from_utf8(file.data.into_owned()).map_err(|_| unreadable())?;
    let (number, title) = name.split_once('_').ok_or_else(unreadable)?;
    Ok(Migration::new(
        number.parse().map_err(|_| unreadable())?,
        Cow::Owned(title.trim_end_matches(".sql").replace('_', " ")),
        MigrationType::Simple,
        AssertSqlSafe(text).into_sql_str(),
        false,
    ))
}
