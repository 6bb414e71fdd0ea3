//! An agent's own side: whose clients he may act for, and letting go of it. Nobody else's leave is needed.

use std::collections::HashMap;

use crate::domain::{
    ActDetails, ActKind, AssignmentRole, ClientDelegation, Party, PartyId, alphabetical,
};
use crate::ops::{Core, OpsError, Person};
use crate::store::client_delegations::{Passing, PowerName};
use crate::store::{self, client_delegations};

use super::agents::dismiss;
use super::change::{Acting, log};
use super::{Provider, Refusal, grouped};

/// The organizations that the person is an agent of, by name, each with the clients where he has something.
pub async fn my_providers(core: &Core, person: Person) -> Result<Vec<Provider>, OpsError> {
    let own = person.party;
    let agencies = store::assignments::list_to(&core.db, own, AssignmentRole::Agent).await?;
    let given = client_delegations::list_to_agent(&core.db, own).await?;
    let mut ids: Vec<PartyId> = agencies.iter().map(|one| one.from).collect();
    ids.extend(given.iter().map(|one| one.client));
    ids.sort_unstable_by_key(|id| id.0);
    ids.dedup();
    let parties = store::parties::list(&core.db, &ids).await?;
    let parties: HashMap<PartyId, Party> =
        parties.into_iter().map(|party| (party.id, party)).collect();
    let mut by_provider: HashMap<PartyId, Vec<ClientDelegation>> = HashMap::new();
    for one in given {
        by_provider.entry(one.via).or_default().push(one);
    }
    let providers = agencies.into_iter().filter_map(|agency| {
        let given = by_provider.remove(&agency.from).unwrap_or_default();
        let mut clients: Vec<PartyId> = given.iter().map(|one| one.client).collect();
        clients.sort_unstable_by_key(|id| id.0);
        clients.dedup();
        let clients = clients.iter().filter_map(|id| parties.get(id).cloned());
        Some(Provider {
            party: parties.get(&agency.from)?.clone(),
            since: agency.given_at,
            clients: grouped::given(&given, clients.collect()),
        })
    });
    let mut providers: Vec<Provider> = providers.collect();
    providers.sort_by_cached_key(|one| (alphabetical(&one.party.name), one.party.number));
    Ok(providers)
}

/// What somebody lets go of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// Being an agent of this organization at all.
    Agency,
    /// All at these clients.
    Clients(Vec<PartyId>),
    Powers(Vec<PowerName>),
}

/// Lets go of what the person has as an agent of `via`. What he has not got is passed over.
pub async fn withdraw(
    core: &Core,
    person: Person,
    via: PartyId,
    what: &Withdrawal,
) -> Result<Result<(), Refusal>, OpsError> {
    let own = person.party;
    let passing = Passing {
        via,
        agent: own,
        by: own,
        at: core.world.now(),
    };
    let mut tx = core.db.write().await?;
    let lost = match what {
        Withdrawal::Agency => {
            if dismiss(&mut tx, passing).await?.is_none() {
                return Ok(Err(Refusal::NotAnAgent));
            }
            let act = core.act(own, via, ActKind::AgentRemoved, own.0);
            let act = act.about(ActDetails {
                counterpart: Some(own.0),
                is_given_up: true,
                ..ActDetails::default()
            });
            store::acts::insert(&mut tx, &act).await?;
            tx.commit().await?;
            return Ok(Ok(()));
        }
        Withdrawal::Clients(clients) => {
            client_delegations::revoke_everything(&mut tx, passing, Some(clients)).await?
        }
        Withdrawal::Powers(powers) => {
            client_delegations::revoke_all(&mut tx, passing, powers).await?
        }
    };
    let acting = Acting {
        passing,
        kind: ActKind::ClientPackageRevoked,
        power: None,
    };
    log(core, &mut tx, acting, &lost).await?;
    tx.commit().await?;
    Ok(Ok(()))
}
