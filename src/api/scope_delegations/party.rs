//! Which organizations a request names.

use http::HeaderMap;

use super::faults;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{NationalId, OrgNumber, Party, PartyId};
use crate::ops::scope_delegations::{Refusal, find_organization};
use crate::store;

const NUMBER_HEADER: &str = "altinn-party-organizationnumber";
const PERSON_HEADER: &str = "altinn-party-socialsecuritynumber";

/// The party of an older address: its number, or a word that says which header has it.
pub async fn acting_party(app: &App, word: &str, headers: &HeaderMap) -> Result<PartyId, Problem> {
    let db = &app.core().db;
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let found = match word {
        "organization" => {
            let number = header(NUMBER_HEADER).and_then(OrgNumber::parse);
            let number = number.ok_or_else(faults::bad_party)?;
            store::parties::find_by_org_number(db, &number).await?
        }
        "person" => {
            let id = header(PERSON_HEADER).and_then(NationalId::parse);
            let id = id.ok_or_else(faults::bad_party)?;
            store::parties::find_by_national_id(db, &id).await?
        }
        number => {
            let number = number.parse().map_err(|_| faults::bad_party())?;
            store::parties::find_by_number(db, number).await?
        }
    };
    // Whether there is such a party is nobody's business who may do nothing for it.
    let refused = || faults::refused(Refusal::NoAccess);
    found.map(|party| party.id).ok_or_else(refused)
}

/// The organization that a query names by its number.
pub async fn organization(
    app: &App,
    number: Option<&str>,
    bad: fn() -> Problem,
) -> Result<PartyId, Problem> {
    let number = number.and_then(OrgNumber::parse).ok_or_else(bad)?;
    by_number(app, &number).await.map(|party| party.id)
}

pub async fn by_number(app: &App, number: &OrgNumber) -> Result<Party, Problem> {
    let found = find_organization(app.core(), number).await?;
    found.ok_or_else(|| faults::refused(Refusal::UnknownOrganization))
}
