//! What a policy would decide if it were the one in force. Nobody acts on it, so it is not put down in the decision log.

use super::{Subject, decide, identify, limited, names};
use crate::domain::{AccessListMode, PartyId};
use crate::engine::{Decision, PolicyTree, Request};
use crate::ops::OpsError;
use crate::ops::facts::{Known, PartyName};

/// Who would do what for whom.
pub struct Supposed<'a> {
    pub subject: Subject,
    pub party: PartyId,
    pub resource: &'a str,
    pub access_list_mode: AccessListMode,
    pub action: &'a str,
}

impl Known<'_> {
    /// What `policy` would decide. Not applicable when there is no such party, or no longer.
    pub async fn suppose(
        &self,
        supposed: &Supposed<'_>,
        policy: &PolicyTree,
    ) -> Result<Decision, OpsError> {
        let Some(party) = self.party(PartyName::Id(supposed.party)).await? else {
            return Ok(Decision::NotApplicable);
        };
        if party.is_deleted {
            return Ok(Decision::NotApplicable);
        }
        let held = self.held(supposed.subject, &party).await?;
        let memberships = self.memberships_of(&party).await?;
        let (attribute, id) = match supposed.subject {
            Subject::Party(id) => (names::PARTY_UUID, id.to_string()),
            Subject::SystemUser(id) => (names::SYSTEM_USER_UUID, id.to_string()),
        };
        let question = Request::new()
            .subject(attribute, &id)
            .resource(names::RESOURCE_ID, supposed.resource)
            .action(supposed.action);
        let question = identify::spelled_out(question, &party);
        let now = self.core().world.now();
        let outcome = decide(policy, &question, held.acting(), now);
        let mode = supposed.access_list_mode;
        let outcome = limited(outcome, mode, &question, &memberships, now);
        Ok(outcome.decision)
    }
}
