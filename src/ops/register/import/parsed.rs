use std::borrow::Cow;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::elements::Content;
use super::fault::Fault;
use super::{entities, own};
use crate::domain::{Relation, Stated};

/// What one line or element says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    pub party: Option<Stated>,
    pub relations: Vec<Relation>,
    /// Roles of persons without a number, which cannot be taken.
    pub roles_of_persons: u64,
    /// Codes of roles of organizations that the product does not know.
    pub unknown_roles: Vec<String>,
}

impl Parsed {
    pub fn party(party: Stated) -> Self {
        Self {
            party: Some(party),
            ..Self::default()
        }
    }

    pub fn relation(relation: Relation) -> Self {
        Self {
            relations: vec![relation],
            ..Self::default()
        }
    }
}

/// The fields by which it is known what an element is.
#[derive(Deserialize)]
struct Outline<'a> {
    #[serde(rename = "type", borrow)]
    kind: Option<Cow<'a, str>>,
    organisasjonsnummer: Option<IgnoredAny>,
    rollegrupper: Option<IgnoredAny>,
}

pub fn parse(content: Content<'_>) -> Result<Parsed, Fault> {
    let json = match content {
        Content::Json(json) => json,
        Content::TooLong => return Err(Fault::TooLong),
        Content::CutOff => return Err(Fault::CutOff),
        Content::Trailing => return Err(Fault::Trailing),
    };
    let outline: Outline<'_> = serde_json::from_slice(json)?;
    match (
        outline.kind,
        outline.rollegrupper,
        outline.organisasjonsnummer,
    ) {
        (Some(kind), _, _) => own::parse(&kind, json),
        (None, Some(_), _) => entities::parse_roles(json),
        (None, None, Some(_)) => entities::parse_unit(json),
        (None, None, None) => Err(Fault::UnknownKind),
    }
}
