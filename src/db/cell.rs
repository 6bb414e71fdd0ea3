use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use crate::domain::Timestamp;

/// One value on its way into a statement, in the few kinds that both databases know.
#[derive(Debug)]
pub enum Cell {
    Null(Kind),
    Int(i64),
    Bool(bool),
    Text(String),
    Uuid(Uuid),
    Time(Timestamp),
    Json(Box<RawValue>),
    /// A list of texts: an array in PostgreSQL, a JSON text in SQLite.
    Texts(Vec<String>),
    /// A list of uuids: an array in PostgreSQL, a JSON text in SQLite.
    Uuids(Vec<Uuid>),
}

impl Cell {
    /// True when some text in it holds the character U+0000.
    pub(super) fn holds_nul(&self) -> bool {
        match self {
            Self::Text(text) => text.contains('\0'),
            Self::Texts(texts) => texts.iter().any(|text| text.contains('\0')),
            Self::Json(value) => json_holds_nul(value),
            _ => false,
        }
    }
}

/// JSON writes the character as an escape; after an even number of backslashes it is one.
fn json_holds_nul(json: &RawValue) -> bool {
    let text = json.get();
    text.match_indices(r"\u0000").any(|(at, _)| {
        let before = text.bytes().take(at).rev();
        before.take_while(|byte| *byte == b'\\').count() % 2 == 0
    })
}

/// The column kind of a missing value; PostgreSQL wants to know it.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Int,
    Bool,
    Text,
    Uuid,
    Time,
    Json,
}

/// Anything that can stand for `$1`, `$2` … in a statement.
pub trait Param: Sync {
    /// The column kind, for when the value is missing.
    const KIND: Kind;

    fn cell(&self) -> Cell;
}

/// A list parameter: `= any($1)` in PostgreSQL, `in (select … from json_each($1))` in SQLite.
pub struct List<'a, T>(pub &'a [T]);

impl Param for List<'_, Uuid> {
    const KIND: Kind = Kind::Uuid;
    fn cell(&self) -> Cell {
        Cell::Uuids(self.0.to_vec())
    }
}

impl Param for List<'_, String> {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Texts(self.0.to_vec())
    }
}

impl<T: Param> Param for Option<T> {
    const KIND: Kind = T::KIND;
    fn cell(&self) -> Cell {
        match self {
            Some(value) => value.cell(),
            None => Cell::Null(T::KIND),
        }
    }
}

impl<T: Param> Param for &T {
    const KIND: Kind = T::KIND;
    fn cell(&self) -> Cell {
        (*self).cell()
    }
}

impl Param for i64 {
    const KIND: Kind = Kind::Int;
    fn cell(&self) -> Cell {
        Cell::Int(*self)
    }
}

impl Param for bool {
    const KIND: Kind = Kind::Bool;
    fn cell(&self) -> Cell {
        Cell::Bool(*self)
    }
}

impl Param for String {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Text(self.clone())
    }
}

impl Param for &str {
    const KIND: Kind = Kind::Text;
    fn cell(&self) -> Cell {
        Cell::Text((*self).to_owned())
    }
}

impl Param for Uuid {
    const KIND: Kind = Kind::Uuid;
    fn cell(&self) -> Cell {
        Cell::Uuid(*self)
    }
}

impl Param for Timestamp {
    const KIND: Kind = Kind::Time;
    fn cell(&self) -> Cell {
        Cell::Time(*self)
    }
}

/// A value kept as JSON.
pub struct Json<'a, T>(pub &'a T);

impl<T: Serialize + Sync> Param for Json<'_, T> {
    const KIND: Kind = Kind::Json;
    fn cell(&self) -> Cell {
        // Only maps with keys that are no strings fail here, and no stored type holds one.
        Cell::Json(to_raw_value(self.0).unwrap_or_default())
    }
}
