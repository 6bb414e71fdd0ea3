//! The log of acts: who did what on behalf of whom, read and proved whole.

mod logins;
mod read;
mod verify;

pub use crate::store::activity::{Entry as LogEntry, Place};
pub use logins::{logged_in, logged_out};
pub use read::{Filter, Names, Sees, View};
pub use verify::{Broken, Fault, NotedHead, Whole, verify};
