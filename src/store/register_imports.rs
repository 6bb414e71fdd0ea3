//! How far imports of files into the register have come.

use crate::db::{DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::Timestamp;

/// A place in a file, all before which is in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checkpoint {
    /// 1: parties. 2: what there is between parties.
    pub pass: i64,
    /// How many lines or elements are done in this pass.
    pub done: i64,
    /// Whether there is anything for the second pass to do, as far as the first has seen.
    pub has_relations: bool,
}

impl FromRow for Checkpoint {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            pass: row.get("pass")?,
            done: row.get("done")?,
            has_relations: row.get("has_relations")?,
        })
    }
}

/// Where the import of a file stopped. The file is named by the SHA-256 of its content, in hexadecimal.
pub async fn find(on: impl Run, file: &str) -> Result<Option<Checkpoint>, DbError> {
    const SQL: Sql = sql!("select * from register_import where file = $1");
    on.opt(SQL, &[&file]).await
}

/// Remembers a place. If another import of the same file has come further, that is what stays.
pub async fn put(
    tx: &mut Tx,
    file: &str,
    checkpoint: Checkpoint,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into register_import (file, pass, done, has_relations, updated_at) values ($1, $2, $3, $4, $5)
         on conflict (file) do update set pass = excluded.pass, done = excluded.done,
             has_relations = excluded.has_relations or register_import.has_relations, updated_at = excluded.updated_at
         where register_import.pass < excluded.pass
            or (register_import.pass = excluded.pass and register_import.done < excluded.done)"
    );
    tx.run(
        SQL,
        &[
            &file,
            &checkpoint.pass,
            &checkpoint.done,
            &checkpoint.has_relations,
            &now,
        ],
    )
    .await
    .map(|_| ())
}

/// The import of this file is done, or is to begin anew.
pub async fn forget(on: impl Run, file: &str) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from register_import where file = $1");
    on.run(SQL, &[&file]).await.map(|_| ())
}
