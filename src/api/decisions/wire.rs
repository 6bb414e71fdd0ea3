//! The JSON of decision requests and answers: the XACML JSON profile 1.1.
//!
//! Names of properties are read whatever their case. Answers have two spellings: Altinn's ([`response`]), in
//! camelCase with nulls written, the advice called `associateAdvice` and all values as text, is what callers of
//! the endpoints rely on; the profile's own ([`profile::response`]) is for the command line.

mod answer;
mod content;
mod explanation;
mod object;
pub mod profile;
mod read;
mod typed;

use std::collections::HashMap;
use std::fmt;

use serde::de::IgnoredAny;

use crate::engine::multiple::Question;

pub use answer::{DecisionResponse, explained, response};
pub use explanation::note;

/// Why a body is no question at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonError {
    NotJson(String),
    /// The JSON is not of the profile's shape.
    Shape(String),
}

impl std::error::Error for JsonError {}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonError::NotJson(reason) => write!(f, "the body is not JSON: {reason}"),
            JsonError::Shape(reason) => write!(f, "the body is not a decision request: {reason}"),
        }
    }
}

impl From<serde_json::Error> for JsonError {
    fn from(error: serde_json::Error) -> Self {
        if error.is_data() {
            JsonError::Shape(error.to_string())
        } else {
            JsonError::NotJson(error.to_string())
        }
    }
}

/// Reads a question.
///
/// # Errors
/// What makes the whole body unusable. What is wrong with one category is in that category.
pub fn parse(body: &[u8]) -> Result<Question, JsonError> {
    let envelope: object::Object<read::Envelope> = serde_json::from_slice(body)?;
    let request = envelope.0.request.map(|request| request.0);
    Ok(request.unwrap_or_default().into_question())
}

/// Whether a body at least has what a request is kept in.
pub fn has_request(body: &[u8]) -> bool {
    let members: Result<HashMap<String, IgnoredAny>, _> = serde_json::from_slice(body);
    members.is_ok_and(|members| {
        members
            .keys()
            .any(|name| name.eq_ignore_ascii_case("request"))
    })
}

#[cfg(test)]
mod tests;
