//! Answers, in the syntax of the question unless the client accepts only another.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::question::Syntax;
use super::{wire, xml};
use crate::api::json::json_answer;
use crate::engine::Outcome;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    Xml,
    /// XML as Altinn sends it: as plain text, with a declaration that speaks of UTF-16 over bytes in UTF-8.
    XmlAsText,
}

impl Form {
    /// The first kind that `Accept` names and that there is; else the kind of the question.
    pub fn of(question: Syntax, headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT);
        let accepted = accepted.and_then(|value| value.to_str().ok());
        let mut kinds = accepted.unwrap_or_default().split(',');
        let own = match question {
            Syntax::Json => Self::Json,
            Syntax::Xml => Self::Xml,
        };
        let known = kinds.find_map(|kind| match Syntax::of_media_type(kind) {
            Some(Syntax::Json) => Some(Self::Json),
            Some(Syntax::Xml) => Some(Self::Xml),
            None if is_plain_text(kind) && own == Self::Xml => Some(Self::XmlAsText),
            None => None,
        });
        known.unwrap_or(own)
    }

    pub fn write(self, outcomes: &[Outcome]) -> Response {
        match self {
            Self::Json => json_answer(StatusCode::OK, &wire::response(outcomes)),
            Self::Xml => xml_answer("application/xacml+xml; version=3.0", "utf-8", outcomes),
            Self::XmlAsText => xml_answer("text/plain; charset=utf-8", "utf-16", outcomes),
        }
    }
}

fn is_plain_text(media_range: &str) -> bool {
    let essence = media_range.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("text/plain")
}

fn xml_answer(content_type: &'static str, declared: &str, outcomes: &[Outcome]) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let response = xml::response(outcomes);
    let text = format!("<?xml version=\"1.0\" encoding=\"{declared}\"?>\n{response}\n");
    (StatusCode::OK, headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_in_kind_unless_another_is_asked_for() {
        let form = |question, accept: &'static str| {
            let headers = [(header::ACCEPT, HeaderValue::from_static(accept))];
            Form::of(question, &headers.into_iter().collect())
        };
        assert_eq!(form(Syntax::Json, "*/*"), Form::Json);
        assert_eq!(form(Syntax::Json, "text/plain"), Form::Json);
        assert_eq!(form(Syntax::Json, "application/xml"), Form::Xml);
        assert_eq!(form(Syntax::Xml, "text/html, */*;q=0.1"), Form::Xml);
        assert_eq!(form(Syntax::Xml, "text/plain"), Form::XmlAsText);
        assert_eq!(form(Syntax::Xml, "application/json"), Form::Json);
        assert_eq!(Form::of(Syntax::Xml, &HeaderMap::new()), Form::Xml);
    }
}
