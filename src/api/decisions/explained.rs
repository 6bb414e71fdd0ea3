//! Answers with explanations. Apart from the ordinary ones, which pay nothing for them.

use axum::response::Response;
use http::StatusCode;

use super::{Asker, wire};
use crate::api::json::json_answer;
use crate::app::App;
use crate::domain::OrgNumber;
use crate::engine::multiple::Parts;
use crate::ops::OpsError;
use crate::ops::access::{self, Audience, Grounds};

/// One result per question, each with its grounds as far as `caller` may know them.
pub(super) async fn answer(
    app: &App,
    asker: &Asker,
    parts: &Parts,
    caller: Option<&OrgNumber>,
) -> Result<Response, OpsError> {
    let audience = Audience::of(app.core(), caller).await?;
    let known = app.core().known().await?;
    let (mut outcomes, mut grounds) = (Vec::new(), Vec::new());
    for (position, part) in (0..).zip(&parts.requests) {
        let asked = asker.asks(position, parts);
        let (outcome, why) = match part {
            Ok(request) => known.decide_and_explain(&asked, request, &audience).await?,
            Err(problem) => {
                let outcome = problem.outcome();
                access::record_unread(app.core(), &asked, &outcome);
                (outcome, Grounds::NotEvaluated)
            }
        };
        outcomes.push(outcome);
        grounds.push(why);
    }
    let outcomes = parts.results(outcomes);
    Ok(json_answer(
        StatusCode::OK,
        &wire::explained(&outcomes, &grounds),
    ))
}
