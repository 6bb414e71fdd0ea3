//! The language that a caller wants texts in.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, header};

use crate::app::App;
use crate::domain::Language;

/// The language of the header `Accept-Language`.
pub struct InLanguage(pub Language);

impl FromRequestParts<App> for InLanguage {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self(language(&parts.headers)))
    }
}

/// The first language of the header that texts exist in (RFC 9110 §12.5.4); bokmål without one.
fn language(headers: &HeaderMap) -> Language {
    let sent = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let tags = sent.split(',').map(|part| {
        let tag = part.split(';').next().unwrap_or_default().trim();
        tag.split('-')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    });
    let known = |tag: String| match tag.as_str() {
        "no" => Some(Language::Nb),
        other => Language::parse(other),
    };
    tags.into_iter().find_map(known).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_first_known_language_of_the_header_is_taken() {
        for (sent, expected) in [
            ("nn", Language::Nn),
            ("NN-NO, nb;q=0.5", Language::Nn),
            ("de, en-GB;q=0.8, nn", Language::En),
            ("no", Language::Nb),
            ("", Language::Nb),
            ("*", Language::Nb),
            ("de;q=;;,-,", Language::Nb),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(
                header::ACCEPT_LANGUAGE,
                HeaderValue::from_str(sent).unwrap(),
            );
            assert_eq!(language(&headers), expected, "{sent}");
        }
        assert_eq!(language(&HeaderMap::new()), Language::Nb);
        let mut headers = HeaderMap::new();
        headers.insert(
            header::ACCEPT_LANGUAGE,
            HeaderValue::from_bytes(b"\xff").unwrap(),
        );
        assert_eq!(language(&headers), Language::Nb);
    }
}
