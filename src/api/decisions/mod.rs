//! Decisions for those who enforce them: questions in XACML's JSON or XML, answers in kind.

mod answer;
mod caller;
#[cfg(test)]
mod corpus;
pub mod offline;
pub mod question;
pub mod wire;
pub mod xml;

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;

use super::Problem;
use super::bearer::{Authorize, Bearer};
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
    let results = decide(&app, &asker, &parts).await?;
    Ok(Form::of(syntax, &headers).write(&results))
}

/// `POST /authorization/api/v1/decision`, for applications and gateways. A body that is no question is one
/// Indeterminate result, as Altinn answers.
pub async fn decision(
    State(app): State<App>,
    Enforcer(by): Enforcer,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Response, Problem> {
    let syntax = Syntax::of_body(&headers)?;
    let asker = Asker {
        by,
        surface: Surface::Decision,
    };
    let results = match question::read(syntax, &body, &Hierarchy::default()) {
        Ok(parts) => decide(&app, &asker, &parts).await?,
        Err(problem) => vec![Outcome::failed(
            StatusCode::SyntaxError,
            problem.to_string(),
        )],
    };
    Ok(Form::of(syntax, &headers).write(&results))
}

/// Who asks, as the decision log names it.
struct Asker {
    by: AskedBy,
    surface: Surface,
}

/// One result per question, by position, or the one that was asked for. A part that cannot be decided is
/// Indeterminate; the others stand.
async fn decide(app: &App, asker: &Asker, parts: &Parts) -> Result<Vec<Outcome>, OpsError> {
    let known = app.core().known().await?;
    let mut outcomes = Vec::with_capacity(parts.requests.len());
    for (position, part) in (0..).zip(&parts.requests) {
        let asked = Asked {
            by: asker.by.clone(),
            surface: asker.surface,
            position: (parts.requests.len() > 1).then_some(position),
        };
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
