use fullmakt::db::Db;
use fullmakt::domain::{Browser, PartyId, SessionId, Timestamp};
use fullmakt::store::sessions::{self, Kept, SessionLogin};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

use crate::support::database::kinds;
use crate::support::rows::{Rows, moment};

async fn put(db: &Db, hash: &str, content: &Value, expires_at: Timestamp) -> bool {
    let kept = Kept {
        content,
        expires_at,
    };
    sessions::insert(db, hash, &kept, None, moment())
        .await
        .unwrap()
}

fn login(person: u128) -> SessionLogin {
    SessionLogin {
        id: SessionId(Uuid::new_v4()),
        person: PartyId(Uuid::from_u128(person)),
        issuer: "https://op.example".to_owned(),
        provider_session: Some("s-1".to_owned()),
        provider_subject: Some("sub-1".to_owned()),
        browser: Browser::of_user_agent("Firefox/1 (Windows)"),
        began_at: moment(),
    }
}

async fn put_login(db: &Db, hash: &str, login: &SessionLogin) {
    let kept = Kept {
        content: &json!({}),
        expires_at: moment().plus(Duration::hours(1)),
    };
    assert!(
        sessions::insert(db, hash, &kept, Some(login), moment())
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_session_is_found_until_the_microsecond_it_expires() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let content = json!({"person": "æøå", "level": 3});
        let end = moment();
        assert!(put(&rows.db, "h", &content, end).await);
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
        assert!(put(&rows.db, "h", &json!(1), end).await);
        assert!(!put(&rows.db, "h", &json!(2), end).await);
        let kept = sessions::find(&rows.db, "h", end.minus(Duration::seconds(1)))
            .await
            .unwrap();
        assert_eq!(kept.unwrap().content, json!(1), "{kind:?}");
    }
}

/// Saves the content, and answers what is kept then.
async fn saved(db: &Db, content: Value) -> Option<Value> {
    let kept = Kept {
        content: &content,
        expires_at: moment().plus(Duration::hours(1)),
    };
    sessions::update(db, "h", &kept).await.unwrap();
    let found = sessions::find(db, "h", moment()).await.unwrap();
    found.map(|found| found.content)
}

#[tokio::test]
async fn neither_update_nor_touch_brings_a_removed_session_back() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let (now, end) = (moment(), moment().plus(Duration::hours(1)));
        put_login(&rows.db, "h", &login(1)).await;
        assert_eq!(saved(&rows.db, json!(2)).await, Some(json!(2)), "{kind:?}");
        assert!(sessions::touch(&rows.db, "h", now, end).await.unwrap());
        sessions::delete(&rows.db, "h").await.unwrap();
        assert_eq!(saved(&rows.db, json!(3)).await, None, "{kind:?}");
        assert!(!sessions::touch(&rows.db, "h", now, end).await.unwrap());
    }
}

#[tokio::test]
async fn a_click_is_not_undone_by_what_another_tab_saves_or_by_an_earlier_click() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        put_login(&rows.db, "h", &login(1)).await;
        let later = moment().plus(Duration::minutes(20));
        let end = later.plus(Duration::hours(1));
        assert!(sessions::touch(&rows.db, "h", later, end).await.unwrap());
        let kept = Kept {
            content: &json!({"party": 1}),
            expires_at: end,
        };
        sessions::update(&rows.db, "h", &kept).await.unwrap();
        let earlier = moment().plus(Duration::minutes(1));
        assert!(
            sessions::touch(&rows.db, "h", earlier, earlier)
                .await
                .unwrap()
        );
        let found = sessions::find(&rows.db, "h", later).await.unwrap().unwrap();
        assert_eq!((found.seen_at, found.expires_at), (Some(later), end));
    }
}

#[tokio::test]
async fn sessions_are_listed_and_ended_for_their_own_person_alone() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let (mine, other, theirs) = (login(1), login(1), login(2));
        put_login(&rows.db, "a", &mine).await;
        put_login(&rows.db, "b", &other).await;
        put_login(&rows.db, "c", &theirs).await;
        let listed = sessions::list_of(&rows.db, mine.person).await.unwrap();
        assert_eq!(listed.len(), 2, "{kind:?}");
        assert_eq!(listed[0].browser, mine.browser);

        let mut tx = rows.db.write().await.unwrap();
        let foreign = sessions::delete_one(&mut tx, mine.person, theirs.id).await;
        assert!(foreign.unwrap().is_none(), "{kind:?}");
        let ended = sessions::delete_others(&mut tx, mine.person, mine.id).await;
        assert_eq!(ended.unwrap().len(), 1);
        tx.commit().await.unwrap();
        assert_eq!(
            sessions::list_of(&rows.db, theirs.person)
                .await
                .unwrap()
                .len(),
            1
        );

        let mut tx = rows.db.write().await.unwrap();
        let issuer = "https://op.example";
        let elsewhere = sessions::delete_at_provider(&mut tx, "https://x.example", "s-1").await;
        assert!(elsewhere.unwrap().is_empty());
        let ended = sessions::delete_at_provider(&mut tx, issuer, "s-1").await;
        assert_eq!(ended.unwrap().len(), 2, "{kind:?}");
        tx.commit().await.unwrap();
    }
}
