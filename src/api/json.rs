//! Bodies as Altinn's clients really send them: names in any case, texts with stray blanks.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Problem;
use crate::app::App;

/// A body as it was sent.
pub struct RawBody(pub Bytes);

impl FromRequest<App> for RawBody {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let body = Bytes::from_request(request, app).await;
        body.map(Self).map_err(|rejection| {
            Problem::plain(rejection.status(), "The body could not be read.")
                .with_detail(rejection.body_text())
        })
    }
}

/// A JSON body whose property names are matched whatever their case and whose texts outside lists are trimmed.
/// Wire types name their properties in lower case.
pub struct LooseJson<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for LooseJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let RawBody(body) = RawBody::from_request(request, app).await?;
        read_loose(&body).map(Self)
    }
}

/// Reads a body as [`LooseJson`] does; for those that may be missing.
pub fn read_loose<T: DeserializeOwned>(body: &Bytes) -> Result<T, Problem> {
    let value: Value = serde_json::from_slice(body)
        .map_err(|problem| Problem::unreadable(format!("the body is not JSON: {problem}")))?;
    // The names in the reader's words have lost their case; so the caller is told that it does not matter.
    serde_json::from_value(normalized(value)).map_err(|problem| {
        Problem::unreadable(format!("{problem} (names are read whatever their case)"))
    })
}

fn normalized(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), normalized(value)))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(normalized_item).collect()),
        Value::String(text) => Value::String(text.trim().to_owned()),
        other => other,
    }
}

/// Elements of lists are taken as they are, but for the names in objects.
fn normalized_item(value: Value) -> Value {
    match value {
        Value::String(_) => value,
        other => normalized(other),
    }
}

/// Whether the body is announced as JSON: `application/json` or a type that ends in `+json` (RFC 6839 §3.1).
pub fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// A JSON answer that no cache keeps.
pub fn json_answer(status: StatusCode, body: &impl Serialize) -> Response {
    let text = match serde_json::to_string(body) {
        Ok(text) => text,
        Err(problem) => {
            tracing::error!(%problem, "an answer could not be written as JSON");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_lose_their_case_and_texts_their_blanks() {
        let sent = json!({"Id": " a ", "Vendor": {"ID": "0192:1 "}, "ClientId": [" x "], "Rights": [{"Action": " read "}]});
        let read = json!({"id": "a", "vendor": {"id": "0192:1"}, "clientid": [" x "], "rights": [{"action": "read"}]});
        assert_eq!(normalized(sent), read);
    }
}
