//! Who and what a decision request is about: identifiers of any known kind to parties and a resource.

use std::sync::Arc;

use uuid::Uuid;

use super::super::facts::{KnownResource, PartyName, Subject};
use super::{Known, OpsError};
use crate::domain::{NationalId, OrgNumber, Party, PartyId, SystemUserId};
use crate::engine::{Request, names};

pub struct Identified {
    pub resource: Arc<KnownResource>,
    /// None when the request names no party to act for; the policy may permit the subject as such.
    pub party: Option<Arc<Party>>,
    /// None when the subject is somebody without facts, such as a service owner by its code.
    pub subject: Option<Subject>,
}

/// Everything that says who somebody is, most telling first.
const PARTY_ATTRIBUTES: [&str; 8] = [
    names::PARTY_UUID,
    names::PERSON_UUID,
    names::ORGANIZATION_UUID,
    names::PARTY_ID,
    names::USER_ID,
    names::PERSON_NUMBER,
    names::ORGANIZATION_NUMBER,
    names::ORGANIZATION_NUMBER_OLD,
];

/// Resolves the request; the inner error says in words for the caller what cannot be resolved.
pub async fn identify(
    known: &Known<'_>,
    request: &Request,
) -> Result<Result<Identified, String>, OpsError> {
    let resource = match find_resource(known, request).await? {
        Ok(resource) => resource,
        Err(problem) => return Ok(Err(problem)),
    };
    let party = match find_party(known, request, names::RESOURCE).await? {
        Ok(party) => party,
        Err(problem) => return Ok(Err(problem)),
    };
    let subject = match find_subject(known, request).await? {
        Ok(subject) => subject,
        Err(problem) => return Ok(Err(problem)),
    };
    Ok(Ok(Identified {
        resource,
        party,
        subject,
    }))
}

async fn find_resource(
    known: &Known<'_>,
    request: &Request,
) -> Result<Result<Arc<KnownResource>, String>, OpsError> {
    let id = match single(request, names::RESOURCE, names::RESOURCE_ID) {
        Ok(Some(id)) => id,
        Ok(None) => return Ok(Err(format!("the request names no {}", names::RESOURCE_ID))),
        Err(problem) => return Ok(Err(problem)),
    };
    let found = known.resource(&id).await?;
    Ok(found.ok_or_else(|| {
        // Shortened: a long one would stand in every part of the answer.
        let id: String = id.chars().take(120).collect();
        format!("no resource has the id {id}")
    }))
}

async fn find_subject(
    known: &Known<'_>,
    request: &Request,
) -> Result<Result<Option<Subject>, String>, OpsError> {
    match single(request, names::SUBJECT, names::SYSTEM_USER_UUID) {
        Err(problem) => return Ok(Err(problem)),
        Ok(Some(text)) => return Ok(system_user(request, &text).map(Some)),
        Ok(None) => {}
    }
    let party = find_party(known, request, names::SUBJECT).await?;
    Ok(party.map(|party| party.map(|party| Subject::Party(party.id))))
}

/// A system user must be the only subject, so that nobody's rights are mixed with its own.
fn system_user(request: &Request, text: &str) -> Result<Subject, String> {
    let names_another = PARTY_ATTRIBUTES
        .iter()
        .any(|id| request.values(names::SUBJECT, id).next().is_some());
    if names_another {
        return Err("a system user must be the only subject".to_owned());
    }
    Uuid::try_parse(text)
        .map(|id| Subject::SystemUser(SystemUserId(id)))
        .map_err(|_| format!("{} is not a uuid", names::SYSTEM_USER_UUID))
}

/// The party that a category names; several names must mean the same one.
async fn find_party(
    known: &Known<'_>,
    request: &Request,
    category: &str,
) -> Result<Result<Option<Arc<Party>>, String>, OpsError> {
    let mut found: Option<Arc<Party>> = None;
    for attribute in PARTY_ATTRIBUTES {
        let value = match single(request, category, attribute) {
            Ok(Some(value)) => value,
            Ok(None) => continue,
            Err(problem) => return Ok(Err(problem)),
        };
        let Some(party) = look_up(known, attribute, &value).await? else {
            return Ok(Err(format!(
                "the register has no party with the {attribute} of the request"
            )));
        };
        match &found {
            Some(other) if other.id != party.id => {
                return Ok(Err(
                    "the request names two different parties in one category".to_owned(),
                ));
            }
            _ => found = Some(party),
        }
    }
    Ok(Ok(found))
}

async fn look_up(
    known: &Known<'_>,
    attribute: &str,
    value: &str,
) -> Result<Option<Arc<Party>>, OpsError> {
    match party_name(attribute, value) {
        Some(name) => known.party(name).await,
        None => Ok(None),
    }
}

/// None when the value is not of the attribute's form.
fn party_name(attribute: &str, value: &str) -> Option<PartyName> {
    match attribute {
        names::PARTY_ID => value.parse().ok().map(PartyName::Number),
        names::USER_ID => value.parse().ok().map(PartyName::UserNumber),
        names::PERSON_NUMBER => NationalId::parse(value).map(PartyName::NationalId),
        names::ORGANIZATION_NUMBER | names::ORGANIZATION_NUMBER_OLD => {
            OrgNumber::parse(value).map(PartyName::OrgNumber)
        }
        _ => Uuid::try_parse(value)
            .ok()
            .map(|id| PartyName::Id(PartyId(id))),
    }
}

fn single(request: &Request, category: &str, id: &str) -> Result<Option<String>, String> {
    request
        .single(category, id)
        .map(|value| value.map(|value| value.into_owned()))
        .map_err(|_| format!("the request has several values of {id}"))
}
