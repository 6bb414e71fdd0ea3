use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::answer::json;
use crate::db::DbError;
use crate::tokens::KeyError;
use crate::world::NoRandomness;

/// Why the sandbox could not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Random(#[from] NoRandomness),
    #[error("a page could not be rendered: {0}")]
    Page(#[from] askama::Error),
    #[error("a number in the demo data is wrong")]
    Demo,
}

impl IntoResponse for SandboxError {
    fn into_response(self) -> Response {
        tracing::error!(problem = %self, "the sandbox failed");
        let (status, error) = match self {
            Self::Db(DbError::Unavailable(_)) => {
                (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable")
            }
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
        };
        json(status, &serde_json::json!({ "error": error }))
    }
}
