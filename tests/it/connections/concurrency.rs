use fullmakt::domain::PartyId;
use fullmakt::ops::access::{Person, Relation};
use fullmakt::ops::connections::{self, Link, recipient};
use fullmakt::reference::reference;
use reqwest::Method;

use super::scene::{self, AMIR_ID, NORA_ID, Scene, TAX};
use crate::support::cast::{BAKERY_ID, NORA};
use crate::support::database::kinds;
use crate::support::stage;

#[tokio::test]
async fn of_many_that_give_or_take_the_same_one_does_and_one_act_tells() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let gives: Vec<_> = (0..6).map(|_| scene.give(NORA_ID, TAX)).collect();
        let mut ids = Vec::new();
        for answer in futures(gives).await {
            assert_eq!(answer.status, 200, "{kind:?} {}", answer.body);
            ids.push(answer.body["id"].clone());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1, "all hear of the same delegation");
        assert_eq!(
            scene
                .count("select id from act where kind = 'package-given'")
                .await,
            1
        );

        let path = format!("/accesspackages{}&package={TAX}", scene.to(NORA_ID));
        let takes: Vec<_> = (0..6).map(|_| scene.delete(&path)).collect();
        for answer in futures(takes).await {
            assert_eq!(answer.status, 204, "{kind:?} {}", answer.body);
        }
        assert_eq!(
            scene
                .count("select id from act where kind = 'package-revoked'")
                .await,
            1
        );
        assert_eq!(
            scene.count("select id from delegation where revoked_at is null and package like '%skattegrunnlag'").await,
            0
        );
    }
}

#[tokio::test]
async fn giving_and_ending_at_once_leave_no_half_state() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        for _ in 0..4 {
            scene.let_in(NORA, "Postløs").await;
            let query = format!("{}&cascade=true", scene.to(NORA_ID));
            let (given, ended) = tokio::join!(scene.give(NORA_ID, TAX), scene.delete(&query));
            assert_eq!(ended.status, 204, "{kind:?} {}", ended.body);
            assert!(given.status == 200 || given.status == 400, "{}", given.body);
            // Whatever came first: nobody holds anything without having been let in.
            let orphans = scene
                .count(
                    "select id from delegation d where revoked_at is null and to_party is not null and not exists (
                         select 1 from assignment a where a.from_party = d.from_party and a.to_party = d.to_party
                            and a.revoked_at is null)
                       and package like '%skattegrunnlag'",
                )
                .await;
            assert_eq!(orphans, 0, "{kind:?}");
            scene.delete(&query).await;
        }
    }
}

#[tokio::test]
async fn whoever_has_lost_the_power_in_the_meantime_gives_nothing() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        scene.give(NORA_ID, "tilgangsstyrer").await;
        scene.give(NORA_ID, TAX).await;
        scene.let_in("30899126021", "Sifferstad").await;
        let core = scene.stage.core();
        let nora = Person {
            party: PartyId(NORA_ID),
            ..stage::KARI
        };
        let bakery = PartyId(BAKERY_ID);
        // What she held when her request began; then Kari takes it.
        let before = Relation::load(&core, nora, bakery).await.unwrap().unwrap();
        let named = connections::Named::Id(PartyId(AMIR_ID));
        let amir = recipient::find(&before, &named).await.unwrap().unwrap();
        let path = format!("/accesspackages{}&package={TAX}", scene.to(NORA_ID));
        scene.delete(&path).await;
        let written = scene.written().await;
        let package = reference().package(TAX).unwrap();
        assert!(
            connections::check_package(&before, package)
                .problem
                .is_none(),
            "she believes so"
        );
        let given = connections::give_package(&before, &amir, package)
            .await
            .unwrap();
        assert_eq!(
            given.unwrap_err(),
            connections::Refusal::LacksPackage,
            "{kind:?}"
        );
        assert_eq!(scene.written().await, written);

        let path = format!(
            "/accesspackages{}&package=tilgangsstyrer",
            scene.to(NORA_ID)
        );
        scene.delete(&path).await;
        let written = scene.written().await;
        let taken = connections::remove(&before, Link::to(PartyId(AMIR_ID)), true)
            .await
            .unwrap();
        assert_eq!(taken.unwrap_err(), connections::Refusal::NoAccess);
        assert_eq!(scene.written().await, written);
        let token = scene.token(scene::NORA, "altinn:portal/enduser");
        let path = format!("?party={BAKERY_ID}&from={BAKERY_ID}");
        let list = scene.send_as(&token, Method::GET, &path, None).await;
        assert_eq!(list.status, 403);
    }
}

/// Awaits all at once.
async fn futures<T>(all: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut all: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<T>> = all.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (one, done) in all.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(value) = one.as_mut().poll(context)
            {
                *done = Some(value);
            }
        }
        match done.iter().all(Option::is_some) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done.into_iter().flatten().collect()
}
