use fullmakt::domain::OrgNumber;
use fullmakt::store::keys::{self, StoredKey};
use fullmakt::store::sandbox_clients::{self, SandboxClient};
use serde_json::json;
use time::Duration;

use crate::support::cast;
use crate::support::database::kinds;
use crate::support::rows::{Rows, moment};

#[tokio::test]
async fn the_newest_key_of_a_purpose_is_found() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let key = |id: &str| StoredKey {
            key_id: id.into(),
            private_pem: format!("pem {id}"),
        };
        let mut tx = rows.write().await;
        for (id, micros) in [("old", 0), ("new", 1)] {
            let at = moment().plus(Duration::microseconds(micros));
            keys::insert(&mut tx, "sign", &key(id), at).await.unwrap();
        }
        tx.commit().await.unwrap();
        let found = keys::find(&rows.db, "sign").await.unwrap().unwrap();
        assert_eq!(
            (found.key_id, found.private_pem),
            ("new".into(), "pem new".into()),
            "{kind:?}"
        );
        assert!(keys::find(&rows.db, "other").await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_one_time_token_is_used_once_however_many_try() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let end = moment();
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let db = rows.db.clone();
                tokio::spawn(async move { keys::use_once(&db, "issuer", "id", end).await.unwrap() })
            })
            .collect();
        let mut won = 0;
        for one in tries {
            won += u32::from(one.await.unwrap());
        }
        assert_eq!(won, 1, "{kind:?}");
        assert!(
            keys::use_once(&rows.db, "other issuer", "id", end)
                .await
                .unwrap()
        );
        let before = end.minus(Duration::microseconds(1));
        assert_eq!(keys::forget_expired(&rows.db, before).await.unwrap(), 0);
        assert_eq!(keys::forget_expired(&rows.db, end).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn a_sandbox_client_is_added_and_replaced() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let client = |scope: &str| SandboxClient {
            client_id: "mine".into(),
            org_number: OrgNumber::parse(cast::VENDOR).unwrap(),
            scopes: vec![scope.into()],
            jwks: json!({"keys": []}),
        };
        for scope in ["a", "b"] {
            sandbox_clients::put(&rows.db, &client(scope))
                .await
                .unwrap();
            let found = sandbox_clients::find(&rows.db, "mine")
                .await
                .unwrap()
                .unwrap();
            assert_eq!(found.scopes, [scope], "{kind:?}");
        }
        assert_eq!(sandbox_clients::count(&rows.db).await.unwrap(), 1);
    }
}
