use std::str::FromStr as _;
use std::time::Instant;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection as _, PgConnection};

use super::*;
use crate::faults::server::ServerProcess;
use crate::support::cast::{BAKERY, PLUMBER};
use crate::support::database::{Kind, TestDatabase, fresh, kinds};
use crate::support::machine::{Machine, OWNER_SCOPES};
use crate::support::stage::AUTHORIZE;

/// Somebody else who holds the log's table and does not let go.
enum Lock {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Lock {
    async fn take(kind: Kind, url: &str) -> Self {
        match kind {
            Kind::Sqlite => {
                let options = SqliteConnectOptions::from_str(url)
                    .unwrap()
                    .busy_timeout(Duration::from_secs(20));
                let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
                let begin = "begin immediate";
                sqlx::raw_sql(begin).execute(&mut connection).await.unwrap();
                Self::Sqlite(connection)
            }
            Kind::Postgres => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                let lock = "begin; lock table decision_log in access exclusive mode";
                sqlx::raw_sql(lock).execute(&mut connection).await.unwrap();
                Self::Postgres(connection)
            }
        }
    }

    async fn release(self) {
        match self {
            Self::Sqlite(connection) => connection.close().await.unwrap(),
            Self::Postgres(connection) => connection.close().await.unwrap(),
        }
    }
}

/// The real program with a service owner who asks.
struct Scene {
    server: ServerProcess,
    machine: Machine,
    token: String,
    database: TestDatabase,
}

impl Scene {
    async fn start(kind: Kind, settings: &str) -> Self {
        let database = fresh(kind).await;
        let server = ServerProcess::start_with(&database.url, settings);
        let machine = server.machine(cast::TAX_OWNER_CLIENT);
        Self {
            token: machine.token(OWNER_SCOPES).await,
            machine,
            server,
            database,
        }
    }

    /// Asks once, and fails when the answer has to be waited for.
    async fn ask(&self, business: &str, decision: &str) {
        let started = Instant::now();
        let body = kari_reads(business);
        let answer = self.machine.post(AUTHORIZE, &self.token, &body).await;
        assert_eq!(answer.body["response"][0]["decision"], decision);
        // A statement that waits for the lock waits for seconds.
        let took = started.elapsed();
        assert!(took < Duration::from_secs(3), "{took:?}");
    }

    async fn counter(&self, name: &str) -> u64 {
        let metrics = self.server.browser().get("/metrics").await.body;
        let line = metrics.lines().find(|line| line.starts_with(name));
        line.map_or(0, |line| line.rsplit(' ').next().unwrap().parse().unwrap())
    }

    async fn dropped(&self) -> u64 {
        self.counter("fullmakt_decision_log_dropped_total").await
    }

    async fn db(&self) -> Db {
        Db::connect(&self.database.url).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_do_not_wait_for_the_log_and_what_it_loses_is_counted_and_told() {
    for kind in kinds() {
        let scene = Scene::start(kind, "[decision_log]\nqueue = 3\n").await;
        let lock = Lock::take(kind, &scene.database.url).await;
        let mut asked = 0;
        while scene.dropped().await < 5 {
            scene.ask(BAKERY, "Permit").await;
            scene.ask(PLUMBER, "NotApplicable").await;
            asked += 2;
            assert!(asked < 1_000, "{kind:?}: the queue is never full");
        }
        let dropped = scene.dropped().await;
        lock.release().await;

        // The writer comes back by itself and tells of the gap, and every question is in the log or in a gap.
        let db = scene.db().await;
        let kept = asked - dropped;
        let written = entries_when(&db, usize::try_from(kept).unwrap())
            .await
            .len();
        assert_eq!(written as u64, kept, "{kind:?}");
        let gaps = gaps(&db).await;
        let told: u64 = gaps.iter().map(|gap| gap.dropped).sum();
        assert_eq!(told, dropped, "{kind:?}: {gaps:?}");
        assert!(gaps.iter().all(|gap| gap.first <= gap.last));
        db.close().await;

        scene.server.terminate();
        let (status, log) = scene.server.wait();
        assert!(status.success(), "{log}");
        let warnings = log.matches("the decision log's queue is full").count();
        assert!((1..=3).contains(&warnings), "{warnings} warnings\n{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_written_before_the_server_ends() {
    for kind in kinds() {
        let scene = Scene::start(kind, "").await;
        for _ in 0..30 {
            scene.ask(BAKERY, "Permit").await;
        }
        scene.server.terminate();
        let (status, log) = scene.server.wait();
        assert!(status.success(), "{log}");
        let db = Db::connect(&scene.database.url).await.unwrap();
        assert_eq!(entries(&db).await.len(), 30, "{kind:?}\n{log}");
        assert_eq!(gaps(&db).await, []);
        db.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_never_lets_go_does_not_hold_the_end_up_and_the_loss_is_told() {
    for kind in kinds() {
        let scene = Scene::start(kind, "").await;
        let lock = Lock::take(kind, &scene.database.url).await;
        for _ in 0..4 {
            scene.ask(BAKERY, "Permit").await;
        }
        let started = Instant::now();
        scene.server.terminate();
        let (status, log) = scene.server.wait();
        assert!(started.elapsed() < Duration::from_secs(20), "{kind:?}");
        assert!(status.success(), "{kind:?}: {log}");
        let told = log.contains("before the end; entries are lost") && log.contains("lost=4");
        assert!(told, "{kind:?}: {log}");
        lock.release().await;
    }
}

/// The clean-up begins with the server, and meets the lock at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_clean_up_that_waits_for_a_lock_does_not_hold_the_end_up() {
    // On SQLite a server does not start while another writes.
    for kind in kinds().into_iter().filter(|kind| *kind == Kind::Postgres) {
        let scene = Scene::start(kind, "").await;
        scene.server.terminate();
        assert!(scene.server.wait().0.success());
        let lock = Lock::take(kind, &scene.database.url).await;
        let server = ServerProcess::start_with(&scene.database.url, "");
        assert_eq!(server.browser().get("/health/live").await.status, 200);
        let started = Instant::now();
        server.terminate();
        let (status, log) = server.wait();
        assert!(started.elapsed() < Duration::from_secs(20), "{log}");
        assert!(status.success(), "{log}");
        lock.release().await;
    }
}
