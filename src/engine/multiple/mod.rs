//! One question may ask for several decisions (XACML 3.0 multiple decision profile 1.0): the elements of a
//! request as they were read, whatever their syntax, and how they become single requests and one answer.

mod combined;
mod error;
mod hierarchy;
mod scope;
mod selector;
mod split;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::Outcome;
use super::request::{Category, Request};

pub use error::{PartError, SplitError, check_name, shortened};
pub use hierarchy::Hierarchy;

/// The most decisions that one question may ask for.
pub const MAX_DECISIONS: usize = 1_000;
/// The most values that one category may hold.
pub const MAX_VALUES: usize = 500;
/// The longest name of an attribute, issuer or category, in bytes; a name is kept once per value.
pub const MAX_NAME: usize = 1_000;
/// The most categories that one question may have; several elements of one category count once.
pub const MAX_CATEGORIES: usize = 50;
/// The most text that all parts together may ask to have repeated, in bytes: one category can be in every part.
pub const MAX_RETURNED_BYTES: usize = 4 * 1024 * 1024;

/// A request as it stands in a body or file (XACML 3.0 core, §5.42).
#[derive(Debug, Default, PartialEq)]
pub struct Question {
    /// In the order that they shall have in the single requests.
    pub elements: Vec<Element>,
    /// For each decision, the ids of its elements (§5.50–§5.52). None: every combination is one request.
    pub references: Vec<Vec<String>>,
    pub return_policy_ids: bool,
    pub combined_decision: bool,
}

/// One `Attributes` element, or one category object in JSON (§5.44).
#[derive(Debug, PartialEq)]
pub struct Element {
    /// What references call it.
    pub id: Option<String>,
    /// The category, or why it could not be read: whatever decision needs it fails, the others do not.
    pub category: Result<Arc<Category>, PartError>,
}

/// A request for one decision, or why there is none.
pub type Part = Result<Request, PartError>;

/// The single requests of a question.
#[derive(Debug, PartialEq)]
pub struct Parts {
    /// In the order of the answer.
    pub requests: Vec<Part>,
    /// Whether one result shall stand for all.
    is_combined: bool,
}

impl Parts {
    /// The results to answer with: those of the requests, or the one that stands for them.
    pub fn results(&self, outcomes: Vec<Outcome>) -> Vec<Outcome> {
        if self.is_combined {
            vec![combined::combine(outcomes)]
        } else {
            outcomes
        }
    }
}
