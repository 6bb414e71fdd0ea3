//! Decisions for those who enforce them: questions in XACML's JSON or XML, answers in kind.

mod answer;
mod caller;
#[cfg(test)]
mod corpus;
mod explained;
pub mod offline;
pub mod question;
pub mod wire;
pub mod xml;

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;

use super::Problem;
use super::bearer::{Authorize, Bearer};
use super::explain::Wish;
use super::json::RawBody;
use crate::app::App;
use crate::domain::{Asked, AskedBy, Surface};
use crate::engine::Outcome;
use crate::engine::multiple::{Hierarchy, Parts};
use crate::engine::outcome::StatusCode;
use crate::ops::{OpsError, access};

use answer::Form;
pub use caller::{Enforcer, SubscriptionKeys};
use question::Syntax;

/// `POST /authorization/api/v1/authorize`, for service owners and others outside. A body that is no question is
/// the caller's mistake: 400.
pub async fn authorize(
    State(app): State<App>,
    bearer: Bearer<Authorize>,
    wish: Wish,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Response, Problem> {
    let syntax = Syntax::of_body(&headers)?;
    let parts = question::read(syntax, &body, &Hierarchy::default())
        .map_err(|problem| Problem::unreadable(problem.to_string()))?;
    let asker = Asker {
        by: bearer.asked_by(),
        surface: Surface::Authorize,
    };
    Ok(answer(&app, &asker, &parts, wish, Form::of(syntax, &headers)).await?)
}

/// `POST /authorization/api/v1/decision`, for applications and gateways. A body that is no question is one
/// Indeterminate result, as Altinn answers.
pub async fn decision(
    State(app): State<App>,
    Enforcer(by): Enforcer,
    wish: Wish,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Response, Problem> {
    let syntax = Syntax::of_body(&headers)?;
    let asker = Asker {
        by,
        surface: Surface::Decision,
    };
    let form = Form::of(syntax, &headers);
    match question::read(syntax, &body, &Hierarchy::default()) {
        Ok(parts) => Ok(answer(&app, &asker, &parts, wish, form).await?),
        Err(problem) => {
            let unread = Outcome::failed(StatusCode::SyntaxError, problem.to_string());
            Ok(form.write(&[unread]))
        }
    }
}

/// Explanations are written in JSON only.
async fn answer(
    app: &App,
    asker: &Asker,
    parts: &Parts,
    wish: Wish,
    form: Form,
) -> Result<Response, OpsError> {
    match (wish, form) {
        (Wish::Yes(caller), Form::Json) => {
            explained::answer(app, asker, parts, caller.as_ref()).await
        }
        _ => Ok(form.write(&decide(app, asker, parts).await?)),
    }
}

/// Who asks, as the decision log names it.
struct Asker {
    by: AskedBy,
    surface: Surface,
}

impl Asker {
    /// `position` is the place among the questions of one call.
    fn asks(&self, position: u32, parts: &Parts) -> Asked {
        Asked {
            by: self.by.clone(),
            surface: self.surface,
            position: (parts.requests.len() > 1).then_some(position),
        }
    }
}

/// One result per question, by position, or the one that was asked for. A part that cannot be decided is
/// Indeterminate; the others stand.
async fn decide(app: &App, asker: &Asker, parts: &Parts) -> Result<Vec<Outcome>, OpsError> {
    let known = app.core().known().await?;
    let mut outcomes = Vec::with_capacity(parts.requests.len());
    for (position, part) in (0..).zip(&parts.requests) {
        let asked = asker.asks(position, parts);
        outcomes.push(match part {
            Ok(request) => known.decide(&asked, request).await?,
            Err(problem) => {
                let outcome = problem.outcome();
                access::record_unread(app.core(), &asked, &outcome);
                outcome
            }
        });
    }
    Ok(parts.results(outcomes))
}
