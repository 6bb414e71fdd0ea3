//! Access packages that service owners give directly: `/accessmanagement/api/v1/serviceowner/connections`.

mod wire;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use http::StatusCode;

use super::bearer::{Bearer, OwnerPackageWrite};
use super::connections::refused::problem_of;
use super::json::{LooseJson, json_answer};
use super::problem::{self, Problem};
use crate::app::App;
use crate::domain::{NationalId, OrgNumber, PartyKey};
use crate::ops::connections::{self, OwnerGift, Refusal};
use crate::reference::reference;
use crate::routes;
use wire::{GiftAnswer, GiftBody};

const PERSON: &str = "urn:altinn:person:identifier-no:";
const ORGANIZATION: &str = "urn:altinn:organization:identifier-no:";

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::API_OWNER_PACKAGES, post(give))
        .route(routes::API_OWNER_PACKAGES_REVOKE, post(revoke))
}

/// `POST …/accesspackages`: gives a package of one party to another.
pub async fn give(
    State(app): State<App>,
    bearer: Bearer<OwnerPackageWrite>,
    LooseJson(body): LooseJson<GiftBody>,
) -> Result<Response, Problem> {
    let (owner, gift) = (bearer.org()?, read(&body)?);
    let given = connections::give_as_owner(app.core(), owner, &gift).await?;
    let given = given.map_err(|refusal| told(&refusal))?;
    let answer = GiftAnswer {
        id: given.id.0,
        assignment_id: given.assignment.0,
        package_id: given.package.id,
    };
    Ok(json_answer(StatusCode::OK, &answer))
}

/// `POST …/accesspackages/revoke`: takes back what this owner has given.
pub async fn revoke(
    State(app): State<App>,
    bearer: Bearer<OwnerPackageWrite>,
    LooseJson(body): LooseJson<GiftBody>,
) -> Result<Response, Problem> {
    let (owner, gift) = (bearer.org()?, read(&body)?);
    let revoked = connections::revoke_as_owner(app.core(), owner, &gift).await?;
    revoked.map_err(|refusal| told(&refusal))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn read(body: &GiftBody) -> Result<OwnerGift, Problem> {
    let package = reference().package(&body.packageurn);
    Ok(OwnerGift {
        from: party(&body.from)?,
        to: party(&body.to)?,
        package: package.ok_or_else(|| Problem::of(problem::UNKNOWN_ACCESS_PACKAGE))?,
    })
}

fn party(urn: &str) -> Result<PartyKey, Problem> {
    let person = urn.strip_prefix(PERSON).and_then(NationalId::parse);
    let organization = urn.strip_prefix(ORGANIZATION).and_then(OrgNumber::parse);
    let found = person.map(PartyKey::Person);
    found
        .or(organization.map(PartyKey::Organization))
        .ok_or_else(|| {
            Problem::unreadable(format!("a party is named by {PERSON} or {ORGANIZATION}"))
        })
}

fn told(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::UnknownParty => Problem::of(problem::NO_SUCH_PARTIES),
        other => problem_of(other),
    }
}
