//! The only way to a decision: load the facts, ask the engine, count the answer, put it down in the decision log.
//!
//! Worked example. Kari, general manager of the bakery, opens a vendor's request. [`Relation::may`] asks the engine `write` on
//! `altinn_access_management` for the bakery. The facts say that Kari is `daglig-leder` there, from which the role
//! `admai` follows; a rule of that resource's policy names `admai`, so the answer is Permit, with the obligation that
//! she is logged in at level 3 or higher. She is, so the answer is [`Access::Granted`].

use std::sync::Arc;

use crate::domain::{
    AccessListMode, Asked, AskedBy, Membership, Party, PartyId, SecurityLevel, Surface, Timestamp,
};
use crate::engine::outcome::StatusCode;
use crate::engine::{Decision, Outcome, PolicyTree, Request, access_list, decide, names};

use super::facts::{Held, Known, PartyName, decision_counter};
use super::{Core, OpsError};

mod explained;
mod giving;
mod holding;
mod identify;
mod power;
mod prepared;
mod record;
mod scopes;
pub mod search;
mod shortfall;
mod supposed;

pub use super::facts::Subject;
pub use explained::{Audience, Grounds};
pub use giving::{Ground, RightAnswer};
pub use holding::{HeldRight, Holding, Name, find_holding, find_holding_of};
pub(in crate::ops) use identify::App;
pub use power::power;
pub use prepared::Prepared;
use record::Record;
pub use shortfall::{Power, Powers, Shortfall, shortfall};
pub use supposed::Supposed;

/// The resource whose rights make somebody an access manager.
pub const ACCESS_MANAGEMENT: &str = "altinn_access_management";
/// The resource whose `read` and `write` open a party's clients and their agents.
pub const CLIENT_ADMINISTRATION: &str = "altinn_client_administration";
/// The resource whose `read` tells a main administrator, who may pass on what he does not have.
pub const MAIN_ADMINISTRATION: &str = "altinn_access_management_hovedadmin";
/// The resource whose `read` and `write` let somebody give a party's Maskinporten scopes to suppliers.
pub const SCOPE_DELEGATION: &str = "altinn_maskinporten_scope_delegation";
/// The resource whose `read` opens the list of system users.
pub const SYSTEM_USER_OVERVIEW: &str = "altinn_system_user_overview";
/// The resource whose `read` and `write` open a service owner's resources, policies and access lists.
pub const RESOURCE_ADMINISTRATION: &str = "fullmakt_resource_administration";
/// The resource whose `read` and `write` let somebody operate the installation, at the operator's organization only.
pub const OPERATION: &str = "fullmakt_operation";

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

/// What a person holds at a party, loaded once for all the questions of one request.
pub struct Relation<'a> {
    known: Known<'a>,
    person: Person,
    asked: Asked,
    pub party: Party,
    held: Arc<Held>,
    /// Of the party; none of a person.
    memberships: Arc<[Membership]>,
}

impl<'a> Relation<'a> {
    /// Loads it, in five queries if nothing of it is known; None when there is no such party.
    pub async fn load(
        core: &'a Core,
        person: Person,
        party: PartyId,
    ) -> Result<Option<Self>, OpsError> {
        let known = core.known().await?;
        let Some(party) = known.party(PartyName::Id(party)).await? else {
            return Ok(None);
        };
        Ok(Some(Self {
            held: known.held(Subject::Party(person.party), &party).await?,
            memberships: known.memberships_of(&party).await?,
            asked: Asked {
                by: AskedBy::Person(person.party),
                surface: Surface::Portal,
                position: None,
            },
            known,
            person,
            party: Party::clone(&party),
        }))
    }

    /// The same, asked by somebody else than the person at the portal.
    #[must_use]
    pub fn asked_by(self, asked: Asked) -> Self {
        Self { asked, ..self }
    }

    /// Whether the person has to do with the party at all. Nobody acts for a deleted one.
    pub fn exists(&self) -> bool {
        !self.party.is_deleted && self.held.is_any()
    }

    /// Says whether the person may do `action` on `resource` here, and enforces the level that the policy asks for.
    pub async fn may(&self, action: &str, resource: &str) -> Result<Access, OpsError> {
        match self.known.resource(resource).await? {
            Some(resource) if resource.has_policy() => {
                let limits = resource.access_list_mode;
                Ok(self.answer(action, &resource.id, resource.policy()?, limits))
            }
            _ => {
                let question = self.question(resource, action);
                let unknown = Outcome::failed(
                    StatusCode::ProcessingError,
                    "no such resource, or none with a policy",
                );
                self.record(&question).finish(self.core(), &unknown);
                Ok(Access::Refused)
            }
        }
    }

