use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

use super::{LoginClient, LoginError};
use crate::tokens::SigningKey;
use crate::world::World;

const LIFETIME_SECONDS: i64 = 60;

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    /// The issuer as one string: ID-porten no longer takes its token endpoint's address here.
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: String,
}

/// The form fields that prove who the client is by `private_key_jwt` (OpenID Connect Core §9, RFC 7523 §2.2).
pub fn parameters(
    client: &LoginClient,
    key_id: &str,
    pem: &SecretString,
    world: &World,
) -> Result<[(&'static str, String); 2], LoginError> {
    let key = SigningKey::from_pem(key_id, pem.expose_secret()).map_err(|_| LoginError::OwnKey)?;
    let now = world.now().unix_seconds();
    let claims = Claims {
        iss: &client.client_id,
        sub: &client.client_id,
        aud: &client.issuer,
        iat: now,
        exp: now + LIFETIME_SECONDS,
        jti: world.random_id().to_string(),
    };
    let assertion = key.sign(&claims).map_err(|_| LoginError::OwnKey)?;
    Ok([
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".to_owned(),
        ),
        ("client_assertion", assertion),
    ])
}
