//! All resources, and those that a search finds.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::{HeaderValue, header};

use super::catalogue::{Entry, Kinds, Wanted};
use super::wire::{ListQuery, SearchQuery};
use crate::api::Problem;
use crate::api::parts::QueryOf;
use crate::app::App;
use crate::domain::{ResourceFault, ResourceType};

/// `GET …/resource/resourcelist`
pub async fn list(
    State(app): State<App>,
    QueryOf(query): QueryOf<ListQuery>,
) -> Result<Response, Problem> {
    let kinds = Kinds {
        apps: flag(query.include_apps.as_deref(), true)?,
        migrated_apps: flag(query.include_migrated_apps.as_deref(), false)?,
    };
    let list = app.catalogue().list(&app.core().db, kinds).await?;
    Ok(answer(list))
}

/// `GET …/resource/search`; without apps, unless they are asked for by their type.
pub async fn search(
    State(app): State<App>,
    QueryOf(query): QueryOf<SearchQuery>,
) -> Result<Response, Problem> {
    let wanted = wanted(query)?;
    let shelf = app.catalogue().now(&app.core().db).await?;
    let found = shelf.json(|entry| is_offered(entry, &wanted) && entry.is(&wanted));
    Ok(answer(Bytes::from(found)))
}

fn is_offered(entry: &Entry, wanted: &Wanted) -> bool {
    let is_app = matches!(
        entry.resource.kind,
        ResourceType::AltinnApp | ResourceType::MigratedApp
    );
    !is_app || wanted.kind.is_some()
}

fn wanted(query: SearchQuery) -> Result<Wanted, Problem> {
    let lower = |text: Option<String>| text.unwrap_or_default().trim().to_lowercase();
    let kind = query.resource_type.filter(|text| !text.is_empty());
    Ok(Wanted {
        id: lower(query.id),
        title: lower(query.title),
        description: lower(query.description),
        keyword: lower(query.keyword),
        reference: lower(query.reference),
        org_code: lower(query.org_code),
        organization: lower(query.organization_id),
        kind: kind.as_deref().map(named_kind).transpose()?,
    })
}

fn named_kind(text: &str) -> Result<ResourceType, Problem> {
    let named = |kind: &ResourceType| kind.as_str().eq_ignore_ascii_case(text);
    let found = ResourceType::ALL.into_iter().find(named);
    found.ok_or_else(|| unknown("ResourceType", text))
}

/// A yes or no as the original's framework reads it.
fn flag(text: Option<&str>, unset: bool) -> Result<bool, Problem> {
    match text.unwrap_or_default().trim().to_lowercase().as_str() {
        "" => Ok(unset),
        "true" => Ok(true),
        "false" => Ok(false),
        other => Err(unknown("IncludeApps", other)),
    }
}

fn unknown(field: &'static str, text: &str) -> Problem {
    super::invalid(&[ResourceFault {
        field,
        message: format!("{text:?} is not one of the values"),
    }])
}

fn answer(json: Bytes) -> Response {
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], json).into_response()
}
