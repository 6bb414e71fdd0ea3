//! Signed tokens in their compact form (RFC 7515 §7.1), read once and strictly.

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
    RsaParameters,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::unique_json::{UniqueJson, stated};
use super::verify::TokenError;

/// The longest token that is looked at, in bytes.
const MAX_TOKEN: usize = 16 * 1024;

/// How a token may be signed (RFC 7518 §3.3). There is no name here for `none`, for a shared secret or for a curve: who
/// writes one of those has no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
}

impl Algorithm {
    /// The algorithm of this name; case matters (RFC 7515 §4.1.1).
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "RS384" => Some(Self::Rs384),
            "RS512" => Some(Self::Rs512),
            _ => None,
        }
    }

    /// What verifies it; keys of less than 2048 bits do not fit.
    pub(super) fn parameters(self) -> &'static RsaParameters {
        match self {
            Self::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
            Self::Rs384 => &RSA_PKCS1_2048_8192_SHA384,
            Self::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
        }
    }
}

/// Whether a text is a token at all, good or bad.
pub fn is_readable(token: &str) -> bool {
    !matches!(Jws::parse(token), Err(TokenError::Unreadable))
}

/// A token taken apart. Nothing in it is to be believed before its signature has been checked.
pub(super) struct Jws<'a> {
    pub algorithm: Algorithm,
    pub key_id: String,
    kind: Option<String>,
    /// The whole token, as it came.
    pub token: &'a str,
    /// What the signature is over.
    pub signed: &'a [u8],
    pub signature: Vec<u8>,
    payload: Vec<u8>,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// What kind of token it is (RFC 7515 §4.1.9).
    typ: Option<String>,
    /// Extensions that must be understood (RFC 7515 §4.1.11); we understand none.
    #[serde(default, deserialize_with = "stated")]
    crit: Option<IgnoredAny>,
}

impl<'a> Jws<'a> {
    pub fn parse(token: &'a str) -> Result<Self, TokenError> {
        if token.len() > MAX_TOKEN {
            return Err(TokenError::Unreadable);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Unreadable)?;
        let (header, payload) = signed.split_once('.').ok_or(TokenError::Unreadable)?;
        let header: Header =
            serde_json::from_slice(&decode(header)?).map_err(|_| TokenError::Unreadable)?;
        if header.crit.is_some() {
            return Err(TokenError::Unreadable);
        }
        Ok(Self {
            algorithm: Algorithm::parse(&header.alg).ok_or(TokenError::WrongAlgorithm)?,
            key_id: header.kid.ok_or(TokenError::BadSignature)?,
            kind: header.typ,
            token,
            signed: signed.as_bytes(),
            signature: decode(signature)?,
            payload: decode(payload)?,
        })
    }

    /// Whether it says that it is an access token, or nothing more than a token: issuers sign other things with the same
    /// keys, such as proofs and logout tokens (RFC 8725 §3.11, RFC 9068 §4).
    pub fn check_access_token(&self) -> Result<(), TokenError> {
        let kind = self.kind.as_deref().unwrap_or("JWT");
        let kind = kind.strip_prefix("application/").unwrap_or(kind);
        let is_known = ["JWT", "at+jwt"]
            .iter()
            .any(|known| kind.eq_ignore_ascii_case(known));
        is_known.then_some(()).ok_or(TokenError::NotBearer)
    }

    /// The claims, in which no name may be written twice: which of the two would count?
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T, TokenError> {
        let claims: UniqueJson =
            serde_json::from_slice(&self.payload).map_err(|_| TokenError::Malformed)?;
        serde_json::from_value(claims.0).map_err(|_| TokenError::Malformed)
    }
}

/// base64url without padding (RFC 7515 §2), and nothing that merely resembles it.
fn decode(text: &str) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| TokenError::Unreadable)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn token(header: &str) -> String {
        format!("{}.e30.", URL_SAFE_NO_PAD.encode(header))
    }

    #[test]
    fn a_header_names_a_known_algorithm_and_a_key() {
        for (header, expected) in [
            (r#"{"alg":"RS256","kid":"a"}"#, None),
            (
                r#"{"alg":"rs256","kid":"a"}"#,
                Some(TokenError::WrongAlgorithm),
            ),
            (
                r#"{"alg":"none","kid":"a"}"#,
                Some(TokenError::WrongAlgorithm),
            ),
            (
                r#"{"alg":"HS256","kid":"a"}"#,
                Some(TokenError::WrongAlgorithm),
            ),
            (
                r#"{"alg":"PS256","kid":"a"}"#,
                Some(TokenError::WrongAlgorithm),
            ),
            (
                r#"{"alg":"ES256","kid":"a"}"#,
                Some(TokenError::WrongAlgorithm),
            ),
            (r#"{"alg":"RS256"}"#, Some(TokenError::BadSignature)),
            (r#"{"kid":"a"}"#, Some(TokenError::Unreadable)),
            (
                r#"{"alg":"RS256","alg":"none","kid":"a"}"#,
                Some(TokenError::Unreadable),
            ),
            (
                r#"{"alg":"RS256","kid":"a","crit":["b64"],"b64":false}"#,
                Some(TokenError::Unreadable),
            ),
            (r#"["RS256"]"#, Some(TokenError::Unreadable)),
        ] {
            assert_eq!(Jws::parse(&token(header)).err(), expected, "{header}");
        }
    }

    #[test]
    fn what_is_no_token_is_unreadable() {
        let good = token(r#"{"alg":"RS256","kid":"a"}"#);
        for bad in [
            "".to_owned(),
            ".".to_owned(),
            "..".to_owned(),
            "a.b.c.d.e".to_owned(),
            format!("{good}="),
            good.replace("e30", "e30="),
            good.replace("e30", "e3"),
            format!(" {good}"),
            format!("{good}{}", "A".repeat(MAX_TOKEN)),
        ] {
            assert_eq!(
                Jws::parse(&bad).err(),
                Some(TokenError::Unreadable),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_claim_that_is_written_twice_is_refused() {
        #[derive(Debug, Deserialize)]
        struct Claims {
            #[allow(dead_code)]
            iss: String,
        }
        let payload = URL_SAFE_NO_PAD.encode(r#"{"iss":"a","iss":"b"}"#);
        let token = token(r#"{"alg":"RS256","kid":"a"}"#).replace("e30", &payload);
        let claims = Jws::parse(&token).unwrap().claims::<Claims>();
        assert_eq!(claims.err(), Some(TokenError::Malformed));
    }
}
