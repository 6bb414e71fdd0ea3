//! What somebody holds at a party, for those who decide elsewhere.

use std::sync::Arc;

use uuid::Uuid;

use super::super::{Core, OpsError};
use super::identify::find_both;
use crate::domain::{Party, PartyId, Timestamp};
use crate::engine::{Facts, Request, names};

/// What the subject of a question holds at the party of its resource.
pub struct Holding {
    pub party: Arc<Party>,
    facts: Arc<Facts>,
}

/// An action on a resource that was given.
#[derive(Clone, Debug)]
pub struct HeldRight {
    pub delegation: Uuid,
    pub resource: String,
    pub action: String,
    pub from: PartyId,
    /// A party or a system user.
    pub received_by: Uuid,
    pub given_by: PartyId,
    pub given_at: Timestamp,
}

/// An attribute that names somebody, and its value.
#[derive(Clone, Copy, Debug)]
pub struct Name<'n> {
    pub id: &'n str,
    pub value: &'n str,
}

impl Holding {
    /// The roles, by all their urns, each once.
    pub fn roles(&self) -> Vec<String> {
        each(self.facts.roles.iter().map(|fact| fact.role.urn()))
    }

    /// The access packages, by their urns, each once.
    pub fn packages(&self) -> Vec<String> {
        each(self.facts.packages.iter().map(|fact| fact.package.urn()))
    }

    /// The rights that were given on a resource.
    pub fn rights_to(&self, resource: &str) -> Vec<HeldRight> {
        let given = self.facts.delegations.iter();
        let here = given.filter(|right| right.resource_id == resource);
        here.map(|right| HeldRight {
            delegation: right.delegation,
            resource: right.resource_id.clone(),
            action: right.action.clone(),
            from: PartyId(right.from_party),
            received_by: right.received_by,
            given_by: PartyId(right.given_by),
            given_at: right.given_at,
        })
        .collect()
    }
}

fn each(urns: impl Iterator<Item = String>) -> Vec<String> {
    let mut urns: Vec<String> = urns.collect();
    urns.sort();
    urns.dedup();
    urns
}

/// What a party, or else a system user, holds at a party, by their uuids.
pub async fn find_holding_of(
    core: &Core,
    holder: Uuid,
    party: PartyId,
) -> Result<Option<Holding>, OpsError> {
    let (holder, party) = (holder.to_string(), party.to_string());
    let named = |id, value| Name { id, value };
    let party = named(names::PARTY_UUID, &party);
    let as_party = find_holding(core, named(names::PARTY_UUID, &holder), party).await?;
    match as_party {
        Some(found) => Ok(Some(found)),
        None => find_holding(core, named(names::SYSTEM_USER_UUID, &holder), party).await,
    }
}

/// What a subject holds at a party, by any of the names that decisions know; None when one of the two is nobody. At a
/// deleted party nobody holds anything.
pub async fn find_holding(
    core: &Core,
    subject: Name<'_>,
    party: Name<'_>,
) -> Result<Option<Holding>, OpsError> {
    let known = core.known().await?;
    let question = Request::new()
        .subject(subject.id, subject.value)
        .resource(party.id, party.value);
    let Some((Some(subject), Some(party))) = find_both(&known, &question).await? else {
        return Ok(None);
    };
    let facts = match party.is_deleted {
        true => Arc::default(),
        false => known.held(subject, &party).await?.acting().clone(),
    };
    Ok(Some(Holding { party, facts }))
}
