//! Parties as the API writes them, and the bodies that it reads.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::query::Includes;
use crate::ops::authorized_parties::{Authorized, Chosen, Holdings};

/// Who is asked about, and which parties are wanted.
#[derive(Debug, Deserialize)]
pub struct SubjectBody {
    #[serde(flatten)]
    pub attribute: AttributeBody,
    pub partyfilter: Option<Vec<AttributeBody>>,
}

/// A name with its kind.
#[derive(Debug, Deserialize)]
pub struct AttributeBody {
    #[serde(rename = "type")]
    pub kind: String,
    pub value: String,
}

/// A list that is never cut into pages: `next` is always null.
#[derive(Debug, Serialize)]
pub struct Listed<T> {
    links: Links,
    data: Vec<T>,
}

#[derive(Debug, Serialize)]
struct Links {
    next: Option<String>,
}

impl<T> Listed<T> {
    pub fn all(data: Vec<T>) -> Self {
        Self {
            links: Links { next: None },
            data,
        }
    }
}

/// A party.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item<'a> {
    party_uuid: Uuid,
    name: &'a str,
    organization_number: Option<&'a str>,
    parent_id: Option<Uuid>,
    person_id: Option<&'a str>,
    /// `1974-04-12`.
    date_of_birth: Option<String>,
    party_id: i64,
    /// Of those whom the register knows by nothing but an e-mail address; nobody here is one.
    email_id: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'static str,
    unit_type: Option<&'a str>,
    is_deleted: bool,
    only_hierarchy_element_with_no_access: bool,
    authorized_access_packages: &'a [String],
    authorized_resources: &'a [String],
    authorized_roles: &'a [String],
    /// Nothing is given on single instances here.
    authorized_instances: [&'a str; 0],
    subunits: Vec<Item<'a>>,
}

impl Item<'_> {
    /// The party that was asked for by its number: itself, or the only subunit below a heading.
    pub fn itself(mut self) -> Self {
        if self.only_hierarchy_element_with_no_access && self.subunits.len() == 1 {
            return self.subunits.remove(0);
        }
        self
    }
}

impl<'a> Item<'a> {
    /// With its subunits.
    pub fn of(chosen: &Chosen<'a>, includes: Includes) -> Self {
        let units = chosen.subunits.iter();
        Self {
            subunits: units
                .map(|(unit, held)| Self::single(unit, Some(held), includes))
                .collect(),
            ..Self::single(chosen.party, chosen.holdings, includes)
        }
    }

    fn single(one: &'a Authorized, held: Option<&'a Holdings>, includes: Includes) -> Self {
        let party = &one.party;
        let (person, organization) = (party.person(), party.organization());
        let told = |is_included: bool, of: fn(&'a Holdings) -> &'a [String]| match held {
            Some(held) if is_included => of(held),
            _ => &[],
        };
        Self {
            party_uuid: party.id.0,
            name: &party.name,
            organization_number: organization.map(|one| one.number.as_str()),
            parent_id: party.parent().map(|parent| parent.0),
            person_id: person.map(|one| one.national_id.expose()),
            date_of_birth: person.map(|one| one.born.to_string()),
            party_id: party.number,
            email_id: None,
            kind: match organization {
                Some(_) => "Organization",
                None => "Person",
            },
            unit_type: organization.map(|one| one.form.as_str()),
            is_deleted: party.is_deleted,
            only_hierarchy_element_with_no_access: held.is_none(),
            authorized_access_packages: told(includes.packages, |held| &held.packages),
            authorized_resources: told(includes.resources, |held| &held.resources),
            authorized_roles: told(includes.roles, |held| &held.roles),
            authorized_instances: [],
            subunits: Vec::new(),
        }
    }
}
