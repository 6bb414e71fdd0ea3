//! Bodies in either syntax, read into the same single requests.

use std::fmt;

use http::{HeaderMap, StatusCode, header};

use super::wire::{self, JsonError};
use super::xml::{self, XmlError};
use crate::api::Problem;
use crate::engine::multiple::{Hierarchy, Parts, SplitError};

/// What a question is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Syntax {
    Json,
    Xml,
}

/// Why a body is no question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    Json(JsonError),
    Xml(XmlError),
    Split(SplitError),
}

impl Syntax {
    /// What `Content-Type` says; a body of unsaid or other type is not read.
    pub(super) fn of_body(headers: &HeaderMap) -> Result<Self, Problem> {
        let kind = headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|value| value.to_str().ok());
        kind.and_then(Self::of_media_type).ok_or_else(|| {
            Problem::plain(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "The body must be JSON or XML: send Content-Type application/json or application/xacml+xml.",
            )
        })
    }

    /// By a media type such as `application/xacml+xml; version=3.0` (RFC 6839: what follows the plus counts).
    pub(super) fn of_media_type(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let subtype = essence.rsplit(['/', '+']).next().unwrap_or_default();
        match subtype.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "xml" => Some(Self::Xml),
            _ => None,
        }
    }
}

/// Reads the single requests of a body. `hierarchy` is what is known of resources that lie below others.
///
/// # Errors
/// What makes the whole body unusable; what is wrong with one request only is in that request.
pub fn read(syntax: Syntax, body: &[u8], hierarchy: &Hierarchy) -> Result<Parts, Unreadable> {
    let question = match syntax {
        Syntax::Json => wire::parse(body).map_err(Unreadable::Json)?,
        Syntax::Xml => xml::parse(body).map_err(Unreadable::Xml)?,
    };
    question.split(hierarchy).map_err(Unreadable::Split)
}

impl std::error::Error for Unreadable {}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Json(error) => write!(f, "{error}"),
            Unreadable::Xml(error) => write!(f, "{error}"),
            Unreadable::Split(error) => write!(f, "{error}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_syntax_is_what_the_media_type_ends_in() {
        for (media_type, syntax) in [
            ("application/json", Some(Syntax::Json)),
            ("Application/XACML+JSON; charset=utf-8", Some(Syntax::Json)),
            ("application/xacml+xml;version=3.0", Some(Syntax::Xml)),
            ("text/xml", Some(Syntax::Xml)),
            ("text/plain", None),
            ("", None),
        ] {
            assert_eq!(Syntax::of_media_type(media_type), syntax, "{media_type}");
        }
    }
}
