//! Our own issuer: its keys, what it publishes, the exchange of others' tokens, and tokens for sessions.

mod claims;
mod command;
mod exchange;
mod keys;
mod persons;
mod published;
mod refresh;
mod upstream;

use serde_json::Value;

use crate::support::app::TestApp;
use crate::support::machine::{Answer, answer};

pub const EXCHANGE: &str = "/authentication/api/v1/exchange";
pub const CONFIGURATION: &str = "/authentication/api/v1/openid/.well-known/openid-configuration";
pub const JWKS: &str = "/authentication/api/v1/openid/.well-known/openid-configuration/jwks";

/// Brings a token to be exchanged; `path` is the provider, with a query if need be.
pub async fn exchange(app: &TestApp, path: &str, token: &str) -> Answer {
    exchange_with(app, path, token, &[]).await
}

pub async fn exchange_with(
    app: &TestApp,
    path: &str,
    token: &str,
    headers: &[(&str, &str)],
) -> Answer {
    let url = format!("{}{EXCHANGE}/{path}", app.url);
    let mut request = app.http().get(url);
    if !token.is_empty() {
        request = request.bearer_auth(token);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    answer(request.send().await.unwrap()).await
}

/// The token that came of an exchange.
pub fn exchanged(answer: &Answer) -> &str {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body.as_str().expect("a token")
}

/// What stands in a token.
pub fn claims_of(token: &str) -> Value {
    jsonwebtoken::dangerous::insecure_decode_claims(token).unwrap()
}

/// The id of the key that signed a token.
pub fn key_of(token: &str) -> String {
    jsonwebtoken::decode_header(token).unwrap().kid.unwrap()
}

/// The ids of the keys that others see.
pub async fn published_keys(app: &TestApp) -> Vec<String> {
    let set: Value = app
        .http()
        .get(format!("{}{JWKS}", app.url))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let keys = set["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}
