use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::sandbox::{answer, demo};

/// `GET /sandbox/keys/{client_id}.pem`: a demo client's published private key.
pub async fn show(Path(file): Path<String>) -> Response {
    match file.strip_suffix(".pem").and_then(demo::clients::find) {
        Some(client) => answer::text(
            StatusCode::OK,
            "application/x-pem-file",
            client.pem.to_owned(),
        ),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
