//! The issuer's keys: their turns, their overlap, and how they lie in the database.

use fullmakt::db::Db;
use fullmakt::domain::scope::SYSTEM_WRITE;
use fullmakt::store;
use fullmakt::tokens::KeyError;
use fullmakt::tokens::own::{OwnIssuer, RotateError, SealError, Sealer};
use fullmakt::world::World;
use secrecy::SecretString;
use time::Duration;

use super::{exchange, exchanged, key_of, published_keys};
use crate::support::app::TestApp;
use crate::support::cast::{VENDOR, VENDOR_CLIENT};
use crate::support::database::{Kind, TestDatabase, fresh, kinds};
use crate::support::issuer::Issuer;
use crate::support::stage::SYSTEMS;

const ADDRESS: &str = "https://us.example/";

/// The issuer as another process has it.
async fn other_process(db: &Db, sealer: Sealer) -> Result<OwnIssuer, KeyError> {
    OwnIssuer::start(ADDRESS, (db, &World::default()), sealer).await
}

fn sealer(current: &str, former: &[&str]) -> Sealer {
    let former: Vec<SecretString> = former.iter().map(|one| (*one).into()).collect();
    Sealer::new(Some(&current.into()), &former).unwrap()
}

async fn empty(kind: Kind) -> (Db, TestDatabase) {
    let database = fresh(kind).await;
    let db = Db::connect(&database.url).await.unwrap();
    db.migrate().await.unwrap();
    (db, database)
}

async fn stored(db: &Db) -> Vec<String> {
    let keys = store::keys::list(db, "issuer").await.unwrap();
    keys.into_iter()
        .map(|dated| dated.key.private_pem)
        .collect()
}

/// A token of ours that opens the register of systems.
async fn token(app: &TestApp) -> String {
    // The upstream token is signed by the real clock, which the server's may be ahead of.
    let mut claims = Issuer::of(app).await.claims(VENDOR, SYSTEM_WRITE);
    claims["exp"] = serde_json::json!(claims["exp"].as_i64().unwrap() + 400_000);
    let upstream = Issuer::of(app).await.sign(&claims);
    exchanged(&exchange(app, "maskinporten", &upstream).await).to_owned()
}

#[tokio::test]
async fn a_rotation_is_noticed_by_a_running_server_and_interrupts_nothing() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = app.machine(VENDOR_CLIENT);
        let before = token(&app).await;
        let other = other_process(&app.db, Sealer::default()).await.unwrap();
        let next = other.rotate().await.unwrap().key_id;
        app.advance(Duration::seconds(31));
        assert_eq!(
            published_keys(&app).await,
            ["issuer-key".to_owned(), next.clone()]
        );
        assert_eq!(
            key_of(&token(&app).await),
            "issuer-key",
            "{kind:?}: not yet its turn"
        );
        assert_eq!(vendor.get(SYSTEMS, &before).await.status, 200);

        app.advance(Duration::hours(48) - Duration::minutes(10));
        let last_of_old = token(&app).await;
        assert_eq!(key_of(&last_of_old), "issuer-key");
        app.advance(Duration::minutes(10));
        let first_of_new = token(&app).await;
        assert_eq!(key_of(&first_of_new), next);
        assert_eq!(
            vendor.get(SYSTEMS, &last_of_old).await.status,
            200,
            "until it expires"
        );
        assert_eq!(vendor.get(SYSTEMS, &first_of_new).await.status, 200);
        assert_eq!(
            vendor.get(SYSTEMS, &before).await.status,
            401,
            "it has expired"
        );
        assert_eq!(published_keys(&app).await.len(), 2);

        app.advance(Duration::hours(48));
        assert_eq!(published_keys(&app).await, [next]);
    }
}

#[tokio::test]
async fn a_key_that_signs_at_once_is_known_to_every_process_at_once() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = app.machine(VENDOR_CLIENT);
        let before = token(&app).await;
        let address = format!("{}/authentication/api/v1/openid/", app.url);
        let world = World::default();
        let other = OwnIssuer::start(&address, (&app.db, &world), Sealer::default()).await;
        let other = other.unwrap();
        let next = other.rotate_now().await.unwrap().key_id;
        // The other process looks anew in half a minute by itself.
        world.advance(Duration::seconds(31));
        let now = world.now().unix_seconds();
        let claims = serde_json::json!({
            "iss": address, "exp": now + 600, "scope": SYSTEM_WRITE,
            "consumer": {"authority": "iso6523-actorid-upis", "ID": format!("0192:{VENDOR}")},
        });
        let theirs = other.sign(&claims).await.unwrap();
        assert_eq!(key_of(&theirs), next, "{kind:?}");
        app.advance(Duration::seconds(2));
        assert_eq!(vendor.get(SYSTEMS, &theirs).await.status, 200);
        assert_eq!(vendor.get(SYSTEMS, &before).await.status, 200);
        assert_eq!(key_of(&token(&app).await), next);
    }
}

