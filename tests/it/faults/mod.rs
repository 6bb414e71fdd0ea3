//! What happens when something is broken: the database, what is sent, or the process itself.

mod command_line;
mod database;
mod headers;
mod input;
mod log;
mod lookups;
mod process;
pub mod server;
mod two_processes;
