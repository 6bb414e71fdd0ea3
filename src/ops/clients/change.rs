//! Giving agents what is held at clients, and taking it back: for one client or for many at once.

use std::collections::HashSet;

use crate::db::Tx;
use crate::domain::{Act, ActDetails, ActKind, DelegationId, PartyId};
use crate::ops::access::CLIENT_ADMINISTRATION;
use crate::ops::{Core, OpsError, Person};
use crate::store::client_delegations::{NewPower, Passing, PowerName};
use crate::store::{self, client_delegations};

use super::look::not_an_agent;
use super::{Refusal, client_roles, grouped, may, missing};

/// How many powers can be given or taken at once, over all clients.
pub const MAX_AT_ONCE: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Give,
    Take,
}

/// What was asked for, and whether it was not so before.
pub type Changed = (PowerName, bool);

/// Gives `agent` these powers at clients of `via`, or takes them back: all in one transaction, or none.
///
/// What is given must be held there when it is given. What is taken back need not be held any more, and may be gone.
pub async fn change(
    core: &Core,
    person: Person,
    (via, agent): (PartyId, PartyId),
    change: Change,
    powers: &[PowerName],
) -> Result<Result<Vec<Changed>, Refusal>, OpsError> {
    let relation = match may(core, person, via, "write").await? {
        Ok(relation) => relation,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if powers.len() > MAX_AT_ONCE {
        return Ok(Err(Refusal::TooMany));
    }
    let power = relation.power("write", CLIENT_ADMINISTRATION).await?;
    let passing = Passing {
        via,
        agent,
        by: person.party,
        at: core.world.now(),
    };
    let mut tx = core.db.write().await?;
    if client_delegations::lock_agent(&mut tx, via, agent)
        .await?
        .is_none()
    {
        drop(tx);
        return Ok(Err(not_an_agent(core, via, agent).await?));
    }
    if change == Change::Give
        && let Err(refusal) = check_held(&mut tx, via, powers).await?
    {
        return Ok(Err(refusal));
    }
    let done = match change {
        Change::Give => give(core, &mut tx, passing, powers).await?,
        Change::Take => client_delegations::revoke_all(&mut tx, passing, powers).await?,
    };
    let kind = match change {
        Change::Give => ActKind::ClientPackageGiven,
        Change::Take => ActKind::ClientPackageRevoked,
    };
    log(
        core,
        &mut tx,
        Acting {
            passing,
            kind,
            power,
        },
        &done,
    )
    .await?;
    tx.commit().await?;
    let done: HashSet<PowerName> = done.into_iter().collect();
    let changed = powers
        .iter()
        .map(|power| (power.clone(), done.contains(power)));
    Ok(Ok(changed.collect()))
}

async fn check_held(
    tx: &mut Tx,
    via: PartyId,
    powers: &[PowerName],
) -> Result<Result<(), Refusal>, OpsError> {
    let ids: HashSet<PartyId> = powers.iter().map(|power| power.client).collect();
    let ids: Vec<PartyId> = ids.into_iter().collect();
    let held = client_delegations::list_held_at(tx, via, &client_roles(), &ids).await?;
    let lacking = missing(powers, &grouped::clients(held));
    Ok(match lacking.is_empty() {
        true => Ok(()),
        false => Err(Refusal::NotHeld(lacking)),
    })
}

async fn give(
    core: &Core,
    tx: &mut Tx,
    passing: Passing,
    powers: &[PowerName],
) -> Result<Vec<PowerName>, OpsError> {
    let new: Vec<NewPower> = powers
        .iter()
        .map(|power| NewPower {
            id: DelegationId(core.world.new_id()),
            client: power.client,
            role: power.role.clone(),
            package: power.package.clone(),
        })
        .collect();
    let inserted = client_delegations::insert_all(tx, passing, &new).await?;
    let inserted: HashSet<DelegationId> = inserted.into_iter().collect();
    let given = new.iter().zip(powers);
    let given = given.filter(|(new, _)| inserted.contains(&new.id));
    Ok(given.map(|(_, power)| power.clone()).collect())
}

/// What an act is by.
pub(super) struct Acting {
    pub passing: Passing,
    pub kind: ActKind,
    /// The power that the actor's right rests on.
    pub power: Option<String>,
}

/// One act for each power, as the last statements of the transaction.
pub(super) async fn log(
    core: &Core,
    tx: &mut Tx,
    acting: Acting,
    powers: &[PowerName],
) -> Result<(), OpsError> {
    for power in powers {
        let act = act(core, &acting, power);
        store::acts::insert(tx, &act).await?;
    }
    Ok(())
}

fn act(core: &Core, acting: &Acting, power: &PowerName) -> Act {
    let Passing { via, agent, by, .. } = acting.passing;
    core.act(by, via, acting.kind, agent.0).about(ActDetails {
        counterpart: Some(agent.0),
        client: Some(power.client),
        package: Some(power.package.clone()),
        power: acting.power.clone(),
        is_given_up: by == agent,
        ..ActDetails::default()
    })
}
