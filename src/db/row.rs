use serde::de::DeserializeOwned;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::DbError;
use crate::domain::Timestamp;

/// One row of an answer, from either database.
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// A type made of one row. Implemented in `store`, beside the statements.
pub trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self, DbError>;
}

/// A type that one column can hold.
pub trait Value: Sized {
    fn read(row: &Row, column: &str) -> Result<Self, DbError>;
}

impl Row {
    /// The value of `column`, by its name in the statement's answer.
    pub fn get<T: Value>(&self, column: &str) -> Result<T, DbError> {
        T::read(self, column)
    }

    /// The value of a JSON column.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, DbError> {
        let parsed = match self {
            Row::Sqlite(row) => serde_json::from_str(&row.try_get_unchecked::<String, _>(column)?),
            Row::Postgres(row) => {
                serde_json::from_value(row.try_get_unchecked::<serde_json::Value, _>(column)?)
            }
        };
        parsed.map_err(|problem| self.content(column, &problem.to_string()))
    }

    /// The value of a text column that `parse` understands.
    pub fn parsed<T>(&self, column: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, DbError> {
        let text: String = self.get(column)?;
        parse(&text).ok_or_else(|| self.content(column, "unknown value"))
    }

    /// Like [`Row::parsed`], for a column that may be empty.
    pub fn parsed_opt<T>(
        &self,
        column: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, DbError> {
        let text: Option<String> = self.get(column)?;
        text.map(|text| parse(&text).ok_or_else(|| self.content(column, "unknown value")))
            .transpose()
    }

    fn content(&self, column: &str, problem: &str) -> DbError {
        DbError::Content {
            column: column.to_owned(),
            problem: problem.to_owned(),
        }
    }
}

/// Reads a column of a type that sqlx itself knows on both databases.
macro_rules! plain_value {
    ($($kind:ty),*) => {$(
        impl Value for $kind {
            fn read(row: &Row, column: &str) -> Result<Self, DbError> {
                Ok(match row {
                    Row::Sqlite(row) => row.try_get_unchecked(column)?,
                    Row::Postgres(row) => row.try_get_unchecked(column)?,
                })
            }
        }
        impl Value for Option<$kind> {
            fn read(row: &Row, column: &str) -> Result<Self, DbError> {
                Ok(match row {
                    Row::Sqlite(row) => row.try_get_unchecked(column)?,
                    Row::Postgres(row) => row.try_get_unchecked(column)?,
                })
            }
        }
    )*};
}
plain_value!(i64, bool, String, Uuid);

impl Value for Timestamp {
    fn read(row: &Row, column: &str) -> Result<Self, DbError> {
        Option::<Timestamp>::read(row, column)?.ok_or_else(|| row.content(column, "missing"))
    }
}

impl Value for Option<Timestamp> {
    fn read(row: &Row, column: &str) -> Result<Self, DbError> {
        let moment = match row {
            Row::Sqlite(inner) => match inner.try_get_unchecked::<Option<String>, _>(column)? {
                Some(text) => Some(
                    OffsetDateTime::parse(&text, &time::format_description::well_known::Rfc3339)
                        .map_err(|problem| row.content(column, &problem.to_string()))?,
                ),
                None => None,
            },
            Row::Postgres(inner) => inner.try_get_unchecked::<Option<OffsetDateTime>, _>(column)?,
        };
        Ok(moment.map(Timestamp::from_datetime))
    }
}
