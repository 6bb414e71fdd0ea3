use serde::Deserialize;
use serde_json::Value;

use super::details::{Detail, read_detail};
use super::owned::Owned;
use crate::domain::{OrgNumber, Timestamp};
use crate::sandbox::oauth::{MAX_ASSERTION_LIFE, Refusal};
use crate::store::sandbox_clients::SandboxClient;
use crate::tokens::{sha256_hex, stated};

/// How far `iat` may be from our clock, in seconds.
const SKEW: i64 = 10;
const MAX_RESOURCES: usize = 10;
const MAX_TEXT: usize = 1_000;

/// A signed grant (RFC 7523 §3), with what Maskinporten adds to it. A claim with `null` is refused, not taken for one that
/// is left out: the token would be for somebody else than the vendor meant.
#[derive(Debug, Deserialize)]
pub struct Claims {
    iss: String,
    aud: Value,
    iat: i64,
    exp: i64,
    #[serde(default, deserialize_with = "stated")]
    nbf: Option<i64>,
    #[serde(default, deserialize_with = "stated")]
    jti: Option<String>,
    #[serde(default, deserialize_with = "stated")]
    scope: Option<String>,
    #[serde(default, deserialize_with = "stated")]
    resource: Option<OneOrMany>,
    #[serde(default, deserialize_with = "stated")]
    authorization_details: Option<Value>,
    #[serde(default, deserialize_with = "stated")]
    consumer_org: Option<Value>,
    #[serde(default, deserialize_with = "stated")]
    iss_onbehalfof: Option<Value>,
    #[serde(default, deserialize_with = "stated")]
    pid: Option<Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// A grant that has been found good.
#[derive(Debug)]
pub struct Grant {
    /// What tells it from other grants of the same client.
    pub id: String,
    pub scope: String,
    /// The audiences asked for.
    pub resources: Vec<String>,
    pub detail: Option<Detail>,
    /// On whose behalf the token is asked for, when it is not the client's own organization's.
    pub consumer: Option<OrgNumber>,
}

/// Checks that the grant is the client's own, for us, and of now.
pub fn check(
    claims: &Claims,
    client: &SandboxClient,
    issuer: &str,
    now: Timestamp,
) -> Result<(), Refusal> {
    if claims.iss != client.client_id {
        return Err(failed("Invalid JWT claim iss"));
    }
    if !is_audience(&claims.aud, issuer) {
        return Err(failed(&format!(
            "Invalid JWT claim aud: it must be {issuer}"
        )));
    }
    check_times(claims, now.unix_seconds())
}

fn check_times(claims: &Claims, now: i64) -> Result<(), Refusal> {
    let is_far = |moment: i64| moment.saturating_sub(now).saturating_abs() > SKEW;
    if is_far(claims.iat) {
        return Err(failed(
            "Invalid JWT claim iat: more than 10 seconds from our clock",
        ));
    }
    if claims.nbf.is_some_and(|nbf| nbf.saturating_sub(SKEW) > now) {
        return Err(failed("Invalid JWT claim nbf: the grant is not valid yet"));
    }
    if claims.exp <= now {
        return Err(failed("JWT is expired"));
    }
    if claims.exp.saturating_sub(claims.iat) > MAX_ASSERTION_LIFE {
        return Err(failed(
            "Invalid JWT claim exp: more than 120 seconds after iat",
        ));
    }
    Ok(())
}

impl Claims {
    /// Reads what is asked for, once the grant is known to be the client's own.
    pub fn into_grant(
        self,
        assertion: &str,
        client: &SandboxClient,
        owned: &Owned,
    ) -> Result<Grant, Refusal> {
        self.check_unsupported()?;
        let consumer = self.consumer()?;
        // What a consumer's suppliers may have need not be registered on their clients.
        let scope = match consumer {
            Some(_) => self.scope_where(|_| true)?,
            None => self.scope_where(|name| {
                client.scopes.iter().any(|scope| scope == name) || owned.may_have(name)
            })?,
        };
        let resources = match self.resource {
            None => Vec::new(),
            Some(OneOrMany::One(one)) => vec![one],
            Some(OneOrMany::Many(many)) => many,
        };
        if resources.len() > MAX_RESOURCES || resources.iter().any(|one| one.len() > MAX_TEXT) {
            return Err(bad_value("too many or too long resource values"));
        }
        Ok(Grant {
            id: grant_id(self.jti.as_deref(), assertion),
            scope,
            resources,
            consumer,
            detail: match &self.authorization_details {
                Some(details) => Some(read_detail(details).map_err(bad_value)?),
                None => None,
            },
        })
    }

