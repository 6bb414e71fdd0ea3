//! Answering.

use super::ask::about;
use super::gift::{Gift, Lack, Plan};
use super::own::overtaken;
use super::{Refusal, manager};
use crate::db::{DbError, Tx};
use crate::domain::{
    AccessRequest, AccessRequestChange, AccessRequestId, ActKind, PartyId, Timestamp,
};
use crate::ops::access::{ACCESS_MANAGEMENT, Person, Relation};
use crate::ops::connections::{self, Change, Recipient, recipient};
use crate::ops::{Core, OpsError};
use crate::store;

/// Approves or rejects a request to `from`, in one transaction. Approved, exactly what was asked for is given, or, when the
/// approver lacks some of it, nothing.
pub async fn answer(
    core: &Core,
    person: Person,
    from: PartyId,
    (id, change): (AccessRequestId, AccessRequestChange),
) -> Result<Result<AccessRequest, Refusal>, OpsError> {
    let relation = match manager(core, person, from, "write").await? {
        Ok(relation) => relation,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let found = store::access_requests::find(&core.db, id).await?;
    let received = found.filter(|request| request.from == from && request.is_sent());
    let Some(request) = received else {
        return Ok(Err(Refusal::NotFound));
    };
    if let Err(status) = request.check(change) {
        return Ok(Err(Refusal::NotPossible(status)));
    }
    let answering = Answering {
        approver: &relation,
        by: person.party,
        request,
        now: core.world.now(),
    };
    let answered = match change {
        AccessRequestChange::Approve => answering.approve().await?,
        _ => answering.reject().await?,
    };
    Ok(match answered {
        Ok(()) => Ok(AccessRequest {
            status: change.after(),
            changed_at: answering.now,
            answered_by: Some(person.party),
            ..answering.request
        }),
        Err(refusal) => Err(refusal),
    })
}

/// What an approval of each of these requests to `from` would give, in the same order. Two statements for each service.
pub async fn preview(
    core: &Core,
    person: Person,
    from: PartyId,
    requests: &[AccessRequest],
) -> Result<Result<Vec<Gift>, Refusal>, OpsError> {
    let relation = match manager(core, person, from, "write").await? {
        Ok(relation) => relation,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mut gifts = Vec::with_capacity(requests.len());
    for request in requests {
        gifts.push(Plan::of(&relation, request).await?.gift);
    }
    Ok(Ok(gifts))
}

/// An answer about to be written.
struct Answering<'a> {
    approver: &'a Relation<'a>,
    by: PartyId,
    request: AccessRequest,
    now: Timestamp,
}

impl Answering<'_> {
    async fn approve(&self) -> Result<Result<(), Refusal>, OpsError> {
        let to = match recipient::find_asking(self.approver, self.request.to).await? {
            Ok(to) => to,
            Err(problem) => return Ok(Err(Refusal::ReceiverUnfit(problem))),
        };
        let plan = Plan::of(self.approver, &self.request).await?;
        if !plan.gift.lacks.is_empty() {
            return Ok(Err(Refusal::Lacking(plan.gift.lacks)));
        }
        self.give(&plan, &to).await
    }

    /// The answer, what is given and the acts, all or nothing.
    async fn give(&self, plan: &Plan, to: &Recipient) -> Result<Result<(), Refusal>, OpsError> {
        let mut change = match Change::giving(self.approver, to).await? {
            Ok(change) => change,
            Err(problem) => return Ok(Err(not_given(problem))),
        };
        if !self
            .mark(&mut change.tx, AccessRequestChange::Approve)
            .await?
        {
            drop(change);
            return Ok(Err(self.overtaken().await?));
        }
        if let Err(problem) = plan.carry_out(&mut change, to).await? {
            return Ok(Err(not_given(problem)));
        }
        let mut details = about(&self.request, self.request.to);
        details.actions.clone_from(&plan.gift.actions);
        change.put_down(ActKind::AccessRequestApproved, details);
        change.commit().await?;
        Ok(Ok(()))
    }

    async fn reject(&self) -> Result<Result<(), Refusal>, OpsError> {
        let core = self.approver.core();
        let mut details = about(&self.request, self.request.to);
        details.power = self.approver.power("write", ACCESS_MANAGEMENT).await?;
        let kind = ActKind::AccessRequestRejected;
        let act = core.act(self.by, self.request.from, kind, self.request.to.0);
        let mut tx = core.db.write().await?;
        if !self.mark(&mut tx, AccessRequestChange::Reject).await? {
            drop(tx);
            return Ok(Err(self.overtaken().await?));
        }
        store::acts::insert(&mut tx, &act.about(details)).await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Writes the answer; false when somebody was faster, or it is the second click of a double-click.
    async fn mark(&self, tx: &mut Tx, answer: AccessRequestChange) -> Result<bool, OpsError> {
        let id = self.request.id;
        match store::access_requests::answer(tx, id, answer, self.by, self.now).await {
            Ok(()) => Ok(true),
            Err(DbError::NotAsExpected) => Ok(false),
            Err(other) => Err(other.into()),
        }
    }

    async fn overtaken(&self) -> Result<Refusal, OpsError> {
        overtaken(self.approver.core(), self.request.id).await
    }
}

/// What the approver had when he was asked and has no more, or what the receiver may not have.
fn not_given(problem: connections::Refusal) -> Refusal {
    match problem {
        connections::Refusal::NoAccess => Refusal::NoAccess,
        connections::Refusal::LevelTooLow(level) => Refusal::LevelTooLow(level),
        connections::Refusal::NotAssignableToRecipient => Refusal::ReceiverUnfit(problem),
        problem => Refusal::Lacking(vec![Lack {
            action: None,
            problem,
        }]),
    }
}
