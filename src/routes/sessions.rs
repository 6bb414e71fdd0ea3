//! Sessions: how long they last, whose they are, and how they end.

use uuid::Uuid;

use super::fill;

/// How much is left of the session, and asking for more.
pub const SESSION: &str = "/innlogging/okt";
/// After a login in a tab of its own, over a session that still lives or has just ended.
pub const LOGGED_IN_ANEW: &str = "/innlogging/klar";
pub const KEPT_FORM: &str = "/innlogging/skjema/{id}";
pub const KEPT_FORM_DISCARD: &str = "/innlogging/skjema/{id}/kast";
pub const OWN_SESSIONS: &str = "/accessmanagement/ui/settings/innlogginger";
/// From a form to the logout, which leads to another site: browsers let no form do that by itself.
pub const OWN_SESSIONS_LEAVE: &str = "/accessmanagement/ui/settings/innlogginger/ut";
pub const OWN_SESSION_END: &str = "/accessmanagement/ui/settings/innlogginger/{id}/avslutt";
pub const OWN_SESSIONS_END: &str = "/accessmanagement/ui/settings/innlogginger/avslutt-alle";

/// The reference's own: the browser comes with its session, or does not.
pub const FRONT_CHANNEL_LOGOUT: &str = "/authentication/api/v1/frontchannel_logout";
/// Where identity providers say that a session has ended, through the browser or by themselves.
pub const UPSTREAM_FRONT_CHANNEL_LOGOUT: &str =
    "/authentication/api/v1/upstream/frontchannel-logout";
pub const UPSTREAM_BACK_CHANNEL_LOGOUT: &str = "/authentication/api/v1/upstream/backchannel-logout";

pub fn kept_form(id: Uuid) -> String {
    fill(KEPT_FORM, &id.to_string())
}

pub fn kept_form_discard(id: Uuid) -> String {
    fill(KEPT_FORM_DISCARD, &id.to_string())
}

pub fn own_session_end(id: Uuid) -> String {
    fill(OWN_SESSION_END, &id.to_string())
}

/// What asks a page to be filled with a kept form.
pub const KEPT_FORM_QUERY: &str = "skjema";

/// The page that lists what was typed, whatever page it came from.
pub fn kept_form_listed(id: Uuid) -> String {
    format!("{}?vis=liste", kept_form(id))
}

/// A page of ours, filled with a kept form.
pub fn refilled(page: &str, id: Uuid) -> String {
    let page = page.split('#').next().unwrap_or_default();
    let sign = if page.contains('?') { '&' } else { '?' };
    format!("{page}{sign}{KEPT_FORM_QUERY}={id}")
}
