//! The resource registry, as service owners and everybody else see it: `/resourceregistry/api/v1/resource`.

mod body;
pub mod catalogue;
mod export;
mod feeds;
mod lockout;
pub(in crate::api) mod policy;
mod search;
mod wire;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Map, Value};

use super::bearer::{Bearer, ResourceWrite};
use super::json::json_answer;
use super::parts::{PathOf, QueryOf};
use super::problem::Problem;
use crate::app::App;
use crate::domain::{Resource, ResourceFault, scope};
use crate::ops::registry_log::Author;
use crate::ops::resources::{self, Administrator, Refusal};
use crate::{routes, store};
use body::SentResource;
use wire::{OrgWire, OrgsWire, ResourceWire, VersionQuery};

pub use body::draft_of;

/// Ids that stand for something else in the registry's addresses.
const RESERVED: [&str; 7] = [
    "bysubjects",
    "changes",
    "export",
    "orgs",
    "resourcelist",
    "search",
    "updated",
];

pub fn router() -> Router<App> {
    Router::new()
        .route(routes::API_RESOURCES, post(create))
        .route(routes::API_RESOURCE_LIST, get(search::list))
        .route(routes::API_RESOURCE_SEARCH, get(search::search))
        .route(routes::API_RESOURCE_EXPORT, get(export::export))
        .route(routes::API_RESOURCE_ORGS, get(orgs))
        .route(routes::API_RESOURCE_UPDATED, get(feeds::updated))
        .route(routes::API_RESOURCE_CHANGES, get(feeds::changes))
        .route(routes::API_RESOURCES_BY_SUBJECTS, post(policy::by_subjects))
        .route(
            routes::API_RESOURCES_BY_SUBJECTS_BARE,
            post(policy::by_subjects),
        )
        .route(routes::API_RESOURCE, get(show).put(replace).delete(delete))
        .route(
            routes::API_RESOURCE_POLICY,
            get(policy::show).post(policy::put).put(policy::put),
        )
        .route(routes::API_RESOURCE_SUBJECTS, get(policy::subjects))
        .route(routes::API_RESOURCE_RULES, get(policy::rules))
        .route(routes::API_RESOURCE_RIGHTS, get(policy::rights))
        .route(routes::API_RESOURCE_RIGHTS_2, get(policy::rights_by_key))
}

/// `GET …/resource/{id}`: as it is now, or as it was.
async fn show(
    State(app): State<App>,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<VersionQuery>,
) -> Result<Response, Problem> {
    let db = &app.core().db;
    let found = match query.version_id {
        Some(version) => store::resources::find_version(db, &id, version).await?,
        None => store::resources::find(db, &id).await?,
    };
    let resource = found.ok_or_else(not_found)?;
    answer(&app, StatusCode::OK, &resource).await
}

