use fullmakt::domain::{OwnerField, OwnerProblem, PartyId};
use fullmakt::ops::operation::Operator;
use fullmakt::ops::service_owners::{self, Refusal};
use std::sync::Arc;
use uuid::Uuid;

use super::{LIV_ID, NORA_ID, ODD, Scene, faults};
use crate::support::cast::{self, KARI_ID, PLUMBER_ID};
use crate::support::database::kinds;

async fn add(scene: &Scene, id: Uuid) -> Result<(), Refusal> {
    let added = service_owners::add(&scene.core, ODD, "ror", PartyId(id)).await;
    added.unwrap().map(|_| ())
}

async fn remove(scene: &Scene, id: Uuid) -> Result<(), Refusal> {
    service_owners::remove(&scene.core, ODD, "ror", PartyId(id))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_comes_and_goes_and_each_counts_at_once() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        add(&scene, KARI_ID).await.unwrap();
        assert!(scene.administers(KARI_ID, PLUMBER_ID).await, "{kind:?}");
        let again = faults(add(&scene, KARI_ID).await.unwrap_err());
        let name = "Kari Nøkkelvik".into();
        assert_eq!(
            again,
            vec![(
                OwnerField::Administrators,
                OwnerProblem::AlreadyAdministrator { name }
            )]
        );
        remove(&scene, KARI_ID).await.unwrap();
        assert!(!scene.administers(KARI_ID, PLUMBER_ID).await, "{kind:?}");
        assert!(scene.administers(NORA_ID, PLUMBER_ID).await, "{kind:?}");
        let gone = faults(remove(&scene, KARI_ID).await.unwrap_err());
        assert_eq!(
            gone,
            vec![(OwnerField::Administrators, OwnerProblem::NotAdministrator)]
        );
        // Somebody who left can come back.
        add(&scene, KARI_ID).await.unwrap();
        assert_eq!(scene.detail("ror").await.administrators.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_half_of_the_rights_is_given_the_other_half() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        scene.stage.app.run_sql(
            "update delegation set revoked_at = given_at where action = 'write' and resource = 'fullmakt_resource_administration'",
        ).await;
        assert!(!scene.administers(NORA_ID, PLUMBER_ID).await, "{kind:?}");
        add(&scene, NORA_ID).await.unwrap();
        assert!(scene.administers(NORA_ID, PLUMBER_ID).await, "{kind:?}");
        assert_eq!(scene.detail("ror").await.administrators.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_living_person_is_appointed() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        assert_eq!(add(&scene, cast::BAKERY_ID).await, Err(Refusal::NotFound));
        assert_eq!(
            add(&scene, Uuid::from_u128(7)).await,
            Err(Refusal::NotFound)
        );
        scene
            .stage
            .app
            .run_sql("update party set is_deleted = true where name = 'Kari Nøkkelvik'")
            .await;
        assert_eq!(add(&scene, KARI_ID).await, Err(Refusal::NotFound));
        let find = async |number: &str| {
            let found = service_owners::find_person(&scene.core, ODD, number)
                .await
                .unwrap();
            faults(found.unwrap_err())
        };
        let because = |problem| vec![(OwnerField::Administrators, problem)];
        assert_eq!(
            find(cast::KARI).await,
            because(OwnerProblem::NoSuchPerson { place: None })
        );
        assert_eq!(
            find("' or 1=1 --").await,
            because(OwnerProblem::BadNationalId { place: None })
        );
        let nora = service_owners::find_person(&scene.core, ODD, " 218288 17040 ").await;
        assert_eq!(nora.unwrap().unwrap().name, "Nora Postløs");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn removing_touches_neither_other_owners_nor_other_rights() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        // Liv administers the tax office, not the plumber.
        assert!(scene.administers(LIV_ID, cast::TAX_OWNER_ID).await);
        assert!(remove(&scene, LIV_ID).await.is_err());
        assert!(
            scene.administers(LIV_ID, cast::TAX_OWNER_ID).await,
            "{kind:?}"
        );
        // Per is the plumber's general manager: what follows from that is not taken away here.
        let per = "f0a10000-0000-4000-8000-000000010004".parse().unwrap();
        assert!(scene.administers(per, PLUMBER_ID).await);
        assert!(remove(&scene, per).await.is_err());
        assert!(scene.administers(per, PLUMBER_ID).await, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_appoint_or_remove_the_same_person_at_once_one_wins() {
    for kind in kinds() {
        let scene = Arc::new(Scene::with_owner(kind).await);
        for is_adding in [true, false] {
            let all = [0; 4].map(|_| {
                let scene = scene.clone();
                tokio::spawn(async move {
                    match is_adding {
                        true => add(&scene, KARI_ID).await,
                        false => remove(&scene, KARI_ID).await,
                    }
                })
            });
            let mut won = 0;
            for one in all {
                won += usize::from(one.await.unwrap().is_ok());
            }
            assert_eq!(won, 1, "{kind:?} adding: {is_adding}");
            assert_eq!(scene.administers(KARI_ID, PLUMBER_ID).await, is_adding);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_command_line_the_organization_itself_gives_the_rights() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let person = PartyId(KARI_ID);
        service_owners::add(&scene.core, Operator::AtCommandLine, "ror", person)
            .await
            .unwrap()
            .unwrap();
        let plumber = PartyId(PLUMBER_ID);
        let given = fullmakt::store::delegations::list_given_on(
            &scene.core.db,
            plumber,
            fullmakt::ops::access::RESOURCE_ADMINISTRATION,
        );
        let by: Vec<Uuid> = given
            .await
            .unwrap()
            .iter()
            .map(|one| one.given_by.0)
            .collect();
        assert_eq!(
            by,
            [super::ODD_ID, super::ODD_ID, PLUMBER_ID, PLUMBER_ID],
            "{kind:?}"
        );
    }
}
