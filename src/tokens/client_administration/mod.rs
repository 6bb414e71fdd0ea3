//! The administration API of Maskinporten (Digdir's self-service API): clients are made, changed and removed there on
//! behalf of the organizations that own them.
//!
//! What is **certain**, from the public description: a token by JWT grant from Maskinporten with `idporten:dcr.write`;
//! `POST /clients`, `GET`, `PUT` and `DELETE /clients/{id}`, `POST /clients/{id}/jwks`; `integration_type`
//! `maskinporten`, the grant type, `client_orgno` for whom a supplier acts; at most five keys.
//! What is **from general knowledge** and to be tried against the test environment before it is relied on: the name of the
//! supplier's scope; that `POST …/jwks` replaces the whole set; that `GET /clients` lists every client that this installation
//! has made with its `description`; that `DELETE` of a client answers 2xx, and 404 when it is gone.
//!
//! Each call is made once: whoever calls knows whether it can be repeated. `PUT`, `POST …/jwks` and `DELETE` can, as they
//! say how it shall be. `POST /clients` cannot; the client carries a mark of ours in its description, by which
//! [`ClientAdministration::find`] tells whether it was made after all.

mod error;
mod wire;

use http::Method;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::SigningKey;
use crate::config::{ConfigFault, MaskinportenAdminConfig};
use crate::domain::{OrgNumber, OwnKey, Timestamp};
use crate::world::World;

pub use error::AdministrationError;

/// RFC 7523 §2.1.
const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// Where clients are, below the API's address.
const CLIENTS: &str = "/clients";
/// The largest answer that is read, in bytes; the list of all clients is the longest.
const MAX_ANSWER: usize = 4 * 1024 * 1024;
/// How long a grant lives, in seconds; 120 is the most that Maskinporten takes.
const GRANT_LIFE: i64 = 60;
/// How long before its end a token is not used any more, in seconds.
const MARGIN: i64 = 20;
/// How much of a refusal is put in the log, in characters.
const LOGGED: usize = 300;

/// A client as it shall be.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Ours; tells this client from all others.
    pub id: Uuid,
    pub organization: OrgNumber,
    pub name: String,
    pub description: String,
    pub scopes: Vec<String>,
}

/// The client of the administration API.
pub struct ClientAdministration {
    settings: MaskinportenAdminConfig,
    key: SigningKey,
    http: reqwest::Client,
    world: World,
    token: Mutex<Option<Held>>,
}

struct Held {
    token: SecretString,
    until: Timestamp,
}

impl Registration {
    /// What the client is found again by.
    fn mark(&self) -> String {
        mark(self.id)
    }
}

fn mark(id: Uuid) -> String {
    format!("[fullmakt:{id}]")
}

impl ClientAdministration {
    pub fn new(
        settings: MaskinportenAdminConfig,
        http: reqwest::Client,
        world: World,
    ) -> Result<Self, ConfigFault> {
        let pem = settings.private_key()?;
        let key = SigningKey::from_pem(&settings.key_id, pem.expose_secret());
        let key = key.map_err(|problem| ConfigFault {
            setting: "maskinporten_admin.private_key_file".to_owned(),
            problem: problem.to_string(),
        })?;
        Ok(Self {
            settings,
            key,
            http,
            world,
            token: Mutex::default(),
        })
    }

    /// Makes a client; answers the id that Maskinporten gave it.
    pub async fn create(&self, registration: &Registration) -> Result<String, AdministrationError> {
        let sent = wire::Client::of(registration);
        let made: wire::Registered = self.ask(Method::POST, CLIENTS, Some(&sent)).await?;
        usable_id(made.client_id).ok_or(AdministrationError::Unclear)
    }

    /// The clients that carry our mark: one if it was made, none if not.
    pub async fn find(&self, id: Uuid) -> Result<Vec<String>, AdministrationError> {
        let none: Option<&()> = None;
        let all: Vec<wire::Registered> = self.ask(Method::GET, CLIENTS, none).await?;
        let mark = mark(id);
        let is_ours = |client: &wire::Registered| {
            let description = client.description.as_deref();
            description.is_some_and(|text| text.contains(&mark))
        };
        let found = all.into_iter().filter(is_ours);
        Ok(found
            .filter_map(|client| usable_id(client.client_id))
            .collect())
    }

