//! The wish for an explanation: `?explain=true`.

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::bearer::{Authorize, Bearer};
use crate::app::App;
use crate::domain::OrgNumber;

/// Whether the caller asks why, and for whom.
pub enum Wish {
    No,
    /// None when no token names an organization.
    Yes(Option<OrgNumber>),
}

impl FromRequestParts<App> for Wish {
    type Rejection = std::convert::Infallible;

    /// A token that is not accepted is none: who may ask at all is the endpoint's question, not this one.
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        if !is_wished(parts.uri.query().unwrap_or_default()) {
            return Ok(Self::No);
        }
        let bearer = Bearer::<Authorize>::from_request_parts(parts, app).await;
        Ok(Self::Yes(bearer.ok().and_then(|bearer| bearer.caller.org)))
    }
}

fn is_wished(query: &str) -> bool {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.any(|(name, value)| name == "explain" && value.eq_ignore_ascii_case("true"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_wish_counts() {
        for query in [
            "explain=true",
            "a=b&explain=True",
            "explain=true&explain=false",
        ] {
            assert!(is_wished(query), "{query}");
        }
        for query in [
            "",
            "explain",
            "explain=",
            "explain=1",
            "explain=false",
            "x=explain=true",
        ] {
            assert!(!is_wished(query), "{query}");
        }
    }
}
