//! The sandbox over HTTP, as its callers see it.

mod grants;
mod login;
mod server;
mod token_generator;
