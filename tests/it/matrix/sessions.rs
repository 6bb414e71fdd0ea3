//! The rows of sessions: each actor's own, and what providers say of them.

use reqwest::Method;
use uuid::Uuid;

use super::{Body, Row};

const LOGIN: &str = "/authentication/api/v1";
const OWN: &str = "/accessmanagement/ui/settings/innlogginger";

pub fn rows() -> Vec<Row> {
    let row = |method: Method, route, path: String| Row {
        body: match method {
            Method::GET => Body::None,
            _ => Body::Form(&[]),
        },
        method,
        route,
        path,
    };
    let get = |route, path| row(Method::GET, route, path);
    let post = |route, path| row(Method::POST, route, path);
    let id = Uuid::from_u128(1);
    let upstream = format!("{LOGIN}/upstream");
    vec![
        get("SESSION", "/innlogging/okt".to_owned()),
        post("SESSION", "/innlogging/okt".to_owned()),
        get("LOGGED_IN_ANEW", "/innlogging/klar".to_owned()),
        get("KEPT_FORM", format!("/innlogging/skjema/{id}")),
        post("KEPT_FORM_DISCARD", format!("/innlogging/skjema/{id}/kast")),
        get("OWN_SESSIONS", OWN.to_owned()),
        get("OWN_SESSIONS_LEAVE", format!("{OWN}/ut")),
        post("OWN_SESSION_END", format!("{OWN}/{id}/avslutt")),
        post("OWN_SESSIONS_END", format!("{OWN}/avslutt-alle")),
        get(
            "UPSTREAM_FRONT_CHANNEL_LOGOUT",
            format!("{upstream}/frontchannel-logout?iss=x&sid=x"),
        ),
        get(
            "FRONT_CHANNEL_LOGOUT",
            format!("{LOGIN}/frontchannel_logout"),
        ),
        post(
            "UPSTREAM_BACK_CHANNEL_LOGOUT",
            format!("{upstream}/backchannel-logout"),
        ),
    ]
}
