//! Two databases behind one face: SQLite embedded, PostgreSQL for scale, one SQL text.
//!
//! A statement is one line: `db.all::<Party>(SQL, &[&party, &now])`. The verbs are the same on [`Db`] and on [`Tx`];
//! store functions that only read take `impl Run` and serve both.
//!
//! Every committed change to what decisions rest on gets a number of its own: see [`facts`].

mod arguments;
mod cell;
mod connect;
mod domain_types;
mod error;
pub mod facts;
mod joint;
mod migrate;
mod row;
mod run;
mod sql;
mod tx;

pub use arguments::sortable;
pub use cell::{Cell, Json, Kind, List, Param};
pub use connect::Db;
pub use error::DbError;
pub use facts::FactVersion;
pub use row::{FromRow, Row, Value};
pub use run::{Params, Reads, Run};
pub use sql::{STATEMENTS, Sql, Statement};
pub use tx::Tx;

pub(crate) use sql::sql;
