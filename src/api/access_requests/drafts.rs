//! What a service owner does: drafts a request for somebody, who confirms it in the portal, and follows it.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::faults;
use super::wire::{DraftBody, ORGANIZATION_URN, PERSON_URN, RequestWire};
use crate::api::bearer::{Bearer, OwnerRequestRead, OwnerRequestWrite};
use crate::api::json::{LooseJson, json_answer};
use crate::api::parts::PathOf;
use crate::api::problem::Problem;
use crate::app::App;
use crate::domain::{
    AccessRequest, AccessRequestId, NationalId, OrgNumber, PartyKey, ServiceOwner,
};
use crate::ops::access_requests::{self, OwnerAsk, Wanted};

/// How long a text may be.
const MAX_TEXT: usize = 255;

/// `POST …/delegationrequests`: either a resource or a package.
pub async fn make(
    State(app): State<App>,
    bearer: Bearer<OwnerRequestWrite>,
    LooseJson(body): LooseJson<DraftBody>,
) -> Result<Response, Problem> {
    match (&body.resource, &body.package) {
        (Some(_), None) => draft_resource(&app, bearer.owner()?, body).await,
        (None, Some(_)) => draft_package(&app, bearer.owner()?, body).await,
        _ => Err(faults::nothing_named()),
    }
}

/// `POST …/delegationrequests/resource`
pub async fn make_for_resource(
    State(app): State<App>,
    bearer: Bearer<OwnerRequestWrite>,
    LooseJson(body): LooseJson<DraftBody>,
) -> Result<Response, Problem> {
    draft_resource(&app, bearer.owner()?, body).await
}

/// `POST …/delegationrequests/package`
pub async fn make_for_package(
    State(app): State<App>,
    bearer: Bearer<OwnerRequestWrite>,
    LooseJson(body): LooseJson<DraftBody>,
) -> Result<Response, Problem> {
    draft_package(&app, bearer.owner()?, body).await
}

async fn draft_resource(
    app: &App,
    owner: &ServiceOwner,
    body: DraftBody,
) -> Result<Response, Problem> {
    let id = named(body.resource.as_deref()).ok_or_else(faults::resource_missing)?;
    let what = Wanted::Resource {
        id,
        right_keys: faults::check_keys(body.rightkeys)?,
    };
    draft(app, owner, (&body.from, &body.to), what).await
}

async fn draft_package(
    app: &App,
    owner: &ServiceOwner,
    body: DraftBody,
) -> Result<Response, Problem> {
    let name = named(body.package.as_deref()).ok_or_else(faults::package_missing)?;
    draft(app, owner, (&body.from, &body.to), Wanted::Package(name)).await
}

fn named(text: Option<&str>) -> Option<String> {
    let text = text.filter(|text| !text.is_empty() && text.len() <= MAX_TEXT);
    text.map(str::to_owned)
}

async fn draft(
    app: &App,
    owner: &ServiceOwner,
    (from, to): (&str, &str),
    what: Wanted,
) -> Result<Response, Problem> {
    let ask = OwnerAsk {
        from: party(from).ok_or_else(|| faults::bad_party_urn("/from"))?,
        to: party(to).ok_or_else(|| faults::bad_party_urn("/to"))?,
        what,
    };
    let asked = access_requests::draft(app.core(), owner, &ask).await??;
    answer(app, StatusCode::ACCEPTED, asked.request).await
}

fn party(urn: &str) -> Option<PartyKey> {
    let (kind, number) = urn.rsplit_once(':')?;
    match kind {
        PERSON_URN => NationalId::parse(number).map(PartyKey::Person),
        ORGANIZATION_URN => OrgNumber::parse(number).map(PartyKey::Organization),
        _ => None,
    }
}

/// `GET …/delegationrequests/{id}/status`
pub async fn show(
    State(app): State<App>,
    bearer: Bearer<OwnerRequestRead>,
    PathOf(id): PathOf<Uuid>,
) -> Result<Response, Problem> {
    let owner = bearer.owner()?;
    let found = access_requests::find_of_owner(app.core(), owner, AccessRequestId(id)).await?;
    let request = found.ok_or_else(faults::no_such_request)?;
    answer(&app, StatusCode::OK, request).await
}

/// `PUT …/delegationrequests/{id}/withdraw`
pub async fn withdraw(
    State(app): State<App>,
    bearer: Bearer<OwnerRequestWrite>,
    PathOf(id): PathOf<Uuid>,
) -> Result<Response, Problem> {
    let owner = bearer.owner()?;
    let id = AccessRequestId(id);
    let changed = access_requests::withdraw_draft(app.core(), owner, id).await?;
    answer(&app, StatusCode::ACCEPTED, changed?).await
}

/// `GET …/delegationrequests/_meta/urns/party`: how parties are named here.
pub async fn list_urns(_bearer: Bearer<OwnerRequestRead>) -> Response {
    json_answer(StatusCode::OK, &[PERSON_URN, ORGANIZATION_URN])
}

async fn answer(
    app: &App,
    status: StatusCode,
    request: AccessRequest,
) -> Result<Response, Problem> {
    let views = access_requests::views(app.core(), vec![request]).await?;
    let view = views.first().ok_or_else(faults::no_such_request)?;
    Ok(json_answer(status, &RequestWire::of_owner(app, view)))
}
