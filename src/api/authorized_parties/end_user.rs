//! For persons' own systems, and for system users.

use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;

use super::caller::Asker;
use super::query::{Asked, Includes};
use super::{Found, wire};
use crate::api::json::json_answer;
use crate::api::problem::Problem;
use crate::app::App;

/// `GET …/enduser/authorizedparties`: those whom the caller may act for.
pub async fn list(
    State(app): State<App>,
    Asker(subject): Asker,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = Asked::read(Includes::default(), pairs)?;
    let known = app.core().known().await?;
    let found = Found::load(&known, subject, asked).await?;
    Ok(json_answer(
        StatusCode::OK,
        &wire::Listed::all(found.items()),
    ))
}
