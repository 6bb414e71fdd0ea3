//! XACML 3.0 (OASIS `xacml-3.0-core-spec-os-en`): reading policies and evaluating them.
//!
//! Supported so far: a `Policy` with target, rules and obligation and advice expressions. Conditions, policy
//! sets, variables and selectors are refused when the policy is read.

mod combine;
mod error;
mod evaluate;
mod functions;
pub(super) mod guard;
mod matching;
mod model;
mod read;
#[cfg(test)]
mod tests;
pub mod xml;

pub use combine::Combining;
pub use error::{PolicyError, PolicyProblem};
pub use evaluate::{Cause, Evaluation, Extended, Problem, Verdict};
pub use functions::MatchFunction;
pub use matching::Matched;
pub use model::{
    AllOf, AnyOf, AssignmentExpression, Designator, Effect, Expression, Match,
    ObligationExpression, Policy, Rule, Target,
};
pub use read::MAX_POLICY_BYTES;
