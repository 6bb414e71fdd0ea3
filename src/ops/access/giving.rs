//! What a person may pass on, and what he holds as a transaction sees it that is about to give or take something.

use std::sync::Arc;

use super::super::OpsError;
use super::super::facts::load;
use super::{
    Access, MAIN_ADMINISTRATION, Person, Relation, decide, enforce_level, identify, limited,
};
use super::{Subject, names};
use crate::db::{DbError, Tx};
use crate::domain::{AccessListMode, GuardedResource, Party};
use crate::engine::access_list;
use crate::engine::outcome::DecidingFact;
use crate::engine::rights::Right;
use crate::engine::{Facts, Outcome, PolicyTree, Request};
use crate::store;

/// One right of a policy, and whether the person may pass it on.
pub struct RightAnswer {
    pub right: Right,
    pub access: Access,
    pub ground: Ground,
}

/// What the answer about a right rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Role,
    Package,
    /// The right itself was given.
    Delegation,
    /// Whoever asks: the party is a member of no access list that opens it.
    NotOnAccessList,
    Nothing,
}

impl<'a> Relation<'a> {
    pub fn person(&self) -> Person {
        self.person
    }

    /// Whether the person acts for himself.
    pub fn is_own(&self) -> bool {
        self.party.id == self.person.party
    }

    /// The same relation with what `tx` sees now. Policies and access lists stay as they were known.
    pub(in crate::ops) async fn anew(&self, tx: &mut Tx) -> Result<Relation<'a>, OpsError> {
        let party = store::parties::find(&mut *tx, self.party.id).await?;
        let party = Arc::new(party.ok_or(DbError::NotAsExpected)?);
        let subject = Subject::Party(self.person.party);
        let held = load(&mut *tx, subject, party.clone()).await?;
        Ok(Self {
            known: self.known.clone(),
            person: self.person,
            asked: self.asked.clone(),
            party: Party::clone(&party),
            held: Arc::new(held),
            memberships: self.memberships.clone(),
        })
    }

    /// Whether the person is a main administrator here, who may pass on what he does not have.
    pub(in crate::ops) async fn is_main_administrator(&self) -> Result<bool, OpsError> {
        let power = self.power("read", MAIN_ADMINISTRATION).await?;
        Ok(power.is_some() && !self.party.is_deleted)
    }

    /// The facts by which the person may pass something on.
    pub(in crate::ops) fn delegating(&self) -> Facts {
        self.held.delegating()
    }

    /// The facts by which the person acts.
    pub(in crate::ops) fn acting(&self) -> &Facts {
        self.held.acting()
    }

    /// The rights of the resource's policy, and which of them the person may pass on, or could with a stronger login.
    pub(in crate::ops) fn delegable_rights(
        &self,
        resource: &GuardedResource,
    ) -> Result<Vec<RightAnswer>, OpsError> {
        let facts = self.held.delegating();
        let policy = self.core().policies.of(resource)?;
        let rights = policy.rights().into_iter();
        let here = rights.filter(|right| is_of(right, &resource.id));
        let answers = here.map(|right| self.answer_about(right, resource, &policy, &facts));
        Ok(answers.collect())
    }

    fn answer_about(
        &self,
        right: Right,
        resource: &GuardedResource,
        policy: &PolicyTree,
        facts: &Facts,
    ) -> RightAnswer {
        let question = self.question_about(&right);
        let now = self.core().world.now();
        let outcome = decide(policy, &question, facts, now);
        let limits = resource.access_list_mode;
        let is_open = limits == AccessListMode::Disabled
            || access_list::admitting(&question, &self.memberships, now).is_some();
        let outcome = limited(outcome, limits, &question, &self.memberships, now);
        RightAnswer {
            access: enforce_level(&outcome, self.person.level),
            ground: match is_open {
                true => ground(&outcome, facts),
                false => Ground::NotOnAccessList,
            },
            right,
        }
    }

    fn question_about(&self, right: &Right) -> Request {
        let question = Request::new().subject(names::PARTY_UUID, &self.person.party.to_string());
        let asked = right.resource.iter().fold(question, |question, one| {
            question.resource(&one.id, &one.value.text())
        });
        identify::spelled_out(asked.action(&right.action.value.text()), &self.party)
    }

    /// Of the actions in the resource's policy, those that the person may pass on, or could with a stronger login. An
    /// action that several rights are about counts when all of them do.
    pub(in crate::ops) fn delegable_actions(
        &self,
        resource: &GuardedResource,
    ) -> Result<Vec<(String, Access)>, OpsError> {
        let mut answers: Vec<(String, Access)> = Vec::new();
        for answer in self.delegable_rights(resource)? {
            let action = answer.right.action.value.text().into_owned();
            match answers.iter_mut().find(|(known, _)| *known == action) {
                Some((_, access)) => *access = access.and(answer.access),
                None => answers.push((action, answer.access)),
            }
        }
        Ok(answers)
    }
}

impl Access {
    /// What is left of both.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Granted, other) | (other, Self::Granted) => other,
            (Self::LevelTooLow(one), Self::LevelTooLow(other)) => Self::LevelTooLow(one.max(other)),
            _ => Self::Refused,
        }
    }
}

/// Whether a right to this very resource can be had by roles and packages alone; only then can it be passed on.
fn is_of(right: &Right, resource: &str) -> bool {
    right.is_delegable() && right.resource_id().is_some_and(|id| id == resource)
}

fn ground(outcome: &Outcome, facts: &Facts) -> Ground {
    match outcome.reason.fact(facts) {
        Some(DecidingFact::Role(_)) => Ground::Role,
        Some(DecidingFact::Package(_)) => Ground::Package,
        Some(DecidingFact::Delegation(_)) => Ground::Delegation,
        Some(DecidingFact::Trait(_)) | None => Ground::Nothing,
    }
}