    fn answer(
        &self,
        action: &str,
        resource: &str,
        policy: &PolicyTree,
        limits: AccessListMode,
    ) -> Access {
        let question = self.question(resource, action);
        let mut record = self.record(&question);
        if self.party.is_deleted {
            record.finish(self.core(), &Outcome::refused());
            return Access::Refused;
        }
        record.decided_by(policy);
        let now = self.core().world.now();
        let outcome = decide(policy, &question, self.held.acting(), now);
        let outcome = limited(outcome, limits, &question, &self.memberships, now);
        decision_counter(outcome.decision, resource).increment(1);
        record.finish(self.core(), &outcome);
        enforce_level(&outcome, self.person.level)
    }

    /// The packages that the person may pass on, as urns.
    pub(super) fn delegable_packages(&self) -> Vec<String> {
        let facts = self.held.delegating();
        facts
            .packages
            .iter()
            .map(|fact| fact.package.urn())
            .collect()
    }

    pub(super) fn core(&self) -> &'a Core {
        self.known.core()
    }

    fn question(&self, resource: &str, action: &str) -> Request {
        let question = Request::new()
            .subject(names::PARTY_UUID, &self.person.party.to_string())
            .resource(names::RESOURCE_ID, resource)
            .action(action);
        identify::spelled_out(question, &self.party)
    }

    fn record<'r>(&'r self, question: &'r Request) -> Record<'r> {
        let mut record = Record::begin(&self.asked, question);
        record.about(Some(Subject::Party(self.person.party)), Some(self.party.id));
        record.held(self.person.level);
        record
    }
}

/// Says whether `person` may do `action` on `resource` for `party`.
pub async fn may(
    core: &Core,
    person: Person,
    action: &str,
    resource: &str,
    party: PartyId,
) -> Result<Access, OpsError> {
    match Relation::load(core, person, party).await? {
        Some(relation) => relation.may(action, resource).await,
        None => Ok(Access::Refused),
    }
}

/// Says whether `person` has any relation to `party`.
pub async fn may_represent(core: &Core, person: Person, party: PartyId) -> Result<bool, OpsError> {
    let relation = Relation::load(core, person, party).await?;
    Ok(relation.is_some_and(|relation| relation.exists()))
}

/// Decides a question from outside: the subject and the party may be named in any of the known ways. What cannot be
/// decided is Indeterminate with its reason, never Permit. The answer is put down for `asked`. Whoever has several
/// questions makes one [`Known`] for all.
pub async fn decide_request(
    core: &Core,
    asked: &Asked,
    request: &Request,
) -> Result<Outcome, OpsError> {
    core.known().await?.decide(asked, request).await
}

impl Known<'_> {
    /// Like [`decide_request`], with the facts that are known here.
    pub async fn decide(&self, asked: &Asked, request: &Request) -> Result<Outcome, OpsError> {
        let mut record = Record::begin(asked, request);
        let outcome = match self.prepare(request).await? {
            Ok(prepared) => self.decide_prepared(&prepared, &mut record),
            Err(problem) => failed(request, &problem),
        };
        record.finish(self.core(), &outcome);
        Ok(outcome)
    }

    fn decide_prepared(&self, prepared: &Prepared, record: &mut Record<'_>) -> Outcome {
        record.about(
            prepared.subject,
            prepared.party.as_ref().map(|party| party.id),
        );
        let outcome = match prepared.policy() {
            Ok(policy) => {
                record.decided_by(policy);
                prepared.decide(policy, self.core().world.now())
            }
            Err(problem) => {
                tracing::error!(%problem, "a stored policy cannot be evaluated");
                failed(
                    &prepared.request,
                    "the policy of the resource is not usable",
                )
            }
        };
        prepared.resource.count(outcome.decision);
        outcome
    }
}

/// Puts down an answer that was given to a question that could not be read.
pub fn record_unread(core: &Core, asked: &Asked, outcome: &Outcome) {
    Record::begin(asked, &Request::new()).finish(core, outcome);
}

fn limited(
    outcome: Outcome,
    mode: AccessListMode,
    request: &Request,
    memberships: &[Membership],
    now: Timestamp,
) -> Outcome {
    match mode {
        AccessListMode::Disabled => outcome,
        AccessListMode::Enabled => access_list::limit(outcome, request, memberships, now),
    }
}

fn enforce_level(outcome: &Outcome, held: SecurityLevel) -> Access {
    if outcome.decision != Decision::Permit || outcome.other_obligation().is_some() {
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
