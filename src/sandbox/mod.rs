//! The sandbox: stand-ins for ID-porten, Maskinporten, the registers, and vendors' and service owners' sites, so that
//! the product can be tried and developed against with no account anywhere.
//!
//! It never replaces a check of the product: its tokens go through the same verification as real ones, and the
//! simulated sites call the product's public API over HTTP like anybody else.

mod answer;
mod demo;
mod error;
mod id_porten;
mod maskinporten;
mod oauth;
mod paths;
mod shelf;
mod sites;
mod tokens;
mod welcome;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;

use crate::config::ClientAuthentication;
use crate::db::Db;
use crate::domain::{Localized, OrgNumber};
use crate::ops;
use crate::routes;
use crate::store;
use crate::tokens::id_porten::{DEFAULT_KEY, Levels, LoginClient};
use crate::tokens::{SigningKey, TrustedIssuer};
use crate::world::World;

pub use error::SandboxError;

/// The portal's client id at the sandbox's ID-porten.
const PORTAL_CLIENT: &str = "fullmakt-portal";
/// What the portal's own key for `private_key_jwt` is kept under.
const PORTAL_KEY: &str = "portal-client";
/// The largest body that is read, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// The sandbox. A clone is a handle to the same one.
#[derive(Clone)]
pub struct Sandbox(Arc<Inside>);

struct Inside {
    db: Db,
    world: World,
    http: reqwest::Client,
    /// The product's address, without a slash at the end.
    public_url: String,
    keys: Keys,
    portal: LoginClient,
    id_porten: id_porten::Memory,
}

/// The sandbox's own keys, which are in no key set of the product's.
struct Keys {
    id_porten: SigningKey,
    maskinporten: SigningKey,
    tokens: SigningKey,
}

impl Sandbox {
    /// What opens the decision endpoint for applications, for everybody to know.
    pub const SUBSCRIPTION_KEY: &str = "sandbox-subscription-key";

    /// Loads or makes the sandbox's keys, and seeds the demo data when the register is empty.
    pub async fn start(
        db: &Db,
        world: &World,
        http: reqwest::Client,
        public_url: &str,
    ) -> Result<Self, SandboxError> {
        let public_url = public_url.trim_end_matches('/').to_owned();
        let keys = Keys {
            id_porten: SigningKey::load_or_create(db, world, "sandbox-id-porten").await?,
            maskinporten: SigningKey::load_or_create(db, world, "sandbox-maskinporten").await?,
            tokens: SigningKey::load_or_create(db, world, "sandbox-tokens").await?,
        };
        let portal_key = SigningKey::load_or_create(db, world, PORTAL_KEY).await?;
        ops::system_resources::ensure(db, world.now()).await?;
        demo::seed(db, world.now(), &public_url).await?;
        Ok(Self(Arc::new(Inside {
            portal: portal_client(db, &public_url).await?,
            id_porten: id_porten::Memory::new(&public_url, portal_key.public().clone()),
            db: db.clone(),
            world: world.clone(),
            http,
            public_url,
            keys,
        })))
    }

    /// Everything under `/sandbox`.
    pub fn router(&self) -> Router {
        Router::new()
            .merge(id_porten::routes())
            .merge(maskinporten::routes())
            .merge(tokens::routes())
            .merge(sites::routes())
            .layer(DefaultBodyLimit::max(MAX_BODY))
            .with_state(self.clone())
    }

    /// The issuers whose tokens the APIs accept while the sandbox is on.
    pub fn trusted_issuers(public_url: &str) -> Vec<TrustedIssuer> {
        let public_url = public_url.trim_end_matches('/');
        [paths::MASKINPORTEN, paths::TOKENS]
            .into_iter()
            .map(|path| TrustedIssuer::authorization_server(&format!("{public_url}{path}")))
            .collect()
    }

    /// The organization of the cast that operates the portal.
    pub fn operator() -> Option<OrgNumber> {
        OrgNumber::parse(demo::organizations::OPERATOR.number)
    }

    /// What the portal logs people in with.
    pub fn login_client(&self) -> LoginClient {
        self.0.portal.clone()
    }

    /// What `serve` prints: what to open, and whom to log in as.
    pub fn welcome(&self) -> String {
        welcome::text(&self.0.public_url)
    }

    /// The absolute address of `path`.
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0.public_url)
    }
}

async fn portal_client(db: &Db, public_url: &str) -> Result<LoginClient, SandboxError> {
    let key = store::keys::find(db, PORTAL_KEY)
        .await?
        .ok_or(crate::db::DbError::NotAsExpected)?;
    Ok(LoginClient {
        key: DEFAULT_KEY.to_owned(),
        name: Localized::same("ID-porten"),
        scopes: Vec::new(),
        levels: Levels::default(),
        require_synthetic_pid: true,
        issuer: format!("{public_url}{}", paths::ID_PORTEN),
        client_id: PORTAL_CLIENT.to_owned(),
        authentication: ClientAuthentication::PrivateKey {
            key_id: key.key_id,
            pem: key.private_pem.into(),
        },
        redirect_uri: format!("{public_url}{}", routes::LOGIN_CALLBACK),
        logout_return: format!("{public_url}{}", routes::LOGOUT_RETURN),
    })
}
