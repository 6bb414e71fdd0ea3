use jsonwebtoken::jwk::Jwk;
use serde::{Deserialize, Serialize};

/// What a library needs to verify our tokens (OpenID Connect Discovery §3). We let nobody's clients log people in, so there
/// is no authorization, token or logout endpoint to tell of; the last three are there because the standard demands them.
#[derive(Serialize)]
pub struct Configuration {
    pub issuer: String,
    pub jwks_uri: String,
    pub response_types_supported: [&'static str; 1],
    pub subject_types_supported: [&'static str; 1],
    pub id_token_signing_alg_values_supported: [&'static str; 1],
}

/// A key set (RFC 7517 §5).
#[derive(Serialize)]
pub struct KeySet {
    pub keys: Vec<Jwk>,
}

/// The query of an exchange.
#[derive(Deserialize)]
pub struct ExchangeQuery {
    /// `true`, whatever its case, as the reference reads it.
    #[serde(default)]
    pub test: Option<String>,
}
