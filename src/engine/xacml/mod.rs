//! XACML 3.0 (OASIS `xacml-3.0-core-spec-os-en`): reading policies and evaluating them.
//!
//! All of the core is supported but for `PolicyIssuer` (the administration profile) and `access-permitted`, which are
//! refused when a policy is read.

mod combine;
mod duties;
mod error;
mod evaluate;
mod expression;
pub(super) mod guard;
mod link;
mod matching;
mod model;
mod problem;
mod read;
#[cfg(test)]
mod tests;
mod tree;
mod version;
pub mod xml;

pub use combine::Combining;
pub use duties::Duties;
pub use error::{PolicyError, PolicyProblem};
pub use evaluate::{Cause, Evaluation, Extended, Verdict};
pub use expression::Scope;
pub use matching::Matched;
pub use model::{AllOf, AnyOf, Designator, Effect, Match, Node, Policy, Rule, Source, Target};
pub use problem::Problem;
pub use read::{MAX_POLICY_BYTES, read_value};
pub(in crate::engine) use tree::PlacedRule;
pub use tree::{PolicyFile, PolicyTree};
pub(in crate::engine) use xml::rule_line;
