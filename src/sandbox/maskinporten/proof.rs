//! That a grant is signed by the client that it names.

use jsonwebtoken::{DecodingKey, Header, decode_header};
use serde::Deserialize;

use super::grant::{Claims, bad_value, failed};
use crate::sandbox::oauth::Refusal;
use crate::store::sandbox_clients::SandboxClient;
use crate::tokens::{TokenError, decode_with};

const MAX_ASSERTION: usize = 16 * 1024;

/// The client that a grant says it is from, read before the signature is checked, only to pick the keys to check it with.
pub fn named_client(assertion: &str) -> Result<String, Refusal> {
    #[derive(Deserialize)]
    struct Issuer {
        iss: String,
    }
    if assertion.len() > MAX_ASSERTION {
        return Err(bad_value("the assertion is too long"));
    }
    let named: Issuer = jsonwebtoken::dangerous::insecure_decode_claims(assertion)
        .map_err(|_| bad_value("the assertion is no JSON Web Token with an iss"))?;
    match named.iss.chars().any(char::is_control) {
        true => Err(failed("Client not found")),
        false => Ok(named.iss),
    }
}

/// The claims of a grant that one of the client's keys has signed.
pub fn read(assertion: &str, client: &SandboxClient) -> Result<Claims, Refusal> {
    let header = decode_header(assertion)
        .map_err(|_| failed("unreadable header, or an alg that no client may use"))?;
    let key = find_key(client, &key_id(header)?)
        .ok_or_else(|| failed("the client has no registered key with that kid"))?;
    decode_with(assertion, &key).map_err(|problem| match problem {
        TokenError::Malformed => bad_value(
            "a claim is of the wrong type or stands twice, or one of aud, iss, iat and exp is missing; \
             iat and exp are whole seconds",
        ),
        TokenError::Unreadable => failed("the header has a crit that is not understood"),
        _ => failed("Could not validate JWT Signature"),
    })
}

/// Clients here have registered keys, which a grant names by `kid`; certificates (`x5c`) would need the business
/// certificates' issuers, which have no place in an invented world.
fn key_id(header: Header) -> Result<String, Refusal> {
    match (header.kid, header.x5c) {
        (Some(key_id), _) => Ok(key_id),
        (None, Some(_)) => Err(failed(
            "business certificates (x5c) are not taken here: register a key, and name it by kid",
        )),
        (None, None) => Err(failed("the header must name the key by kid")),
    }
}

fn find_key(client: &SandboxClient, key_id: &str) -> Option<DecodingKey> {
    let keys = client.jwks.get("keys")?.as_array()?;
    let key = keys
        .iter()
        .find(|key| key.get("kid").and_then(|kid| kid.as_str()) == Some(key_id))?;
    DecodingKey::from_jwk(&serde_json::from_value(key.clone()).ok()?).ok()
}
