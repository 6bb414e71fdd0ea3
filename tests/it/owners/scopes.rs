use fullmakt::domain::{OwnerField, OwnerProblem};
use fullmakt::ops::service_owners::{self, Refusal};
use std::sync::Arc;

use super::{ODD, Scene, faults};
use crate::support::database::kinds;

async fn grant(scene: &Scene, scope: &str) -> Result<(), Refusal> {
    service_owners::grant(&scene.core, ODD, "ror", scope)
        .await
        .unwrap()
}

async fn withdraw(scene: &Scene, scope: &str) -> Result<(), Refusal> {
    service_owners::withdraw(&scene.core, ODD, "ror", scope)
        .await
        .unwrap()
}

fn because(problem: OwnerProblem) -> Vec<(OwnerField, OwnerProblem)> {
    vec![(OwnerField::Scope, problem)]
}

#[tokio::test(flavor = "multi_thread")]
async fn scopes_are_granted_once_and_withdrawn_once() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let scope = "altinn:resourceregistry/resource.write";
        grant(&scene, scope).await.unwrap();
        let listed: Vec<String> = scene
            .detail("ror")
            .await
            .scopes
            .into_iter()
            .map(|one| one.scope)
            .collect();
        assert_eq!(listed, [scope], "{kind:?}");
        let again = faults(grant(&scene, scope).await.unwrap_err());
        assert_eq!(
            again,
            because(OwnerProblem::ScopeGranted {
                scope: scope.into()
            })
        );
        withdraw(&scene, scope).await.unwrap();
        let again = faults(withdraw(&scene, scope).await.unwrap_err());
        assert_eq!(
            again,
            because(OwnerProblem::ScopeNotGranted {
                scope: scope.into()
            })
        );
        assert!(scene.detail("ror").await.scopes.is_empty(), "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_scope_or_somebody_elses_is_refused() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        assert_eq!(
            faults(grant(&scene, "").await.unwrap_err()),
            because(OwnerProblem::Missing)
        );
        for bad in [
            "x",
            "altinn:",
            "a b:c",
            "altinn:x y",
            "altinn:<script>",
            "altinn:\u{0}",
        ] {
            let refused = faults(grant(&scene, bad).await.unwrap_err());
            assert_eq!(
                refused,
                because(OwnerProblem::BadScope { scope: bad.into() }),
                "{kind:?}"
            );
        }
        for (scope, code) in [("dts:skattegrunnlag.read", "dts"), ("ror:vann.read", "ror")] {
            let of_owner = OwnerProblem::ScopeOfOwner {
                scope: scope.into(),
                code: code.into(),
            };
            let refused = faults(grant(&scene, scope).await.unwrap_err());
            assert_eq!(refused, because(of_owner), "{kind:?}");
        }
        assert!(scene.detail("ror").await.scopes.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_number_of_scopes_has_an_end() {
    let scene = Scene::with_owner(crate::support::database::Kind::Sqlite).await;
    for number in 0..200 {
        grant(&scene, &format!("altinn:scope.{number}"))
            .await
            .unwrap();
    }
    let refused = faults(grant(&scene, "altinn:scope.200").await.unwrap_err());
    assert_eq!(refused, because(OwnerProblem::TooMany { most: 200 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_grant_the_same_scope_at_once_one_wins() {
    for kind in kinds() {
        let scene = Arc::new(Scene::with_owner(kind).await);
        let all = [0; 4].map(|_| {
            let scene = scene.clone();
            tokio::spawn(async move { grant(&scene, "altinn:serviceowner").await })
        });
        let mut won = 0;
        for one in all {
            match one.await.unwrap() {
                Ok(()) => won += 1,
                Err(refusal) => assert_eq!(faults(refusal)[0].0, OwnerField::Scope),
            }
        }
        assert_eq!(won, 1, "{kind:?}");
    }
}
