//! The policy of a resource: as it was uploaded, and what can be read out of it.

mod upload;
mod wire;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::{ResourceWrite, administrator, lockout, not_found, problem_of};
use crate::api::Problem;
use crate::api::bearer::Bearer;
use crate::api::json::{RawBody, json_answer};
use crate::api::language::InLanguage;
use crate::api::listed::Listed;
use crate::api::parts::{PathOf, QueryOf};
use crate::app::App;
use crate::domain::PolicySubject;
use crate::engine::PolicyTree;
use crate::engine::rights::Right;
use crate::ops::resources;
use crate::{routes, store};
use upload::PolicyFile;
use wire::{
    ByKeyQuery, ResourcesOfSubject, RightByKey, RightWire, RuleWire, SubjectWire, SubjectsQuery,
    rules_of,
};

/// How many subjects may be asked about at once.
const MAX_SUBJECTS: usize = 1_000;

/// `GET …/policy`: the XML as it was received.
pub async fn show(State(app): State<App>, PathOf(id): PathOf<String>) -> Result<Response, Problem> {
    let found = store::policies::find(&app.core().db, &id).await?;
    let policy = found.and_then(|found| found.policy).ok_or_else(no_policy)?;
    let headers: [(HeaderName, HeaderValue); 2] = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/xml; charset=utf-8"),
        ),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment; filename=policy.xml"),
        ),
    ];
    Ok((headers, policy).into_response())
}

/// `POST` and `PUT …/policy`: the form's file `policyFile` becomes the policy.
pub async fn put(
    State(app): State<App>,
    bearer: Bearer<ResourceWrite>,
    PathOf(id): PathOf<String>,
    PolicyFile(policy): PolicyFile,
) -> Result<Response, Problem> {
    let by = administrator(&bearer)?;
    resources::put_policy(app.core(), &by, &id, &policy)
        .await?
        .map_err(problem_of)?;
    let place = HeaderValue::from_str(&routes::api_resource_policy(&id));
    let place = place.unwrap_or_else(|_| HeaderValue::from_static(routes::API_RESOURCES));
    let answer = (StatusCode::CREATED, [(header::LOCATION, place)]).into_response();
    Ok(lockout::warn_of_nobody(&app, &id, answer).await)
}

/// `GET …/policy/subjects`; read from the policy anew when that is asked for.
pub async fn subjects(
    State(app): State<App>,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<SubjectsQuery>,
) -> Result<Response, Problem> {
    if query.reload_from_xacml.eq_ignore_ascii_case("true") {
        resources::reload_subjects(app.core(), &id).await?;
    }
    let db = &app.core().db;
    let guarded = store::policies::find(db, &id).await?;
    guarded
        .and_then(|found| found.policy)
        .ok_or_else(no_policy)?;
    let rows = store::subjects::list_of_resource(db, &id).await?;
    let subjects = rows.iter().map(|row| SubjectWire::of(&row.subject));
    Ok(json_answer(
        StatusCode::OK,
        &Listed::all(subjects.collect()),
    ))
}

/// `GET …/policy/rules`: each combination of one alternative of subject, action and resource by itself.
pub async fn rules(
    State(app): State<App>,
    PathOf(id): PathOf<String>,
) -> Result<Response, Problem> {
    let rights = rights_of(&app, &id).await?;
    let rules: Vec<RuleWire<'_>> = rights.iter().flat_map(rules_of).collect();
    Ok(json_answer(StatusCode::OK, &rules))
}

/// `GET …/policy/rights`: the first version, with who has them.
pub async fn rights(
    State(app): State<App>,
    PathOf(id): PathOf<String>,
) -> Result<Response, Problem> {
    let rights = rights_of(&app, &id).await?;
    let rights: Vec<RightWire<'_>> = rights.iter().map(RightWire::of).collect();
    Ok(json_answer(StatusCode::OK, &rights))
}

/// `GET …/api/v2/…/policy/rights`: by the keys that delegations take, with names in the caller's language.
pub async fn rights_by_key(
    State(app): State<App>,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<ByKeyQuery>,
    InLanguage(language): InLanguage,
) -> Result<Response, Problem> {
    let rights = rights_of(&app, &id).await?;
    let rights: Vec<RightByKey<'_>> = rights
        .iter()
        .filter(|right| query.holds(right))
        .map(|right| RightByKey::of(right, language))
        .collect();
    Ok(json_answer(StatusCode::OK, &rights))
}

/// `POST …/resource/bysubjects/`: the resources whose policies are about each of these.
pub async fn by_subjects(
    State(app): State<App>,
    RawBody(body): RawBody,
) -> Result<Response, Problem> {
    let urns: Vec<String> = serde_json::from_slice(&body)
        .map_err(|problem| Problem::unreadable(format!("a list of urns is needed: {problem}")))?;
    if urns.len() > MAX_SUBJECTS {
        return Err(Problem::unreadable(format!(
            "more than {MAX_SUBJECTS} subjects"
        )));
    }
    let urns: Vec<String> = urns.iter().map(|urn| urn.to_lowercase()).collect();
    let rows = store::subjects::list_of_subjects(&app.core().db, &urns).await?;
    let mut found: BTreeMap<PolicySubject, Vec<String>> = BTreeMap::new();
    for row in rows {
        found.entry(row.subject).or_default().push(row.resource);
    }
    let data = found
        .iter()
        .map(|(subject, resources)| ResourcesOfSubject::of(subject, resources));
    Ok(json_answer(StatusCode::OK, &Listed::all(data.collect())))
}

async fn rights_of(app: &App, id: &str) -> Result<Vec<Right>, Problem> {
    let policy: Option<Arc<PolicyTree>> = resources::policy(app.core(), id).await?;
    Ok(policy.ok_or_else(no_policy)?.rights())
}

fn no_policy() -> Problem {
    not_found().with_detail("there is no such resource, or it has no policy yet")
}
