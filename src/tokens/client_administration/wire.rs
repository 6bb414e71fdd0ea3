use serde::{Deserialize, Serialize};

use super::Registration;
use crate::domain::OwnKey;

/// A client as the administration API takes it. Certain: `integration_type`, `grant_types`, `scopes`, `client_orgno`.
/// From general knowledge: that `client_name` and `description` come back in lists as they were sent.
#[derive(Serialize)]
pub struct Client<'a> {
    client_name: &'a str,
    description: String,
    integration_type: &'static str,
    application_type: &'static str,
    grant_types: [&'static str; 1],
    token_endpoint_auth_method: &'static str,
    scopes: &'a [String],
    client_orgno: &'a str,
}

#[derive(Deserialize)]
pub struct Registered {
    pub client_id: String,
    #[serde(default)]
    pub description: Option<String>,
}

#[derive(Serialize)]
pub struct KeySet<'a> {
    keys: Vec<Key<'a>>,
}

#[derive(Serialize)]
struct Key<'a> {
    kty: &'static str,
    #[serde(rename = "use")]
    purpose: &'static str,
    alg: &'static str,
    kid: &'a str,
    n: &'a str,
    e: &'a str,
}

#[derive(Deserialize)]
pub struct Token {
    pub access_token: String,
    pub expires_in: i64,
}

impl<'a> Client<'a> {
    pub fn of(registration: &'a Registration) -> Self {
        Self {
            client_name: &registration.name,
            description: format!("{} {}", registration.description, registration.mark()),
            integration_type: "maskinporten",
            application_type: "web",
            grant_types: [super::JWT_BEARER],
            token_endpoint_auth_method: "private_key_jwt",
            scopes: &registration.scopes,
            client_orgno: registration.organization.as_str(),
        }
    }
}

impl<'a> KeySet<'a> {
    pub fn of(keys: &'a [OwnKey]) -> Self {
        let keys = keys.iter().map(|key| Key {
            kty: "RSA",
            purpose: "sig",
            alg: "RS256",
            kid: &key.kid,
            n: &key.n,
            e: &key.e,
        });
        Self {
            keys: keys.collect(),
        }
    }
}
