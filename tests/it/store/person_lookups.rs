use fullmakt::domain::{LookupTries, Timestamp};
use fullmakt::store::person_lookups;
use time::Duration;

use crate::support::database::kinds;
use crate::support::rows::{Rows, moment};

async fn keep(rows: &Rows, caller: &str, tries: &LookupTries, now: Timestamp) {
    let mut tx = rows.write().await;
    person_lookups::lock(&mut tx, caller, now).await.unwrap();
    person_lookups::update(&mut tx, caller, tries, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn wrong_guesses_are_kept_to_the_microsecond() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let now = moment();
        let tries = LookupTries {
            failures: vec![now, now.plus(Duration::microseconds(1))],
            blocked_until: Some(now.plus(Duration::hours(1))),
        };
        keep(&rows, "a", &tries, now).await;
        let found = async |caller| person_lookups::find(&rows.db, caller).await.unwrap();
        assert_eq!(found("a").await, tries, "{kind:?}");
        assert_eq!(found("b").await, LookupTries::default());
        keep(&rows, "a", &LookupTries::default(), now).await;
        assert_eq!(found("a").await, LookupTries::default());
    }
}

#[tokio::test]
async fn a_look_up_that_changes_nothing_leaves_nothing() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let mut tx = rows.write().await;
        let tries = person_lookups::lock(&mut tx, "a", moment()).await.unwrap();
        assert_eq!(tries, LookupTries::default());
        drop(tx);
        let mut tx = rows.write().await;
        let later = moment().plus(Duration::days(1));
        let gone = person_lookups::delete_unchanged(&mut tx, later).await;
        assert_eq!(gone.unwrap(), 0, "{kind:?}");
    }
}

#[tokio::test]
async fn callers_are_forgotten_when_nothing_they_did_counts_any_more() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let mut tries = LookupTries::default();
        for _ in 0..10 {
            tries.fail(moment());
        }
        keep(&rows, "a", &tries, moment()).await;
        let sweep = async |now: Timestamp| {
            let mut tx = rows.write().await;
            let before = LookupTries::forgotten_before(now);
            let gone = person_lookups::delete_unchanged(&mut tx, before).await;
            tx.commit().await.unwrap();
            gone.unwrap()
        };
        let end = tries.blocked_until.unwrap();
        assert_eq!(sweep(end.minus(Duration::microseconds(1))).await, 0);
        assert_eq!(sweep(end).await, 1, "{kind:?}");
    }
}
