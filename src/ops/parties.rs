//! Whom a person can act for.

use super::authorized_parties::{self, Filter, Subject, Ways};
use super::{Core, OpsError, Person};
use crate::domain::Party;

/// The person's own party first, then the others, by name, subunits right after their main unit. Deleted ones are left
/// out.
pub async fn list_represented(core: &Core, person: Person) -> Result<Vec<Party>, OpsError> {
    let known = core.known().await?;
    let subject = Subject::Party(person.party);
    let list = authorized_parties::list(&known, subject, Ways::All).await?;
    let filter = Filter {
        inherited_subunits: true,
        ..Filter::default()
    };
    let mut ordered = Vec::new();
    for chosen in list.select(&filter) {
        let main = chosen.holdings.map(|_| chosen.party);
        let units = chosen.subunits.into_iter().map(|(unit, _)| unit);
        ordered.extend(main.into_iter().chain(units).map(|one| one.party.clone()));
    }
    Ok(ordered)
}
