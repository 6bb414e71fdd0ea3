use std::fmt;

use crate::domain::PolicySubject;
use crate::engine::profile::{Guarded, ProfileProblem};
use crate::engine::{PolicyError, PolicyTree};
use crate::ops::access::App;

/// Why a policy was not taken, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRefusal {
    /// Line in the file, from 1.
    pub line: u32,
    pub reason: PolicyReason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyReason {
    /// It cannot be evaluated.
    Unreadable(PolicyError),
    /// It is not one for this resource; with the id of the rule.
    Unfit(ProfileProblem, String),
}

impl fmt::Display for PolicyRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            PolicyReason::Unreadable(error) => write!(f, "Policy not accepted: {error}"),
            PolicyReason::Unfit(problem, rule) => {
                let line = self.line;
                write!(
                    f,
                    "Policy not accepted: {problem} (line {line}, rule {rule:?})"
                )
            }
        }
    }
}

/// Reads a policy that is to guard the resource.
///
/// # Errors
/// Anything that is not a policy that can be evaluated, or that is not about this resource alone.
pub fn check_policy(resource: &str, policy: &str) -> Result<PolicyTree, PolicyRefusal> {
    let tree = PolicyTree::parse_alone(policy).map_err(|error| PolicyRefusal {
        line: error.line,
        reason: PolicyReason::Unreadable(error),
    })?;
    let app = App::of_resource(resource);
    let guarded = Guarded {
        id: resource,
        app: app
            .as_ref()
            .map(|app| (app.org.as_str(), app.name.as_str())),
    };
    match tree.check_profile(policy, &guarded) {
        Ok(()) => Ok(tree),
        Err(fault) => Err(PolicyRefusal {
            line: fault.line,
            reason: PolicyReason::Unfit(fault.problem, fault.rule),
        }),
    }
}

/// Whom a policy is about, in lower case, each once, sorted.
pub(super) fn subjects(policy: &PolicyTree) -> Vec<PolicySubject> {
    let named = policy.named_subjects();
    let mut subjects: Vec<PolicySubject> = named
        .iter()
        .map(|attribute| PolicySubject::new(&attribute.id, &attribute.value.text()))
        .collect();
    subjects.sort();
    subjects.dedup();
    subjects
}

/// The same for a text; what cannot be read is about nobody.
pub(super) fn subjects_of(policy: &str) -> Vec<PolicySubject> {
    PolicyTree::parse_alone(policy).map_or_else(|_| Vec::new(), |tree| subjects(&tree))
}
