//! `/innlogging/okt`: what the script of the warning asks for.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tower_sessions::Session;

use crate::app::App;
use crate::portal::visitor::Visitor;
use crate::portal::{PageError, SessionLeft, session};

/// `GET`: how much is left, in seconds. Asking does not keep the session alive.
pub async fn left(State(app): State<App>, session: Session) -> Result<Response, PageError> {
    let signed = session::find(&session, &app).await?;
    Ok(answer(signed.map(|signed| signed.left(&app))))
}

/// `POST`: the person wants to stay logged in.
pub async fn extend(visitor: Visitor) -> Result<Response, PageError> {
    let signed = session::keep_alive(&visitor).await?;
    Ok(answer(signed.map(|signed| signed.left(&visitor.app))))
}

/// Zero when nobody is logged in.
fn answer(left: Option<SessionLeft>) -> Response {
    let seconds = left.map_or((0, 0), |left| (left.left, left.most));
    Json(json!({"left": seconds.0, "most": seconds.1})).into_response()
}
