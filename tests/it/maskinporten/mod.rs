//! Maskinporten's tokens and grants, made by libraries that are independent of ours, over HTTP.

mod good;
mod grants;
mod guide;
mod mutations;
mod replay;

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use fullmakt::config::Settings;
use fullmakt::domain::scope::SYSTEM_WRITE;
use fullmakt::world::World;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::support::app::TestApp;
use crate::support::cast;
use crate::support::database::{Kind, fresh};
use crate::support::machine::Machine;

/// The id that every issuer's key has here.
const KEY_ID: &str = "the-key";

/// The address and key set of an issuer that is no part of the product.
#[derive(Clone)]
struct Keys {
    issuer: String,
    set: Arc<Mutex<Value>>,
}

/// Serves the keys of a Maskinporten and of an ID-porten of the test's own.
struct KeyServer {
    maskinporten: Keys,
    id_porten: Keys,
    serving: JoinHandle<()>,
}

impl KeyServer {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let maskinporten = Keys::of(&format!("{url}/maskinporten/"));
        let id_porten = Keys::of(&format!("{url}/idporten"));
        let routes = Router::new()
            .nest(
                "/maskinporten",
                maskinporten.routes("oauth-authorization-server"),
            )
            .nest("/idporten", id_porten.routes("openid-configuration"));
        let serving = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self {
            maskinporten,
            id_porten,
            serving,
        }
    }
}

impl Drop for KeyServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Keys {
    fn of(issuer: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            set: Arc::new(Mutex::new(json!({"keys": []}))),
        }
    }

    /// Publishes one key, as a library wrote it.
    fn publish(&self, key: &Value) {
        let mut key = key.clone();
        key["kid"] = json!(KEY_ID);
        *self.set.lock().unwrap() = json!({"keys": [key]});
    }

    fn routes(&self, document: &str) -> Router {
        let metadata = async |State(keys): State<Self>| {
            let set = format!("{}/jwk", keys.issuer.trim_end_matches('/'));
            Json(json!({"issuer": keys.issuer, "jwks_uri": set}))
        };
        let set = async |State(keys): State<Self>| Json(keys.set.lock().unwrap().clone());
        Router::new()
            .route(&format!("/.well-known/{document}"), get(metadata))
            .route("/jwk", get(set))
            .with_state(self.clone())
    }
}

/// The product as it runs in earnest, without the sandbox: it trusts a Maskinporten whose keys the libraries make. Its
/// clock stands still.
struct Scene {
    app: TestApp,
    keys: KeyServer,
    machine: Machine,
}

impl Scene {
    async fn start(kind: Kind) -> Self {
        let keys = KeyServer::start().await;
        let database = fresh(kind).await;
        let settings = format!(
            "listen = '127.0.0.1:0'\ndatabase_url = '{}'\nsandbox = false\n\
             [idporten]\nissuer = '{}'\nclient_id = 'portal'\nclient_secret = 'secret'\n\
             [maskinporten]\nissuer = '{}'\n\
             [keys]\nsecret = 'MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE='\n",
            database.url, keys.id_porten.issuer, keys.maskinporten.issuer
        );
        let settings: Settings = toml::from_str(&settings).unwrap();
        let app = TestApp::start_in(World::stopped(), settings, database).await;
        Self {
            machine: app.machine(cast::VENDOR_CLIENT),
            keys,
            app,
        }
    }

    /// The claims of a good token of a vendor's, as Maskinporten documents them.
    fn claims(&self) -> Value {
        let now = self.app.now();
        json!({
            "iss": self.keys.maskinporten.issuer,
            "aud": "unspecified",
            "client_id": "a-client",
            "client_amr": "private_key_jwt",
            "token_type": "Bearer",
            "consumer": organization(cast::VENDOR),
            "scope": format!("other:scope {SYSTEM_WRITE}"),
            "iat": now,
            "exp": now + 599,
            "jti": "9Y2cV1TaXxbVxu7cL6nUfA",
        })
    }
}

fn organization(number: &str) -> Value {
    json!({"authority": "iso6523-actorid-upis", "ID": format!("0192:{number}")})
}

fn header() -> Value {
    json!({"alg": "RS256", "kid": KEY_ID, "typ": "JWT"})
}

/// What a good token is made by: a key of the issuer's, its header and claims.
fn signed(claims: Value) -> Value {
    json!({"key": "rsa-one", "header": header(), "claims": claims})
}

fn with(object: &Value, name: &str, value: Value) -> Value {
    let mut object = object.clone();
    object[name] = value;
    object
}

fn without(object: &Value, name: &str) -> Value {
    let mut object = object.clone();
    object.as_object_mut().unwrap().remove(name);
    object
}
