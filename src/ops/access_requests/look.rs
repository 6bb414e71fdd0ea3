//! Looking at requests, from either side.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Refusal, check_receiver, manager};
use crate::domain::{
    AccessRequest, AccessRequestId, AccessRequestStatus, Asker, Party, PartyId, ServiceOwner,
};
use crate::ops::access::Person;
use crate::ops::{Core, OpsError};
use crate::store;
use crate::store::access_requests::{Filter, Side, Stretch};

/// A request with the parties that it names.
#[derive(Clone, Debug)]
pub struct View {
    pub request: AccessRequest,
    pub from: Party,
    pub to: Party,
    pub by: By,
}

/// Who asked.
#[derive(Clone, Debug)]
pub enum By {
    Person(Party),
    Owner(ServiceOwner),
}

/// One request of `party`'s, which must be one of its sides. A draft is known only to whom it is for.
pub async fn find(
    core: &Core,
    person: Person,
    party: PartyId,
    id: AccessRequestId,
) -> Result<Result<AccessRequest, Refusal>, OpsError> {
    let found = store::access_requests::find(&core.db, id).await?;
    let sides = [Side::Sent(party), Side::Received(party)];
    let side = found.as_ref().and_then(|request| {
        let mut sides = sides.into_iter();
        sides.find(|side| is_on(request, *side))
    });
    // Who may not act for the party is told the same whether it has such a request or not.
    let asked = side.unwrap_or(Side::Sent(party));
    if let Err(refusal) = check(core, person, asked).await? {
        return Ok(Err(refusal));
    }
    let visible = found.filter(|_| side.is_some());
    Ok(visible.ok_or(Refusal::NotFound))
}

fn is_on(request: &AccessRequest, side: Side) -> bool {
    match side {
        Side::Sent(party) => request.to == party,
        Side::Received(party) => request.from == party && request.is_sent(),
    }
}

async fn check(core: &Core, person: Person, side: Side) -> Result<Result<(), Refusal>, OpsError> {
    match side {
        Side::Sent(party) => check_receiver(core, person, party, "read").await,
        Side::Received(party) => {
            let manager = manager(core, person, party, "read").await?;
            Ok(manager.map(|_| ()))
        }
    }
}

/// A stretch of one side's requests, the latest change first.
pub async fn list(
    core: &Core,
    person: Person,
    filter: &Filter<'_>,
    stretch: Stretch,
) -> Result<Result<Vec<AccessRequest>, Refusal>, OpsError> {
    if let Err(refusal) = check(core, person, filter.side).await? {
        return Ok(Err(refusal));
    }
    let page = store::access_requests::page(&core.db, filter, stretch).await?;
    Ok(Ok(page))
}

/// How many of one side's requests there are.
pub async fn counted(
    core: &Core,
    person: Person,
    filter: &Filter<'_>,
) -> Result<Result<i64, Refusal>, OpsError> {
    if let Err(refusal) = check(core, person, filter.side).await? {
        return Ok(Err(refusal));
    }
    let count = store::access_requests::count(&core.db, filter).await?;
    Ok(Ok(count))
}

/// How many requests wait for an answer by `party`; None for those who may not see them.
pub async fn count_waiting(
    core: &Core,
    person: Person,
    party: PartyId,
) -> Result<Option<i64>, OpsError> {
    let filter = Filter {
        side: Side::Received(party),
        counterpart: None,
        statuses: &[AccessRequestStatus::Pending],
        since: None,
    };
    Ok(counted(core, person, &filter).await?.ok())
}

/// Those of `ids` that `party` has received, the oldest first.
pub async fn received(
    core: &Core,
    person: Person,
    party: PartyId,
    ids: &[Uuid],
) -> Result<Result<Vec<AccessRequest>, Refusal>, OpsError> {
    let side = Side::Received(party);
    if let Err(refusal) = check(core, person, side).await? {
        return Ok(Err(refusal));
    }
    let mut found = store::access_requests::list(&core.db, ids).await?;
    found.retain(|request| is_on(request, side));
    Ok(Ok(found))
}

/// Those of `ids` that a service owner has drafted for the person, or for an organization that he manages, whatever has
/// become of them; for others they do not exist.
pub async fn own_drafts(
    core: &Core,
    person: Person,
    ids: &[Uuid],
) -> Result<Vec<AccessRequest>, OpsError> {
    let mut own = Vec::new();
    let mut known: HashMap<PartyId, bool> = HashMap::new();
    for request in store::access_requests::list(&core.db, ids).await? {
        if !matches!(request.asked_by, Asker::Owner(_)) {
            continue;
        }
        let may = match known.get(&request.to) {
            Some(may) => *may,
            None => check_receiver(core, person, request.to, "write")
                .await?
                .is_ok(),
        };
        known.insert(request.to, may);
        if may {
            own.push(request);
        }
    }
    Ok(own)
}

/// The requests with their parties, in two statements for all.
pub async fn views(core: &Core, requests: Vec<AccessRequest>) -> Result<Vec<View>, OpsError> {
    let mut ids: Vec<PartyId> = requests.iter().flat_map(named).collect();
    ids.sort();
    ids.dedup();
    let parties = store::parties::list(&core.db, &ids).await?;
    let parties: HashMap<PartyId, Party> =
        parties.into_iter().map(|party| (party.id, party)).collect();
    let owners = match requests.iter().any(is_of_owner) {
        true => store::service_owners::list(&core.db).await?,
        false => Vec::new(),
    };
    let view = |request: AccessRequest| {
        let by = match &request.asked_by {
            Asker::Person(id) => By::Person(parties.get(id)?.clone()),
            Asker::Owner(code) => {
                By::Owner(owners.iter().find(|owner| owner.code == *code)?.clone())
            }
        };
        Some(View {
            from: parties.get(&request.from)?.clone(),
            to: parties.get(&request.to)?.clone(),
            by,
            request,
        })
    };
    // Foreign keys see to it that none is lost.
    Ok(requests.into_iter().filter_map(view).collect())
}

fn named(request: &AccessRequest) -> impl Iterator<Item = PartyId> {
    let by = match request.asked_by {
        Asker::Person(person) => Some(person),
        Asker::Owner(_) => None,
    };
    [request.from, request.to].into_iter().chain(by)
}

fn is_of_owner(request: &AccessRequest) -> bool {
    matches!(request.asked_by, Asker::Owner(_))
}
