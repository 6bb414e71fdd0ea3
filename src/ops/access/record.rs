use std::sync::Arc;
use std::time::Instant;

use uuid::Uuid;

use super::super::facts::Subject;
use super::Core;
use crate::domain::{
    Asked, DecisionEntry, LogText, LoggedBasis, LoggedSubject, PartyId, SecurityLevel, SystemUserId,
};
use crate::engine::outcome::Reason;
use crate::engine::{Outcome, PolicyTree, Request, names};
use crate::telemetry;

/// What becomes known about a question while it is answered, for the decision log.
pub struct Record<'a> {
    asked: &'a Asked,
    request: &'a Request,
    started: Instant,
    subject: Option<Subject>,
    party: Option<PartyId>,
    held_level: Option<SecurityLevel>,
    policy_version: Option<Arc<str>>,
}

impl<'a> Record<'a> {
    /// Begins to count the time.
    pub fn begin(asked: &'a Asked, request: &'a Request) -> Self {
        Self {
            asked,
            request,
            started: Instant::now(),
            subject: None,
            party: None,
            held_level: None,
            policy_version: None,
        }
    }

    pub fn about(&mut self, subject: Option<Subject>, party: Option<PartyId>) {
        self.subject = subject;
        self.party = party;
    }

    /// Notes the level that the answer is enforced with.
    pub fn held(&mut self, level: SecurityLevel) {
        self.held_level = Some(level);
    }

    pub fn decided_by(&mut self, policy: &PolicyTree) {
        self.policy_version = Some(policy.identifier().version.clone());
    }

    /// Puts the answer down.
    pub fn finish(self, core: &Core, outcome: &Outcome) {
        if core.decision_log.is_off() {
            return;
        }
        core.decision_log.record(self.entry(core, outcome));
    }

    fn entry(self, core: &Core, outcome: &Outcome) -> DecisionEntry {
        let micros = self.started.elapsed().as_micros();
        DecisionEntry {
            id: core.world.new_id(),
            created: core.world.now(),
            asked: self.asked.clone(),
            request_id: telemetry::present_request(),
            session: self.text(names::SUBJECT, names::SESSION_ID),
            subject: self.subject(),
            party: self.party,
            resource: self.text(names::RESOURCE, names::RESOURCE_ID),
            instance: self
                .text(names::RESOURCE, names::RESOURCE_INSTANCE_ID)
                .or_else(|| self.text(names::RESOURCE, names::INSTANCE_ID)),
            action: self.text(names::ACTION, names::ACTION_ID),
            decision: outcome.decision,
            status: status(outcome),
            basis: basis(&outcome.reason),
            required_level: outcome.required_level(false),
            held_level: self.held_level.map(SecurityLevel::number),
            policy_version: self.policy_version.as_deref().map(str::to_owned),
            micros: u64::try_from(micros).unwrap_or(u64::MAX),
        }
    }

    /// Whom the facts were loaded for; failing that, whom the request names without any personal number.
    fn subject(&self) -> Option<LoggedSubject> {
        match self.subject {
            Some(Subject::Party(id)) => Some(LoggedSubject::Party(id)),
            Some(Subject::SystemUser(id)) => Some(LoggedSubject::SystemUser(id)),
            None => self.named_subject(),
        }
    }

    fn named_subject(&self) -> Option<LoggedSubject> {
        let system_user = self.subject_uuid(names::SYSTEM_USER_UUID);
        if let Some(id) = system_user {
            return Some(LoggedSubject::SystemUser(SystemUserId(id)));
        }
        let parties = [
            names::PARTY_UUID,
            names::PERSON_UUID,
            names::ORGANIZATION_UUID,
        ];
        let party = parties.iter().find_map(|name| self.subject_uuid(name));
        let code = || self.text(names::SUBJECT, names::ORG);
        party
            .map(|id| LoggedSubject::Party(PartyId(id)))
            .or_else(|| code().map(LoggedSubject::ServiceOwner))
    }

    fn subject_uuid(&self, name: &str) -> Option<Uuid> {
        let text = self.request.single(names::SUBJECT, name).ok()??;
        Uuid::try_parse(&text).ok()
    }

    fn text(&self, category: &str, name: &str) -> Option<LogText> {
        let text = self.request.single(category, name).ok()??;
        Some(LogText::new(&text))
    }
}

/// The last part of the status code's urn.
fn status(outcome: &Outcome) -> String {
    let urn = outcome.status.code.urn();
    urn.rsplit(':').next().unwrap_or(urn).to_owned()
}

fn basis(reason: &Reason) -> LoggedBasis {
    match reason {
        Reason::Rule { id, .. } => LoggedBasis::Rule(id.to_string()),
        Reason::Delegation { id, .. } => LoggedBasis::Delegation(*id),
        Reason::AccessList => LoggedBasis::AccessList,
        Reason::NoRule => LoggedBasis::NoRule,
        Reason::Policy => LoggedBasis::Policy,
        Reason::NotEvaluated => LoggedBasis::NotEvaluated,
    }
}
