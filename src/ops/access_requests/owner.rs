//! What a service owner does: drafts a request for somebody, follows it, takes it back.

use super::ask::{New, about, check_kinds, enter, is_there};
use super::own::change;
use super::{Asked, Refusal, Wanted};
use crate::domain::{
    AccessRequest, AccessRequestChange, AccessRequestId, AccessRequestStatus, Act, ActKind, Asker,
    Party, PartyKey, ServiceOwner,
};
use crate::ops::{Core, OpsError};
use crate::store;

/// What a service owner drafts.
#[derive(Clone, Debug)]
pub struct OwnerAsk {
    /// Whose power it is.
    pub from: PartyKey,
    /// Who would get it, and has to confirm.
    pub to: PartyKey,
    pub what: Wanted,
}

/// Drafts a request; drafting the same again answers the one that is there.
pub async fn draft(
    core: &Core,
    owner: &ServiceOwner,
    ask: &OwnerAsk,
) -> Result<Result<Asked, Refusal>, OpsError> {
    let read = match ask.what.read(core).await? {
        Ok(read) => read,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let is_foreign = |resource: &crate::domain::Resource| resource.owner != owner.code;
    if read.resource.as_ref().is_some_and(is_foreign) {
        return Ok(Err(Refusal::ForeignResource));
    }
    let (from, to) = (party(core, &ask.from).await?, party(core, &ask.to).await?);
    let (Some(from), Some(to)) = (from, to) else {
        return Ok(Err(Refusal::UnknownParty));
    };
    if from.id == to.id {
        return Ok(Err(Refusal::OwnParty));
    }
    if let Err(refusal) = check_kinds(&read.what, &from, Some(&to)) {
        return Ok(Err(refusal));
    }
    let asker = Asker::Owner(owner.code.clone());
    let request = New::of(core, (from.id, to.id), read.what).by(asker, AccessRequestStatus::Draft);
    let act = act(core, owner, ActKind::AccessRequested, &request).await?;
    enter(core, request, act).await
}

async fn party(core: &Core, key: &PartyKey) -> Result<Option<Party>, OpsError> {
    let found = match key {
        PartyKey::Person(id) => store::parties::find_by_national_id(&core.db, id).await?,
        PartyKey::Organization(number) => {
            store::parties::find_by_org_number(&core.db, number).await?
        }
    };
    Ok(found.filter(is_there))
}

/// The owner acts for itself; one that is no party of the register leaves no act.
async fn act(
    core: &Core,
    owner: &ServiceOwner,
    kind: ActKind,
    request: &AccessRequest,
) -> Result<Option<Act>, OpsError> {
    let party = store::parties::find_by_org_number(&core.db, &owner.number).await?;
    Ok(party.map(|party| {
        let act = core.act(party.id, party.id, kind, request.id.0);
        act.about(about(request, request.to))
    }))
}

/// A request that the owner drafted, whatever has become of it.
pub async fn find_of_owner(
    core: &Core,
    owner: &ServiceOwner,
    id: AccessRequestId,
) -> Result<Option<AccessRequest>, OpsError> {
    let found = store::access_requests::find(&core.db, id).await?;
    Ok(found.filter(|request| request.asked_by == Asker::Owner(owner.code.clone())))
}

/// Takes a draft back, confirmed or not, as long as it is not answered.
pub async fn withdraw_draft(
    core: &Core,
    owner: &ServiceOwner,
    id: AccessRequestId,
) -> Result<Result<AccessRequest, Refusal>, OpsError> {
    let Some(request) = find_of_owner(core, owner, id).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    let act = act(core, owner, ActKind::AccessRequestWithdrawn, &request).await?;
    change(core, request, AccessRequestChange::Withdraw, act).await
}
