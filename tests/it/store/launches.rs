use fullmakt::db::DbError;
use fullmakt::domain::{LaunchState, OrgNumber};
use fullmakt::store::launches::{self, Ticket};
use time::Duration;

use crate::support::cast;
use crate::support::database::{Kind, kinds};
use crate::support::rows::{self, BAKERY, KARI, Rows, SUBUNIT, moment};

fn ticket() -> Ticket {
    Ticket {
        launch: rows::launch(1).id,
        issued_at: moment(),
        expires_at: moment().plus(Duration::minutes(10)),
        redeemed_at: None,
        burned: None,
    }
}

fn redeemer() -> OrgNumber {
    OrgNumber::parse(cast::PLUMBER).unwrap()
}

async fn with_ticket(kind: Kind) -> Rows {
    let rows = Rows::start(kind).await;
    let mut tx = rows.write().await;
    launches::insert(&mut tx, &rows::launch(1)).await.unwrap();
    launches::insert_ticket(&mut tx, "h", &ticket())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    rows
}

#[tokio::test]
async fn a_launch_belongs_to_the_person_who_started_it() {
    for kind in kinds() {
        let rows = with_ticket(kind).await;
        let launch = rows::launch(1);
        let own = launches::find_of(&rows.db, KARI, launch.id).await.unwrap();
        assert_eq!(own, Some(launch.clone()), "{kind:?}");
        assert_eq!(
            launches::find(&rows.db, launch.id).await.unwrap(),
            Some(launch.clone())
        );
        assert_eq!(
            launches::find_of(&rows.db, BAKERY, launch.id)
                .await
                .unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn a_launch_leaves_once_for_the_party_it_was_checked_for() {
    for kind in kinds() {
        let rows = with_ticket(kind).await;
        let id = rows::launch(1).id;
        let mut tx = rows.write().await;
        launches::set_party(&mut tx, id, BAKERY).await.unwrap();
        let other = launches::leave(&mut tx, id, SUBUNIT).await;
        assert!(matches!(other, Err(DbError::NotAsExpected)), "{kind:?}");
        launches::leave(&mut tx, id, BAKERY).await.unwrap();
        let again = launches::leave(&mut tx, id, BAKERY).await;
        assert!(matches!(again, Err(DbError::NotAsExpected)), "{kind:?}");
        let late = launches::set_party(&mut tx, id, SUBUNIT).await;
        assert!(matches!(late, Err(DbError::NotAsExpected)), "{kind:?}");
        tx.commit().await.unwrap();
        let left = launches::find(&rows.db, id).await.unwrap().unwrap();
        assert_eq!((left.state, left.party), (LaunchState::Left, Some(BAKERY)));
        let mut tx = rows.write().await;
        launches::mark_compromised(&mut tx, id).await.unwrap();
        tx.commit().await.unwrap();
        let left = launches::find(&rows.db, id).await.unwrap().unwrap();
        assert_eq!(left.state, LaunchState::Compromised);
    }
}

#[tokio::test]
async fn a_launch_has_one_ticket() {
    for kind in kinds() {
        let rows = with_ticket(kind).await;
        let mut tx = rows.write().await;
        let second = launches::insert_ticket(&mut tx, "h2", &ticket()).await;
        assert!(
            matches!(second, Err(DbError::Duplicate)),
            "{kind:?}: {second:?}"
        );
    }
}

#[tokio::test]
async fn a_ticket_is_not_redeemed_late_burned_or_unknown() {
    for kind in kinds() {
        let rows = with_ticket(kind).await;
        let end = ticket().expires_at;
        let mut tx = rows.write().await;
        for (hash, now) in [("h", end), ("x", moment())] {
            let refused = launches::redeem_ticket(&mut tx, hash, &redeemer(), now).await;
            assert!(
                matches!(refused, Err(DbError::NotAsExpected)),
                "{kind:?} {hash}"
            );
        }
        launches::burn_ticket(&mut tx, "h", "subject")
            .await
            .unwrap();
        launches::burn_ticket(&mut tx, "h", "later").await.unwrap();
        let refused = launches::redeem_ticket(&mut tx, "h", &redeemer(), moment()).await;
        assert!(matches!(refused, Err(DbError::NotAsExpected)), "{kind:?}");
        tx.commit().await.unwrap();
        let kept = launches::find_ticket(&rows.db, "h").await.unwrap().unwrap();
        assert_eq!(
            kept.burned.as_deref(),
            Some("subject"),
            "the first reason stays"
        );
        assert_eq!(kept.redeemed_at, None);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_ticket_is_redeemed_once_however_many_try() {
    for kind in kinds() {
        let rows = with_ticket(kind).await;
        let now = ticket().expires_at.minus(Duration::microseconds(1));
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let db = rows.db.clone();
                tokio::spawn(async move {
                    let mut tx = db.write().await.unwrap();
                    let redeemed = launches::redeem_ticket(&mut tx, "h", &redeemer(), now).await;
                    tx.commit().await.unwrap();
                    redeemed
                })
            })
            .collect();
        let mut won = 0;
        for one in tries {
            match one.await.unwrap() {
                Ok(()) => won += 1,
                Err(refusal) => assert!(matches!(refusal, DbError::NotAsExpected), "{refusal:?}"),
            }
        }
        assert_eq!(won, 1, "{kind:?}");
        let kept = launches::find_ticket(&rows.db, "h").await.unwrap().unwrap();
        assert_eq!(kept.redeemed_at, Some(now));
    }
}
