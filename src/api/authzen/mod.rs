//! AuthZEN: the OpenID Foundation's Authorization API 1.0, over the same engine as `/authorize`.
//!
//! The standard leaves open what subjects, resources and actions are; [`question`] maps them to attributes, and
//! `docs/authzen.md` tells callers of it. A `decision` is true only when the caller can act on it without reading more:
//! Permit, and every obligation fulfilled (see [`verdict`]). Section numbers are the standard's.

mod extract;
mod fault;
mod page;
mod question;
mod refused;
mod search;
mod verdict;
mod wire;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use http::{HeaderName, StatusCode};

use super::explain::Wish;
use super::json::json_answer;
use super::problem::Problem;
use crate::app::App;
use crate::domain::Asked;
use crate::engine::Outcome;
use crate::limits::TooMany;
use crate::ops::Known;
use crate::ops::access::Audience;
use crate::routes;

use extract::{Asker, JsonBody};
use question::{Defaults, Question};
use refused::Refused;
use verdict::Verdict;
use wire::{Body, DecisionWire, DecisionsWire, MetadataWire, Semantics};

/// The AuthZEN routes. Everybody may read the configuration; the others need a scope of `/authorize`.
pub fn router() -> Router<App> {
    Router::new()
        .route(routes::AUTHZEN_EVALUATION, post(evaluate))
        .route(routes::AUTHZEN_EVALUATIONS, post(evaluate_all))
        .route(routes::AUTHZEN_SUBJECTS, post(search::subjects))
        .route(routes::AUTHZEN_RESOURCES, post(search::resources))
        .route(routes::AUTHZEN_ACTIONS, post(search::actions))
        .route(routes::AUTHZEN_CONFIGURATION, get(configuration))
        .method_not_allowed_fallback(async || Refused::method())
        .layer(middleware::from_fn(repeat_request_id))
}

/// What is answered to whoever calls too often: plain text, as all that goes wrong here.
pub fn refuse(refused: TooMany) -> Response {
    Refused::from(Problem::from(refused)).into_response()
}

/// `POST /access/v1/evaluation` (§6). A refusal of access is 200 as well.
async fn evaluate(
    State(app): State<App>,
    asker: Asker,
    wish: Wish,
    JsonBody(body): JsonBody,
) -> Result<Response, Refused> {
    let question = Question::read(body)?;
    let audience = audience(&app, wish).await?;
    let known = app.core().known().await?;
    let answer = decide(&known, &asker.asks(None), &question, audience.as_ref()).await?;
    Ok(json_answer(StatusCode::OK, &answer))
}

/// `POST /access/v1/evaluations` (§7). What is wrong with one item is in that item's answer; without items the top level
/// is the question, and its answer has the single form.
async fn evaluate_all(
    State(app): State<App>,
    asker: Asker,
    wish: Wish,
    JsonBody(body): JsonBody,
) -> Result<Response, Refused> {
    let batch = match wire::read_batch(body)? {
        Body::Single(body) => return evaluate(State(app), asker, wish, JsonBody(body)).await,
        Body::Batch(batch) => batch,
    };
    let defaults = Defaults::read(batch.defaults)?;
    let audience = audience(&app, wish).await?;
    let known = app.core().known().await?;
    let mut answers = Vec::with_capacity(batch.items.len());
    for (position, item) in (0..).zip(batch.items) {
        let answer = match defaults.complete(item) {
            Ok(question) => {
                let asked = asker.asks(Some(position));
                decide(&known, &asked, &question, audience.as_ref()).await?
            }
            Err(fault) => DecisionWire::failed(&fault),
        };
        let is_last = ends(batch.semantics, answer.decision);
        answers.push(answer);
        if is_last {
            break;
        }
    }
    let answer = DecisionsWire {
        evaluations: answers,
    };
    Ok(json_answer(StatusCode::OK, &answer))
}

async fn decide(
    known: &Known<'_>,
    asked: &Asked,
    question: &Question,
    audience: Option<&Audience>,
) -> Result<DecisionWire, Refused> {
    let request = &question.request;
    let answer = |outcome: &Outcome| {
        let verdict = Verdict::of(outcome, question.circumstances);
        DecisionWire::of(outcome, &verdict)
    };
    let Some(audience) = audience else {
        return Ok(answer(&known.decide(asked, request).await?));
    };
    let (outcome, grounds) = known.decide_and_explain(asked, request, audience).await?;
    Ok(answer(&outcome).explained(&grounds))
}

/// To whom grounds are given, if they are asked for.
async fn audience(app: &App, wish: Wish) -> Result<Option<Audience>, Refused> {
    Ok(match wish {
        Wish::No => None,
        Wish::Yes(caller) => Some(Audience::of(app.core(), caller.as_ref()).await?),
    })
}

/// Whether the answers stop here (§7).
fn ends(semantics: Semantics, decision: bool) -> bool {
    match semantics {
        Semantics::ExecuteAll => false,
        Semantics::DenyOnFirstDeny => !decision,
        Semantics::PermitOnFirstPermit => decision,
    }
}

/// `GET /.well-known/authzen-configuration` (§9): where what is.
async fn configuration(State(app): State<App>) -> Response {
    let config = app.config();
    let metadata = MetadataWire {
        policy_decision_point: config.public_url.clone(),
        access_evaluation_endpoint: config.url(routes::AUTHZEN_EVALUATION),
        access_evaluations_endpoint: config.url(routes::AUTHZEN_EVALUATIONS),
        search_subject_endpoint: config.url(routes::AUTHZEN_SUBJECTS),
        search_resource_endpoint: config.url(routes::AUTHZEN_RESOURCES),
        search_action_endpoint: config.url(routes::AUTHZEN_ACTIONS),
    };
    json_answer(StatusCode::OK, &metadata)
}

/// The caller's `X-Request-ID` comes back as it was sent (§10).
async fn repeat_request_id(request: Request, next: Next) -> Response {
    const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
    let sent = request.headers().get(REQUEST_ID).cloned();
    let mut response = next.run(request).await;
    if let Some(id) = sent {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
