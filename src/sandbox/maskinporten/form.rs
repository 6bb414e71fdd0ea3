use axum::extract::rejection::BytesRejection;
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::sandbox::oauth::{JWT_BEARER_GRANT, Parameters, Refusal};

const FORM: &str = "application/x-www-form-urlencoded";

/// The assertion in a token request (RFC 7523 §2.1), which is a form and nothing else (RFC 6749 §3.2).
pub fn read_assertion(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<String, Refusal> {
    if !is_form(headers) {
        return Err(Refusal::invalid_request(format!(
            "The Content-Type must be {FORM}."
        )));
    }
    let body = body.map_err(|_| Refusal::invalid_request("The request is too large."))?;
    let body = std::str::from_utf8(&body)
        .map_err(|_| Refusal::invalid_request("The request is no text in UTF-8."))?;
    let form = Parameters::parse(body)?;
    match form.get("grant_type") {
        Some(JWT_BEARER_GRANT) => {}
        Some(_) => {
            return Err(Refusal::new(
                "unsupported_grant_type",
                format!("grant_type must be {JWT_BEARER_GRANT}"),
            ));
        }
        None => return Err(Refusal::invalid_request("grant_type is needed")),
    }
    form.get("assertion")
        .map(str::to_owned)
        .ok_or_else(|| Refusal::invalid_request("assertion is needed"))
}

fn is_form(headers: &HeaderMap) -> bool {
    let sent = headers
        .get(CONTENT_TYPE)
        .and_then(|text| text.to_str().ok());
    let media_type = sent.and_then(|text| text.split(';').next());
    media_type.is_some_and(|text| text.trim().eq_ignore_ascii_case(FORM))
}
