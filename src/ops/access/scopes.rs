//! Whether somebody may hand an API's scopes to suppliers.

use std::collections::HashMap;

use super::{Access, Decision, OpsError, PolicyTree, Relation, decide, enforce_level, limited};
use crate::domain::{CannotGiveScopes, GuardedResource, SCOPE_ACCESS};
use crate::engine::Facts;

/// What the engine says of one API.
pub(in crate::ops) struct ScopeVerdict {
    pub problem: Option<CannotGiveScopes>,
    /// The key of the right to its scopes.
    pub right_key: Option<String>,
}

/// Nothing is permitted where there is no policy.
impl Default for ScopeVerdict {
    fn default() -> Self {
        Self {
            problem: Some(CannotGiveScopes::MissingAccess),
            right_key: None,
        }
    }
}

impl Relation<'_> {
    /// What keeps the person from handing the scopes of each of these on for the party, by the ids of the resources.
    pub(in crate::ops) fn scope_verdicts(
        &self,
        resources: &[GuardedResource],
    ) -> Result<HashMap<String, ScopeVerdict>, OpsError> {
        let facts = self.held.delegating();
        let verdicts = resources.iter().map(|resource| {
            let verdict = self.scope_verdict(resource, &facts)?;
            Ok((resource.id.clone(), verdict))
        });
        verdicts.collect()
    }

    fn scope_verdict(
        &self,
        resource: &GuardedResource,
        facts: &Facts,
    ) -> Result<ScopeVerdict, OpsError> {
        if resource.policy.is_none() {
            return Ok(ScopeVerdict::default());
        }
        let policy = self.core().policies.of(resource)?;
        Ok(ScopeVerdict {
            problem: self.scope_problem(resource, &policy, facts),
            right_key: right_key(&policy, &resource.id),
        })
    }

    fn scope_problem(
        &self,
        resource: &GuardedResource,
        policy: &PolicyTree,
        facts: &Facts,
    ) -> Option<CannotGiveScopes> {
        let now = self.core().world.now();
        let question = self.question(&resource.id, SCOPE_ACCESS);
        let outcome = decide(policy, &question, facts, now);
        if outcome.decision != Decision::Permit {
            return Some(CannotGiveScopes::MissingAccess);
        }
        let mode = resource.access_list_mode;
        let outcome = limited(outcome, mode, &question, &self.memberships, now);
        if outcome.decision != Decision::Permit {
            return Some(CannotGiveScopes::NotOnList);
        }
        match enforce_level(&outcome, self.person.level) {
            Access::Granted => None,
            Access::LevelTooLow(level) => Some(CannotGiveScopes::LevelTooLow(level)),
            Access::Refused => Some(CannotGiveScopes::MissingAccess),
        }
    }
}

fn right_key(policy: &PolicyTree, resource: &str) -> Option<String> {
    let rights = policy.rights();
    let mut rights = rights.iter().filter(|right| {
        let is_here = right.resource_id().is_some_and(|id| id == resource);
        is_here && right.action.value.text() == SCOPE_ACCESS
    });
    rights.next().map(|right| right.key_2())
}
