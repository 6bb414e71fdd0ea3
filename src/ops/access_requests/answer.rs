//! Answering.

use super::ask::{about, is_there};
use super::gift::{self, Gift};
use super::own::overtaken;
use super::{Refusal, manager};
use crate::db::DbError;
use crate::domain::{
    AccessRequest, AccessRequestChange, AccessRequestId, ActKind, PartyId, Timestamp,
};
use crate::ops::access::{ACCESS_MANAGEMENT, Person, Relation};
use crate::ops::{Core, OpsError};
use crate::store;

/// Approves or rejects a request to `from`, in one transaction. Approved, exactly what was asked for is given, or, when the
/// approver lacks some of it, nothing.
pub async fn answer(
    core: &Core,
    person: Person,
    from: PartyId,
    (id, answer): (AccessRequestId, AccessRequestChange),
) -> Result<Result<AccessRequest, Refusal>, OpsError> {
    let relation = match manager(core, person, from, "write").await? {
        Ok(relation) => relation,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let request = match received(core, from, id).await? {
        Some(request) => request,
        None => return Ok(Err(Refusal::NotFound)),
    };
    if let Err(status) = request.check(answer) {
        return Ok(Err(Refusal::NotPossible(status)));
    }
    let gift = match answer {
        AccessRequestChange::Approve => match giveable(&relation, &request).await? {
            Ok(gift) => Some(gift),
            Err(refusal) => return Ok(Err(refusal)),
        },
        _ => None,
    };
    let answering = Answering {
        relation: &relation,
        person,
        request,
        answer,
        now: core.world.now(),
    };
    answering.carry_out(core, gift).await
}

async fn received(
    core: &Core,
    from: PartyId,
    id: AccessRequestId,
) -> Result<Option<AccessRequest>, OpsError> {
    let found = store::access_requests::find(&core.db, id).await?;
    Ok(found.filter(|request| request.from == from && request.is_sent()))
}

/// What an approval gives; a receiver that is gone since gets nothing.
async fn giveable(
    relation: &Relation<'_>,
    request: &AccessRequest,
) -> Result<Result<Gift, Refusal>, OpsError> {
    let receiver = store::parties::find(&relation.core().db, request.to).await?;
    if !receiver.as_ref().is_some_and(is_there) {
        return Ok(Err(Refusal::UnknownParty));
    }
    let mut gifts = gift::check(relation, std::slice::from_ref(request)).await?;
    Ok(match gifts.pop() {
        Some(gift) if gift.lacks.is_empty() => Ok(gift),
        Some(gift) => Err(Refusal::Lacking(gift.lacks)),
        None => Err(Refusal::NotFound),
    })
}

/// What an approval of each of these requests to `from` would give, in the same order.
pub async fn preview(
    core: &Core,
    person: Person,
    from: PartyId,
    requests: &[AccessRequest],
) -> Result<Result<Vec<Gift>, Refusal>, OpsError> {
    match manager(core, person, from, "write").await? {
        Ok(relation) => Ok(Ok(gift::check(&relation, requests).await?)),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// An answer about to be written.
struct Answering<'a> {
    relation: &'a Relation<'a>,
    person: Person,
    request: AccessRequest,
    answer: AccessRequestChange,
    now: Timestamp,
}

impl Answering<'_> {
    async fn carry_out(
        self,
        core: &Core,
        gift: Option<Gift>,
    ) -> Result<Result<AccessRequest, Refusal>, OpsError> {
        let (id, by) = (self.request.id, self.person.party);
        let power = self.relation.power("write", ACCESS_MANAGEMENT).await?;
        let mut tx = core.db.write().await?;
        match store::access_requests::answer(&mut tx, id, self.answer, by, self.now).await {
            // Somebody was faster, or it is the second click of a double-click.
            Err(DbError::NotAsExpected) => {
                drop(tx);
                return Ok(Err(overtaken(core, id).await?));
            }
            other => other?,
        }
        if let Some(gift) = &gift {
            gift.give(core, &mut tx, &self.request, by).await?;
        }
        let mut details = about(&self.request, self.request.to);
        details.power = power;
        if let Some(gift) = gift {
            details.actions = gift.actions;
        }
        let act = core.act(by, self.request.from, self.kind(), id.0);
        store::acts::insert(&mut tx, &act.about(details)).await?;
        tx.commit().await?;
        Ok(Ok(AccessRequest {
            status: self.answer.after(),
            changed_at: self.now,
            answered_by: Some(by),
            ..self.request
        }))
    }

    fn kind(&self) -> ActKind {
        match self.answer {
            AccessRequestChange::Approve => ActKind::AccessRequestApproved,
            _ => ActKind::AccessRequestRejected,
        }
    }
}
