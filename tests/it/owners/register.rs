use fullmakt::domain::{ActKind, OwnerField, OwnerProblem, PartyId};
use fullmakt::ops::service_owners::{self, NewOwner, Refusal};
use fullmakt::store;

use super::{NORA_ID, ODD, Scene, draft, faults, new_owner};
use crate::support::cast;
use crate::support::database::kinds;

#[tokio::test(flavor = "multi_thread")]
async fn a_registered_owner_is_shown_and_its_administrator_may_begin_at_once() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        assert!(!scene.administers(NORA_ID, cast::PLUMBER_ID).await);
        scene.register(new_owner()).await.unwrap();
        assert!(
            scene.administers(NORA_ID, cast::PLUMBER_ID).await,
            "{kind:?}"
        );
        assert!(
            !scene.administers(NORA_ID, cast::BAKERY_ID).await,
            "{kind:?}"
        );

        let detail = scene.detail("ror").await;
        assert_eq!(detail.owner.number.as_str(), cast::PLUMBER);
        assert_eq!(detail.owner.scope_prefixes, ["ror"]);
        let names: Vec<&str> = detail
            .administrators
            .iter()
            .map(|one| one.party.name.as_str())
            .collect();
        assert_eq!(names, ["Nora Postløs"], "{kind:?}");
        let plumber = PartyId(cast::PLUMBER_ID);
        let acts = store::acts::list_on(&scene.core.db, plumber, cast::PLUMBER_ID)
            .await
            .unwrap();
        assert_eq!(acts[0].kind, ActKind::ServiceOwnerRegistered);
        assert_eq!(acts[0].actor.0, super::ODD_ID);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_with_a_new_owner_is_told_at_once_and_nothing_is_written() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let before = scene.count().await;
        let mut bad = new_owner();
        bad.code = "dts".into();
        bad.org_number = cast::TAX_OWNER.into();
        bad.draft.name.nn = "  ".into();
        bad.draft.homepage = "javascript:alert(1)".into();
        bad.draft.scope_prefixes = vec!["ror".into(), "nod".into()];
        bad.administrators = vec![
            cast::NORA.into(),
            "12345678901".into(),
            "28865711036".into(),
            "01810050027".into(),
        ];
        use OwnerField as Field;
        let expected = vec![
            (Field::Code, OwnerProblem::CodeTaken),
            (
                Field::OrgNumber,
                OwnerProblem::NumberTaken { code: "dts".into() },
            ),
            (Field::NameNn, OwnerProblem::Missing),
            (Field::Homepage, OwnerProblem::BadUrl),
            (
                Field::ScopePrefixes,
                OwnerProblem::PrefixTaken {
                    prefix: "nod".into(),
                    code: "nod".into(),
                },
            ),
            (
                Field::Administrators,
                OwnerProblem::BadNationalId { place: Some(2) },
            ),
            (
                Field::Administrators,
                OwnerProblem::NoSuchPerson { place: Some(4) },
            ),
        ];
        let refused = scene.register(bad).await.unwrap_err();
        assert_eq!(faults(refused), expected, "{kind:?}");
        assert_eq!(scene.count().await, before, "{kind:?}");
        assert!(!scene.administers(NORA_ID, cast::TAX_OWNER_ID).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_organization_of_the_register_becomes_an_owner() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let problem_of = async |number: &str| {
            let new = NewOwner {
                org_number: number.into(),
                ..new_owner()
            };
            faults(scene.register(new).await.unwrap_err())
        };
        let number = |problem| vec![(OwnerField::OrgNumber, problem)];
        assert_eq!(problem_of("").await, number(OwnerProblem::Missing));
        assert_eq!(
            problem_of("310601005").await,
            number(OwnerProblem::BadNumber)
        );
        assert_eq!(
            problem_of("310904023").await,
            number(OwnerProblem::NotInRegister)
        );
        scene
            .stage
            .app
            .run_sql("update party set is_deleted = true where org_number = '310601004'")
            .await;
        assert_eq!(
            problem_of(cast::PLUMBER).await,
            number(OwnerProblem::OrganizationDeleted)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_keeps_code_and_number_and_takes_no_others_prefix() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let change = async |draft| {
            service_owners::change(&scene.core, ODD, "ror", draft)
                .await
                .unwrap()
        };
        let mut other = draft();
        other.scope_prefixes = vec!["ror".into(), "vann".into()];
        other.logo = String::new();
        let owner = change(other).await.unwrap();
        assert_eq!(
            (owner.code.as_str(), owner.number.as_str()),
            ("ror", cast::PLUMBER)
        );
        let shown = scene.detail("ror").await.owner;
        assert_eq!(shown, owner);
        assert_eq!((shown.logo, shown.scope_prefixes.len()), (None, 2));

        let mut greedy = draft();
        greedy.scope_prefixes = vec!["dts".into()];
        let taken = OwnerProblem::PrefixTaken {
            prefix: "dts".into(),
            code: "dts".into(),
        };
        assert_eq!(
            faults(change(greedy).await.unwrap_err()),
            vec![(OwnerField::ScopePrefixes, taken)]
        );
        assert_eq!(scene.detail("ror").await.owner, owner, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_product_itself_is_no_owner_that_anybody_changes_or_sees() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let listed = service_owners::list(&scene.core, ODD, "")
            .await
            .unwrap()
            .unwrap();
        let codes: Vec<&str> = listed.iter().map(|owner| owner.code.as_str()).collect();
        assert_eq!(codes, ["dts", "nod"], "{kind:?}");
        let shown = service_owners::show(&scene.core, ODD, "por").await.unwrap();
        assert_eq!(shown.err(), Some(Refusal::NotFound));
        let changed = service_owners::change(&scene.core, ODD, "por", draft())
            .await
            .unwrap();
        assert_eq!(changed.err(), Some(Refusal::NotFound));
        let granted = service_owners::grant(&scene.core, ODD, "por", "altinn:serviceowner")
            .await
            .unwrap();
        assert_eq!(granted.err(), Some(Refusal::NotFound));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_register_the_same_at_once_one_wins_and_the_others_are_told_why() {
    for kind in kinds() {
        let scene = std::sync::Arc::new(Scene::start(kind).await);
        let before = scene.count().await;
        // The same code and number; and the same prefix under another code and number.
        let rivals = [
            ("ror", cast::PLUMBER),
            ("ror", cast::PLUMBER),
            ("vvs", cast::VENDOR),
            ("ror", cast::VENDOR),
        ];
        let all = rivals.map(|(code, number)| {
            let scene = scene.clone();
            let new = NewOwner {
                code: code.into(),
                org_number: number.into(),
                ..new_owner()
            };
            tokio::spawn(async move { scene.register(new).await })
        });
        let mut won = 0;
        for one in all {
            match one.await.unwrap() {
                Ok(()) => won += 1,
                Err(refusal) => assert!(!faults(refusal).is_empty(), "{kind:?}"),
            }
        }
        assert_eq!((won, scene.count().await), (1, before + 1), "{kind:?}");
    }
}