    /// Makes a client as it shall be.
    pub async fn update(
        &self,
        client_id: &str,
        registration: &Registration,
    ) -> Result<(), AdministrationError> {
        let sent = wire::Client::of(registration);
        let path = format!("{CLIENTS}/{client_id}");
        self.tell(Method::PUT, &path, Some(&sent)).await
    }

    /// Lets a client have these keys and no others.
    pub async fn put_keys(
        &self,
        client_id: &str,
        keys: &[OwnKey],
    ) -> Result<(), AdministrationError> {
        let sent = wire::KeySet::of(keys);
        let path = format!("{CLIENTS}/{client_id}/jwks");
        self.tell(Method::POST, &path, Some(&sent)).await
    }

    /// Removes a client. One that is gone is removed.
    pub async fn delete(&self, client_id: &str) -> Result<(), AdministrationError> {
        let none: Option<&()> = None;
        let path = format!("{CLIENTS}/{client_id}");
        match self.tell(Method::DELETE, &path, none).await {
            Err(AdministrationError::Unknown) => Ok(()),
            other => other,
        }
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<T, AdministrationError> {
        let answer = self.call(method, path, body).await?;
        serde_json::from_slice(&answer).map_err(|_| AdministrationError::Unclear)
    }

    async fn tell(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<(), AdministrationError> {
        self.call(method, path, body).await.map(|_| ())
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<Vec<u8>, AdministrationError> {
        let token = self.token().await?;
        let url = format!("{}{path}", self.settings.base_url);
        let request = self.http.request(method.clone(), url);
        let request = request.bearer_auth(token.expose_secret());
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        let response = request.send().await.map_err(|problem| {
            tracing::warn!(%method, %problem, "Maskinporten's administration did not answer");
            match problem.is_connect() {
                true => AdministrationError::NotReached,
                false => AdministrationError::Unclear,
            }
        })?;
        let status = response.status();
        let answer = read(response).await.ok_or(AdministrationError::Unclear);
        if status.is_success() {
            return answer;
        }
        if status == http::StatusCode::UNAUTHORIZED {
            *self.token.lock().await = None;
        }
        let said: String = String::from_utf8_lossy(&answer.unwrap_or_default())
            .chars()
            .filter(|c| !c.is_control())
            .take(LOGGED)
            .collect();
        tracing::warn!(%method, %status, said, "Maskinporten's administration refused a call");
        Err(AdministrationError::of(status))
    }

    /// The token in hand, or a new one. One asks while the others wait.
    async fn token(&self) -> Result<SecretString, AdministrationError> {
        let mut held = self.token.lock().await;
        let now = self.world.now();
        if let Some(held) = held.as_ref().filter(|held| now < held.until) {
            return Ok(held.token.clone());
        }
        let got = self.grant(now).await?;
        let life = time::Duration::seconds((got.expires_in - MARGIN).max(0));
        let token = SecretString::from(got.access_token);
        *held = Some(Held {
            token: token.clone(),
            until: now.plus(life),
        });
        Ok(token)
    }

    /// Whatever goes wrong here, nothing was asked of the registry.
    async fn grant(&self, now: Timestamp) -> Result<wire::Token, AdministrationError> {
        let now = now.unix_seconds();
        let claims = json!({
            "aud": self.settings.issuer,
            "iss": self.settings.client_id,
            "scope": self.settings.scopes,
            "iat": now,
            "exp": now + GRANT_LIFE,
            "jti": self.world.random_id(),
        });
        let not_reached = |step: &'static str| {
            tracing::warn!(step, "no token for Maskinporten's administration");
            AdministrationError::NotReached
        };
        let assertion = self.key.sign(&claims).map_err(|_| not_reached("sign"))?;
        let form = [("grant_type", JWT_BEARER), ("assertion", &assertion)];
        let url = format!("{}token", self.settings.issuer);
        let sent = self.http.post(url).form(&form).send().await;
        let response = sent.map_err(|_| not_reached("send"))?;
        if !response.status().is_success() {
            return Err(not_reached("refused"));
        }
        let answer = read(response).await.ok_or_else(|| not_reached("read"))?;
        serde_json::from_slice(&answer).map_err(|_| not_reached("understand"))
    }
}

/// The body, if it is not larger than what is read.
async fn read(mut response: reqwest::Response) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return None;
        }
        body.extend_from_slice(&chunk);
    }
    Some(body)
}

/// An id that can stand in an address and on a page as it is; others are none that Maskinporten gives.
fn usable_id(id: String) -> Option<String> {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    ((1..=100).contains(&id.len()) && id.bytes().all(is_sign)).then_some(id)
}
