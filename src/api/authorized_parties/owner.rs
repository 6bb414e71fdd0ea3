//! For service owners, about anybody.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

use super::query::{Asked, Includes};
use super::wire::{AttributeBody, SubjectBody};
use super::{Found, model_error};
use crate::api::bearer::{Bearer, Needs as _, PartiesOf, beyond_own};
use crate::api::json::{LooseJson, json_answer};
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{NationalId, OrgNumber, PartyId, SystemUserId};
use crate::ops::authorized_parties::Name;
use crate::store;

/// What service owners are told unless they say otherwise.
const DEFAULT: Includes = Includes {
    roles: true,
    packages: false,
    resources: true,
    instances: true,
};

/// How many parties a service owner may name.
const MOST_PARTIES: usize = 20;

/// `POST …/resourceowner/authorizedparties`: those whom somebody may act for.
pub async fn list(
    State(app): State<App>,
    bearer: Bearer<PartiesOf>,
    Query(pairs): Query<Vec<(String, String)>>,
    LooseJson(body): LooseJson<SubjectBody>,
) -> Result<Response, Problem> {
    let mut asked = Asked::read_for_owner(DEFAULT, pairs)?;
    let name = name(&body.attribute, Use::Subject)?;
    asked
        .parties
        .extend(filter(body.partyfilter.as_deref().unwrap_or_default())?);
    if let Some(code) = &asked.owner {
        check_owner(&app, &bearer, code).await?;
    }
    let known = app.core().known().await?;
    match name.subject(&known).await? {
        Some(subject) => Ok(Found::load(&known, subject, asked).await?.array()),
        None => Ok(json_answer(StatusCode::OK, &[(); 0])),
    }
}

fn filter(bodies: &[AttributeBody]) -> Result<Vec<Name>, Problem> {
    if bodies.len() > MOST_PARTIES {
        let most = format!("At most {MOST_PARTIES} parties may be named.");
        return Err(model_error("partyFilter", &most));
    }
    bodies.iter().map(|body| name(body, Use::Filter)).collect()
}

/// Whether the caller may ask for what is open by this owner's resources: its own, or any with the scope for all.
async fn check_owner(app: &App, bearer: &Bearer<PartiesOf>, code: &str) -> Result<(), Problem> {
    if bearer.caller.scopes.has_any(beyond_own(PartiesOf::ROW)) {
        return Ok(());
    }
    let caller = bearer.owner()?;
    if caller.code.eq_ignore_ascii_case(code) {
        return Ok(());
    }
    // Its organization may be registered for several codes.
    let owner = store::service_owners::find(&app.core().db, code).await?;
    match owner {
        Some(owner) if Some(&owner.number) == bearer.caller.org.as_ref() => Ok(()),
        _ => Err(model_error(
            code,
            "The token is not of the service owner with this code.",
        )),
    }
}

/// What a name is for: the one who acts, or one of those that are acted for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Subject,
    Filter,
}

/// Reads a name. A number that nobody can have names nobody; what is no number or uuid at all is refused.
fn name(body: &AttributeBody, used: Use) -> Result<Name, Problem> {
    let value = body.value.trim();
    let uuid = || {
        value
            .parse()
            .map_err(|_| model_error("value", "The value is not a uuid."))
    };
    let number = || {
        value
            .parse()
            .map_err(|_| model_error("value", "The value is not a number."))
    };
    Ok(match body.kind.trim() {
        "urn:altinn:party:uuid" => Name::Party(PartyId(uuid()?)),
        "urn:altinn:partyid" | "urn:altinn:party:id" => Name::Number(number()?),
        "urn:altinn:userid" | "urn:altinn:user:id" => Name::UserNumber(number()?),
        "urn:altinn:person:identifier-no" => {
            NationalId::parse(value).map_or(Name::Nobody, Name::NationalId)
        }
        "urn:altinn:person:uuid" => Name::Person(PartyId(uuid()?)),
        "urn:altinn:organization:identifier-no" => {
            OrgNumber::parse(value).map_or(Name::Nobody, Name::OrgNumber)
        }
        "urn:altinn:organization:uuid" => Name::Organization(PartyId(uuid()?)),
        "urn:altinn:systemuser:uuid" => Name::SystemUser(SystemUserId(uuid()?)),
        // Nobody here is one of these, so nobody is found.
        "urn:altinn:enterpriseuser:uuid" => {
            uuid()?;
            Name::Nobody
        }
        "urn:altinn:enterpriseuser:username" | "urn:altinn:person:idporten-email" => Name::Nobody,
        "urn:altinn:person:legacy-selfidentified" if used == Use::Filter => Name::Nobody,
        _ => return Err(model_error("type", "The type is not one that is known.")),
    })
}
