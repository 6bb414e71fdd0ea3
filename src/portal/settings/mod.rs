//! The person's own settings.

mod profile;

pub use profile::{EmailError, ProfilePage};
