//! The rows of our own issuer. What it publishes is for everybody; a token is exchanged for whoever brings one of the
//! provider's, which none of these actors does but the machines.

use reqwest::Method;

use super::{Body, Row};

pub fn rows() -> Vec<Row> {
    let base = "/authentication/api/v1";
    let configuration = format!("{base}/openid/.well-known/openid-configuration");
    vec![
        get("OPENID_ISSUER", format!("{base}/openid/")),
        get("OPENID_KEYS", format!("{configuration}/jwks")),
        get("OPENID_CONFIGURATION", configuration),
        get("TOKEN_EXCHANGE", format!("{base}/exchange/maskinporten")),
        get("TOKEN_EXCHANGE", format!("{base}/exchange/id-porten")),
        get("TOKEN_EXCHANGE", format!("{base}/exchange/feide")),
        get("TOKEN_REFRESH", format!("{base}/refresh")),
    ]
}

fn get(route: &'static str, path: String) -> Row {
    Row {
        method: Method::GET,
        route,
        path,
        body: Body::None,
    }
}
