//! From why a login failed to what the person is told.

use crate::domain::SecurityLevel;
use crate::portal::PageError;
use crate::portal::errors::LoginFault;
use crate::routes;
use crate::tokens::id_porten::{DEFAULT_KEY, LoginError};

/// A login, as far as the next attempt must be like it.
pub struct Attempt<'a> {
    /// The key of the provider.
    pub provider: &'a str,
    pub level: SecurityLevel,
    pub goto: &'a str,
}

impl Attempt<'static> {
    /// Of a login of which nothing is known, not even that it was begun here.
    pub fn unknown() -> Self {
        Self {
            provider: DEFAULT_KEY,
            level: SecurityLevel::Substantial,
            goto: routes::LANDING,
        }
    }
}

impl Attempt<'_> {
    /// Logs why nobody was logged in, and says what the person is shown.
    pub fn failed(&self, error: &LoginError) -> PageError {
        let provider = self.provider;
        match error {
            LoginError::Unavailable(_) => {
                tracing::error!(%error, provider, "the identity provider does not answer");
                PageError::LoginUnavailable {
                    again: self.again(LoginFault::Other),
                }
            }
            LoginError::OwnKey => {
                tracing::error!(%error, provider, "login is not set up right");
                PageError::Failure
            }
            other => {
                tracing::warn!(%error, provider, "a login was not completed");
                self.refused(fault(other))
            }
        }
    }

    pub fn refused(&self, fault: LoginFault) -> PageError {
        PageError::LoginFailed {
            fault,
            again: self.again(fault),
        }
    }

    /// The same login once more, and no other.
    fn again(&self, fault: LoginFault) -> String {
        let login = match fault.needs_new_person() {
            true => routes::login_anew(self.goto),
            false if self.level > SecurityLevel::Substantial => {
                routes::login_at(self.goto, self.level.acr())
            }
            false => routes::login(self.goto),
        };
        match self.provider {
            DEFAULT_KEY => login,
            other => routes::login_with(&login, other),
        }
    }
}

fn fault(error: &LoginError) -> LoginFault {
    match error {
        LoginError::Cancelled => LoginFault::Cancelled,
        LoginError::NotStarted => LoginFault::Lost,
        LoginError::LevelTooLow => LoginFault::TooWeak,
        LoginError::NoPerson => LoginFault::NoNationalId,
        LoginError::MustAsk(_) => LoginFault::MustAsk,
        LoginError::NotInvented => LoginFault::Closed,
        LoginError::Unavailable(_)
        | LoginError::Refused(_)
        | LoginError::NotTrusted(_)
        | LoginError::TooOld
        | LoginError::OwnKey => LoginFault::Other,
    }
}
