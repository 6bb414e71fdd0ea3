//! How a text is answered: plain, or as JSON to those who ask for that.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::api::json::json_answer;

/// Answers 200 with `text`: as a JSON string to whoever asks for JSON and for nothing else as gladly, plain to everybody else.
pub fn answer(headers: &HeaderMap, text: &str) -> Response {
    if wants_json(headers) {
        return json_answer(StatusCode::OK, &text);
    }
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::OK, headers, text.to_owned()).into_response()
}

/// The reference's rule: who takes anything gets text; else the first of what is taken most gladly decides.
fn wants_json(headers: &HeaderMap) -> bool {
    let sent = headers.get_all(header::ACCEPT).iter();
    let sent = sent.filter_map(|value| value.to_str().ok());
    let mut best: Option<(f32, bool)> = None;
    for range in sent.flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        if kind == "*/*" {
            return false;
        }
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
        let (weight, is_json) = (weight.unwrap_or(1.0_f32), is_json(&kind));
        let is_text = matches!(kind.as_str(), "text/plain" | "text/*");
        if (is_json || is_text) && weight > best.map_or(0.0, |(most, _)| most) {
            best = Some((weight, is_json));
        }
    }
    best.is_some_and(|(_, is_json)| is_json)
}

fn is_json(kind: &str) -> bool {
    matches!(kind, "application/json" | "text/json" | "application/*")
        || (kind.starts_with("application/") && kind.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn json_is_for_those_who_ask_for_it() {
        for (accept, expected) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("text/json", true),
            ("application/problem+json", true),
            ("application/json, text/plain;q=0.9", true),
            ("text/plain;q=0.1, application/json;q=0.2", true),
            ("text/plain, application/json", false),
            ("text/plain", false),
            ("application/json, text/plain, */*", false),
            ("*/*", false),
            ("text/html", false),
            ("application/json;q=0", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, accept.parse().unwrap());
            assert_eq!(wants_json(&headers), expected, "{accept}");
        }
        assert!(!wants_json(&HeaderMap::new()));
    }
}
