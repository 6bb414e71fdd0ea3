//! Filling the register: from files, and with an invented population.

pub mod generate;
pub mod import;
