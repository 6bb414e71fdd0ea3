//! What a person sees when something cannot be done. Needs neither database nor session.

mod error;

pub use error::{ErrorKind, ErrorPage};
