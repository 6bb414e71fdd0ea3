//! Answers that others may keep for a while: nothing in them depends on who asks, only on the language.

use axum::response::{IntoResponse as _, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::api::json::json_answer;
use crate::api::problem::Problem;
use crate::domain::Language;

/// How long an answer may be kept.
#[derive(Clone, Copy, Debug)]
pub enum Kept {
    /// Reference data: they change with the program.
    AnHour,
    /// With resources, which their owners change.
    AMinute,
}

/// One thing.
pub fn one(body: &impl Serialize, language: Language, kept: Kept) -> Response {
    keep(json_answer(StatusCode::OK, body), language, kept)
}

/// A list; 204 when there is nothing in it.
pub fn list<T: Serialize>(items: &[T], language: Language, kept: Kept) -> Response {
    let answer = match items {
        [] => StatusCode::NO_CONTENT.into_response(),
        items => json_answer(StatusCode::OK, &items),
    };
    keep(answer, language, kept)
}

/// The answer about what is not there.
pub fn unknown(what: &str) -> Problem {
    Problem::plain(StatusCode::NOT_FOUND, "There is nothing with this name.")
        .with_detail(format!("no {what} is called so"))
}

fn keep(mut answer: Response, language: Language, kept: Kept) -> Response {
    let cached = match kept {
        Kept::AnHour => "public, max-age=3600",
        Kept::AMinute => "public, max-age=60",
    };
    let headers: [(HeaderName, &'static str); 3] = [
        (header::CACHE_CONTROL, cached),
        (header::CONTENT_LANGUAGE, language.tag()),
        (header::VARY, "accept-language"),
    ];
    for (name, value) in headers {
        let value = HeaderValue::from_static(value);
        answer.headers_mut().insert(name, value);
    }
    answer
}
