//! The older shape: everything is there, null when it is not known.

use serde::{Serialize, Serializer};

use crate::domain::{
    Details, Organization, OrganizationDetails, Party, PartyKind, Person, PersonDetails,
    Registered, StreetAddress,
};

/// A party. `childParties` is null unless subunits were asked for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PartyWire<'a> {
    party_id: i64,
    party_uuid: String,
    external_urn: String,
    party_type_name: PartyTypeName,
    org_number: Option<&'a str>,
    ssn: Option<&'a str>,
    unit_type: Option<&'a str>,
    name: &'a str,
    is_deleted: bool,
    only_hierarchy_element_with_no_access: bool,
    person: Option<PersonWire<'a>>,
    organization: Option<OrganizationWire<'a>>,
    child_parties: Option<Vec<PartyWire<'a>>>,
}

/// Written as its number. Subunits are organizations too; `unitType` tells them.
#[derive(Clone, Copy)]
enum PartyTypeName {
    Person = 1,
    Organization = 2,
}

impl Serialize for PartyTypeName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(*self as u8)
    }
}

/// Several names of this type begin like the original's: `eMailAddress`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationWire<'a> {
    org_number: &'a str,
    name: &'a str,
    unit_type: &'a str,
    telephone_number: Option<&'a str>,
    mobile_number: Option<&'a str>,
    fax_number: Option<&'a str>,
    e_mail_address: Option<&'a str>,
    internet_address: Option<&'a str>,
    mailing_address: Option<&'a str>,
    mailing_postal_code: Option<&'a str>,
    mailing_postal_city: Option<&'a str>,
    business_address: Option<&'a str>,
    business_postal_code: Option<&'a str>,
    business_postal_city: Option<&'a str>,
    unit_status: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonWire<'a> {
    ssn: &'a str,
    name: &'a str,
    first_name: Option<&'a str>,
    middle_name: Option<&'a str>,
    last_name: Option<&'a str>,
    telephone_number: Option<&'a str>,
    mobile_number: Option<&'a str>,
    mailing_address: Option<&'a str>,
    mailing_postal_code: Option<&'a str>,
    mailing_postal_city: Option<&'a str>,
    address_municipal_number: Option<&'a str>,
    address_municipal_name: Option<&'a str>,
    address_street_name: Option<&'a str>,
    address_house_number: Option<&'a str>,
    address_house_letter: Option<&'a str>,
    address_postal_code: Option<&'a str>,
    address_city: Option<&'a str>,
    /// A moment, at midnight without a zone, as the original writes it.
    date_of_death: Option<String>,
}

impl<'a> PartyWire<'a> {
    pub fn of(registered: &'a Registered) -> Self {
        let party = &registered.party;
        let person = party.person();
        let organization = party.organization();
        Self {
            party_id: party.number,
            party_uuid: party.id.to_string(),
            external_urn: super::urn::external(party),
            party_type_name: match party.kind {
                PartyKind::Person(_) => PartyTypeName::Person,
                PartyKind::Organization(_) => PartyTypeName::Organization,
            },
            org_number: organization.map(|organization| organization.number.as_str()),
            ssn: person.map(|person| person.national_id.expose()),
            unit_type: organization.map(|organization| organization.form.as_str()),
            name: &party.name,
            is_deleted: party.is_deleted,
            only_hierarchy_element_with_no_access: false,
            person: PersonWire::of(registered),
            organization: OrganizationWire::of(registered),
            child_parties: None,
        }
    }

    /// The same with its subunits, which may be none.
    #[must_use]
    pub fn with_children(self, children: Vec<PartyWire<'a>>) -> Self {
        Self {
            child_parties: Some(children),
            ..self
        }
    }
}

impl<'a> OrganizationWire<'a> {
    /// None for a person.
    pub fn of(registered: &'a Registered) -> Option<Self> {
        let party = &registered.party;
        match (&party.kind, &registered.details) {
            (PartyKind::Organization(organization), Details::Organization(details)) => {
                Some(Self::from_parts(party, organization, details))
            }
            _ => None,
        }
    }

    fn from_parts(
        party: &'a Party,
        organization: &'a Organization,
        details: &'a OrganizationDetails,
    ) -> Self {
        let mailing = details.mailing_address.as_ref();
        let business = details.business_address.as_ref();
        Self {
            org_number: organization.number.as_str(),
            name: &party.name,
            unit_type: &organization.form,
            telephone_number: details.telephone.as_deref(),
            mobile_number: details.mobile.as_deref(),
            fax_number: details.fax.as_deref(),
            e_mail_address: details.email.as_deref(),
            internet_address: details.internet.as_deref(),
            mailing_address: part(mailing, |address| &address.address),
            mailing_postal_code: part(mailing, |address| &address.postal_code),
            mailing_postal_city: part(mailing, |address| &address.city),
            business_address: part(business, |address| &address.address),
            business_postal_code: part(business, |address| &address.postal_code),
            business_postal_city: part(business, |address| &address.city),
            unit_status: details.unit_status.as_deref(),
        }
    }
}

