//! The step after a Permit on a resource that is only for the members of access lists.

use crate::domain::{Membership, Timestamp};

use super::names;
use super::outcome::{Decision, Outcome, Reason, Status};
use super::request::Request;

/// Lets a Permit stand if the party acted for is a member, now, of a list that opens the resource for the action; makes
/// it a Deny otherwise. Any other decision stands.
///
/// `memberships` are the party's; none when it is no organization, as only organizations can use such a resource.
pub fn limit(
    outcome: Outcome,
    request: &Request,
    memberships: &[Membership],
    now: Timestamp,
) -> Outcome {
    if outcome.decision != Decision::Permit || admitting(request, memberships, now).is_some() {
        return outcome;
    }
    Outcome {
        decision: Decision::Deny,
        status: Status::OK,
        obligations: Vec::new(),
        advice: Vec::new(),
        reason: Reason::AccessList,
        ..outcome
    }
}

/// The membership that opens what a request asks for. A request for two resources or actions at once is for none.
pub fn admitting<'m>(
    request: &Request,
    memberships: &'m [Membership],
    now: Timestamp,
) -> Option<&'m Membership> {
    let resource = request.single(names::RESOURCE, names::RESOURCE_ID).ok()??;
    let action = request.single(names::ACTION, names::ACTION_ID).ok()?;
    memberships
        .iter()
        .find(|membership| membership.admits(&resource, action.as_deref(), now))
}
