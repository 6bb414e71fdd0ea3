//! Asking.

use time::Duration;

use super::{Refusal, Wanted, check_receiver};
use crate::db::DbError;
use crate::domain::{
    AccessRequest, AccessRequestId, AccessRequestStatus, Act, ActDetails, ActKind, AskedFor, Asker,
    Party, PartyId,
};
use crate::ops::access::{Person, Relation};
use crate::ops::connections::{check_recipient, packages_for};
use crate::ops::{Core, OpsError};
use crate::reference::reference;
use crate::store;

/// How much a person may have asked for that is open or less than a day old, so that nobody is flooded and taking back
/// does not make room at once. Requests that come in the same instant may go beyond it by their number.
pub const MOST_ASKED: i64 = 50;
const COUNTED: Duration = Duration::days(1);

/// What a person asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Whose power it is.
    pub from: PartyId,
    /// Who would get it: the person himself, or an organization that he manages.
    pub to: PartyId,
    pub what: Wanted,
}

/// A request that stands.
#[derive(Clone, Debug)]
pub struct Asked {
    pub request: AccessRequest,
    /// False when the same was asked for before and waits still.
    pub is_new: bool,
}

/// Asks `ask.from` for something. Asking again answers the request that waits.
pub async fn ask(
    core: &Core,
    person: Person,
    ask: &Ask,
) -> Result<Result<Asked, Refusal>, OpsError> {
    if let Err(refusal) = check_receiver(core, person, ask.to, "write").await? {
        return Ok(Err(refusal));
    }
    if ask.from == ask.to {
        return Ok(Err(Refusal::OwnParty));
    }
    let read = match ask.what.read(core).await? {
        Ok(read) => read,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(from) = askable(core, person, ask.from).await? else {
        return Ok(Err(Refusal::UnknownParty));
    };
    let to = store::parties::find(&core.db, ask.to).await?;
    if let Err(refusal) = check_kinds(&read.what, &from, to.as_ref()) {
        return Ok(Err(refusal));
    }
    let asker = Asker::Person(person.party);
    let request =
        New::of(core, (ask.from, ask.to), read.what).by(asker, AccessRequestStatus::Pending);
    let act = asked(core, person.party, &request);
    enter(core, request, Some(act)).await
}

/// Everybody may ask an organization, as everybody may know of it. A person is asked only by somebody who has to do with
/// him already.
async fn askable(core: &Core, person: Person, from: PartyId) -> Result<Option<Party>, OpsError> {
    let relation = Relation::load(core, person, from).await?;
    let known = relation.filter(|relation| {
        let is_known = relation.party.organization().is_some() || relation.exists();
        is_known && is_there(&relation.party)
    });
    Ok(known.map(|relation| relation.party))
}

/// Whether `from` can have such a power, and `to` can get it.
pub(super) fn check_kinds(
    what: &AskedFor,
    from: &Party,
    to: Option<&Party>,
) -> Result<(), Refusal> {
    let AskedFor::Package { urn } = what else {
        return Ok(());
    };
    let (Some(package), Some(to)) = (reference().package(urn), to) else {
        return Err(Refusal::UnknownPackage);
    };
    if !packages_for(from).any(|one| one.urn == *urn) {
        return Err(Refusal::PackageKind);
    }
    check_recipient(package, to).map_err(Refusal::ReceiverUnfit)
}

/// Whether the party can give and be given something.
pub(super) fn is_there(party: &Party) -> bool {
    !party.is_deleted && party.person().is_none_or(|person| person.died.is_none())
}

/// A request about to be made.
pub(super) struct New {
    id: AccessRequestId,
    from: PartyId,
    to: PartyId,
    what: AskedFor,
    at: crate::domain::Timestamp,
}

impl New {
    pub fn of(core: &Core, (from, to): (PartyId, PartyId), what: AskedFor) -> Self {
        Self {
            id: AccessRequestId(core.world.random_id()),
            from,
            to,
            what,
            at: core.world.now(),
        }
    }

    pub fn by(self, asked_by: Asker, status: AccessRequestStatus) -> AccessRequest {
        AccessRequest {
            id: self.id,
            from: self.from,
            to: self.to,
            asked_by,
            what: self.what,
            status,
            created_at: self.at,
            changed_at: self.at,
            answered_by: None,
        }
    }
}

/// Makes the request, or answers the one that asks the same.
pub(super) async fn enter(
    core: &Core,
    request: AccessRequest,
    act: Option<Act>,
) -> Result<Result<Asked, Refusal>, OpsError> {
    if let Some(existing) = existing(core, &request).await? {
        return Ok(Ok(existing));
    }
    let mut tx = core.db.write().await?;
    let since = request.created_at.minus(COUNTED);
    if store::access_requests::count_asked(&mut tx, &request, since).await? >= MOST_ASKED {
        return Ok(Err(Refusal::TooMany));
    }
    match store::access_requests::insert(&mut tx, &request).await {
        // The same was asked for twice at once; the other one is there now, unless it was taken back already.
        Err(DbError::Duplicate) => {
            drop(tx);
            let existing = existing(core, &request).await?;
            return Ok(existing.ok_or(Refusal::NotFound));
        }
        other => other?,
    }
    if let Some(act) = act {
        store::acts::insert(&mut tx, &act).await?;
    }
    tx.commit().await?;
    Ok(Ok(Asked {
        request,
        is_new: true,
    }))
}

async fn existing(core: &Core, request: &AccessRequest) -> Result<Option<Asked>, OpsError> {
    let found = store::access_requests::find_open_like(&core.db, request).await?;
    Ok(found.map(|request| Asked {
        request,
        is_new: false,
    }))
}

/// That `actor` asked on behalf of the one who would get it.
pub(super) fn asked(core: &Core, actor: PartyId, request: &AccessRequest) -> Act {
    let kind = ActKind::AccessRequested;
    core.act(actor, request.to, kind, request.id.0)
        .about(about(request, request.from))
}

/// What the request is about, for the log of acts.
pub(super) fn about(request: &AccessRequest, counterpart: PartyId) -> ActDetails {
    let details = ActDetails {
        counterpart: Some(counterpart.0),
        ..ActDetails::default()
    };
    match &request.what {
        AskedFor::Package { urn } => ActDetails {
            package: Some(urn.clone()),
            ..details
        },
        AskedFor::Resource { id, actions } => ActDetails {
            resource: Some(id.clone()),
            actions: actions.clone().unwrap_or_default(),
            ..details
        },
    }
}
