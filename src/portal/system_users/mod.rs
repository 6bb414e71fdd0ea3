//! A party's system accesses: list, details, pause and delete.

mod overview;

pub use overview::{Content, OverviewPage, PendingRow, Row, Status};
