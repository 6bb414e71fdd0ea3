//! What a person sees when something cannot be done. Needs neither database nor session.

mod error;
mod login_fault;

pub use error::{ErrorKind, ErrorPage};
pub use login_fault::LoginFault;
