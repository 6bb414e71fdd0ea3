//! Who and what a decision request is about: identifiers of any known kind to parties and a resource.
//!
//! The names that follow from those in the request are added to it, so that a policy may use either: see [`enrich`].
//! What contradicts itself is an error for the caller, never a guess.

mod enrich;
mod named;

pub use named::App;

use std::sync::Arc;

use uuid::Uuid;

use super::super::facts::{KnownResource, PartyName, Subject};
use super::{Known, OpsError};
use crate::domain::{Party, SystemUserId};
use crate::engine::{Request, names};

use named::{Named, PARTY_ATTRIBUTES};

pub struct Identified {
    pub resource: Arc<KnownResource>,
    /// None when the request names no party to act for; the policy may permit the subject as such.
    pub party: Option<Arc<Party>>,
    /// None when the subject is somebody without facts, such as a service owner by its code.
    pub subject: Option<Subject>,
    /// Who the subject is, when the question is about nothing but the subject and the resource: no party, app or instance.
    /// May it ask for consents, say.
    pub alone: Option<Arc<Party>>,
    /// The request with the names that follow from those in it.
    pub request: Request,
}

/// Why a request cannot be resolved, in words for the caller; or why nobody could find out.
enum Stop {
    Caller(String),
    Failure(OpsError),
}

impl From<OpsError> for Stop {
    fn from(error: OpsError) -> Self {
        Self::Failure(error)
    }
}

impl From<String> for Stop {
    fn from(problem: String) -> Self {
        Self::Caller(problem)
    }
}

/// Resolves the request; the inner error says in words for the caller what cannot be resolved.
pub async fn identify(
    known: &Known<'_>,
    request: &Request,
) -> Result<Result<Identified, String>, OpsError> {
    match resolve(known, request).await {
        Ok(identified) => Ok(Ok(identified)),
        Err(Stop::Caller(problem)) => Ok(Err(problem)),
        Err(Stop::Failure(error)) => Err(error),
    }
}

/// A question of our own about `party`, with the names that follow from those in it.
pub fn spelled_out(mut request: Request, party: &Party) -> Request {
    if let Ok(named) = Named::read(&request) {
        enrich::resource(&mut request, &named, Some(party));
    }
    request
}

/// The subject that a question names, and the party; None when one of the names means nobody.
pub async fn find_both(
    known: &Known<'_>,
    request: &Request,
) -> Result<Option<(Option<Subject>, Option<Arc<Party>>)>, OpsError> {
    let both = async {
        let party = find_party(known, request, names::RESOURCE).await?;
        Ok((find_subject(known, request).await?.0, party))
    };
    match both.await {
        Ok(found) => Ok(Some(found)),
        Err(Stop::Caller(_)) => Ok(None),
        Err(Stop::Failure(error)) => Err(error),
    }
}

/// The names that follow for a subject that is this party.
pub fn with_subject(mut request: Request, party: Option<&Party>) -> Request {
    enrich::subject(&mut request, party);
    request
}

async fn resolve(known: &Known<'_>, request: &Request) -> Result<Identified, Stop> {
    let named = Named::read(request)?;
    let resource = find_resource(known, &named).await?;
    let party = find_acted_for(known, request, &named).await?;
    let (subject, subject_party) = find_subject(known, request).await?;
    let is_alone = party.is_none() && named.is_plain();
    let alone = subject_party.clone().filter(|_| is_alone);
    let mut request = request.clone();
    enrich::resource(&mut request, &named, party.as_deref());
    enrich::subject(&mut request, subject_party.as_deref());
    Ok(Identified {
        resource,
        party,
        alone,
        subject,
        request,
    })
}

async fn find_resource(known: &Known<'_>, named: &Named) -> Result<Arc<KnownResource>, Stop> {
    let Some(id) = named.resource_id() else {
        return Err(format!("the request names no {}", names::RESOURCE_ID).into());
    };
    let found = known.resource(&id).await?;
    found.ok_or_else(|| {
        // Shortened: a long one would stand in every part of the answer.
        let id: String = id.chars().take(120).collect();
        Stop::Caller(format!("no resource has the id {id}"))
    })
}

/// The party that is named, or the one that the named app instance belongs to; both must agree.
async fn find_acted_for(
    known: &Known<'_>,
    request: &Request,
    named: &Named,
) -> Result<Option<Arc<Party>>, Stop> {
    let party = find_party(known, request, names::RESOURCE).await?;
    let Some(number) = named.instance_party() else {
        return Ok(party);
    };
    match party {
        Some(party) if party.number == number => Ok(Some(party)),
        Some(_) => Err(
            "the instance belongs to another party than the request names"
                .to_owned()
                .into(),
        ),
        None => {
            let owner = known.party(PartyName::Number(number)).await?;
            let owner = owner.ok_or_else(|| {
                let id = names::INSTANCE_ID;
                format!("the register has no party with the number in the {id} of the request")
            })?;
            Ok(Some(owner))
        }
    }
}

/// The subject, and the party that it is unless it is a system user.
async fn find_subject(
    known: &Known<'_>,
    request: &Request,
) -> Result<(Option<Subject>, Option<Arc<Party>>), Stop> {
    if let Some(user) = system_user(request)? {
        return Ok((Some(Subject::SystemUser(user)), None));
    }
    let party = find_party(known, request, names::SUBJECT).await?;
    let subject = party.as_ref().map(|party| Subject::Party(party.id));
    Ok((subject, party))
}

/// A system user must be the only subject, so that nobody's rights are mixed with its own.
fn system_user(request: &Request) -> Result<Option<SystemUserId>, String> {
    let has = |id: &str| request.values(names::SUBJECT, id).next().is_some();
    if has(names::ENTERPRISE_USER_UUID) {
        return Err("enterprise users are not supported".to_owned());
    }
    let Some(text) = single(request, names::SUBJECT, names::SYSTEM_USER_UUID)? else {
        return Ok(None);
    };
    if PARTY_ATTRIBUTES.into_iter().any(has) || has(names::ORG) {
        return Err("a system user must be the only subject".to_owned());
    }
    match Uuid::try_parse(&text) {
        Ok(id) => Ok(Some(SystemUserId(id))),
        Err(_) => Err(format!("{} is not a uuid", names::SYSTEM_USER_UUID)),
    }
}

/// The party that a category names; several names must mean the same one.
async fn find_party(
    known: &Known<'_>,
    request: &Request,
    category: &str,
) -> Result<Option<Arc<Party>>, Stop> {
    let mut found: Option<Arc<Party>> = None;
    for attribute in PARTY_ATTRIBUTES {
        let Some(value) = single(request, category, attribute)? else {
            continue;
        };
        let Some(party) = look_up(known, attribute, &value).await? else {
            let problem = format!("the register has no party with the {attribute} of the request");
            return Err(problem.into());
        };
        match &found {
            Some(other) if other.id != party.id => {
                let problem = "the request names two different parties in one category";
                return Err(problem.to_owned().into());
            }
            _ => found = Some(party),
        }
    }
    Ok(found)
}

async fn look_up(
    known: &Known<'_>,
    attribute: &str,
    value: &str,
) -> Result<Option<Arc<Party>>, OpsError> {
    let Some(name) = named::party_name(attribute, value) else {
        return Ok(None);
    };
    let party = known.party(name).await?;
    Ok(party.filter(|party| named::is_of_kind(attribute, party)))
}

fn single(request: &Request, category: &str, id: &str) -> Result<Option<String>, String> {
    request
        .single(category, id)
        .map(|value| value.map(|value| value.into_owned()))
        .map_err(|_| format!("the request has several values of {id}"))
}
