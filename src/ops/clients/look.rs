//! Looking at clients and agents. However many there are, the number of queries is the same.

use std::collections::HashMap;

use crate::domain::{
    Assignment, AssignmentRole, ClientDelegation, Party, PartyId, Receiver, SystemUserId,
    alphabetical,
};
use crate::ops::{Core, OpsError, Person};
use crate::store::{self, client_delegations};

use super::grouped::{self, ByRole};
use super::{Agent, Client, Refusal, client_roles, may};

/// An agent with all that he has, client by client.
#[derive(Debug)]
pub struct AgentDetail {
    pub agent: Agent,
    pub clients: Vec<Client>,
}

/// A client with what is held there, and who of the agents has what of it.
#[derive(Debug)]
pub struct ClientDetail {
    pub client: Client,
    pub agents: Vec<Agent>,
}

/// The clients of `via`, by name.
pub async fn clients(
    core: &Core,
    person: Person,
    via: PartyId,
) -> Result<Result<Vec<Client>, Refusal>, OpsError> {
    if let Err(refusal) = may(core, person, via, "read").await? {
        return Ok(Err(refusal));
    }
    let held = client_delegations::list_held(&core.db, via, &client_roles()).await?;
    Ok(Ok(grouped::clients(held)))
}

/// The agents of `via`, by name, each with what he has at any client.
pub async fn agents(
    core: &Core,
    person: Person,
    via: PartyId,
) -> Result<Result<Vec<Agent>, Refusal>, OpsError> {
    if let Err(refusal) = may(core, person, via, "read").await? {
        return Ok(Err(refusal));
    }
    let mut powers: HashMap<PartyId, ByRole> = HashMap::new();
    for power in client_delegations::list_powers(&core.db, via).await? {
        let of_agent = powers.entry(power.agent).or_default();
        of_agent.add(&power.role, &power.package);
    }
    let appointed = appointed(core, via).await?;
    let agents = appointed.into_iter().map(|(party, assignment)| Agent {
        access: powers
            .get(&party.id)
            .map(ByRole::access)
            .unwrap_or_default(),
        added_at: assignment.given_at,
        party,
    });
    Ok(Ok(agents.collect()))
}

/// The agents of `via` who are alive, with their appointments, by name.
async fn appointed(core: &Core, via: PartyId) -> Result<Vec<(Party, Assignment)>, OpsError> {
    let assignments = store::assignments::list_from(&core.db, via, AssignmentRole::Agent).await?;
    let mut by_party: HashMap<PartyId, Assignment> = HashMap::new();
    for assignment in assignments {
        if let Receiver::Party(party) = assignment.to {
            by_party.insert(party, assignment);
        }
    }
    let ids: Vec<PartyId> = by_party.keys().copied().collect();
    let parties = store::parties::list(&core.db, &ids).await?.into_iter();
    let mut agents: Vec<(Party, Assignment)> = parties
        .filter(|party| !party.is_deleted)
        .filter_map(|party| by_party.remove(&party.id).map(|one| (party, one)))
        .collect();
    agents.sort_by_cached_key(|(party, _)| (alphabetical(&party.name), party.number));
    Ok(agents)
}

/// One agent of `via`.
pub async fn agent(
    core: &Core,
    person: Person,
    via: PartyId,
    agent: PartyId,
) -> Result<Result<AgentDetail, Refusal>, OpsError> {
    if let Err(refusal) = may(core, person, via, "read").await? {
        return Ok(Err(refusal));
    }
    let role = AssignmentRole::Agent;
    let Some(assignment) = store::assignments::find(&core.db, via, agent, role).await? else {
        return Ok(Err(not_an_agent(core, via, agent).await?));
    };
    let given = client_delegations::list_of_agent(&core.db, via, agent).await?;
    let mut parties = parties_of(core, &given, &[agent]).await?;
    let place = parties.iter().position(|party| party.id == agent);
    let Some(party) = place.map(|place| parties.swap_remove(place)) else {
        return Ok(Err(Refusal::UnknownParty));
    };
    let all: Vec<&ClientDelegation> = given.iter().collect();
    Ok(Ok(AgentDetail {
        agent: Agent {
            party,
            added_at: assignment.given_at,
            access: ByRole::of(&all).access(),
        },
        clients: grouped::given(&given, parties),
    }))
}

/// What is wrong with `agent`, who is none of `via`.
pub(super) async fn not_an_agent(
    core: &Core,
    via: PartyId,
    agent: PartyId,
) -> Result<Refusal, OpsError> {
    Ok(match store::parties::find(&core.db, agent).await? {
        Some(party) if party.person().is_some() => Refusal::NotAnAgent,
        Some(_) => Refusal::NotAPerson,
        None if has_system_user(core, via, agent).await? => Refusal::StandardSystemUser,
        None => Refusal::UnknownParty,
    })
}

/// Whether `via` has a system user with this id.
pub async fn has_system_user(core: &Core, via: PartyId, id: PartyId) -> Result<bool, OpsError> {
    let user = store::system_users::find_of(&core.db, via, SystemUserId(id.0)).await?;
    Ok(user.is_some())
}

/// The clients of these, and the parties `others`.
async fn parties_of(
    core: &Core,
    given: &[ClientDelegation],
    others: &[PartyId],
) -> Result<Vec<Party>, OpsError> {
    let mut ids: Vec<PartyId> = given.iter().map(|one| one.client).collect();
    ids.extend(others);
    ids.sort_unstable_by_key(|id| id.0);
    ids.dedup();
    Ok(store::parties::list(&core.db, &ids).await?)
}

/// One client of `via`.
pub async fn client(
    core: &Core,
    person: Person,
    via: PartyId,
    client: PartyId,
) -> Result<Result<ClientDetail, Refusal>, OpsError> {
    if let Err(refusal) = may(core, person, via, "read").await? {
        return Ok(Err(refusal));
    }
    let held = client_delegations::list_held_at(&core.db, via, &client_roles(), &[client]).await?;
    let Some(found) = grouped::clients(held).pop() else {
        return Ok(Err(not_a_client(core, client).await?));
    };
    let given = client_delegations::list_of_client(&core.db, via, client).await?;
    let agents = appointed(core, via).await?.into_iter();
    let agents = agents.map(|(party, assignment)| {
        let own = Receiver::Party(party.id);
        let given: Vec<&ClientDelegation> = given.iter().filter(|one| one.to == own).collect();
        Agent {
            access: ByRole::of(&given).access(),
            added_at: assignment.given_at,
            party,
        }
    });
    Ok(Ok(ClientDetail {
        client: found,
        agents: agents.collect(),
    }))
}

pub(super) async fn not_a_client(core: &Core, client: PartyId) -> Result<Refusal, OpsError> {
    let found = store::parties::find(&core.db, client).await?;
    Ok(match found {
        Some(_) => Refusal::NotAClient,
        None => Refusal::UnknownParty,
    })
}
