use fullmakt::store::sessions;
use serde_json::json;
use time::Duration;

use crate::support::database::kinds;
use crate::support::rows::{Rows, moment};

#[tokio::test]
async fn a_session_is_found_until_the_microsecond_it_expires() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let content = json!({"person": "æøå", "level": 3});
        let end = moment();
        assert!(
            sessions::insert(&rows.db, "h", &content, end)
                .await
                .unwrap()
        );
        let before = end.minus(Duration::microseconds(1));
        let found = sessions::find(&rows.db, "h", before)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (found.content, found.expires_at),
            (content, end),
            "{kind:?}"
        );
        assert!(sessions::find(&rows.db, "h", end).await.unwrap().is_none());
        assert_eq!(sessions::delete_expired(&rows.db, before).await.unwrap(), 0);
        assert_eq!(sessions::delete_expired(&rows.db, end).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_session_id_is_taken_once() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let end = moment();
        assert!(
            sessions::insert(&rows.db, "h", &json!(1), end)
                .await
                .unwrap()
        );
        assert!(
            !sessions::insert(&rows.db, "h", &json!(2), end)
                .await
                .unwrap()
        );
        let kept = sessions::find(&rows.db, "h", end.minus(Duration::seconds(1)))
            .await
            .unwrap();
        assert_eq!(kept.unwrap().content, json!(1), "{kind:?}");
    }
}

#[tokio::test]
async fn an_update_does_not_bring_a_removed_session_back() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let (now, end) = (moment(), moment().plus(Duration::hours(1)));
        sessions::insert(&rows.db, "h", &json!(1), end)
            .await
            .unwrap();
        sessions::update(&rows.db, "h", &json!(2), end)
            .await
            .unwrap();
        let changed = sessions::find(&rows.db, "h", now).await.unwrap().unwrap();
        assert_eq!(changed.content, json!(2), "{kind:?}");
        sessions::delete(&rows.db, "h").await.unwrap();
        sessions::update(&rows.db, "h", &json!(3), end)
            .await
            .unwrap();
        assert!(
            sessions::find(&rows.db, "h", now).await.unwrap().is_none(),
            "{kind:?}"
        );
    }
}
