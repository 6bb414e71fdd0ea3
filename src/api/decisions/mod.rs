//! Decisions for service owners: `POST /authorization/api/v1/authorize`, the XACML JSON profile in and out.

#[cfg(test)]
mod corpus;
pub mod wire;

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode, header};

use super::bearer::{Authorize, Bearer};
use super::json::{RawBody, json_answer};
use super::problem::Problem;
use crate::app::App;

/// Answers one decision per question, by position. A part that cannot be decided is Indeterminate; the others stand.
pub async fn authorize(
    State(app): State<App>,
    _caller: Bearer<Authorize>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Response, Problem> {
    check_content_type(&headers)?;
    let question =
        wire::parse(&body).map_err(|problem| Problem::unreadable(problem.to_string()))?;
    let known = app.core().known().await?;
    let mut outcomes = Vec::with_capacity(question.parts.len());
    for part in &question.parts {
        outcomes.push(match part {
            Ok(request) => known.decide(request).await?,
            Err(problem) => problem.outcome(),
        });
    }
    Ok(json_answer(StatusCode::OK, &wire::response(&outcomes)))
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Problem> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if essence == "application/json" || essence.ends_with("+json") {
        Ok(())
    } else {
        Err(Problem::plain(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The body must be JSON: send Content-Type application/json.",
        ))
    }
}
