//! Filling the register: from files, and with an invented population. And looking parties up in it.

pub mod generate;
pub mod import;
pub mod lookup;
