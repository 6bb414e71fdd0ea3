//! Appointing agents, and dismissing them.

use crate::db::Tx;
use crate::domain::{
    ActDetails, ActKind, Assignment, AssignmentId, AssignmentRole, NationalId, Party, PartyId,
    Receiver, alphabetical, without_spaces,
};
use crate::ops::access::CLIENT_ADMINISTRATION;
use crate::ops::register::lookup::{self, LookupRefusal, Reader};
use crate::ops::{Core, OpsError, Person};
use crate::store::client_delegations::Passing;
use crate::store::{self, client_delegations};

use super::look::{has_system_user, not_an_agent};
use super::{Refusal, may};

/// Who shall be an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewAgent {
    /// Somebody who has to do with the organization already.
    Known(PartyId),
    /// Somebody whose number and surname are known.
    Named { number: String, surname: String },
}

/// Makes a person an agent of `via`. Whoever is one already stays one since then.
pub async fn add_agent(
    core: &Core,
    person: Person,
    via: PartyId,
    new: &NewAgent,
) -> Result<Result<Assignment, Refusal>, OpsError> {
    let relation = match may(core, person, via, "write").await? {
        Ok(relation) => relation,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let power = relation.power("write", CLIENT_ADMINISTRATION).await?;
    let agent = match find(core, person, via, new).await? {
        Ok(agent) => agent,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let assignment = Assignment {
        id: AssignmentId(core.world.new_id()),
        from: via,
        to: Receiver::Party(agent),
        role: AssignmentRole::Agent,
        given_by: person.party,
        given_at: core.world.now(),
    };
    let mut tx = core.db.write().await?;
    store::assignments::ensure(&mut tx, &assignment).await?;
    let found = client_delegations::lock_agent(&mut tx, via, agent).await?;
    let Some(found) = found.filter(|found| found.id != assignment.id) else {
        let act = core.act(person.party, via, ActKind::AgentAdded, agent.0);
        let act = act.about(about(agent, power));
        store::acts::insert(&mut tx, &act).await?;
        tx.commit().await?;
        return Ok(Ok(assignment));
    };
    Ok(Ok(found))
}

fn about(agent: PartyId, power: Option<String>) -> ActDetails {
    ActDetails {
        counterpart: Some(agent.0),
        power,
        ..ActDetails::default()
    }
}

async fn find(
    core: &Core,
    person: Person,
    via: PartyId,
    new: &NewAgent,
) -> Result<Result<PartyId, Refusal>, OpsError> {
    match new {
        NewAgent::Known(id) => find_known(core, via, *id).await,
        NewAgent::Named { number, surname } => {
            let reader = Reader::Own(person.party);
            let number = NationalId::parse(&without_spaces(number));
            let surnames = [surname.trim().to_owned()];
            let found = lookup::find_person(core, &reader, number.as_ref(), &surnames).await?;
            Ok(match found {
                Ok(found) if is_alive(&found.party) => Ok(found.party.id),
                Ok(_) => Err(Refusal::NotAPerson),
                Err(LookupRefusal::NotFound) => Err(Refusal::NoSuchPerson),
                Err(LookupRefusal::Blocked { seconds }) => Err(Refusal::Blocked { seconds }),
            })
        }
    }
}

/// An id alone is enough for those who have to do with the organization; whoever guesses ids learns nothing.
async fn find_known(
    core: &Core,
    via: PartyId,
    id: PartyId,
) -> Result<Result<PartyId, Refusal>, OpsError> {
    let role = AssignmentRole::Agent;
    let is_agent = store::assignments::find(&core.db, via, id, role)
        .await?
        .is_some();
    let connected = client_delegations::list_connected_persons(&core.db, via).await?;
    if is_agent || connected.iter().any(|party| party.id == id) {
        return Ok(Ok(id));
    }
    Ok(Err(match store::parties::find(&core.db, id).await? {
        Some(party) if is_alive(&party) => Refusal::NumberNeeded,
        Some(_) => Refusal::NotAPerson,
        None if has_system_user(core, via, id).await? => Refusal::StandardSystemUser,
        None => Refusal::UnknownParty,
    }))
}

fn is_alive(party: &Party) -> bool {
    let person = party.person();
    !party.is_deleted && person.is_some_and(|person| person.died.is_none())
}

/// Those who have to do with the organization and are no agents of it, by name.
pub async fn candidates(
    core: &Core,
    person: Person,
    via: PartyId,
) -> Result<Result<Vec<Party>, Refusal>, OpsError> {
    if let Err(refusal) = may(core, person, via, "write").await? {
        return Ok(Err(refusal));
    }
    let mut persons = client_delegations::list_connected_persons(&core.db, via).await?;
    let agents = store::assignments::list_from(&core.db, via, AssignmentRole::Agent).await?;
    persons.retain(|party| {
        let own = Receiver::Party(party.id);
        agents.iter().all(|agent| agent.to != own)
    });
    persons.sort_by_cached_key(|party| (alphabetical(&party.name), party.number));
    Ok(Ok(persons))
}

/// Dismisses an agent. What he has at clients goes with it, when `cascade` says so; otherwise whoever has something stays.
pub async fn remove_agent(
    core: &Core,
    person: Person,
    (via, agent): (PartyId, PartyId),
    cascade: bool,
) -> Result<Result<(), Refusal>, OpsError> {
    let relation = match may(core, person, via, "write").await? {
        Ok(relation) => relation,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let power = relation.power("write", CLIENT_ADMINISTRATION).await?;
    let passing = Passing {
        via,
        agent,
        by: person.party,
        at: core.world.now(),
    };
    let mut tx = core.db.write().await?;
    match dismiss(&mut tx, passing).await? {
        None => {
            drop(tx);
            return Ok(Err(not_an_agent(core, via, agent).await?));
        }
        Some(lost) if lost > 0 && !cascade => return Ok(Err(Refusal::HasPowers)),
        Some(_) => {}
    }
    let act = core.act(person.party, via, ActKind::AgentRemoved, agent.0);
    store::acts::insert(&mut tx, &act.about(about(agent, power))).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Ends the appointment first, so that whoever gives the agent something at the same time either comes before, and it is
/// taken back here, or finds no agent. Answers how much the agent lost; None when he was none.
pub(super) async fn dismiss(tx: &mut Tx, passing: Passing) -> Result<Option<usize>, OpsError> {
    let Passing { via, agent, by, at } = passing;
    let Some(assignment) = client_delegations::lock_agent(tx, via, agent).await? else {
        return Ok(None);
    };
    store::assignments::revoke(tx, assignment.id, by, at).await?;
    let lost = client_delegations::revoke_everything(tx, passing, None).await?;
    Ok(Some(lost.len()))
}
