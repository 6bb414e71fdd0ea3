//! Signing as the sandbox's Maskinporten itself, to make tokens that it would never give.

use fullmakt::store;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::app::TestApp;

/// The key of the sandbox's Maskinporten, read from the database.
pub struct Issuer {
    pub key_id: String,
    pub pem: String,
    pub address: String,
}

impl Issuer {
    pub async fn of(app: &TestApp) -> Self {
        Self::named(app, "sandbox-maskinporten", "/sandbox/maskinporten/").await
    }

    /// The sandbox's ID-porten.
    pub async fn id_porten(app: &TestApp) -> Self {
        Self::named(app, "sandbox-id-porten", "/sandbox/idporten").await
    }

    async fn named(app: &TestApp, purpose: &str, path: &str) -> Self {
        // The key set is published at its address; a token of another purpose's key is no token.
        let key = store::keys::find(&app.db, purpose).await.unwrap().unwrap();
        Self {
            key_id: key.key_id,
            pem: key.private_pem,
            address: format!("{}{path}", app.url),
        }
    }

    /// The claims of a good token of a person, at a client of the vendor.
    pub fn person(&self, national_id: &str, scope: &str) -> Value {
        let mut claims = self.claims("310801003", scope);
        claims["sub"] = json!("pairwise");
        claims["pid"] = json!(national_id);
        claims["acr"] = json!("idporten-loa-high");
        claims["client_amr"] = json!("private_key_jwt");
        claims
    }

    /// The claims of a good token of the vendor.
    pub fn claims(&self, org: &str, scope: &str) -> Value {
        let now = OffsetDateTime::now_utc().unix_timestamp();
        json!({
            "iss": self.address,
            "aud": "unspecified",
            "client_id": "a-client",
            "consumer": {"authority": "iso6523-actorid-upis", "ID": format!("0192:{org}")},
            "scope": scope,
            "iat": now,
            "exp": now + 600,
            "jti": uuid::Uuid::new_v4(),
        })
    }

    /// A token for an organization with these scopes, whichever its clients may have.
    pub fn token(&self, org: &str, scope: &str) -> String {
        self.sign(&self.claims(org, scope))
    }

    pub fn sign(&self, claims: &Value) -> String {
        let key = EncodingKey::from_rsa_pem(self.pem.as_bytes()).unwrap();
        encode(&self.header(Algorithm::RS256), claims, &key).unwrap()
    }

    pub fn header(&self, algorithm: Algorithm) -> Header {
        let mut header = Header::new(algorithm);
        header.kid = Some(self.key_id.clone());
        header
    }
}
