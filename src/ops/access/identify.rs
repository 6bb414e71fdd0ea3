//! Who and what a decision request is about: identifiers of any known kind to parties and a resource.

use uuid::Uuid;

use super::super::facts::Subject;
use super::{Core, OpsError};
use crate::domain::{NationalId, OrgNumber, Party, PartyId, Resource, SystemUserId};
use crate::engine::{Request, names};
use crate::store;

pub struct Identified {
    pub resource: Resource,
    /// None when the request names no party to act for; the policy may permit the subject as such.
    pub party: Option<Party>,
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
    core: &Core,
    request: &Request,
) -> Result<Result<Identified, String>, OpsError> {
    let resource = match find_resource(core, request).await? {
        Ok(resource) => resource,
        Err(problem) => return Ok(Err(problem)),
    };
    let party = match find_party(core, request, names::RESOURCE).await? {
        Ok(party) => party,
        Err(problem) => return Ok(Err(problem)),
    };
    let subject = match find_subject(core, request).await? {
        Ok(subject) => subject,
        Err(problem) => return Ok(Err(problem)),
    };
    Ok(Ok(Identified {
        resource,
        party,
        subject,
    }))
}

pub(super) async fn find_resource(
    core: &Core,
    request: &Request,
) -> Result<Result<Resource, String>, OpsError> {
    let id = match single(request, names::RESOURCE, names::RESOURCE_ID) {
        Ok(Some(id)) => id,
        Ok(None) => return Ok(Err(format!("the request names no {}", names::RESOURCE_ID))),
        Err(problem) => return Ok(Err(problem)),
    };
    let found = store::resources::find(&core.db, &id).await?;
    Ok(found.ok_or_else(|| {
        // Shortened: a long one would stand in every part of the answer.
        let id: String = id.chars().take(120).collect();
        format!("no resource has the id {id}")
    }))
}

pub(super) async fn find_subject(
    core: &Core,
    request: &Request,
) -> Result<Result<Option<Subject>, String>, OpsError> {
    match single(request, names::SUBJECT, names::SYSTEM_USER_UUID) {
        Err(problem) => return Ok(Err(problem)),
        Ok(Some(text)) => return Ok(system_user(request, &text).map(Some)),
        Ok(None) => {}
    }
    let party = find_party(core, request, names::SUBJECT).await?;
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
pub(super) async fn find_party(
    core: &Core,
    request: &Request,
    category: &str,
) -> Result<Result<Option<Party>, String>, OpsError> {
    let mut found: Option<Party> = None;
    for attribute in PARTY_ATTRIBUTES {
        let value = match single(request, category, attribute) {
            Ok(Some(value)) => value,
            Ok(None) => continue,
            Err(problem) => return Ok(Err(problem)),
        };
        let Some(party) = look_up(core, attribute, &value).await? else {
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

async fn look_up(core: &Core, attribute: &str, value: &str) -> Result<Option<Party>, OpsError> {
    let db = &core.db;
    let party = match attribute {
        names::PARTY_ID => match value.parse() {
            Ok(number) => store::parties::find_by_number(db, number).await?,
            Err(_) => None,
        },
        names::USER_ID => match value.parse() {
            Ok(number) => store::parties::find_by_user_number(db, number).await?,
            Err(_) => None,
        },
        names::PERSON_NUMBER => match NationalId::parse(value) {
            Some(id) => store::parties::find_by_national_id(db, &id).await?,
            None => None,
        },
        names::ORGANIZATION_NUMBER | names::ORGANIZATION_NUMBER_OLD => {
            match OrgNumber::parse(value) {
                Some(number) => store::parties::find_by_org_number(db, &number).await?,
                None => None,
            }
        }
        _ => match Uuid::try_parse(value) {
            Ok(id) => store::parties::find(db, PartyId(id)).await?,
            Err(_) => None,
        },
    };
    Ok(party.filter(|party| is_of_the_kind(party, attribute)))
}

/// A person's uuid does not name an organization, nor the reverse.
fn is_of_the_kind(party: &Party, attribute: &str) -> bool {
    match attribute {
        names::PERSON_UUID => party.person().is_some(),
        names::ORGANIZATION_UUID => party.organization().is_some(),
        _ => true,
    }
}

fn single(request: &Request, category: &str, id: &str) -> Result<Option<String>, String> {
    request
        .single(category, id)
        .map(|value| value.map(|value| value.into_owned()))
        .map_err(|_| format!("the request has several values of {id}"))
}
