//! The authorization engine: a policy, a request and facts in, a decision with its reason out.
//!
//! It evaluates XACML 3.0 (OASIS `xacml-3.0-core-spec-os-en`). It is pure: no clock, no I/O, nothing
//! asynchronous. What it may know about the subject is loaded before and handed over as [`Facts`].
//!
//! What the policy reader does not support is refused when a policy is read, never skipped, so a policy that
//! was read is evaluated in full.

pub mod access_list;
mod compile;
mod context;
pub mod decide;
pub mod explain;
mod fact_index;
pub mod facts;
pub mod functions;
mod moment;
pub mod multiple;
pub mod names;
pub mod outcome;
pub mod policy_table;
pub mod profile;
mod query;
pub mod request;
mod right_key;
pub mod rights;
pub mod roots;
#[cfg(test)]
mod shipped_policies;
#[cfg(test)]
mod testing;
pub mod value;
pub mod xacml;
pub mod xpath;

pub use decide::decide;
pub use facts::Facts;
pub use outcome::{Decision, Outcome};
pub use request::Request;
pub use rights::Right;
pub use xacml::{PolicyError, PolicyFile, PolicyTree};
