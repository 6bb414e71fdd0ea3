//! Where people log in, at the reference's own addresses.

use super::{escape, fill};

pub const LOGIN: &str = "/authentication/api/v1/authentication";
/// Where the default provider sends people back to.
pub const LOGIN_CALLBACK: &str = "/authentication/api/v1/upstream/callback";
/// Where another one does: each has an address of its own, so that none can pass off another's answer (RFC 9700 §4.4).
pub const LOGIN_CALLBACK_OF: &str = "/authentication/api/v1/upstream/callback/{provider}";
pub const STEP_UP: &str = "/innlogging/niva";

/// Login that comes back to `goto`, a path on this portal.
pub fn login(goto: &str) -> String {
    format!("{LOGIN}?goto={}", escape(goto))
}

/// Login at no less than the level named by `acr` (`idporten-loa-…`), coming back to `goto`.
pub fn login_at(goto: &str, acr: &str) -> String {
    format!("{}&acr_values={}", login(goto), escape(acr))
}

/// Login of somebody new, whoever the provider remembers.
pub fn login_anew(goto: &str) -> String {
    format!("{}&prompt=login", login(goto))
}

/// The same login at another than the default provider.
pub fn login_with(login: &str, provider: &str) -> String {
    format!("{login}&iss={}", escape(provider))
}

pub fn login_callback_of(provider: &str) -> String {
    fill(LOGIN_CALLBACK_OF, provider)
}

pub fn step_up(goto: &str, level: u8) -> String {
    format!("{STEP_UP}?niva={level}&goto={}", escape(goto))
}
