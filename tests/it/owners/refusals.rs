//! Who is not the operator is refused everything, wherever it tries.

use fullmakt::domain::{OrgNumber, PartyId, SecurityLevel};
use fullmakt::ops::operation::Operator;
use fullmakt::ops::service_owners::{self, Refusal};
use fullmakt::ops::{Core, Person};
use uuid::Uuid;

use super::{LIV_ID, NORA_ID, ODD, ODD_ID, Scene, draft, new_owner};
use crate::support::cast;
use crate::support::database::kinds;

fn somebody(id: Uuid, party: Uuid) -> Operator {
    Operator::AtPortal {
        person: super::person(id),
        party: PartyId(party),
    }
}

/// What each operation answers.
async fn everything(core: &Core, operator: Operator) -> Vec<Option<Refusal>> {
    let nora = PartyId(NORA_ID);
    let mut new = new_owner();
    new.code = "nytt".into();
    vec![
        service_owners::list(core, operator, "")
            .await
            .unwrap()
            .err(),
        service_owners::show(core, operator, "dts")
            .await
            .unwrap()
            .err(),
        service_owners::register(core, operator, new)
            .await
            .unwrap()
            .err(),
        service_owners::change(core, operator, "dts", draft())
            .await
            .unwrap()
            .err(),
        service_owners::find_person(core, operator, cast::NORA)
            .await
            .unwrap()
            .err(),
        service_owners::add(core, operator, "dts", nora)
            .await
            .unwrap()
            .err(),
        service_owners::remove(core, operator, "dts", PartyId(LIV_ID))
            .await
            .unwrap()
            .err(),
        service_owners::grant(core, operator, "dts", "altinn:x")
            .await
            .unwrap()
            .err(),
        service_owners::withdraw(core, operator, "dts", "altinn:serviceowner")
            .await
            .unwrap()
            .err(),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_elsewhere_do_not_make_an_operator() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let no_access = vec![Some(Refusal::NoAccess); 9];
        // Kari is general manager of the bakery, where the policy permits her the operation of the bakery.
        for (who, party) in [
            (cast::KARI_ID, cast::BAKERY_ID),
            (cast::KARI_ID, cast::OPERATOR_ID),
            (LIV_ID, cast::TAX_OWNER_ID),
            (ODD_ID, cast::TAX_OWNER_ID),
            (ODD_ID, ODD_ID),
            (ODD_ID, Uuid::from_u128(3)),
        ] {
            let answers = everything(&scene.core, somebody(who, party)).await;
            assert_eq!(answers, no_access, "{kind:?} {who} {party}");
        }
        // Without an operator nobody operates.
        let nobodys = scene.core.clone().operated_by(None);
        assert_eq!(everything(&nobodys, ODD).await, no_access, "{kind:?}");
        // Where the bakery operates, Kari does, and Odd does not.
        let bakerys = scene
            .core
            .clone()
            .operated_by(OrgNumber::parse(cast::BAKERY));
        assert_eq!(everything(&bakerys, ODD).await, no_access, "{kind:?}");
        let kari = somebody(cast::KARI_ID, cast::BAKERY_ID);
        assert!(
            service_owners::list(&bakerys, kari, "")
                .await
                .unwrap()
                .is_ok()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_read_changes_nothing() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        scene.stage.app.run_sql(
            "update delegation set revoked_at = given_at where action = 'write' and resource = 'fullmakt_operation'",
        ).await;
        let answers = everything(&scene.core, ODD).await;
        let (reading, writing) = answers.split_at(2);
        assert!(reading.iter().all(Option::is_none), "{kind:?} {reading:?}");
        assert!(
            writing.iter().all(|one| *one == Some(Refusal::NoAccess)),
            "{kind:?} {writing:?}"
        );
        assert!(!scene.detail("dts").await.may_change);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weak_login_is_asked_for_a_stronger_one() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let weak = Operator::AtPortal {
            person: Person {
                party: PartyId(ODD_ID),
                level: SecurityLevel::Low,
            },
            party: PartyId(cast::OPERATOR_ID),
        };
        let stronger = Some(Refusal::LevelTooLow(SecurityLevel::Substantial));
        assert_eq!(
            everything(&scene.core, weak).await,
            vec![stronger; 9],
            "{kind:?}"
        );
    }
}
