use fullmakt::db::DbError;
use fullmakt::domain::{AccessList, AccessListId, AccessListMode, Connection, Expiry, Membership};
use fullmakt::store::{access_lists, resources};
use time::Duration;
use uuid::Uuid;

use crate::support::cast::TAX_BASIS;
use crate::support::database::kinds;
use crate::support::rows::{self, BAKERY, Rows, SUBUNIT, moment};

fn list(id: u128, identifier: &str) -> AccessList {
    AccessList {
        id: AccessListId(Uuid::from_u128(id)),
        owner: "dts".into(),
        identifier: identifier.into(),
        name: "Godkjente banker".into(),
        description: "De som «får»".into(),
        version: 1,
        created_at: moment(),
        updated_at: moment(),
    }
}

fn connection(actions: &[&str]) -> Connection {
    Connection {
        resource: TAX_BASIS.into(),
        actions: actions.iter().map(|action| (*action).into()).collect(),
    }
}

#[tokio::test]
async fn a_list_is_kept_and_its_version_counts_every_change() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let banks = list(1, "banks");
        let later = moment().plus(Duration::hours(1));
        let mut tx = rows.write().await;
        access_lists::insert(&mut tx, &banks).await.unwrap();
        tx.commit().await.unwrap();
        let find = async || {
            let found = access_lists::find(&rows.db, "dts", "banks").await;
            found.unwrap().unwrap()
        };
        assert_eq!(find().await, banks, "{kind:?}");
        let nobody = access_lists::find(&rows.db, "nod", "banks").await.unwrap();
        assert_eq!(nobody, None);

        let mut tx = rows.write().await;
        let twice = access_lists::insert(&mut tx, &list(2, "banks")).await;
        assert!(matches!(twice, Err(DbError::Duplicate)), "{kind:?}");
        drop(tx);
        let mut tx = rows.write().await;
        let id = banks.id;
        let add = access_lists::add_members(&mut tx, id, &[BAKERY], Expiry::AsBefore, moment());
        let added = add.await.unwrap();
        assert_eq!((added.added, added.removed), (1, 0), "{kind:?}");
        access_lists::put_connection(&mut tx, id, &connection(&[]), moment())
            .await
            .unwrap();
        access_lists::remove_connection(&mut tx, id, TAX_BASIS, moment())
            .await
            .unwrap();
        for count in [1, 0] {
            let removed = access_lists::remove_members(&mut tx, id, &[BAKERY], later).await;
            assert_eq!(removed.unwrap().removed, count, "{kind:?}");
        }
        tx.commit().await.unwrap();
        let found = find().await;
        assert_eq!((found.version, found.updated_at), (5, later), "{kind:?}");
    }
}

#[tokio::test]
async fn memberships_come_with_what_their_lists_open() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let end = moment().plus(Duration::days(1));
        let mut tx = rows.write().await;
        for (id, identifier) in [(1, "a"), (2, "b")] {
            access_lists::insert(&mut tx, &list(id, identifier))
                .await
                .unwrap();
        }
        let [a, b] = [1, 2].map(|id| AccessListId(Uuid::from_u128(id)));
        for list in [a, b] {
            let members = [BAKERY, BAKERY];
            access_lists::add_members(&mut tx, list, &members, Expiry::AsBefore, moment())
                .await
                .unwrap();
        }
        // A second time changes the end, not the beginning.
        access_lists::add_members(&mut tx, b, &[BAKERY], Expiry::At(end), moment())
            .await
            .unwrap();
        for actions in [&["write"][..], &["read", "sign"]] {
            access_lists::put_connection(&mut tx, b, &connection(actions), moment())
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let membership = |list: &str, expires_at, connection| Membership {
            owner: "dts".into(),
            list: list.into(),
            since: moment(),
            expires_at,
            connection,
        };
        let expected = [
            membership("a", None, None),
            membership("b", Some(end), Some(connection(&["read", "sign"]))),
        ];
        let found = access_lists::list_memberships(&rows.db, BAKERY).await;
        assert_eq!(found.unwrap(), expected, "{kind:?}");
        let none = access_lists::list_memberships(&rows.db, SUBUNIT).await;
        assert_eq!(none.unwrap(), []);

        let mut tx = rows.write().await;
        access_lists::delete(&mut tx, a).await.unwrap();
        access_lists::delete(&mut tx, b).await.unwrap();
        tx.commit().await.unwrap();
        let none = access_lists::list_memberships(&rows.db, BAKERY).await;
        assert_eq!(none.unwrap(), [], "{kind:?}");
    }
}

#[tokio::test]
async fn a_resource_is_closed_and_opened() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        for mode in [AccessListMode::Enabled, AccessListMode::Disabled] {
            let mut tx = rows.write().await;
            resources::set_access_list_mode(&mut tx, TAX_BASIS, mode)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            let found = resources::find(&rows.db, TAX_BASIS).await.unwrap().unwrap();
            let expected = fullmakt::domain::Resource {
                access_list_mode: mode,
                ..rows::resource()
            };
            assert_eq!(found, expected, "{kind:?}");
        }
    }
}
