use std::collections::BTreeSet;

use crate::engine::{PolicyError, PolicyTree};

/// Why a policy was not taken, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRefusal {
    /// Line in the file, from 1.
    pub line: u32,
    pub reason: String,
}

/// Reads a policy that is to guard the resource.
///
/// # Errors
/// Anything that is not a policy that can be evaluated, or that is not about this resource alone.
pub fn check_policy(_resource: &str, policy: &str) -> Result<PolicyTree, PolicyRefusal> {
    PolicyTree::parse_alone(policy).map_err(refusal)
}

fn refusal(error: PolicyError) -> PolicyRefusal {
    PolicyRefusal {
        line: error.line,
        reason: error.to_string(),
    }
}

/// Whom a policy is about: the subjects of its rights as urns in lower case, each once, sorted.
pub(super) fn subjects(policy: &PolicyTree) -> Vec<String> {
    let rights = policy.rights();
    let attributes = rights
        .iter()
        .flat_map(|right| right.subjects.iter().flatten());
    let urns: BTreeSet<String> = attributes
        .map(|attribute| format!("{}:{}", attribute.id, attribute.value.text()).to_lowercase())
        .collect();
    urns.into_iter().collect()
}

/// The same for a text; what cannot be read is about nobody.
pub(super) fn subjects_of(policy: &str) -> Vec<String> {
    PolicyTree::parse_alone(policy).map_or_else(|_| Vec::new(), |tree| subjects(&tree))
}
