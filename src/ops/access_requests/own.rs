//! What the side that would get the power does with a request: confirms a draft, takes a request back.

use super::ask::{about, asked};
use super::{Refusal, check_receiver};
use crate::db::DbError;
use crate::domain::{AccessRequest, AccessRequestChange, AccessRequestId, Act, ActKind, PartyId};
use crate::ops::access::Person;
use crate::ops::{Core, OpsError};
use crate::store;

/// Confirms a service owner's draft: from now on it waits for an answer.
pub async fn confirm(
    core: &Core,
    person: Person,
    to: PartyId,
    id: AccessRequestId,
) -> Result<Result<AccessRequest, Refusal>, OpsError> {
    let request = match of(core, person, to, id).await? {
        Ok(request) => request,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let act = asked(core, person.party, &request);
    change(core, request, AccessRequestChange::Confirm, Some(act)).await
}

/// Takes a request back, or discards a draft.
pub async fn withdraw(
    core: &Core,
    person: Person,
    to: PartyId,
    id: AccessRequestId,
) -> Result<Result<AccessRequest, Refusal>, OpsError> {
    let request = match of(core, person, to, id).await? {
        Ok(request) => request,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let kind = ActKind::AccessRequestWithdrawn;
    let act = core.act(person.party, to, kind, id.0);
    let act = act.about(about(&request, request.from));
    change(core, request, AccessRequestChange::Withdraw, Some(act)).await
}

/// The request that would give `to` something, if the person may act for `to` in this.
async fn of(
    core: &Core,
    person: Person,
    to: PartyId,
    id: AccessRequestId,
) -> Result<Result<AccessRequest, Refusal>, OpsError> {
    if let Err(refusal) = check_receiver(core, person, to, "write").await? {
        return Ok(Err(refusal));
    }
    let found = store::access_requests::find(&core.db, id).await?;
    Ok(found
        .filter(|request| request.to == to)
        .ok_or(Refusal::NotFound))
}

/// Takes the step in one transaction, if nobody was faster.
pub(super) async fn change(
    core: &Core,
    request: AccessRequest,
    change: AccessRequestChange,
    act: Option<Act>,
) -> Result<Result<AccessRequest, Refusal>, OpsError> {
    if let Err(status) = request.check(change) {
        return Ok(Err(Refusal::NotPossible(status)));
    }
    let now = core.world.now();
    let mut tx = core.db.write().await?;
    match store::access_requests::change(&mut tx, request.id, change, now).await {
        Err(DbError::NotAsExpected) => {
            drop(tx);
            return Ok(Err(overtaken(core, request.id).await?));
        }
        other => other?,
    }
    if let Some(act) = act {
        store::acts::insert(&mut tx, &act).await?;
    }
    tx.commit().await?;
    Ok(Ok(AccessRequest {
        status: change.after(),
        changed_at: now,
        ..request
    }))
}

/// What has become of a request that somebody else changed in between.
pub(super) async fn overtaken(core: &Core, id: AccessRequestId) -> Result<Refusal, OpsError> {
    let found = store::access_requests::find(&core.db, id).await?;
    Ok(found.map_or(Refusal::NotFound, |request| {
        Refusal::NotPossible(request.status)
    }))
}
