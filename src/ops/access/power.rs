//! The power that somebody does something by, for the log of acts.

use super::super::OpsError;
use super::{Access, Relation, decide, enforce_level, names};
use crate::engine::outcome::DecidingFact;

impl Relation<'_> {
    /// The role, access package or delegated resource, by its urn, that permits the person `action` on `resource` here;
    /// None when nothing does. Tells of an answer that was given, so it is no decision of its own and is not logged.
    pub async fn power(&self, action: &str, resource: &str) -> Result<Option<String>, OpsError> {
        let Some(resource) = self.known.resource(resource).await? else {
            return Ok(None);
        };
        let question = self.question(&resource.id, action);
        let facts = self.held.acting();
        let now = self.core().world.now();
        let outcome = decide(resource.policy()?, &question, facts, now);
        if enforce_level(&outcome, self.person.level) != Access::Granted {
            return Ok(None);
        }
        let fact = outcome.reason.fact(facts);
        Ok(fact.map(|fact| match fact {
            DecidingFact::Role(fact) => fact.role.urn(),
            DecidingFact::Package(fact) => fact.package.urn(),
            DecidingFact::Delegation(right) => {
                format!("{}:{}", names::RESOURCE_ID, right.resource_id)
            }
            DecidingFact::Trait(urn) => urn.urn(),
        }))
    }
}
