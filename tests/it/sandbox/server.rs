use std::sync::atomic::{AtomicU64, Ordering};

use fullmakt::db::Db;
use fullmakt::sandbox::Sandbox;
use fullmakt::tokens::{SigningKey, Verifier, http_client};
use fullmakt::world::World;
use reqwest::Response;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::support::database::{self, Kind, TestDatabase};

pub const KARI: &str = "12847421027";
pub const BAKERY: &str = "310501018";
pub const VENDOR: &str = "310801003";
pub const VENDOR_CLIENT: &str = "bedriftshjelp-regnskap123";

/// A sandbox that listens on a port of its own until this is dropped.
pub struct Server {
    pub url: String,
    pub sandbox: Sandbox,
    pub db: Db,
    pub world: World,
    pub http: reqwest::Client,
    grants: AtomicU64,
    task: JoinHandle<()>,
    _database: TestDatabase,
}

impl Server {
    pub async fn start(kind: Kind) -> Self {
        let database = database::fresh(kind).await;
        let db = Db::connect(&database.url).await.unwrap();
        db.migrate().await.unwrap();
        let world = World::default();
        let http = http_client().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let sandbox = Sandbox::start(&db, &world, http.clone(), &url)
            .await
            .unwrap();
        let router = sandbox.router(&fullmakt::limits::Limits::new(
            &Default::default(),
            &World::default(),
        ));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            sandbox,
            db,
            world,
            http,
            grants: AtomicU64::new(0),
            task,
            _database: database,
        }
    }

    pub async fn get(&self, path: &str) -> Response {
        self.http
            .get(format!("{}{path}", self.url))
            .send()
            .await
            .unwrap()
    }

    /// The verifier that the product's APIs would use.
    pub fn verifier(&self) -> Verifier {
        Verifier::new(
            self.http.clone(),
            self.world.clone(),
            Sandbox::trusted_issuers(&self.url),
            (&self.url, self.db.clone()),
        )
    }

    /// The published key of a demo client, fetched as a script would.
    pub async fn demo_key(&self, client_id: &str) -> SigningKey {
        let answer = self.get(&format!("/sandbox/keys/{client_id}.pem")).await;
        SigningKey::from_pem(client_id, &answer.text().await.unwrap()).unwrap()
    }

    /// The claims of a good grant; each has an id of its own.
    pub fn grant(&self, client_id: &str, scope: &str) -> Value {
        let now = self.world.now().unix_seconds();
        json!({
            "iss": client_id,
            "aud": format!("{}/sandbox/maskinporten/", self.url),
            "scope": scope,
            "iat": now,
            "exp": now + 100,
            "jti": self.grants.fetch_add(1, Ordering::Relaxed).to_string(),
        })
    }

    /// Sends a grant, and answers status and body.
    pub async fn send_grant(&self, assertion: &str) -> (u16, Value) {
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ("assertion", assertion),
        ];
        let url = format!("{}/sandbox/maskinporten/token", self.url);
        let answer = self.http.post(url).form(&form).send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}
