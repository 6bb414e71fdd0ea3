//! Signing as the sandbox's Maskinporten itself, to make tokens that it would never give.

use fullmakt::db::Db;
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
    /// Who signs the tokens that look exchanged, since Maskinporten's never do.
    pub generator: Option<Box<Self>>,
}

impl Issuer {
    pub async fn of(app: &TestApp) -> Self {
        Self::on(&app.db, &app.url).await
    }

    /// The sandbox's ID-porten, whose address has no slash at the end.
    pub async fn id_porten(app: &TestApp) -> Self {
        let made = Self::with(&app.db, &app.url, ("sandbox-id-porten", "idporten")).await;
        let address = made.address.trim_end_matches('/').to_owned();
        Self { address, ..made }
    }

    /// The issuer of a server, by its database and its address.
    pub async fn on(db: &Db, url: &str) -> Self {
        let generator = Self::with(db, url, ("sandbox-tokens", "tokens")).await;
        Self {
            generator: Some(Box::new(generator)),
            ..Self::with(db, url, ("sandbox-maskinporten", "maskinporten")).await
        }
    }

    /// The sandbox's generator of tokens, which need not name a consumer.
    pub async fn generator(app: &TestApp) -> Self {
        Self::with(&app.db, &app.url, ("sandbox-tokens", "tokens")).await
    }

    /// The key set is published at the address; a token of another purpose's key is no token.
    async fn with(db: &Db, url: &str, (purpose, folder): (&str, &str)) -> Self {
        let key = store::keys::find(db, purpose).await.unwrap().unwrap();
        Self {
            key_id: key.key_id,
            pem: key.private_pem,
            address: format!("{url}/sandbox/{folder}/"),
            generator: None,
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

    /// Signs the claims; those that only exchanged tokens have, as such a token's issuer.
    pub fn sign(&self, claims: &Value) -> String {
        let mut names = claims.as_object().unwrap().keys();
        if let Some(generator) = &self.generator
            && names.any(|name| name.starts_with("urn:altinn:"))
        {
            let mut claims = claims.clone();
            claims["iss"] = json!(generator.address);
            return generator.sign(&claims);
        }
        let key = EncodingKey::from_rsa_pem(self.pem.as_bytes()).unwrap();
        encode(&self.header(Algorithm::RS256), claims, &key).unwrap()
    }

    pub fn header(&self, algorithm: Algorithm) -> Header {
        let mut header = Header::new(algorithm);
        header.kid = Some(self.key_id.clone());
        header
    }
}
