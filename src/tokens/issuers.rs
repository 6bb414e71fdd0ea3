/// An issuer whose tokens the APIs accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedIssuer {
    /// Exactly as tokens name it in `iss`.
    pub issuer: String,
    /// Where its metadata is (RFC 8414, or OpenID Connect Discovery): a document with `jwks_uri`.
    pub metadata_url: String,
}

impl TrustedIssuer {
    /// Maskinporten or a stand-in, which publish authorization server metadata (RFC 8414 §3).
    pub fn authorization_server(issuer: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            metadata_url: format!(
                "{}/.well-known/oauth-authorization-server",
                issuer.trim_end_matches('/')
            ),
        }
    }

    /// ID-porten or another identity provider (OpenID Connect Discovery §4).
    pub fn openid_provider(issuer: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            metadata_url: format!(
                "{}/.well-known/openid-configuration",
                issuer.trim_end_matches('/')
            ),
        }
    }
}
