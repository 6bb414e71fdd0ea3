//! What a login is asked for, in the words of the reference and of OpenID Connect.

use serde::Deserialize;

use crate::domain::{SecurityLevel, Timestamp};
use crate::portal::session::SignedIn;
use crate::tokens::id_porten::{Freshness, Prompt};

/// The longest time that `max_age` is read as: a session lives shorter whatever is asked.
const MAX_AGE_DIGITS: usize = 9;

#[derive(Deserialize)]
pub struct LoginQuery {
    /// Where to go after the login.
    pub goto: Option<String>,
    /// The provider, by its issuer or key.
    pub iss: Option<String>,
    acr_values: Option<String>,
    prompt: Option<String>,
    max_age: Option<String>,
}

/// What the login must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub level: SecurityLevel,
    pub freshness: Freshness,
}

impl Asked {
    /// Reads the query, or says in the reference's words what is wrong with it.
    pub fn read(query: &LoginQuery) -> Result<Self, &'static str> {
        let acr_values = query.acr_values.as_deref().unwrap_or_default();
        Ok(Self {
            level: wanted_level(acr_values).ok_or("Invalid acr_values.")?,
            freshness: Freshness {
                prompt: read(query.prompt.as_deref(), Prompt::parse).ok_or("Invalid prompt.")?,
                max_age: read(query.max_age.as_deref(), seconds).ok_or("Invalid max_age.")?,
            },
        })
    }

    /// Whether a live session will do. The levels are compared as numbers: the reference looks for the highest only.
    pub fn is_met_by(self, signed: &SignedIn, now: Timestamp) -> bool {
        let authenticated_at = signed.upstream.authenticated_at;
        signed.level >= self.level && self.freshness.is_met(authenticated_at, now.unix_seconds())
    }
}

/// Nothing for nothing; None for what cannot be read.
fn read<T>(text: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => parse(text).map(Some),
        None => Some(None),
    }
}

fn seconds(text: &str) -> Option<u32> {
    let is_number = text.len() <= MAX_AGE_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// The lowest of the levels asked for, but never less than substantial: nobody works here with less. None when a value is
/// not one that the reference knows.
fn wanted_level(acr_values: &str) -> Option<SecurityLevel> {
    let wanted = acr_values
        .split(' ')
        .filter(|value| !value.is_empty())
        .map(level)
        .collect::<Option<Vec<_>>>()?;
    let lowest = wanted.into_iter().min();
    Some(lowest.map_or(SecurityLevel::Substantial, |level| {
        level.max(SecurityLevel::Substantial)
    }))
}

/// The reference's list, and no more: names of levels that it does not know are no wish.
fn level(acr: &str) -> Option<SecurityLevel> {
    match acr {
        "selfregistered-email" | "level0" | "level1" | "level2" => Some(SecurityLevel::Low),
        "idporten-loa-substantial" => Some(SecurityLevel::Substantial),
        "idporten-loa-high" => Some(SecurityLevel::High),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(acr_values: &str, prompt: &str, max_age: &str) -> Result<Asked, &'static str> {
        Asked::read(&LoginQuery {
            goto: None,
            iss: None,
            acr_values: Some(acr_values.to_owned()),
            prompt: Some(prompt.to_owned()),
            max_age: Some(max_age.to_owned()),
        })
    }

    #[test]
    fn only_levels_that_the_reference_knows_can_be_asked_for() {
        let level = |acr_values| asked(acr_values, "", "").map(|asked| asked.level);
        assert_eq!(level(""), Ok(SecurityLevel::Substantial));
        assert_eq!(level("level0"), Ok(SecurityLevel::Substantial));
        assert_eq!(level("idporten-loa-high"), Ok(SecurityLevel::High));
        assert_eq!(
            level("idporten-loa-high  selfregistered-email"),
            Ok(SecurityLevel::Substantial)
        );
        for bad in [
            "Level4",
            "idporten-loa-low",
            "IDPORTEN-LOA-HIGH",
            "level3",
            "idporten-loa-high x",
            "\u{e5}",
        ] {
            assert_eq!(level(bad), Err("Invalid acr_values."), "{bad}");
        }
    }

    #[test]
    fn prompt_and_age_are_what_the_standard_says() {
        let freshness = |prompt, age| asked("", prompt, age).map(|asked| asked.freshness);
        let expected = Freshness {
            prompt: Some(Prompt::Login),
            max_age: Some(60),
        };
        assert_eq!(freshness("login", "60"), Ok(expected));
        assert_eq!(freshness("consent", ""), Err("Invalid prompt."));
        assert_eq!(freshness("login none", ""), Err("Invalid prompt."));
        for bad in ["-1", "1.5", "x", "99999999999", "+1"] {
            assert_eq!(freshness("", bad), Err("Invalid max_age."), "{bad}");
        }
    }
}
