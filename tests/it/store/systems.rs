use fullmakt::db::DbError;
use fullmakt::domain::{OrgNumber, SystemId};
use fullmakt::store::systems;
use uuid::Uuid;

use crate::support::cast;
use crate::support::database::kinds;
use crate::support::rows::{self, Rows, SYSTEM};

#[tokio::test]
async fn a_system_is_read_as_it_was_written() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let system = rows::system();
        assert_eq!(
            systems::find(&rows.db, SYSTEM).await.unwrap(),
            Some(system.clone())
        );
        let by_name = systems::find_by_name(&rows.db, &system.name_id)
            .await
            .unwrap();
        assert_eq!(by_name, Some(system.clone()), "{kind:?}");
        let vendor = OrgNumber::parse(cast::VENDOR).unwrap();
        assert_eq!(
            systems::list_of_vendor(&rows.db, &vendor).await.unwrap(),
            [system]
        );
        let other = OrgNumber::parse(cast::PLUMBER).unwrap();
        assert_eq!(systems::list_of_vendor(&rows.db, &other).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_system_without_clients_has_none() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let mut system = rows::system();
        system.id = SystemId(Uuid::from_u128(9));
        system.name_id = "310801003_bare".into();
        system.client_ids = Vec::new();
        let mut tx = rows.write().await;
        systems::insert(&mut tx, &system).await.unwrap();
        tx.commit().await.unwrap();
        let found = systems::find(&rows.db, system.id).await.unwrap();
        assert_eq!(found, Some(system), "{kind:?}");
    }
}

#[tokio::test]
async fn a_name_and_a_client_belong_to_one_system() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let mut same_name = rows::system();
        same_name.id = SystemId(Uuid::from_u128(9));
        same_name.client_ids = Vec::new();
        let mut same_client = rows::system();
        same_client.id = SystemId(Uuid::from_u128(9));
        same_client.name_id = "310801003_other".into();
        for system in [same_name, same_client] {
            let mut tx = rows.write().await;
            let refused = systems::insert(&mut tx, &system).await;
            assert!(
                matches!(refused, Err(DbError::Duplicate)),
                "{kind:?}: {refused:?}"
            );
            drop(tx);
            assert_eq!(systems::find(&rows.db, system.id).await.unwrap(), None);
        }
    }
}

#[tokio::test]
async fn taken_clients_are_told_and_an_empty_list_asks_for_none() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let asked = ["client-b", "CLIENT-A", "free", "client-a"].map(str::to_owned);
        let taken = systems::list_taken_clients(&rows.db, &asked).await.unwrap();
        assert_eq!(taken, ["client-a", "client-b"], "{kind:?}");
        assert!(
            systems::list_taken_clients(&rows.db, &[])
                .await
                .unwrap()
                .is_empty()
        );
    }
}
