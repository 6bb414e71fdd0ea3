//! The only way to a decision: load the facts, ask the engine, count the answer.
//!
//! Worked example. Kari, general manager of the bakery, opens a vendor's request. [`may`] asks the engine `write` on
//! `altinn_access_management` for the bakery. The facts say that Kari is `daglig-leder` there, from which the role
//! `admai` follows; a rule of that resource's policy names `admai`, so the answer is Permit, with the obligation that
//! she is logged in at level 3 or higher. She is, so the answer is [`Access::Granted`].

use crate::domain::{PartyId, Resource, SecurityLevel};
use crate::engine::outcome::StatusCode;
use crate::engine::{Decision, Outcome, Policy, Request, decide, names};
use crate::store;

use super::facts::{self, Purpose, Subject};
use super::{Core, OpsError};

mod identify;

/// The resource whose rights make somebody an access manager.
pub const ACCESS_MANAGEMENT: &str = "altinn_access_management";
/// The resource whose `read` opens the list of system users.
pub const SYSTEM_USER_OVERVIEW: &str = "altinn_system_user_overview";

/// A person who is logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    pub party: PartyId,
    pub level: SecurityLevel,
}

/// The answer for a person at the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Granted,
    /// Permitted, but only with a stronger login.
    LevelTooLow(SecurityLevel),
    Refused,
}

impl Access {
    pub fn is_granted(self) -> bool {
        self == Self::Granted
    }
}

/// Says whether `person` may do `action` on `resource` for `party`, and enforces the level that the policy asks for.
pub async fn may(
    core: &Core,
    person: Person,
    action: &str,
    resource: &str,
    party: PartyId,
) -> Result<Access, OpsError> {
    let Some(resource) = store::resources::find(&core.db, resource).await? else {
        return Ok(Access::Refused);
    };
    let Some(party) = store::parties::find(&core.db, party).await? else {
        return Ok(Access::Refused);
    };
    let facts = facts::load(&core.db, Subject::Party(person.party), &party, Purpose::Act).await?;
    let policy = core.policies.of(&resource)?;
    let outcome = decide(
        &policy,
        &question(person.party, &resource, action),
        &facts,
        core.world.now(),
    );
    count(&outcome, &resource.id);
    Ok(enforce_level(&outcome, person.level))
}

/// Says whether `person` has any relation to `party` at all.
pub async fn may_represent(core: &Core, person: Person, party: PartyId) -> Result<bool, OpsError> {
    let Some(party) = store::parties::find(&core.db, party).await? else {
        return Ok(false);
    };
    if party.is_deleted {
        return Ok(false);
    }
    let facts = facts::load(&core.db, Subject::Party(person.party), &party, Purpose::Act).await?;
    Ok(!facts.roles.is_empty() || !facts.packages.is_empty() || !facts.delegations.is_empty())
}

/// Decides a question from outside: the subject and the party may be named in any of the known ways. What cannot be
/// decided is Indeterminate with its reason, never Permit.
pub async fn decide_request(core: &Core, request: &Request) -> Result<Outcome, OpsError> {
    let identified = match identify::identify(core, request).await? {
        Ok(identified) => identified,
        Err(problem) => return Ok(failed(request, &problem)),
    };
    let facts = match (identified.subject, &identified.party) {
        (Some(subject), Some(party)) => facts::load(&core.db, subject, party, Purpose::Act).await?,
        _ => Default::default(),
    };
    let outcome = match core.policies.of(&identified.resource) {
        Ok(policy) => decide(&policy, request, &facts, core.world.now()),
        Err(problem) => {
            tracing::error!(%problem, "a stored policy cannot be evaluated");
            failed(request, "the policy of the resource is not usable")
        }
    };
    count(&outcome, &identified.resource.id);
    Ok(outcome)
}

/// Of the actions in the resource's policy, those that `person` may pass on for `party`, and the level they ask for.
pub(super) async fn delegable_actions(
    core: &Core,
    person: Person,
    resource: &Resource,
    party: PartyId,
) -> Result<Vec<(String, Access)>, OpsError> {
    let Some(party) = store::parties::find(&core.db, party).await? else {
        return Ok(Vec::new());
    };
    let facts = facts::load(
        &core.db,
        Subject::Party(person.party),
        &party,
        Purpose::Delegate,
    )
    .await?;
    let policy = core.policies.of(resource)?;
    let now = core.world.now();
    let answers = actions_of(&policy, &resource.id).into_iter().map(|action| {
        let outcome = decide(
            &policy,
            &question(person.party, resource, &action),
            &facts,
            now,
        );
        let access = enforce_level(&outcome, person.level);
        (action, access)
    });
    Ok(answers.collect())
}

/// The packages that `person` may pass on for `party`, as urns.
pub(super) async fn delegable_packages(
    core: &Core,
    person: Person,
    party: PartyId,
) -> Result<Vec<String>, OpsError> {
    let Some(party) = store::parties::find(&core.db, party).await? else {
        return Ok(Vec::new());
    };
    let facts = facts::load(
        &core.db,
        Subject::Party(person.party),
        &party,
        Purpose::Delegate,
    )
    .await?;
    Ok(facts
        .packages
        .iter()
        .map(|fact| fact.package.urn())
        .collect())
}

/// The actions that rights to this very resource are about, each once, in the order of the policy.
fn actions_of(policy: &Policy, resource: &str) -> Vec<String> {
    let mut actions: Vec<String> = Vec::new();
    for right in policy.rights() {
        let is_here = right.resource_id().is_some_and(|id| id == resource);
        let action = right.action.value.text().into_owned();
        if is_here && right.is_delegable() && !actions.contains(&action) {
            actions.push(action);
        }
    }
    actions
}

fn question(person: PartyId, resource: &Resource, action: &str) -> Request {
    Request::new()
        .subject(names::PARTY_UUID, &person.to_string())
        .resource(names::RESOURCE_ID, &resource.id)
        .action(action)
}

fn enforce_level(outcome: &Outcome, held: SecurityLevel) -> Access {
    if outcome.decision != Decision::Permit {
        return Access::Refused;
    }
    match outcome.required_level(false).map(SecurityLevel::at_least) {
        None => Access::Granted,
        Some(Some(needed)) if held >= needed => Access::Granted,
        Some(Some(needed)) => Access::LevelTooLow(needed),
        // An obligation that nobody can fulfil must not be passed over (XACML 3.0 core, §7.18).
        Some(None) => Access::Refused,
    }
}

fn failed(request: &Request, problem: &str) -> Outcome {
    Outcome {
        returned: request.returned(),
        ..Outcome::failed(StatusCode::ProcessingError, problem)
    }
}

fn count(outcome: &Outcome, resource: &str) {
    metrics::counter!(
        "fullmakt_decisions_total",
        "decision" => outcome.decision.name(),
        "resource" => resource.to_owned()
    )
    .increment(1);
}
