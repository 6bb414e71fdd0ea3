//! Whom a person can act for.

use std::collections::{HashMap, HashSet};

use crate::domain::{Party, PartyId, alphabetical};
use crate::reference::reference;
use crate::store;

use super::{Core, OpsError, Person};

/// The person's own party first, then other persons, then organizations, by name, subunits right after their main unit.
pub async fn list_represented(core: &Core, person: Person) -> Result<Vec<Party>, OpsError> {
    let own = store::parties::find(&core.db, person.party).await?;
    let mut others =
        store::parties::list_represented(&core.db, person.party, reference().key_roles()).await?;
    // Sorted here, since databases differ in how they sort letters.
    others.sort_by_cached_key(|party| {
        let is_organization = party.organization().is_some();
        (is_organization, alphabetical(&party.name), party.number)
    });
    Ok(own.into_iter().chain(nested(others)).collect())
}

/// The same with every subunit moved behind its main unit, if that is among them.
fn nested(parties: Vec<Party>) -> Vec<Party> {
    let ids: HashSet<PartyId> = parties.iter().map(|party| party.id).collect();
    let mut subunits: HashMap<PartyId, Vec<Party>> = HashMap::new();
    let mut top = Vec::new();
    for party in parties {
        match party.parent().filter(|parent| ids.contains(parent)) {
            Some(parent) => subunits.entry(parent).or_default().push(party),
            None => top.push(party),
        }
    }
    let with_subunits = |main: Party| {
        let below = subunits.remove(&main.id).unwrap_or_default();
        std::iter::once(main).chain(below)
    };
    top.into_iter().flat_map(with_subunits).collect()
}
