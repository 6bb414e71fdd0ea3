//! Values on their way into a statement, and rows on their way out, as sqlx knows them.

use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Encode, Postgres, Sqlite, Type};
use time::OffsetDateTime;
use uuid::Uuid;

use super::cell::{Cell, Kind};
use super::{DbError, Row};
use crate::domain::Timestamp;

pub(super) fn lite_rows(rows: Vec<sqlx::sqlite::SqliteRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Sqlite).collect()
}

pub(super) fn pg_rows(rows: Vec<sqlx::postgres::PgRow>) -> Vec<Row> {
    rows.into_iter().map(Row::Postgres).collect()
}

/// PostgreSQL keeps no text with a NUL in it. Refused for both, so that the databases do not differ.
fn check(cells: &[Cell]) -> Result<(), DbError> {
    if cells.iter().any(Cell::holds_nul) {
        return Err(DbError::Unstorable);
    }
    Ok(())
}

pub(super) fn lite(cells: Vec<Cell>) -> Result<SqliteArguments, DbError> {
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
            Cell::Json(value) => add_lite(&mut arguments, value.get().to_owned())?,
            Cell::Texts(values) => add_lite(&mut arguments, json_list(values))?,
            Cell::Uuids(values) => add_lite(&mut arguments, json_list(values))?,
        }
    }
    Ok(arguments)
}

pub(super) fn pg(cells: Vec<Cell>) -> Result<PgArguments, DbError> {
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
