//! The register's wire types: questions, and parties in the two shapes.

mod fields;
mod metadata;
mod urn;
mod v1;
mod v2;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use uuid::Uuid;

use crate::domain::{PersonDetails, PostalAddress, Protection, StreetAddress};
pub use fields::{Field, Fields, WHO, WHO_CAN_ACT};
pub use metadata::{RoleAssignmentWire, RoleWire};
pub use urn::read_urn;
pub use v1::{IdentifiersWire, NameWire, NamesWire, OrganizationWire, PartyWire, PersonWire};
pub use v2::PartyV2;

// Bodies hold national ids, so none of their types can be printed.

/// A number in a body; names are read whatever their case.
#[derive(Deserialize)]
pub struct SentNumber {
    pub ssn: Option<String>,
    pub orgno: Option<String>,
}

/// The body of `nameslookup`.
#[derive(Deserialize)]
pub struct Numbers {
    pub parties: Vec<SentNumber>,
}

/// The query of the party lists.
#[derive(Debug, Deserialize)]
pub struct ListQuery {
    #[serde(default, rename = "fetchSubUnits", deserialize_with = "flag")]
    pub fetch_sub_units: bool,
}

/// `true` or `false` in any case: some platforms write `True`.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.to_ascii_lowercase().as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(D::Error::custom("true or false is needed")),
    }
}

/// The body of `query`.
#[derive(Deserialize)]
pub struct UrnsBody {
    pub data: Vec<String>,
}

/// The body of `main-units`: one organization, or several.
#[derive(Deserialize)]
pub struct MainUnitsBody {
    pub data: OneOrMany,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

/// A path to a party. Where there is a consumer in it too, that is [`super::consumer::Consumer`]'s.
#[derive(Debug, Deserialize)]
pub struct PartyPath {
    pub id: Uuid,
}

/// A path to those who have to do with a party by a role.
#[derive(Debug, Deserialize)]
pub struct RolePath {
    pub id: Uuid,
    pub role: String,
}

/// Which fields are asked for, and where a list goes on.
#[derive(Debug, Deserialize)]
pub struct PageQuery {
    pub fields: Option<String>,
    pub token: Option<String>,
}

/// Where a list goes on: after this number.
#[derive(Debug, Deserialize, serde::Serialize)]
pub struct Place {
    pub after: i64,
}

/// A text that is there; the register keeps an empty one for what it does not know.
fn known(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Where the person lives, unless it is an address that is known but told to nobody.
fn told_address(details: &PersonDetails) -> Option<&StreetAddress> {
    let residence = &details.residence;
    residence.address().filter(|_| is_told(details))
}

/// Where the person gets letters, by the same rule.
fn told_mailing_address(details: &PersonDetails) -> Option<&PostalAddress> {
    let residence = &details.residence;
    residence.mailing_address().filter(|_| is_told(details))
}

fn is_told(details: &PersonDetails) -> bool {
    details.residence.protection() == Protection::Ugradert
}