impl<'a> PersonWire<'a> {
    /// None for an organization.
    pub fn of(registered: &'a Registered) -> Option<Self> {
        let party = &registered.party;
        match (&party.kind, &registered.details) {
            (PartyKind::Person(person), Details::Person(details)) => {
                Some(Self::from_parts(party, person, details))
            }
            _ => None,
        }
    }

    /// The same for somebody who knew number and name, and needs no more than to know that it is this person.
    #[must_use]
    pub fn without_addresses(self) -> Self {
        Self {
            mailing_address: None,
            mailing_postal_code: None,
            mailing_postal_city: None,
            address_municipal_number: None,
            address_municipal_name: None,
            address_street_name: None,
            address_house_number: None,
            address_house_letter: None,
            address_postal_code: None,
            address_city: None,
            ..self
        }
    }

    fn from_parts(party: &'a Party, person: &'a Person, details: &'a PersonDetails) -> Self {
        let home = super::told_address(details);
        let mailing = super::told_mailing_address(details);
        let at_home = |pick: fn(&StreetAddress) -> &Option<String>| part(home, pick);
        Self {
            ssn: person.national_id.expose(),
            name: &party.name,
            first_name: super::known(&details.first_name),
            middle_name: super::known(&details.middle_name),
            last_name: super::known(&details.last_name),
            telephone_number: None,
            // The register of persons has none; what the contact register says is not for everybody who knows a name.
            mobile_number: None,
            mailing_address: part(mailing, |address| &address.address),
            mailing_postal_code: part(mailing, |address| &address.postal_code),
            mailing_postal_city: part(mailing, |address| &address.city),
            address_municipal_number: at_home(|address| &address.municipal_number),
            address_municipal_name: at_home(|address| &address.municipal_name),
            address_street_name: at_home(|address| &address.street_name),
            address_house_number: at_home(|address| &address.house_number),
            address_house_letter: at_home(|address| &address.house_letter),
            address_postal_code: at_home(|address| &address.postal_code),
            address_city: at_home(|address| &address.city),
            date_of_death: person.died.map(|day| format!("{day}T00:00:00")),
        }
    }
}

/// One line of an address, when there is one.
fn part<T>(address: Option<&T>, pick: fn(&T) -> &Option<String>) -> Option<&str> {
    address.and_then(|address| pick(address).as_deref())
}

/// What a party is known by.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentifiersWire<'a> {
    party_id: i64,
    party_uuid: String,
    org_number: Option<&'a str>,
    ssn: Option<&'a str>,
}

impl<'a> IdentifiersWire<'a> {
    pub fn of(party: &'a Party) -> Self {
        Self {
            party_id: party.number,
            party_uuid: party.id.to_string(),
            org_number: party.organization().map(|one| one.number.as_str()),
            ssn: party.person().map(|person| person.national_id.expose()),
        }
    }
}

/// The answer of `nameslookup`: one for each number that was sent, in the same order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NamesWire<'a> {
    pub party_names: Vec<NameWire<'a>>,
}

/// The number as it was sent, and the name, null when there is nobody.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NameWire<'a> {
    ssn: Option<&'a str>,
    org_no: Option<&'a str>,
    name: Option<&'a str>,
    person_name: Option<PersonNameWire<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PersonNameWire<'a> {
    name: &'a str,
    first_name: Option<&'a str>,
    middle_name: Option<&'a str>,
    last_name: Option<&'a str>,
}

impl<'a> NameWire<'a> {
    pub fn of(sent: &'a super::SentNumber, found: Option<&'a Registered>) -> Self {
        Self {
            ssn: sent.ssn.as_deref(),
            org_no: sent.orgno.as_deref(),
            name: found.map(|found| found.party.name.as_str()),
            person_name: found.and_then(PersonNameWire::of),
        }
    }
}

impl<'a> PersonNameWire<'a> {
    fn of(registered: &'a Registered) -> Option<Self> {
        let Details::Person(details) = &registered.details else {
            return None;
        };
        Some(Self {
            name: &registered.party.name,
            first_name: super::known(&details.first_name),
            middle_name: super::known(&details.middle_name),
            last_name: super::known(&details.last_name),
        })
    }
}
