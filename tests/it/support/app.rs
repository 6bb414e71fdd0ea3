//! A whole server for one test: real HTTP on a port of its own, a database of its own, a clock that can be moved.

use fullmakt::app::Server;
use fullmakt::config::Settings;
use fullmakt::db::Db;
use fullmakt::store::keys::{self, StoredKey};
use fullmakt::world::World;
use time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::browser::Browser;
use super::cast;
use super::database::{Kind, TestDatabase, fresh};
use super::machine::{Machine, published_key};

/// A running server. Dropped, it stops.
pub struct TestApp {
    /// Its address, without a slash at the end.
    pub url: String,
    /// Where it listens, whatever its public address says.
    pub local_url: String,
    pub db: Db,
    world: World,
    http: reqwest::Client,
    stop: watch::Sender<bool>,
    serving: Option<JoinHandle<()>>,
    database: TestDatabase,
}

impl TestApp {
    /// Starts a server with the sandbox and its cast on an empty database.
    pub async fn start(kind: Kind) -> Self {
        Self::start_on(World::default(), kind).await
    }

    /// The same with a clock of the test's own.
    pub async fn start_on(world: World, kind: Kind) -> Self {
        let database = fresh(kind).await;
        give_keys(&database.url).await;
        let settings = settings_on(&database.url);
        Self::start_in(world, settings, database).await
    }

    /// A second server on the same database, behind the same public address.
    pub async fn another(&self) -> Self {
        let settings = Settings {
            public_url: Some(self.url.clone()),
            ..settings_on(&self.database.url)
        };
        // The first server's database is that one's to remove.
        Self::start_in(World::default(), settings, fresh(Kind::Sqlite).await).await
    }

    /// The same with these `[limits]`.
    pub async fn start_limited(kind: Kind, limits: &str) -> Self {
        let database = fresh(kind).await;
        give_keys(&database.url).await;
        let settings = Settings {
            listen: Some("127.0.0.1:0".parse().unwrap()),
            database_url: Some(database.url.clone()),
            limits: Some(toml::from_str(limits).unwrap()),
            ..Settings::default()
        };
        Self::start_with(settings, database).await
    }

    /// Starts a server with settings of the test's own; `database` is kept until the end.
    pub async fn start_with(settings: Settings, database: TestDatabase) -> Self {
        Self::start_in(World::default(), settings, database).await
    }

    /// Starts a server whose clock is the test's own.
    pub async fn start_in(world: World, settings: Settings, database: TestDatabase) -> Self {
        let server = Server::bind(settings.check().unwrap(), world.clone())
            .await
            .unwrap();
        let (stop, told) = watch::channel(false);
        let url = server.app().config().public_url.clone();
        let local_url = format!("http://localhost:{}", server.app().config().listen.port());
        let db = server.app().core().db.clone();
        let serving = tokio::spawn(async move { server.run(told).await.unwrap() });
        Self {
            url,
            local_url,
            db,
            world,
            http: fullmakt::tokens::http_client().unwrap(),
            stop,
            serving: Some(serving),
            database,
        }
    }

    /// The address of its database.
    pub fn database_url(&self) -> String {
        self.database.url.clone()
    }

    /// Moves the server's clock forward.
    pub fn advance(&self, by: Duration) {
        self.world.advance(by);
    }

    /// What its clock says, in seconds since 1970.
    pub fn now(&self) -> i64 {
        self.world.now().unix_seconds()
    }

    /// Changes the database behind the server's back; the same text on both.
    pub async fn run_sql(&self, text: &'static str) -> u64 {
        use fullmakt::db::{Run as _, Sql};
        (&self.db).run(Sql::same(text), &[]).await.unwrap()
    }

    /// How many acts of this kind have been put down.
    pub async fn acts(&self, kind: &str) -> usize {
        use fullmakt::db::{Run as _, Sql};
        let acts = Sql::same("select id from act where kind = $1");
        (&self.db).rows(acts, &[&kind]).await.unwrap().len()
    }

    /// For requests that no browser or machine would send.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// A browser without cookies.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.url, self.http.clone())
    }

    /// A browser in which the person with this national id is logged in, at the substantial level.
    pub async fn browser_of(&self, national_id: &str) -> Browser {
        let mut browser = self.browser();
        browser.log_in(national_id, "/").await;
        browser
    }

    /// A client of the sandbox's Maskinporten.
    pub fn machine(&self, client_id: &str) -> Machine {
        Machine::new(&self.url, client_id, self.http.clone())
    }

    /// The same, calling this very server rather than its public address.
    pub fn local_machine(&self, client_id: &str) -> Machine {
        Machine::new(&self.local_url, client_id, self.http.clone())
    }

    /// Tells the server to stop, waits until it has, and answers the database, which is gone when that is dropped.
    pub async fn stop_keeping_database(mut self) -> TestDatabase {
        let database = std::mem::replace(&mut self.database, fresh(Kind::Sqlite).await);
        self.stop().await;
        database
    }

    /// Tells the server to stop, and waits until it has.
    pub async fn stop(mut self) {
        self.stop.send(true).unwrap();
        if let Some(serving) = self.serving.take() {
            serving.await.unwrap();
        }
    }
}

fn settings_on(database_url: &str) -> Settings {
    Settings {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        database_url: Some(database_url.to_owned()),
        ..Settings::default()
    }
}

/// Puts published keys where the sandbox would make its own, which takes longer than most tests.
async fn give_keys(url: &str) {
    let db = Db::connect(url).await.unwrap();
    db.migrate().await.unwrap();
    let mut tx = db.write().await.unwrap();
    for (purpose, client_id) in [
        ("sandbox-id-porten", "bedriftshjelp-lonn456"),
        ("sandbox-maskinporten", cast::OTHER_VENDOR_CLIENT),
        ("sandbox-tokens", cast::TAX_OWNER_CLIENT),
        ("portal-client", cast::TRADE_OWNER_CLIENT),
        ("issuer", cast::VENDOR_CLIENT),
    ] {
        let key = StoredKey {
            key_id: format!("{purpose}-key"),
            private_pem: published_key(client_id),
        };
        keys::insert(&mut tx, purpose, &key, World::default().now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await;
}

impl Drop for TestApp {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}
