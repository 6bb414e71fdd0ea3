//! Commands that do more than one thing, a file each.

pub mod owner;
