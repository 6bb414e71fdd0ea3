//! The log of acts: who did what on behalf of whom, read and proved whole.

mod verify;

pub use verify::{Broken, Fault, NotedHead, Whole, verify};
