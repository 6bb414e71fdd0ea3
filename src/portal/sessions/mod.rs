//! How long a login lasts: the warning before its end, a login over one that still lives, and the person's own list.

pub mod anew;
mod anew_page;
pub mod end;
pub mod extend;
mod leave_page;
mod own_page;

pub use anew_page::AnewPage;
pub use leave_page::LeavePage;
pub use own_page::OwnSessionsPage;