    fn check_unsupported(&self) -> Result<(), Refusal> {
        if self.iss_onbehalfof.is_some() {
            return Err(bad_value("Maskinporten's own delegation is not given here"));
        }
        match self.pid {
            Some(_) => Err(bad_value("tokens for a person are not given here")),
            None => Ok(()),
        }
    }

    fn consumer(&self) -> Result<Option<OrgNumber>, Refusal> {
        let Some(sent) = &self.consumer_org else {
            return Ok(None);
        };
        if self.authorization_details.is_some() {
            return Err(bad_value(
                "consumer_org does not go with authorization_details",
            ));
        }
        let number = sent.as_str().and_then(OrgNumber::parse);
        let bad = || bad_value("consumer_org must be an organization number");
        number.map(Some).ok_or_else(bad)
    }

    /// The scopes asked for, each once, and each one that the token may have.
    fn scope_where(&self, may_have: impl Fn(&str) -> bool) -> Result<String, Refusal> {
        let mut names = Vec::new();
        for name in self.scope.as_deref().unwrap_or_default().split(' ') {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            return Err(invalid_scope("(scope is needed)"));
        }
        if let Some(missing) = names.iter().find(|name| !may_have(name)) {
            return Err(invalid_scope(&format!("({missing})")));
        }
        Ok(names.join(" "))
    }
}

/// A grant without an id of its own is known by its text.
fn grant_id(jti: Option<&str>, assertion: &str) -> String {
    let text = match jti {
        Some(jti) => format!("jti {jti}"),
        None => format!("text {assertion}"),
    };
    sha256_hex(&text)
}

/// One audience, alone or in an array of one.
fn is_audience(aud: &Value, issuer: &str) -> bool {
    match aud {
        Value::String(one) => one == issuer,
        Value::Array(many) => {
            matches!(many.as_slice(), [Value::String(one)] if one == issuer)
        }
        _ => false,
    }
}

pub fn failed(reason: &str) -> Refusal {
    Refusal::invalid_grant(format!(
        "Invalid assertion. Client authentication failed. {reason}"
    ))
}

/// A token may not have the scopes; `reason` says more where there is more to say.
pub fn invalid_scope(reason: &str) -> Refusal {
    let text = format!("Token request contains invalid scopes for client {reason}");
    Refusal::new("invalid_scope", text.trim_end())
}

pub fn bad_value(reason: &str) -> Refusal {
    Refusal::invalid_request(format!(
        "Invalid assertion. Invalid parameter value: {reason}"
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sandbox::demo::clients::{TAX_CLIENT, VENDOR_CLIENT};
    use crate::sandbox::maskinporten::proof;
    use crate::tokens::SigningKey;
    use serde_json::json;
    use time::{Duration, OffsetDateTime};

    const ISSUER: &str = "http://localhost:8080/sandbox/maskinporten/";
    const NOW: i64 = 1_800_000_000;

    fn now() -> Timestamp {
        Timestamp::from_datetime(OffsetDateTime::UNIX_EPOCH).plus(Duration::seconds(NOW))
    }

    fn claims() -> serde_json::Value {
        json!({
            "iss": VENDOR_CLIENT.client_id, "aud": ISSUER, "iat": NOW, "exp": NOW + 120, "jti": "1",
            "scope": "altinn:authentication/systemregister.write",
        })
    }

    fn with(name: &str, value: serde_json::Value) -> serde_json::Value {
        let mut claims = claims();
        claims[name] = value;
        claims
    }

    fn try_grant(claims: &Value, key: &SigningKey) -> Result<Grant, Refusal> {
        let assertion = key.sign(claims).unwrap();
        let client = VENDOR_CLIENT.registration().unwrap().unwrap();
        let claims = proof::read(&assertion, &client)?;
        check(&claims, &client, ISSUER, now())?;
        claims.into_grant(&assertion, &client, &Owned::default())
    }

    fn refused(claims: &Value) -> &'static str {
        let refusal = try_grant(claims, &VENDOR_CLIENT.key().unwrap()).unwrap_err();
        refusal.error
    }

    #[test]
    fn a_good_grant_is_read() {
        let key = VENDOR_CLIENT.key().unwrap();
        let grant = try_grant(&claims(), &key).unwrap();
        assert_eq!(grant.scope, "altinn:authentication/systemregister.write");
        assert!(try_grant(&with("aud", json!([ISSUER])), &key).is_ok());
    }

    #[test]
    fn times_are_held_to_the_second() {
        for (iat, exp, fits) in [
            (NOW + 10, NOW + 130, true),
            (NOW + 11, NOW + 100, false),
            (NOW - 10, NOW + 1, true),
            (NOW - 11, NOW + 1, false),
            (NOW, NOW + 121, false),
            (NOW - 5, NOW, false),
        ] {
            let mut claims = with("iat", json!(iat));
            claims["exp"] = json!(exp);
            let answer = try_grant(&claims, &VENDOR_CLIENT.key().unwrap());
            assert_eq!(answer.is_ok(), fits, "{iat} {exp}");
        }
    }

    #[test]
    fn a_grant_for_somebody_else_or_with_foreign_scopes_is_refused() {
        let with_token_address = format!("{ISSUER}token");
        assert_eq!(
            refused(&with("aud", json!(with_token_address))),
            "invalid_grant"
        );
        assert_eq!(
            refused(&with("aud", json!([ISSUER, "https://x.example/"]))),
            "invalid_grant"
        );
        assert_eq!(
            refused(&with("iss", json!("dts-tjenesteeier"))),
            "invalid_grant"
        );
        assert_eq!(refused(&with("scope", json!(""))), "invalid_scope");
        assert_eq!(
            refused(&with(
                "scope",
                json!("altinn:authentication/systemregister.write x")
            )),
            "invalid_scope"
        );
        for bad in [json!("310801004"), json!(310_801_003), json!(["310801003"])] {
            assert_eq!(refused(&with("consumer_org", bad)), "invalid_request");
        }
        for claim in [
            "jti",
            "resource",
            "authorization_details",
            "consumer_org",
            "nbf",
        ] {
            assert_eq!(
                refused(&with(claim, json!(null))),
                "invalid_request",
                "{claim}"
            );
        }
        assert_eq!(refused(&with("nbf", json!(NOW + 11))), "invalid_grant");
        let own_delegation = with("iss_onbehalfof", json!("310801003"));
        assert_eq!(refused(&own_delegation), "invalid_request");
    }

    #[test]
    fn a_signature_by_another_key_is_refused() {
        let forged = SigningKey::from_pem(VENDOR_CLIENT.client_id, TAX_CLIENT.pem).unwrap();
        let answer = try_grant(&claims(), &forged);
        assert_eq!(answer.unwrap_err().error, "invalid_grant");
    }

    #[test]
    fn a_grant_without_a_key_behind_it_is_refused() {
        use base64::Engine as _;
        use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
        let client = VENDOR_CLIENT.registration().unwrap().unwrap();
        for header in [
            json!({"alg": "none", "kid": VENDOR_CLIENT.client_id}),
            json!({"alg": "HS256", "kid": VENDOR_CLIENT.client_id}),
        ] {
            let text = format!(
                "{}.{}.",
                B64.encode(header.to_string()),
                B64.encode(claims().to_string())
            );
            assert!(proof::read(&text, &client).is_err());
        }
    }

    #[test]
    fn a_grant_without_id_is_still_known_again() {
        assert_eq!(grant_id(None, "a"), grant_id(None, "a"));
        assert_ne!(grant_id(None, "a"), grant_id(None, "b"));
        assert_eq!(grant_id(Some("1"), "a"), grant_id(Some("1"), "b"));
    }
}
