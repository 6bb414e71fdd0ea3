//! Vendors' requests for system users: `/authentication/api/v1/systemuser/request/vendor`.

mod create;
mod wire;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use uuid::Uuid;

use super::bearer::{Bearer, RequestRead, RequestWrite};
use super::json::{LooseJson, json_answer};
use super::parts::PathOf;
use super::problem::{self, Problem};
use crate::app::App;
use crate::domain::{OrgNumber, Request, RequestId, System};
use crate::{routes, store};
use create::Created;
use wire::{RequestAnswer, RequestBody};

/// `POST …/request/vendor`: asks for a system user; asking again gives the same request.
pub async fn create(
    State(app): State<App>,
    bearer: Bearer<RequestWrite>,
    LooseJson(body): LooseJson<RequestBody>,
) -> Result<Response, Problem> {
    let vendor = bearer.org()?;
    match create::create(app.core(), vendor, body).await? {
        Created::Existing(request, system) => Ok(answer(&app, StatusCode::OK, &request, &system)),
        Created::New(request, system) => {
            let mut response = answer(&app, StatusCode::CREATED, &request, &system);
            let location = app.config().url(&routes::api_request(request.id.0));
            if let Ok(location) = HeaderValue::from_str(&location) {
                response.headers_mut().insert(header::LOCATION, location);
            }
            Ok(response)
        }
    }
}

/// `GET …/request/vendor/{id}`.
pub async fn show(
    State(app): State<App>,
    bearer: Bearer<RequestRead>,
    PathOf(id): PathOf<Uuid>,
) -> Result<Response, Problem> {
    let (request, system) = find_own(&app, bearer.org()?, RequestId(id)).await?;
    Ok(answer(&app, StatusCode::OK, &request, &system))
}

/// `GET …/request/vendor/byexternalref/{systemId}/{orgNo}/{externalRef}`.
pub async fn show_by_ref(
    State(app): State<App>,
    bearer: Bearer<RequestRead>,
    PathOf((system_id, org, external_ref)): PathOf<(String, String, String)>,
) -> Result<Response, Problem> {
    let db = &app.core().db;
    let vendor = bearer.org()?;
    let system = store::systems::find_by_name(db, &system_id)
        .await?
        .filter(|system| system.vendor == *vendor)
        .ok_or_else(|| Problem::of(problem::SYSTEM_NOT_FOUND))?;
    let not_found = || Problem::of(problem::REQUEST_NOT_FOUND);
    let number = OrgNumber::parse(&org).ok_or_else(not_found)?;
    let party = store::parties::find_by_org_number(db, &number)
        .await?
        .ok_or_else(not_found)?;
    let request = store::requests::find_by_ref(db, system.id, party.id, &external_ref)
        .await?
        .ok_or_else(not_found)?;
    Ok(answer(&app, StatusCode::OK, &request, &system))
}

/// `DELETE …/request/vendor/{id}`: takes the request away, whatever its status.
pub async fn delete(
    State(app): State<App>,
    bearer: Bearer<RequestWrite>,
    PathOf(id): PathOf<Uuid>,
) -> Result<Response, Problem> {
    let (request, _) = find_own(&app, bearer.org()?, RequestId(id)).await?;
    let mut tx = app.core().db.write().await?;
    let deleted = store::requests::delete(&mut tx, request.id, app.core().world.now()).await?;
    tx.commit().await?;
    if deleted {
        Ok(StatusCode::ACCEPTED.into_response())
    } else {
        Err(Problem::of(problem::REQUEST_NOT_FOUND))
    }
}

/// The request, if its system is the vendor's. The original lets any vendor delete any request.
async fn find_own(
    app: &App,
    vendor: &OrgNumber,
    id: RequestId,
) -> Result<(Request, System), Problem> {
    let db = &app.core().db;
    let request = store::requests::find(db, id)
        .await?
        .ok_or_else(|| Problem::of(problem::REQUEST_NOT_FOUND))?;
    let system = store::systems::find(db, request.system)
        .await?
        .filter(|system| system.vendor == *vendor)
        .ok_or_else(|| Problem::of(problem::SYSTEM_NOT_FOUND))?;
    Ok((request, system))
}

fn answer(app: &App, status: StatusCode, request: &Request, system: &System) -> Response {
    let confirm_url = app.config().url(&routes::request_confirm(request.id.0));
    let now = app.core().world.now();
    json_answer(
        status,
        &RequestAnswer::of(request, system, confirm_url, now),
    )
}