/// `POST …/resource`
async fn create(
    State(app): State<App>,
    bearer: Bearer<ResourceWrite>,
    SentResource(draft): SentResource,
) -> Result<Response, Problem> {
    if let Some(fault) = reserved(&draft.id) {
        return Err(invalid(&[fault]));
    }
    let by = administrator(&bearer)?;
    let resource = resources::create(app.core(), &by, draft)
        .await?
        .map_err(problem_of)?;
    let mut response = answer(&app, StatusCode::CREATED, &resource).await?;
    let place = routes::api_resource(&resource.id);
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// What is wrong with an id that is an address of the registry's.
pub fn reserved(id: &str) -> Option<ResourceFault> {
    RESERVED.contains(&id).then(|| ResourceFault {
        field: "Identifier",
        message: "This id is an address of the registry itself".to_owned(),
    })
}

/// `PUT …/resource/{id}`; with `If-Match` only while nobody else has changed it.
async fn replace(
    State(app): State<App>,
    bearer: Bearer<ResourceWrite>,
    PathOf(id): PathOf<String>,
    headers: HeaderMap,
    SentResource(draft): SentResource,
) -> Result<Response, Problem> {
    if draft.id != id {
        return Err(invalid(&[ResourceFault {
            field: "Identifier",
            message: "The id in the address and the one in the body differ".to_owned(),
        }]));
    }
    let expected = expected_version(&headers)?;
    let by = administrator(&bearer)?;
    let resource = resources::update(app.core(), &by, draft, expected)
        .await?
        .map_err(problem_of)?;
    let answer = answer(&app, StatusCode::OK, &resource).await?;
    Ok(lockout::warn_of_closing(&app, &resource, answer).await)
}

/// `DELETE …/resource/{id}`, in test environments only.
async fn delete(
    State(app): State<App>,
    bearer: Bearer<ResourceWrite>,
    PathOf(id): PathOf<String>,
) -> Result<Response, Problem> {
    if app.sandbox().is_none() {
        return Err(Problem::plain(
            StatusCode::FORBIDDEN,
            "Resources are deleted in test environments only.",
        ));
    }
    let by = administrator(&bearer)?;
    resources::delete(app.core(), &by, &id)
        .await?
        .map_err(problem_of)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `GET …/resource/orgs`
async fn orgs(State(app): State<App>) -> Result<Response, Problem> {
    let owners = store::service_owners::list(&app.core().db).await?;
    let orgs = owners
        .iter()
        .map(|owner| (owner.code.as_str(), OrgWire::of(owner)));
    let orgs = orgs.collect();
    Ok(json_answer(StatusCode::OK, &OrgsWire { orgs }))
}

/// Whom a token of the registry's writers speaks for.
fn administrator(bearer: &Bearer<ResourceWrite>) -> Result<Administrator, Problem> {
    let caller = &bearer.caller;
    if caller.scopes.has(scope::RESOURCE_ADMIN) {
        return Ok(Administrator::Operator);
    }
    let number = caller.org.clone().ok_or_else(not_yours)?;
    Ok(Administrator::Owner {
        author: Author::Organization(number.clone()),
        number,
        prefixes: caller.scope_prefixes.clone(),
    })
}

async fn answer(app: &App, status: StatusCode, resource: &Resource) -> Result<Response, Problem> {
    let owner = store::service_owners::find(&app.core().db, &resource.owner).await?;
    let owner = owner.ok_or_else(not_found)?;
    let mut response = json_answer(status, &ResourceWire::of(resource, &owner));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", resource.version)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// The version that `If-Match` asks for (RFC 9110 §13.1.1); `*` is any that exists, as is no header.
fn expected_version(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(sent) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = sent.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let tag = text.strip_prefix("W/").unwrap_or(text);
    let version = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
    match version.and_then(|version| version.parse().ok()) {
        Some(version) => Ok(Some(version)),
        // A tag that this server never wrote fits nothing.
        None => Err(changed("If-Match holds no tag of this resource")),
    }
}

fn changed(detail: impl Into<String>) -> Problem {
    Problem::plain(
        StatusCode::PRECONDITION_FAILED,
        "The resource is not in the version that If-Match names.",
    )
    .with_detail(detail)
}

fn not_found() -> Problem {
    Problem::plain(StatusCode::NOT_FOUND, "The resource was not found.")
}

fn not_yours() -> Problem {
    Problem::plain(
        StatusCode::FORBIDDEN,
        "The organization in the token is not the one that the resource belongs to.",
    )
}

/// `ValidationProblemDetails`: what is wrong, by field.
fn invalid(faults: &[ResourceFault]) -> Problem {
    let mut errors: Map<String, Value> = Map::new();
    for fault in faults {
        let messages = errors
            .entry(fault.field)
            .or_insert_with(|| Value::from(Vec::<Value>::new()));
        if let Some(messages) = messages.as_array_mut() {
            messages.push(fault.message.clone().into());
        }
    }
    Problem::plain(
        StatusCode::BAD_REQUEST,
        "One or more validation errors occurred.",
    )
    .with("errors", errors)
}

fn problem_of(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Invalid(faults) => invalid(&faults),
        Refusal::ForeignScopes(scopes) => {
            let errors = Map::from_iter([("InvalidPrefix".to_owned(), Value::from(scopes))]);
            Problem::plain(StatusCode::UNAUTHORIZED, "Unauthorized").with("errors", errors)
        }
        Refusal::NotYours => not_yours(),
        Refusal::Taken => Problem::plain(
            StatusCode::CONFLICT,
            "A resource with this identifier already exists.",
        ),
        Refusal::NotFound => not_found(),
        Refusal::Changed(version) => changed(format!("its version is {version} now")),
        Refusal::Policy(refusal) => {
            Problem::plain(StatusCode::BAD_REQUEST, &refusal.to_string()).with("line", refusal.line)
        }
    }
}
