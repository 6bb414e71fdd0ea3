use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::ConfigFault;

/// Who may ask for decisions without a token.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionsConfig {
    /// The keys that open `/authorization/api/v1/decision` in the header `Ocp-Apim-Subscription-Key`; several, so
    /// that one can be replaced while the other is in use.
    #[serde(default)]
    pub subscription_keys: Vec<SecretString>,
}

/// A shorter key could be guessed.
const SHORTEST_KEY: usize = 20;

impl DecisionsConfig {
    pub(super) fn check(&self) -> Option<ConfigFault> {
        let is_short = |key: &SecretString| key.expose_secret().len() < SHORTEST_KEY;
        let has_short = self.subscription_keys.iter().any(is_short);
        has_short.then(|| {
            ConfigFault::new(
                "decisions.subscription_keys",
                format!("a key must have at least {SHORTEST_KEY} characters"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_that_could_be_guessed_is_refused_and_none_is_shown() {
        let read = |text: &str| toml::from_str::<DecisionsConfig>(text).unwrap();
        assert!(read("").check().is_none());
        let good = read("subscription_keys = ['0123456789abcdefghij']");
        assert!(good.check().is_none());
        assert!(!format!("{good:?}").contains("abcdefghij"));
        assert!(read("subscription_keys = ['short']").check().is_some());
    }
}
