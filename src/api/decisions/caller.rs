//! Who may ask at `/decision`: applications and gateways with a subscription key, or whoever may ask at
//! `/authorize`.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;
use sha2::{Digest, Sha256};

use crate::api::Problem;
use crate::api::bearer::{Bearer, Decide};
use crate::app::App;
use crate::domain::AskedBy;
use crate::telemetry::record_actor;

const KEY_HEADER: &str = "ocp-apim-subscription-key";

/// The keys that open `/decision`; only what they hash to is kept.
#[derive(Clone, Default)]
pub struct SubscriptionKeys(Vec<[u8; 32]>);

impl SubscriptionKeys {
    pub fn of<'k>(keys: impl IntoIterator<Item = &'k str>) -> Self {
        let keys = keys.into_iter();
        Self(keys.map(|key| digest(key.as_bytes())).collect())
    }

    /// Compares with all keys, in a time that says nothing about them.
    fn holds(&self, key: &[u8]) -> bool {
        let asked = digest(key);
        let is_key = |known: &&[u8; 32]| verify_slices_are_equal(&known[..], &asked).is_ok();
        self.0.iter().filter(is_key).count() > 0
    }
}

fn digest(key: &[u8]) -> [u8; 32] {
    Sha256::digest(key).into()
}

/// A caller that may ask for decisions.
pub struct Enforcer(pub AskedBy);

impl FromRequestParts<App> for Enforcer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let key = parts.headers.get(KEY_HEADER);
        if key.is_some_and(|key| app.subscription_keys().holds(key.as_bytes())) {
            record_actor("subscription key");
            return Ok(Self(AskedBy::Unnamed));
        }
        if parts.headers.contains_key(http::header::AUTHORIZATION) {
            let bearer = Bearer::<Decide>::from_request_parts(parts, app).await;
            return bearer.map(|bearer| Self(bearer.asked_by()));
        }
        Err(Problem::plain(
            StatusCode::UNAUTHORIZED,
            "A subscription key (header Ocp-Apim-Subscription-Key) or a bearer token is needed.",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_key_opens() {
        let keys = SubscriptionKeys::of(["first-key", "second-key"]);
        assert!(keys.holds(b"first-key"));
        assert!(keys.holds(b"second-key"));
        for other in [&b""[..], b"first-ke", b"first-key ", b"FIRST-KEY"] {
            assert!(!keys.holds(other));
        }
        assert!(!SubscriptionKeys::default().holds(b""));
    }
}
