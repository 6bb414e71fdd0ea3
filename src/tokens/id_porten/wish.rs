use serde::{Deserialize, Serialize};

use crate::domain::{Language, SecurityLevel};

/// What is asked of the provider (OpenID Connect Core §3.1.2.1).
#[derive(Clone, Debug)]
pub struct LoginWish {
    /// The lowest level that will do.
    pub level: SecurityLevel,
    pub language: Language,
    pub freshness: Freshness,
    /// Where the person goes after the login.
    pub goto: String,
}

/// How new the login must be, and whether the person may be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    pub prompt: Option<Prompt>,
    /// How long ago, in seconds, the person may have proved at the provider who it is.
    pub max_age: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Prompt {
    /// The person must log in anew, whatever the provider remembers.
    Login,
    /// The person must not be asked anything: logged in at the provider already, or not at all.
    None,
}

impl LoginWish {
    pub fn new(level: SecurityLevel, language: Language, goto: &str) -> Self {
        Self {
            level,
            language,
            freshness: Freshness::default(),
            goto: goto.to_owned(),
        }
    }
}

impl Prompt {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "login" => Some(Self::Login),
            "none" => Some(Self::None),
            _ => None,
        }
    }

    /// As the standard writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::None => "none",
        }
    }
}

impl Freshness {
    /// How old, in seconds, the login may have been when it was asked for; None when any will do.
    pub fn oldest(self) -> Option<i64> {
        match (self.prompt, self.max_age) {
            (Some(Prompt::Login), _) => Some(0),
            (_, max_age) => max_age.map(i64::from),
        }
    }

    /// Whether a login from `authenticated_at` will do at `now`, both in seconds since 1970.
    pub fn is_met(self, authenticated_at: i64, now: i64) -> bool {
        self.prompt != Some(Prompt::Login)
            && self
                .max_age
                .is_none_or(|max_age| now.saturating_sub(authenticated_at) <= i64::from(max_age))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_live_login_will_do_until_it_is_too_old_or_a_new_one_is_asked_for() {
        let asked = |prompt, max_age| Freshness { prompt, max_age };
        assert!(asked(None, None).is_met(0, 1_000_000));
        assert!(asked(Some(Prompt::None), None).is_met(0, 1_000_000));
        assert!(asked(None, Some(60)).is_met(1_000, 1_060));
        assert!(!asked(None, Some(60)).is_met(1_000, 1_061));
        assert!(!asked(None, Some(0)).is_met(1_000, 1_001));
        assert!(!asked(Some(Prompt::Login), None).is_met(1_000, 1_000));
        assert_eq!(asked(Some(Prompt::Login), Some(60)).oldest(), Some(0));
        assert_eq!(asked(None, Some(60)).oldest(), Some(60));
        assert_eq!(asked(Some(Prompt::None), None).oldest(), None);
    }
}
