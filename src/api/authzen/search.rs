//! The searches (Authorization API 1.0, §8): what may be found is what a single evaluation would permit, at the level
//! that the question says or else at the highest one.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Serialize;

use super::extract::{Asker, JsonBody};
use super::page::Page;
use super::question::{self, Question};
use super::refused::Refused;
use super::verdict::Verdict;
use super::wire::{self, FoundActionWire, FoundEntityWire, KindWire, Members, SearchWire};
use crate::api::json::json_answer;
use crate::app::App;
use crate::engine::Outcome;
use crate::ops::access::search::{self, Found, SubjectKind, Wanted};
use crate::routes;

/// `POST /access/v1/search/subject` (§8): who may do this?
pub async fn subjects(
    State(app): State<App>,
    _asker: Asker,
    JsonBody(mut body): JsonBody,
) -> Result<Response, Refused> {
    let page = take_page(routes::AUTHZEN_SUBJECTS, &mut body)?;
    let subject: KindWire = wire::required(&mut body, "subject")?;
    let kind = subject.kind.clone();
    let question = Question::of(
        question::unknown_subject(subject)?,
        Some(question::resource(wire::required(&mut body, "resource")?)?),
        Some(question::action(wire::required(&mut body, "action")?)?),
        context(&mut body)?,
    );
    let found = match subject_kind(&kind) {
        Some(subject_kind) => {
            let permits = permits(&question);
            let wanted = wanted(&page, &permits);
            search::subjects(app.core(), &question.request, subject_kind, wanted).await?
        }
        None => Found::default(),
    };
    Ok(answer(&page, &found, |id| entity(&kind, id)))
}

/// `POST /access/v1/search/resource` (§8): on what may this be done?
pub async fn resources(
    State(app): State<App>,
    _asker: Asker,
    JsonBody(mut body): JsonBody,
) -> Result<Response, Refused> {
    let page = take_page(routes::AUTHZEN_RESOURCES, &mut body)?;
    let resource: KindWire = wire::required(&mut body, "resource")?;
    let is_registered = resource.kind == question::RESOURCE;
    let question = Question::of(
        question::subject(wire::required(&mut body, "subject")?)?,
        Some(question::unknown_resource(resource)?),
        Some(question::action(wire::required(&mut body, "action")?)?),
        context(&mut body)?,
    );
    let found = if is_registered {
        let permits = permits(&question);
        search::resources(app.core(), &question.request, wanted(&page, &permits)).await?
    } else {
        Found::default()
    };
    Ok(answer(&page, &found, |id| entity(question::RESOURCE, id)))
}

/// `POST /access/v1/search/action` (§8): what may be done?
pub async fn actions(
    State(app): State<App>,
    _asker: Asker,
    JsonBody(mut body): JsonBody,
) -> Result<Response, Refused> {
    let page = take_page(routes::AUTHZEN_ACTIONS, &mut body)?;
    let question = Question::of(
        question::subject(wire::required(&mut body, "subject")?)?,
        Some(question::resource(wire::required(&mut body, "resource")?)?),
        None,
        context(&mut body)?,
    );
    let permits = permits(&question);
    let found = search::actions(app.core(), &question.request, wanted(&page, &permits)).await?;
    Ok(answer(&page, &found, |name| FoundActionWire {
        name: name.to_owned(),
    }))
}

fn take_page(route: &str, body: &mut Members) -> Result<Page, Refused> {
    let page = wire::optional(body, "page")?;
    Ok(Page::of(route, body, page)?)
}

fn context(body: &mut Members) -> Result<Option<question::Context>, Refused> {
    let members = wire::optional(body, "context")?;
    Ok(members.map(question::context).transpose()?)
}

fn subject_kind(kind: &str) -> Option<SubjectKind> {
    match kind {
        question::PERSON => Some(SubjectKind::Person),
        question::USER => Some(SubjectKind::User),
        question::ORGANIZATION => Some(SubjectKind::Organization),
        question::SYSTEM_USER => Some(SubjectKind::SystemUser),
        _ => None,
    }
}

fn permits(question: &Question) -> impl Fn(&Outcome) -> bool + Send + Sync + 'static {
    let circumstances = question.circumstances.at_best();
    move |outcome| Verdict::of(outcome, circumstances).is_yes()
}

fn wanted<'a>(page: &'a Page, permits: &'a (dyn Fn(&Outcome) -> bool + Send + Sync)) -> Wanted<'a> {
    Wanted {
        permits,
        after: page.after.as_deref(),
        limit: page.limit,
    }
}

fn entity(kind: &str, id: &str) -> FoundEntityWire {
    FoundEntityWire {
        kind: kind.to_owned(),
        id: id.to_owned(),
    }
}

fn answer<T: Serialize>(page: &Page, found: &Found, wire: impl Fn(&str) -> T) -> Response {
    let results = found.names.iter().map(|name| wire(name)).collect();
    let body = SearchWire {
        results,
        page: page.answer(found),
    };
    json_answer(StatusCode::OK, &body)
}
