//! Whom a person can act for.

use crate::domain::{Party, PartyId, alphabetical};
use crate::reference::reference;
use crate::store;

use super::{Core, OpsError, Person};

/// The person's own party first, then the organizations, by name, subunits right after their main unit.
pub async fn list_represented(core: &Core, person: Person) -> Result<Vec<Party>, OpsError> {
    let own = store::parties::find(&core.db, person.party).await?;
    let mut organizations =
        store::parties::list_represented(&core.db, person.party, reference().key_roles()).await?;
    // Sorted here, since databases differ in how they sort letters.
    organizations.sort_by_cached_key(|party| (alphabetical(&party.name), party.number));
    let mut ordered: Vec<Party> = own.into_iter().collect();
    for main in organizations
        .iter()
        .filter(|party| is_top(party, &organizations))
    {
        ordered.push(main.clone());
        ordered.extend(children(main.id, &organizations));
    }
    Ok(ordered)
}

/// True for a main unit, and for a subunit whose main unit is not in the list.
fn is_top(party: &Party, all: &[Party]) -> bool {
    party
        .parent()
        .is_none_or(|parent| all.iter().all(|other| other.id != parent))
}

fn children(parent: PartyId, all: &[Party]) -> impl Iterator<Item = Party> {
    all.iter()
        .filter(move |party| party.parent() == Some(parent))
        .cloned()
}