#[tokio::test]
async fn a_second_rotation_waits_for_the_first_unless_it_is_for_now() {
    for kind in kinds() {
        let (db, _database) = empty(kind).await;
        let issuer = other_process(&db, Sealer::default()).await.unwrap();
        let waiting = issuer.rotate().await.unwrap();
        match issuer.rotate().await {
            Err(RotateError::Waiting(named)) => assert_eq!(named, waiting),
            other => panic!("{other:?}"),
        }
        let forward = issuer.rotate_now().await.unwrap();
        assert_eq!(forward.key_id, waiting.key_id, "{kind:?}: no third key");
        assert!(forward.signs_from < waiting.signs_from);
        assert_eq!(stored(&db).await.len(), 2);
        issuer.rotate_now().await.unwrap();
        assert_eq!(stored(&db).await.len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_start_at_once_end_with_one_key_and_of_rotations_at_once_one_counts() {
    for kind in kinds() {
        let (db, _database) = empty(kind).await;
        let starts: Vec<_> = (0..3)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move { other_process(&db, Sealer::default()).await.unwrap() })
            })
            .collect();
        let mut issuers = Vec::new();
        for start in starts {
            issuers.push(start.await.unwrap());
        }
        assert_eq!(stored(&db).await.len(), 1, "{kind:?}");
        let mut ids = Vec::new();
        for issuer in &issuers {
            ids.push(key_of(&issuer.sign(&serde_json::json!({})).await.unwrap()));
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "{kind:?}: all sign with the same");

        let rotations: Vec<_> = issuers
            .into_iter()
            .map(|issuer| tokio::spawn(async move { issuer.rotate().await.is_ok() }))
            .collect();
        let mut done = 0;
        for rotation in rotations {
            done += u32::from(rotation.await.unwrap());
        }
        assert_eq!((done, stored(&db).await.len()), (1, 2), "{kind:?}");
    }
}

#[tokio::test]
async fn keys_are_sealed_sealed_anew_and_never_replaced_in_silence() {
    for kind in kinds() {
        let (db, _database) = empty(kind).await;
        let clear = other_process(&db, Sealer::default()).await.unwrap();
        let id = key_of(&clear.sign(&serde_json::json!({})).await.unwrap());
        assert!(stored(&db).await[0].starts_with("-----BEGIN"));

        for (current, former) in [("one", vec![]), ("two", vec!["one"]), ("two", vec![])] {
            let issuer = other_process(&db, sealer(current, &former)).await.unwrap();
            let signed = issuer.sign(&serde_json::json!({})).await.unwrap();
            assert_eq!(key_of(&signed), id, "{kind:?}: the same key");
            assert!(stored(&db).await[0].starts_with("sealed:1:"));
        }
        for (bad, expected) in [
            (sealer("one", &[]), SealError::OtherSecret),
            (Sealer::default(), SealError::NoSecret),
        ] {
            match other_process(&db, bad).await.err() {
                Some(KeyError::Sealed(problem)) => assert_eq!(problem, expected),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(stored(&db).await.len(), 1, "{kind:?}: no new key");
    }
}

#[tokio::test]
async fn a_sealed_key_that_was_moved_to_another_row_stops_the_start() {
    for kind in kinds() {
        let (db, _database) = empty(kind).await;
        other_process(&db, sealer("one", &[])).await.unwrap();
        use fullmakt::db::{Run as _, Sql};
        let moved = Sql::same("update signing_key set key_id = 'another'");
        (&db).run(moved, &[]).await.unwrap();
        let problem = other_process(&db, sealer("one", &[])).await.err();
        assert!(
            matches!(problem, Some(KeyError::Sealed(SealError::Tampered))),
            "{kind:?}: {problem:?}"
        );
    }
}

#[tokio::test]
async fn keys_that_are_published_no_longer_are_swept_away() {
    for kind in kinds() {
        let (db, _database) = empty(kind).await;
        let issuer = other_process(&db, Sealer::default()).await.unwrap();
        let next = issuer.rotate_now().await.unwrap();
        let core = fullmakt::ops::Core::new(db.clone(), World::default());
        fullmakt::jobs::sweep(&core).await.unwrap();
        assert_eq!(stored(&db).await.len(), 2, "{kind:?}");
        core.world.advance(Duration::hours(49));
        fullmakt::jobs::sweep(&core).await.unwrap();
        let left = store::keys::list(&db, "issuer").await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].key.key_id, next.key_id);
        core.world.advance(Duration::hours(1_000));
        fullmakt::jobs::sweep(&core).await.unwrap();
        assert_eq!(stored(&db).await.len(), 1, "the last one stays");
        other_process(&db, Sealer::default()).await.unwrap();
        assert_eq!(stored(&db).await.len(), 1);
    }
}
