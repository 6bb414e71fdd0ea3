use uuid::Uuid;

use crate::api::register::batch::Name;
use crate::api::register::number;
use crate::domain::{Party, PartyId, PartyKind};

const PARTY_UUID: &str = "urn:altinn:party:uuid:";
const PERSON: &str = "urn:altinn:person:identifier-no:";
const ORGANIZATION: &str = "urn:altinn:organization:identifier-no:";
const BY_UUID: [&str; 3] = [
    PARTY_UUID,
    "urn:altinn:person:uuid:",
    "urn:altinn:organization:uuid:",
];
const BY_NUMBER: [&str; 2] = ["urn:altinn:party:id:", "urn:altinn:partyid:"];
const BY_USER: [&str; 2] = ["urn:altinn:user:id:", "urn:altinn:userid:"];

/// What the register itself calls the party.
pub fn internal(id: PartyId) -> String {
    format!("{PARTY_UUID}{id}")
}

/// What the world calls the party.
pub fn external(party: &Party) -> String {
    match &party.kind {
        PartyKind::Person(person) => format!("{PERSON}{}", person.national_id.expose()),
        PartyKind::Organization(organization) => format!("{ORGANIZATION}{}", organization.number),
    }
}

/// The party that a URN names; None when it is no URN of a party. Some(None) for a number that nobody has.
pub fn read_urn(urn: &str) -> Option<Option<Name>> {
    let after = |prefixes: &[&str]| {
        let mut rest = prefixes
            .iter()
            .filter_map(|prefix| urn.strip_prefix(prefix));
        rest.next()
    };
    if let Some(id) = after(&BY_UUID) {
        let id = Uuid::try_parse(id).ok()?;
        return Some(Some(Name::Id(PartyId(id))));
    }
    if let Some(number) = after(&BY_NUMBER) {
        return number.parse().ok().map(|number| Some(Name::Number(number)));
    }
    if let Some(number) = after(&BY_USER) {
        return number.parse().ok().map(|number| Some(Name::User(number)));
    }
    if let Some(id) = after(&[PERSON]) {
        return number::national_id(id).map(|id| id.map(Name::Person));
    }
    let number = after(&[ORGANIZATION])?;
    number::org_number(number).map(|number| number.map(Name::Organization))
}
