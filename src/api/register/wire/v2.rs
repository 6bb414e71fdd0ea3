//! The newer shape: only what was asked for is there, null when it is not known.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::fields::{Field, Fields};
use super::urn;
use crate::domain::{
    Details, Organization, OrganizationDetails, PartyKind, Person, PersonDetails, PostalAddress,
    Registered, StreetAddress,
};

/// The register that persons come from.
const POPULATION_REGISTER: &str = "npr";

/// A party with the fields that were asked for.
pub struct PartyV2<'a> {
    pub registered: &'a Registered,
    pub fields: Fields,
}

impl Serialize for PartyV2<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = Members {
            map: serializer.serialize_map(None)?,
            fields: self.fields,
        };
        members.common(self.registered)?;
        let party = &self.registered.party;
        match (&party.kind, &self.registered.details) {
            (PartyKind::Person(person), Details::Person(details)) => {
                members.user(person)?;
                members.person(person, details)?;
            }
            (PartyKind::Organization(organization), Details::Organization(details)) => {
                members.organization(organization, details)?;
            }
            // A party's details are read by its kind.
            _ => {}
        }
        members.map.end()
    }
}

/// The object on its way out.
struct Members<M> {
    map: M,
    fields: Fields,
}

impl<M: SerializeMap> Members<M> {
    fn put(&mut self, field: Field, name: &str, value: impl Serialize) -> Result<(), M::Error> {
        match self.fields.has(field) {
            true => self.map.serialize_entry(name, &value),
            false => Ok(()),
        }
    }

    fn common(&mut self, registered: &Registered) -> Result<(), M::Error> {
        let party = &registered.party;
        self.put(Field::Uuid, "partyUuid", party.id)?;
        self.put(Field::Version, "versionId", registered.version)?;
        self.put(Field::Uuid, "urn", urn::internal(party.id))?;
        let number = match party.kind {
            PartyKind::Person(_) => Field::PersonId,
            PartyKind::Organization(_) => Field::OrgId,
        };
        self.put(number, "externalUrn", urn::external(party))?;
        self.put(Field::Id, "partyId", party.number)?;
        self.put(Field::Type, "partyType", party.kind.as_str())?;
        self.put(Field::DisplayName, "displayName", &party.name)?;
        let (created, modified) = (registered.created_at, registered.modified_at);
        self.put(Field::Created, "createdAt", created.rfc3339())?;
        self.put(Field::Modified, "modifiedAt", modified.rfc3339())?;
        self.put(Field::Deleted, "isDeleted", party.is_deleted)?;
        let deleted_at = registered.deleted_at.map(|moment| moment.rfc3339());
        self.put(Field::DeletedAt, "deletedAt", deleted_at)
    }

    /// Persons have one user each, and none has a user name: they log in by number.
    fn user(&mut self, person: &Person) -> Result<(), M::Error> {
        let (has_id, has_name) = (
            self.fields.has(Field::UserId),
            self.fields.has(Field::UserName),
        );
        if !has_id && !has_name {
            return Ok(());
        }
        let mut user = serde_json::Map::new();
        if has_id {
            user.insert("userId".to_owned(), person.user_number.into());
        }
        if has_name {
            user.insert("username".to_owned(), Value::Null);
        }
        if has_id {
            user.insert("userIds".to_owned(), json!([person.user_number]));
        }
        if has_name {
            user.insert("usernames".to_owned(), json!([]));
        }
        self.map.serialize_entry("user", &user)
    }

    fn person(&mut self, person: &Person, details: &PersonDetails) -> Result<(), M::Error> {
        let number = person.national_id.expose();
        self.put(Field::PersonId, "personIdentifier", number)?;
        self.put(Field::PersonSource, "source", POPULATION_REGISTER)?;
        for (field, name, value) in [
            (Field::FirstName, "firstName", &details.first_name),
            (Field::MiddleName, "middleName", &details.middle_name),
            (Field::LastName, "lastName", &details.last_name),
            (Field::ShortName, "shortName", &details.short_name),
        ] {
            self.put(field, name, super::known(value))?;
        }
        let address = super::told_address(details).map(StreetAddressWire::of);
        self.put(Field::PersonAddress, "address", address)?;
        let mailing = super::told_mailing_address(details).map(PostalAddressWire::of);
        self.put(Field::PersonMailingAddress, "mailingAddress", mailing)?;
        let born = person.born.to_string();
        self.put(Field::DateOfBirth, "dateOfBirth", born)?;
        let died = person.died.map(|day| day.to_string());
        self.put(Field::DateOfDeath, "dateOfDeath", died)
    }

    fn organization(
        &mut self,
        organization: &Organization,
        details: &OrganizationDetails,
    ) -> Result<(), M::Error> {
        let number = organization.number.as_str();
        self.put(Field::OrgId, "organizationIdentifier", number)?;
        self.put(Field::OrgSource, "source", details.source.as_str())?;
        self.put(Field::UnitStatus, "unitStatus", &details.unit_status)?;
        self.put(Field::UnitType, "unitType", &organization.form)?;
        self.put(
            Field::TelephoneNumber,
            "telephoneNumber",
            &details.telephone,
        )?;
        self.put(Field::MobileNumber, "mobileNumber", &details.mobile)?;
        self.put(Field::FaxNumber, "faxNumber", &details.fax)?;
        self.put(Field::EmailAddress, "emailAddress", &details.email)?;
        self.put(Field::InternetAddress, "internetAddress", &details.internet)?;
        let wire = |address: &Option<PostalAddress>| address.as_ref().map(PostalAddressWire::of);
        let mailing = wire(&details.mailing_address);
        self.put(Field::OrgMailingAddress, "mailingAddress", mailing)?;
        let business = wire(&details.business_address);
        self.put(Field::BusinessAddress, "businessAddress", business)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StreetAddressWire {
    municipal_number: Option<String>,
    municipal_name: Option<String>,
    street_name: Option<String>,
    house_number: Option<String>,
    house_letter: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
}

impl StreetAddressWire {
    fn of(address: &StreetAddress) -> Self {
        let address = address.clone();
        Self {
            municipal_number: address.municipal_number,
            municipal_name: address.municipal_name,
            street_name: address.street_name,
            house_number: address.house_number,
            house_letter: address.house_letter,
            postal_code: address.postal_code,
            city: address.city,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostalAddressWire {
    address: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
}

impl PostalAddressWire {
    fn of(address: &PostalAddress) -> Self {
        let address = address.clone();
        Self {
            address: address.address,
            postal_code: address.postal_code,
            city: address.city,
        }
    }
}
