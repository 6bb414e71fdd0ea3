use super::jws::Algorithm;

/// What an issuer is to us, which decides what its tokens are good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuerKind {
    /// Maskinporten or its stand-in: organizations' machines. Its tokens open the APIs as they are, and can be exchanged.
    Maskinporten,
    /// ID-porten or its stand-in: persons, at a client of their own. Its tokens must be exchanged before they open anything.
    IdPorten,
    /// This installation: tokens that were exchanged, or made for a browser's session.
    Own,
    /// The sandbox's generator, whose tokens look like exchanged ones. They cannot be exchanged.
    TestTool,
}

impl IssuerKind {
    /// Whether the APIs take its tokens as they are.
    pub fn opens_apis(self) -> bool {
        match self {
            Self::Maskinporten | Self::Own | Self::TestTool => true,
            Self::IdPorten => false,
        }
    }

    /// How its tokens may be signed (login-and-tokens §8).
    pub fn algorithms(self) -> &'static [Algorithm] {
        match self {
            Self::Maskinporten | Self::IdPorten => {
                &[Algorithm::Rs256, Algorithm::Rs384, Algorithm::Rs512]
            }
            Self::Own | Self::TestTool => &[Algorithm::Rs256],
        }
    }
}

/// Another issuer whose tokens are understood here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedIssuer {
    /// Exactly as tokens name it in `iss`.
    pub issuer: String,
    pub kind: IssuerKind,
    /// Where its metadata is (RFC 8414, or OpenID Connect Discovery): a document with `jwks_uri`.
    pub metadata_url: String,
}

impl TrustedIssuer {
    /// Maskinporten or a stand-in, which publish authorization server metadata (RFC 8414 §3).
    pub fn maskinporten(issuer: &str) -> Self {
        Self::of(
            IssuerKind::Maskinporten,
            issuer,
            "oauth-authorization-server",
        )
    }

    /// ID-porten or a stand-in, which publish a discovery document (OpenID Connect Discovery §4).
    pub fn id_porten(issuer: &str) -> Self {
        Self::of(IssuerKind::IdPorten, issuer, "openid-configuration")
    }

    /// The sandbox's generator of tokens.
    pub fn test_tool(issuer: &str) -> Self {
        Self::of(IssuerKind::TestTool, issuer, "oauth-authorization-server")
    }

    fn of(kind: IssuerKind, issuer: &str, document: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            kind,
            metadata_url: format!("{}/.well-known/{document}", issuer.trim_end_matches('/')),
        }
    }
}
