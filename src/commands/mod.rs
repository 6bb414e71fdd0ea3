//! Commands with more to them than a line or two: what they take, and what they say.

pub mod keys;
pub mod options;
pub mod owner;
pub mod register;
pub mod resources;
pub mod verify_log;
