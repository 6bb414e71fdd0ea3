//! The person's own settings.

pub mod own;
mod profile;

pub use profile::ProfilePage;
