//! Conditional requests (RFC 9110, §13) on things that have versions.
//!
//! As the original does it, tags are weak: `W/"<base64url of {"version":"<n>"}>"`. A strong tag is refused, as its sender
//! expects something that is not given here, and so is what cannot be read: a guard is never dropped in silence. A weak
//! tag that is not ours is the tag of nothing.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use super::problem::Problem;
use crate::app::App;
use crate::domain::{Preconditions, Reading, Timestamp, Versioned, Versions};

/// What the headers of a request expect.
pub struct Conditions(pub Preconditions);

impl FromRequestParts<App> for Conditions {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        Self::read(&parts.headers)
    }
}

impl Conditions {
    fn read(headers: &HeaderMap) -> Result<Self, Problem> {
        Ok(Self(Preconditions {
            is: versions(headers, &header::IF_MATCH)?,
            is_not: versions(headers, &header::IF_NONE_MATCH)?,
            changed_since: moment(headers, &header::IF_MODIFIED_SINCE)?,
            unchanged_since: moment(headers, &header::IF_UNMODIFIED_SINCE)?,
        }))
    }

    /// The answer to a reader of what is now `current`: all of it, 304, or 412.
    pub fn answer(
        &self,
        current: Versioned,
        all: impl FnOnce() -> Response,
    ) -> Result<Response, Problem> {
        match self.0.check_reading(current) {
            Reading::Send => Ok(tagged(all(), current)),
            Reading::Unchanged => Ok(tagged(StatusCode::NOT_MODIFIED.into_response(), current)),
            Reading::NotAsExpected => Err(not_as_expected()),
        }
    }
}

/// The answer to a condition that is not met.
pub fn not_as_expected() -> Problem {
    Problem::plain(
        StatusCode::PRECONDITION_FAILED,
        "It is not as the request expects: somebody has changed it.",
    )
}

/// The answer with the tag and the date of what it shows.
pub fn tagged(mut response: Response, current: Versioned) -> Response {
    let headers = response.headers_mut();
    let date = httpdate::fmt_http_date(current.updated_at.as_datetime().into());
    for (name, value) in [
        (header::ETAG, tag(current.version)),
        (header::LAST_MODIFIED, date),
        // To be kept by the one who asked, and asked about again each time.
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}

fn tag(version: i64) -> String {
    let content = json!({"version": version.to_string()}).to_string();
    format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(content))
}

/// The version that a tag of ours names.
fn version(opaque: &str) -> Option<i64> {
    let content = URL_SAFE_NO_PAD.decode(opaque.trim_end_matches('=')).ok()?;
    let content: Value = serde_json::from_slice(&content).ok()?;
    content.get("version")?.as_str()?.parse().ok()
}

/// A header with a list of tags, or `*`.
fn versions(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Versions>, Problem> {
    let Some(text) = all_lines(headers, name)? else {
        return Ok(None);
    };
    if text.trim() == "*" {
        return Ok(Some(Versions::Any));
    }
    let unreadable = || {
        let detail =
            "a list of weak tags (W/\"…\") or * is expected; strong tags are not given here";
        bad(name, detail)
    };
    let opaque = weak_tags(&text).ok_or_else(unreadable)?;
    let known = opaque.into_iter().filter_map(version).collect();
    Ok(Some(Versions::These(known)))
}

/// What stands inside each of a list of weak tags; None when that is not what the text is.
fn weak_tags(text: &str) -> Option<Vec<&str>> {
    let mut tags = Vec::new();
    let mut rest = text.trim();
    loop {
        let (tag, after) = rest.strip_prefix("W/\"")?.split_once('"')?;
        if tag.contains(char::is_whitespace) {
            return None;
        }
        tags.push(tag);
        rest = after.trim_start();
        if rest.is_empty() {
            return Some(tags);
        }
        rest = rest.strip_prefix(',')?.trim_start();
    }
}

fn moment(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Timestamp>, Problem> {
    let Some(text) = all_lines(headers, name)? else {
        return Ok(None);
    };
    match httpdate::parse_http_date(text.trim()) {
        Ok(moment) => Ok(Some(Timestamp::from_datetime(moment.into()))),
        Err(_) => Err(bad(
            name,
            "a date such as Sun, 06 Nov 1994 08:49:37 GMT is expected",
        )),
    }
}

/// The lines of a header as one: several are the same as one list (RFC 9110, §5.3).
fn all_lines(headers: &HeaderMap, name: &HeaderName) -> Result<Option<String>, Problem> {
    let lines = headers.get_all(name).iter();
    let texts: Result<Vec<&str>, _> = lines.map(HeaderValue::to_str).collect();
    let texts = texts.map_err(|_| bad(name, "it has characters that no such header has"))?;
    Ok((!texts.is_empty()).then(|| texts.join(",")))
}

fn bad(name: &HeaderName, detail: &str) -> Problem {
    Problem::unreadable(format!("the header {name} cannot be read: {detail}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(name: HeaderName, lines: &[&str]) -> Result<Preconditions, Problem> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(&name, HeaderValue::from_str(line).unwrap());
        }
        Conditions::read(&headers).map(|conditions| conditions.0)
    }

    #[test]
    fn a_tag_is_the_originals() {
        assert_eq!(tag(12), r#"W/"eyJ2ZXJzaW9uIjoiMTIifQ""#);
        assert_eq!(version("eyJ2ZXJzaW9uIjoiMTIifQ=="), Some(12));
        assert_eq!(version("eyJ2ZXJzaW9uIjoxMn0"), None);
    }

    #[test]
    fn lists_of_weak_tags_are_read_and_strangers_are_nobody() {
        let these = |versions: &[i64]| Some(Versions::These(versions.to_vec()));
        let (one, two) = (tag(1), tag(2));
        for (lines, expected) in [
            (vec!["*".to_owned()], Some(Versions::Any)),
            (vec![one.clone()], these(&[1])),
            (vec![format!(" {one} ,{two}")], these(&[1, 2])),
            (vec![one.clone(), two.clone()], these(&[1, 2])),
            (vec![r#"W/"a,b", W/"""#.to_owned()], these(&[])),
            (vec![], None),
        ] {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let found = read(header::IF_MATCH, &lines).unwrap();
            assert_eq!(found.is, expected, "{lines:?}");
            let found = read(header::IF_NONE_MATCH, &lines).unwrap();
            assert_eq!(found.is_not, expected, "{lines:?}");
        }
    }

    #[test]
    fn what_is_no_list_of_weak_tags_is_refused() {
        for line in [
            "",
            "\"eyJ2ZXJzaW9uIjoiMTIifQ\"",
            "W/\"a",
            "W/a",
            "w/\"a\"",
            "W/\"a\" W/\"b\"",
            "W/\"a\",",
            "*, W/\"a\"",
            "W/\"a b\"",
        ] {
            let answer = read(header::IF_MATCH, &[line]).unwrap_err();
            assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{line}");
        }
    }

    #[test]
    fn dates_are_read_and_others_refused() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        let found = read(header::IF_MODIFIED_SINCE, &[date]).unwrap();
        assert_eq!(found.changed_since.unwrap().unix_seconds(), 784_111_777);
        let found = read(header::IF_UNMODIFIED_SINCE, &[date]).unwrap();
        assert_eq!(found.unchanged_since.unwrap().unix_seconds(), 784_111_777);
        let answer = read(header::IF_UNMODIFIED_SINCE, &["yesterday"]).unwrap_err();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    }
}
