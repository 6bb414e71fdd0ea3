use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jsonwebtoken::jwk::Jwk;
use secrecy::SecretString;
use serde::Deserialize;

use crate::domain::{OrgNumber, scope};
use crate::routes;
use crate::sandbox::demo::organizations::VENDOR;
use crate::sandbox::oauth::Refusal;
use crate::sandbox::{PORTAL_CLIENT, Sandbox, answer, paths};

/// How many clients can be added.
const MAX_ADDED: usize = 100;
const MAX_ADDRESSES: usize = 10;
const MAX_SCOPES: usize = 20;
const MAX_TEXT: usize = 500;
/// The shortest secret that is accepted, in characters.
const MIN_SECRET: usize = 16;

/// A site that lets people log in here.
#[derive(Clone)]
pub struct OidcClient {
    pub client_id: String,
    pub redirect_uris: Vec<String>,
    pub logout_uris: Vec<String>,
    pub proof: Proof,
    /// Scopes of APIs that it may ask for beside `openid` and `profile`.
    pub scopes: Vec<String>,
    /// Whose client it is: the `consumer` of its access tokens.
    pub org: Option<OrgNumber>,
}

/// How the client proves itself at the token endpoint (OpenID Connect Core §9).
#[derive(Clone)]
pub enum Proof {
    /// `private_key_jwt`
    Key(Box<Jwk>),
    /// `client_secret_basic`
    Secret(SecretString),
}

/// A vendor's client whose secret everybody knows, to try the exchange of persons' tokens with. What it is sent lands on the
/// sandbox's first page, with the code in the address.
pub const DEMO_CLIENT: &str = "bedriftshjelp-innlogging";
const DEMO_SECRET: &str = "sandbox-bedriftshjelp-innlogging";
const DEMO_SCOPES: [&str; 3] = [
    "altinn:instances.read",
    "altinn:instances.write",
    scope::AUTHORIZED_PARTIES,
];

/// The portal, a vendor's client, and the clients that developers have added since the server started.
pub struct Clients {
    portal: OidcClient,
    demo: OidcClient,
    added: Mutex<HashMap<String, OidcClient>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewClient {
    client_id: String,
    client_secret: SecretString,
    redirect_uris: Vec<String>,
    #[serde(default)]
    post_logout_redirect_uris: Vec<String>,
    #[serde(default)]
    scopes: Vec<String>,
    org_no: Option<String>,
}

impl Clients {
    pub fn new(public_url: &str, portal_key: Jwk) -> Self {
        Self {
            portal: OidcClient {
                client_id: PORTAL_CLIENT.to_owned(),
                redirect_uris: vec![format!("{public_url}{}", routes::LOGIN_CALLBACK)],
                logout_uris: vec![format!("{public_url}{}", routes::LOGOUT_RETURN)],
                proof: Proof::Key(Box::new(portal_key)),
                scopes: Vec::new(),
                org: None,
            },
            demo: OidcClient {
                client_id: DEMO_CLIENT.to_owned(),
                redirect_uris: vec![format!("{public_url}{}", paths::START)],
                logout_uris: Vec::new(),
                proof: Proof::Secret(DEMO_SECRET.into()),
                scopes: DEMO_SCOPES.map(str::to_owned).to_vec(),
                org: OrgNumber::parse(VENDOR.number),
            },
            added: Mutex::default(),
        }
    }

    pub fn find(&self, client_id: &str) -> Option<OidcClient> {
        let built_in = [&self.portal, &self.demo];
        if let Some(client) = built_in.iter().find(|client| client.client_id == client_id) {
            return Some((*client).clone());
        }
        let added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        added.get(client_id).cloned()
    }

    /// Adds the client or replaces the one of the same id; false when there are too many.
    fn put(&self, client: OidcClient) -> bool {
        let mut added = self.added.lock().unwrap_or_else(PoisonError::into_inner);
        if added.len() >= MAX_ADDED && !added.contains_key(&client.client_id) {
            return false;
        }
        added.insert(client.client_id.clone(), client);
        true
    }
}

/// `POST …/clients`: adds a client of one's own, kept until the server stops.
pub async fn add(
    State(sandbox): State<Sandbox>,
    Json(new): Json<NewClient>,
) -> Result<Response, Refusal> {
    let client = new.check()?;
    let answer = serde_json::json!({ "clientId": client.client_id });
    if sandbox.0.id_porten.clients.put(client) {
        Ok(answer::json(StatusCode::CREATED, &answer))
    } else {
        Err(Refusal::invalid_request(
            "There are too many clients; restart the server.",
        ))
    }
}

impl NewClient {
    fn check(self) -> Result<OidcClient, Refusal> {
        use secrecy::ExposeSecret as _;
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let is_free = ![PORTAL_CLIENT, DEMO_CLIENT].contains(&self.client_id.as_str());
        if !is_free
            || self.client_id.is_empty()
            || !self.client_id.chars().all(is_name)
            || self.client_id.len() > 100
        {
            return Err(Refusal::invalid_request(
                "clientId must be 1 to 100 letters, digits, '-', '_' or '.', and not a built-in client's.",
            ));
        }
        let secret = self.client_secret.expose_secret();
        if secret.len() < MIN_SECRET || secret.len() > MAX_TEXT {
            return Err(Refusal::invalid_request(format!(
                "clientSecret must be {MIN_SECRET} to {MAX_TEXT} characters."
            )));
        }
        if self.redirect_uris.is_empty() {
            return Err(Refusal::invalid_request(
                "redirectUris must name at least one address.",
            ));
        }
        check_addresses(&self.redirect_uris)?;
        check_addresses(&self.post_logout_redirect_uris)?;
        check_scopes(&self.scopes)?;
        let org = self.org_no.as_deref().map(|number| {
            OrgNumber::parse(number)
                .ok_or_else(|| Refusal::invalid_request("orgNo must be an organization number."))
        });
        Ok(OidcClient {
            scopes: self.scopes,
            org: org.transpose()?,
            client_id: self.client_id,
            redirect_uris: self.redirect_uris,
            logout_uris: self.post_logout_redirect_uris,
            proof: Proof::Secret(self.client_secret),
        })
    }
}

fn check_scopes(scopes: &[String]) -> Result<(), Refusal> {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ":/_-.".contains(c);
    let is_good =
        |scope: &String| !scope.is_empty() && scope.len() <= MAX_TEXT && scope.chars().all(is_part);
    if scopes.len() <= MAX_SCOPES && scopes.iter().all(is_good) {
        Ok(())
    } else {
        Err(Refusal::invalid_request(
            "scopes must be at most 20 names of a-z, 0-9, ':', '/', '_', '-' and '.'.",
        ))
    }
}

fn check_addresses(addresses: &[String]) -> Result<(), Refusal> {
    let is_good = |address: &String| {
        address.len() <= MAX_TEXT
            && url::Url::parse(address).is_ok_and(|url| {
                matches!(url.scheme(), "http" | "https")
                    && url.fragment().is_none()
                    && url.username().is_empty()
                    && url.password().is_none()
            })
    };
    if addresses.len() <= MAX_ADDRESSES && addresses.iter().all(is_good) {
        Ok(())
    } else {
        Err(Refusal::invalid_request(
            "Addresses must be absolute http(s) addresses without fragment or user information, at most 10.",
        ))
    }
}
