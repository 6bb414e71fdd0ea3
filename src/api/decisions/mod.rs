//! Decisions for service owners: `POST /authorization/api/v1/authorize`, the XACML JSON profile in and out.

#[cfg(test)]
mod corpus;
pub mod wire;

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};

use super::bearer::{Authorize, Bearer};
use super::json::{RawBody, is_json, json_answer};
use super::problem::Problem;
use crate::app::App;
use crate::domain::{Asked, AskedBy, Surface};
use crate::ops::access;

/// Answers one decision per question, by position. A part that cannot be decided is Indeterminate; the others stand.
pub async fn authorize(
    State(app): State<App>,
    bearer: Bearer<Authorize>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Response, Problem> {
    check_content_type(&headers)?;
    let question =
        wire::parse(&body).map_err(|problem| Problem::unreadable(problem.to_string()))?;
    let known = app.core().known().await?;
    let mut outcomes = Vec::with_capacity(question.parts.len());
    for (position, part) in (0..).zip(&question.parts) {
        let asked = Asked {
            by: asked_by(&bearer),
            surface: Surface::Authorize,
            position: (question.parts.len() > 1).then_some(position),
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
    Ok(json_answer(StatusCode::OK, &wire::response(&outcomes)))
}

fn asked_by<S>(bearer: &Bearer<S>) -> AskedBy {
    let org = bearer.caller.org.clone();
    org.map_or(AskedBy::Unnamed, AskedBy::Organization)
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Problem> {
    if is_json(headers) {
        return Ok(());
    }
    Err(Problem::plain(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "The body must be JSON: send Content-Type application/json.",
    ))
}
