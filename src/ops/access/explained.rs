//! Decisions with their grounds, for the owner of the resource alone: they tell what others hold and have given.

use super::record::Record;
use super::{Core, Known, OpsError, Prepared, failed};
use crate::domain::{Asked, OrgNumber};
use crate::engine::explain::{Explanation, explain};
use crate::engine::{Outcome, Request};
use crate::store;

/// To whom grounds are given.
pub struct Audience {
    /// The code of the service owner, if it is one.
    owner: Option<String>,
}

/// Why a question was answered as it was.
#[derive(Clone, Debug, PartialEq)]
pub enum Grounds {
    Told(Box<Explanation>),
    /// The resource belongs to somebody else.
    OthersResource,
    /// No policy was evaluated; the status of the answer says why.
    NotEvaluated,
}

impl Audience {
    /// The organization that a caller speaks for; None is nobody.
    pub async fn of(core: &Core, caller: Option<&OrgNumber>) -> Result<Self, OpsError> {
        let owner = match caller {
            Some(number) => store::service_owners::find_by_number(&core.db, number).await?,
            None => None,
        };
        Ok(Self {
            owner: owner.map(|owner| owner.code),
        })
    }

    fn owns(&self, prepared: &Prepared) -> bool {
        self.owner.as_ref() == Some(&prepared.resource.owner)
    }
}

impl Known<'_> {
    /// Like [`Known::decide`], with the grounds as far as this audience may know them. The answer is put down once.
    pub async fn decide_and_explain(
        &self,
        asked: &Asked,
        request: &Request,
        audience: &Audience,
    ) -> Result<(Outcome, Grounds), OpsError> {
        let mut record = Record::begin(asked, request);
        let (outcome, grounds) = match self.prepare(request).await? {
            Err(problem) => (failed(request, &problem), Grounds::NotEvaluated),
            Ok(prepared) if !audience.owns(&prepared) => {
                let outcome = self.decide_prepared(&prepared, &mut record);
                (outcome, Grounds::OthersResource)
            }
            Ok(prepared) => self.explain_prepared(&prepared, &mut record),
        };
        record.finish(self.core(), &outcome);
        Ok((outcome, grounds))
    }

    fn explain_prepared(&self, prepared: &Prepared, record: &mut Record<'_>) -> (Outcome, Grounds) {
        let Ok(policy) = prepared.policy() else {
            return (
                self.decide_prepared(prepared, record),
                Grounds::NotEvaluated,
            );
        };
        record.about(
            prepared.subject,
            prepared.party.as_ref().map(|party| party.id),
        );
        record.decided_by(policy);
        let now = self.core().world.now();
        let explanation = prepared.explained(
            explain(policy, &prepared.request, &prepared.facts, now),
            now,
        );
        prepared.resource.count(explanation.outcome.decision);
        (
            explanation.outcome.clone(),
            Grounds::Told(Box::new(explanation)),
        )
    }
}
