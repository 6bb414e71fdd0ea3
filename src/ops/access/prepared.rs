use std::sync::Arc;

use super::super::facts::{self, KnownResource, Subject};
use super::identify::{Identified, identify};
use super::{Known, OpsError, limited};
use crate::domain::{AccessListMode, Membership, Party, Timestamp};
use crate::engine::explain::Explanation;
use crate::engine::{Facts, Outcome, PolicyTree, Request, decide};

/// A question from outside, ready to be decided or explained.
#[derive(Clone)]
pub struct Prepared {
    pub(super) resource: Arc<KnownResource>,
    /// With the names that follow from those that were given.
    pub request: Request,
    /// What the subject holds in relation to the party.
    pub facts: Arc<Facts>,
    /// Of the party, if the resource is for members of access lists.
    pub memberships: Arc<[Membership]>,
    /// None when the subject is nobody with facts, such as a service owner by its code.
    pub subject: Option<Subject>,
    /// The party acted for, if the question names one.
    pub party: Option<Arc<Party>>,
}

impl Prepared {
    /// The policy that decides, or why it cannot be used.
    pub fn policy(&self) -> Result<&Arc<PolicyTree>, OpsError> {
        self.resource.policy()
    }

    /// What the access lists leave of what the policy says.
    pub fn limited(&self, outcome: Outcome, now: Timestamp) -> Outcome {
        let mode = self.resource.access_list_mode;
        limited(outcome, mode, &self.request, &self.memberships, now)
    }

    /// The grounds, with what the access lists left.
    pub(super) fn explained(&self, grounds: Explanation, now: Timestamp) -> Explanation {
        let resource = &self.resource;
        resource.limited(grounds, &self.request, &self.memberships, now)
    }

    pub(super) fn decide(&self, policy: &PolicyTree, now: Timestamp) -> Outcome {
        self.limited(decide(policy, &self.request, &self.facts, now), now)
    }

    /// The same question with an action.
    pub(super) fn with_action(&self, action: &str) -> Self {
        Self {
            request: self.request.clone().action(action),
            ..self.clone()
        }
    }

    /// The same question about a subject that holds these facts.
    pub(super) fn with_subject(&self, request: Request, facts: Arc<Facts>) -> Self {
        Self {
            request,
            facts,
            ..self.clone()
        }
    }
}

impl Known<'_> {
    /// Finds who and what a question is about, and what the subject holds. The inner error says in words for the caller
    /// what cannot be resolved.
    pub async fn prepare(&self, request: &Request) -> Result<Result<Prepared, String>, OpsError> {
        let identified = match identify(self, request).await? {
            Ok(identified) => identified,
            Err(problem) => return Ok(Err(problem)),
        };
        Ok(Ok(Prepared {
            facts: self.facts_of(&identified).await?,
            memberships: match (identified.resource.access_list_mode, &identified.party) {
                (AccessListMode::Enabled, Some(party)) => self.memberships_of(party).await?,
                _ => Arc::default(),
            },
            resource: identified.resource,
            request: identified.request,
            subject: identified.subject,
            party: identified.party,
        }))
    }

    async fn facts_of(&self, identified: &Identified) -> Result<Arc<Facts>, OpsError> {
        if let (Some(subject), Some(party)) = (identified.subject, &identified.party) {
            // Nobody acts for a deleted party, whatever the register still says of its roles.
            if party.is_deleted {
                return Ok(Arc::default());
            }
            return Ok(self.held(subject, party).await?.acting().clone());
        }
        match &identified.alone {
            Some(party) => {
                let memberships = self.memberships(party.id).await?;
                let now = self.core().world.now();
                Ok(Arc::new(facts::traits(party, &memberships, now)))
            }
            None => Ok(Arc::default()),
        }
    }

    /// The access lists that open resources to a party: those of an organization.
    pub(super) async fn memberships_of(
        &self,
        party: &Party,
    ) -> Result<Arc<[Membership]>, OpsError> {
        match party.organization() {
            Some(_) => self.memberships(party.id).await,
            None => Ok(Arc::default()),
        }
    }
}
