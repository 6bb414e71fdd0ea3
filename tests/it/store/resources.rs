use fullmakt::db::DbError;
use fullmakt::store::{link_services, registry_clock, resources, service_owners};

use crate::support::cast::TAX_BASIS;
use crate::support::database::kinds;
use crate::support::rows::{self, Rows};

#[tokio::test]
async fn a_resource_its_owner_and_its_link_service_are_read_as_they_were_written() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let db = &rows.db;
        let (resource, owner, service) = (rows::resource(), rows::owner(), rows::link_service());
        assert_eq!(
            resources::find(db, TAX_BASIS).await.unwrap(),
            Some(resource),
            "{kind:?}"
        );
        assert_eq!(
            service_owners::find(db, "dts").await.unwrap(),
            Some(owner.clone())
        );
        let by_number = service_owners::find_by_number(db, &owner.number).await;
        assert_eq!(by_number.unwrap(), Some(owner.clone()));
        assert_eq!(service_owners::list(db).await.unwrap(), [owner]);
        assert_eq!(
            link_services::find(db, TAX_BASIS).await.unwrap(),
            Some(service.clone())
        );
        assert_eq!(link_services::list(db).await.unwrap(), [service]);
        assert_eq!(link_services::find(db, "x").await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_list_of_resources_answers_the_known_ones() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let ids = ["unknown", TAX_BASIS, "it's"].map(str::to_owned);
        let found = resources::list(&rows.db, &ids).await.unwrap();
        assert_eq!(found, [rows::resource()], "{kind:?}");
        assert_eq!(resources::list(&rows.db, &[]).await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_resource_id_is_taken_once() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let mut tx = rows.write().await;
        let stamp = registry_clock::tick(&mut tx, rows::moment()).await.unwrap();
        let refused = resources::insert(&mut tx, &rows::resource(), stamp).await;
        assert!(
            matches!(refused, Err(DbError::Duplicate)),
            "{kind:?}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn a_link_service_can_move() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let moved = "https://owner.example/new";
        link_services::set_url(&rows.db, TAX_BASIS, moved)
            .await
            .unwrap();
        let found = link_services::find(&rows.db, TAX_BASIS)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.target.url, moved, "{kind:?}");
    }
}
