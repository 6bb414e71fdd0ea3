//! A party's system accesses: list, details, pause and delete.

mod deactivate;
mod delete;
mod detail;
pub mod manage;
mod overview;

pub use deactivate::DeactivatePage;
pub use delete::DeletePage;
pub use detail::{Act, ActKind, DetailPage};
pub use overview::{Content, OverviewPage, PendingRow, Row, Status};
