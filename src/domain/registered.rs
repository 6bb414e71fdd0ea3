use serde::{Deserialize, Serialize};

use super::{Party, PartyKind, Residence, Timestamp};

/// A party with all that the register knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    pub party: Party,
    /// When a deleted party was deleted, as far as it is known.
    pub deleted_at: Option<Timestamp>,
    pub details: Details,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    /// The number of its last change, counted over all parties: what has a higher one was changed later.
    pub version: i64,
}

/// What no decision needs, by the kind of the party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Details {
    Person(PersonDetails),
    Organization(OrganizationDetails),
}

impl Details {
    /// Nothing known yet about a party of this kind.
    pub fn none_of(kind: &PartyKind) -> Self {
        match kind {
            PartyKind::Person(_) => Self::Person(PersonDetails::default()),
            PartyKind::Organization(_) => Self::Organization(OrganizationDetails::default()),
        }
    }
}

/// What the national population register tells of a person, and the contact register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonDetails {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub first_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub middle_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub last_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub short_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<PersonStatus>,
    #[serde(skip_serializing_if = "Residence::is_unknown")]
    pub residence: Residence,
    /// The address in the contact register. The person's own profile may hold another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    /// Has said no to digital letters.
    #[serde(skip_serializing_if = "is_false")]
    pub is_reserved: bool,
}

/// The states of a person in the national population register, by its own names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PersonStatus {
    /// Lives in Norway.
    Bosatt,
    Utflyttet,
    Forsvunnet,
    Doed,
    /// The number is no longer in use.
    Opphoert,
    Foedselsregistrert,
    /// Has a D-number.
    Midlertidig,
    Inaktiv,
    IkkeBosatt,
    Aktiv,
}

/// What the register of legal entities tells of an organization.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganizationDetails {
    #[serde(skip_serializing_if = "RegisterSource::is_entities")]
    pub source: RegisterSource,
    /// The register's own letter: `N` for normal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_status: Option<String>,
    /// Is being wound up by its owners.
    #[serde(skip_serializing_if = "is_false")]
    pub in_liquidation: bool,
    /// Is being wound up or dissolved by force.
    #[serde(skip_serializing_if = "is_false")]
    pub in_forced_liquidation: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fax: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub internet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mailing_address: Option<super::PostalAddress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_address: Option<super::PostalAddress>,
}

/// The register that an organization comes from, by the code that roles and APIs use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RegisterSource {
    /// Enhetsregisteret, the register of legal entities.
    #[default]
    Ccr,
    /// The tax administration's register of those that are in no other.
    Sire,
}

impl RegisterSource {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ccr => "ccr",
            Self::Sire => "sire",
        }
    }

    fn is_entities(&self) -> bool {
        *self == Self::Ccr
    }
}

fn is_false(value: &bool) -> bool {
    !value
}
