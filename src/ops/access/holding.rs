//! What somebody holds at a party, for those who decide elsewhere.

use std::sync::Arc;

use super::super::OpsError;
use super::super::facts::Known;
use super::identify::find_both;
use crate::domain::Party;
use crate::engine::facts::DelegatedRight;
use crate::engine::{Facts, Request};

/// What the subject of a question holds at the party of its resource.
pub struct Holding {
    pub party: Arc<Party>,
    facts: Arc<Facts>,
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

    /// The rights that were given.
    pub fn rights(&self) -> &[DelegatedRight] {
        &self.facts.delegations
    }
}

fn each(urns: impl Iterator<Item = String>) -> Vec<String> {
    let mut urns: Vec<String> = urns.collect();
    urns.sort();
    urns.dedup();
    urns
}

/// Finds it; None when one of the two is nobody. At a deleted party nobody holds anything.
pub async fn find_holding(
    known: &Known<'_>,
    question: &Request,
) -> Result<Option<Holding>, OpsError> {
    let Some((Some(subject), Some(party))) = find_both(known, question).await? else {
        return Ok(None);
    };
    let facts = match party.is_deleted {
        true => Arc::default(),
        false => known.held(subject, &party).await?.acting().clone(),
    };
    Ok(Some(Holding { party, facts }))
}
