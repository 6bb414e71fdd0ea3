use crate::db::Tx;
use crate::domain::{
    ActDetails, ActKind, Delegated, Delegation, DelegationId, NationalId, OwnerField, OwnerProblem,
    Party, PartyId, Receiver, Timestamp, alphabetical, without_spaces,
};
use crate::ops::access::RESOURCE_ADMINISTRATION;
use crate::ops::operation::Operator;
use crate::ops::{Core, OpsError};
use crate::store;

use super::{Locked, Refusal, begin, granted};

/// What an administrator is given on the resource that protects the owner's pages.
const ACTIONS: [&str; 2] = ["read", "write"];

/// Somebody to whom the owner's organization has given the rights.
#[derive(Clone, Debug)]
pub struct Administrator {
    pub party: Party,
    pub since: Timestamp,
}

/// The person with this national id, who may be made an administrator.
pub async fn find_person(
    core: &Core,
    operator: Operator,
    national_id: &str,
) -> Result<Result<Party, Refusal>, OpsError> {
    if let Err(refusal) = granted(core, operator, "write").await? {
        return Ok(Err(refusal));
    }
    let because = |problem| Refusal::because(OwnerField::Administrators, problem);
    let national_id = match read_national_id(national_id, None) {
        Ok(national_id) => national_id,
        Err(problem) => return Ok(Err(because(problem))),
    };
    let found = store::parties::find_by_national_id(&core.db, &national_id).await?;
    Ok(living(found, None).map_err(because))
}

/// Gives a person the rights, or what of them is missing.
pub async fn add(
    core: &Core,
    operator: Operator,
    code: &str,
    person: PartyId,
) -> Result<Result<Party, Refusal>, OpsError> {
    let Locked {
        mut tx,
        party,
        power,
        ..
    } = match begin(core, operator, code).await? {
        Ok(locked) => locked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(receiver) = living_person(&mut tx, person).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    let actor = operator.actor(party.id);
    if give(core, &mut tx, (party.id, person), actor).await? == 0 {
        let name = receiver.name;
        let problem = OwnerProblem::AlreadyAdministrator { name };
        return Ok(Err(Refusal::because(OwnerField::Administrators, problem)));
    }
    let act = core.act(actor, party.id, ActKind::AdministratorAdded, person.0);
    store::acts::insert(&mut tx, &act.about(about(person, power))).await?;
    tx.commit().await?;
    Ok(Ok(receiver))
}

/// Takes back what a person was given. What follows from a role at the organization stays.
pub async fn remove(
    core: &Core,
    operator: Operator,
    code: &str,
    person: PartyId,
) -> Result<Result<(), Refusal>, OpsError> {
    let Locked {
        mut tx,
        party,
        power,
        ..
    } = match begin(core, operator, code).await? {
        Ok(locked) => locked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let held = held(&mut tx, (party.id, person)).await?;
    if held.is_empty() {
        let problem = OwnerProblem::NotAdministrator;
        return Ok(Err(Refusal::because(OwnerField::Administrators, problem)));
    }
    let (actor, now) = (operator.actor(party.id), core.world.now());
    for delegation in held {
        store::delegations::revoke(&mut tx, delegation.id, actor, now).await?;
    }
    let act = core.act(actor, party.id, ActKind::AdministratorRemoved, person.0);
    store::acts::insert(&mut tx, &act.about(about(person, power))).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

fn about(person: PartyId, power: Option<String>) -> ActDetails {
    ActDetails {
        counterpart: Some(person.0),
        resource: Some(RESOURCE_ADMINISTRATION.to_owned()),
        actions: ACTIONS.map(str::to_owned).to_vec(),
        power,
        ..ActDetails::default()
    }
}

/// Those to whom `owner` has given any of the rights, by name.
pub(super) async fn list(core: &Core, owner: &Party) -> Result<Vec<Administrator>, OpsError> {
    let given =
        store::delegations::list_given_on(&core.db, owner.id, RESOURCE_ADMINISTRATION).await?;
    let mut since: Vec<(PartyId, Timestamp)> = Vec::new();
    for delegation in &given {
        if let Receiver::Party(to) = delegation.to
            && since.iter().all(|(party, _)| *party != to)
        {
            since.push((to, delegation.given_at));
        }
    }
    let ids: Vec<PartyId> = since.iter().map(|(party, _)| *party).collect();
    let mut administrators: Vec<Administrator> = store::parties::list(&core.db, &ids)
        .await?
        .into_iter()
        .filter_map(|party| {
            let (_, since) = since.iter().find(|(id, _)| *id == party.id)?;
            Some(Administrator {
                since: *since,
                party,
            })
        })
        .collect();
    administrators.sort_by_cached_key(|one| (alphabetical(&one.party.name), one.party.number));
    Ok(administrators)
}

/// Gives what of the rights the person does not hold already, and answers how many that was.
pub(super) async fn give(
    core: &Core,
    tx: &mut Tx,
    (from, to): (PartyId, PartyId),
    by: PartyId,
) -> Result<usize, OpsError> {
    let held = held(&mut *tx, (from, to)).await?;
    let right = |action: &str| Delegated::Action {
        resource: RESOURCE_ADMINISTRATION.to_owned(),
        action: action.to_owned(),
    };
    let missing = ACTIONS.map(right).into_iter();
    let missing = missing.filter(|right| held.iter().all(|given| given.what != *right));
    let mut given = 0;
    for what in missing {
        let delegation = Delegation {
            id: DelegationId(core.world.new_id()),
            from,
            to: Receiver::Party(to),
            what,
            given_by: by,
            given_at: core.world.now(),
        };
        store::delegations::insert(tx, &delegation).await?;
        given += 1;
    }
    Ok(given)
}

/// What `to` has been given by `from` of the rights, and still holds.
async fn held(tx: &mut Tx, (from, to): (PartyId, PartyId)) -> Result<Vec<Delegation>, OpsError> {
    let mut given = store::delegations::list_given_on(tx, from, RESOURCE_ADMINISTRATION).await?;
    given.retain(|delegation| delegation.to == Receiver::Party(to));
    Ok(given)
}

/// The person with this national id; `place` tells it from others, when it is one of several.
pub(super) async fn person(
    tx: &mut Tx,
    national_id: &str,
    place: Option<usize>,
) -> Result<Result<Party, OwnerProblem>, OpsError> {
    let national_id = match read_national_id(national_id, place) {
        Ok(national_id) => national_id,
        Err(problem) => return Ok(Err(problem)),
    };
    let found = store::parties::find_by_national_id(tx, &national_id).await?;
    Ok(living(found, place))
}

fn read_national_id(text: &str, place: Option<usize>) -> Result<NationalId, OwnerProblem> {
    NationalId::parse(&without_spaces(text)).ok_or(OwnerProblem::BadNationalId { place })
}

fn living(found: Option<Party>, place: Option<usize>) -> Result<Party, OwnerProblem> {
    let living = found.filter(|party| !party.is_deleted);
    living.ok_or(OwnerProblem::NoSuchPerson { place })
}

async fn living_person(tx: &mut Tx, id: PartyId) -> Result<Option<Party>, OpsError> {
    let found = store::parties::find(tx, id).await?;
    Ok(found.filter(|party| party.person().is_some() && !party.is_deleted))
}
