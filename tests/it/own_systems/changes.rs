//! Changing one that is in use.

use fullmakt::domain::UseKeyFault;
use fullmakt::ops::own_systems::{
    KeyOrigin, KeysBefore, Refusal, add_key, change_scopes, create, end, look, mend, remove_key,
};
use fullmakt::tokens::client_administration::AdministrationError as E;
use fullmakt::tokens::client_key::{NewKey, PublicKey};

use super::TAX_SCOPE;
use super::scene::Scene;
use super::stub::{Fault, Step};
use crate::support::database::{Kind, kinds};

fn brought(key: &PublicKey) -> KeyOrigin {
    KeyOrigin::Brought(key.clone())
}

fn named(kid: &str, key: &NewKey) -> PublicKey {
    PublicKey {
        kid: kid.to_owned(),
        ..key.public.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_added_up_to_five_and_removed_down_to_one() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let id = scene.active().await.id;
        let kari = scene.kari().await;
        let made = NewKey::make().unwrap();
        for kid in ["a", "b", "c", "d"] {
            let key = brought(&named(kid, &made));
            let added = add_key(&kari, id, key, KeysBefore::Kept).await.unwrap();
            assert!(
                added.is_ok_and(|(_, private)| private.is_none()),
                "{kind:?}"
            );
        }
        let again = brought(&named("e", &made));
        let refused = add_key(&kari, id, again, KeysBefore::Kept).await.unwrap();
        assert_eq!(refused.err(), Some(Refusal::Key(UseKeyFault::TooMany)));
        let known = brought(&named("a", &made));
        let refused = add_key(&kari, id, known, KeysBefore::Ended).await.unwrap();
        assert_eq!(refused.err(), Some(Refusal::Key(UseKeyFault::Known)));
        let only = brought(&named("f", &made));
        let done = add_key(&kari, id, only, KeysBefore::Ended).await.unwrap();
        assert!(done.is_ok());
        assert_eq!(scene.stub.client().keys, ["f"]);
        let last = remove_key(&kari, id, "f").await.unwrap();
        assert_eq!(last.err(), Some(Refusal::LastKey));
        let unknown = remove_key(&kari, id, "zzz").await.unwrap();
        assert_eq!(unknown.err(), Some(Refusal::NotFound));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_maskinporten_refuses_is_taken_back() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let id = scene.active().await.id;
        let kari = scene.kari().await;
        scene.stub.fail(Step::Update, Fault::Status(400));
        let scopes = vec!["altinn:instances.read".to_owned()];
        let refused = change_scopes(&kari, id, scopes.clone()).await.unwrap();
        assert_eq!(
            refused.err(),
            Some(Refusal::Refused(E::Refused)),
            "{kind:?}"
        );
        let after = look(&kari, id).await.unwrap().unwrap().system;
        assert_eq!(after.scopes, [TAX_SCOPE]);
        assert!(!after.is_behind);

        scene.stub.fail(Step::Keys, Fault::Status(429));
        let refused = add_key(&kari, id, KeyOrigin::Made, KeysBefore::Ended)
            .await
            .unwrap();
        assert_eq!(refused.err(), Some(Refusal::Refused(E::TooMany)));
        assert_eq!(
            look(&kari, id).await.unwrap().unwrap().system.keys,
            after.keys
        );

        scene.stub.fail(Step::Update, Fault::Status(500));
        let kept = change_scopes(&kari, id, scopes.clone()).await.unwrap();
        assert!(kept.is_ok_and(|system| system.is_behind), "it is decided");
        let busy = change_scopes(&kari, id, scopes).await.unwrap();
        assert_eq!(busy.err(), Some(Refusal::Busy), "one change at a time");
        scene.stub.mend();
        scene.later().await;
        assert_eq!(
            scene.stub.client().body["scopes"][0],
            "altinn:instances.read"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_ends_after_its_year_at_maskinporten_too() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let id = scene.active().await.id;
        scene.core.world.advance(time::Duration::days(300));
        let kari = scene.kari().await;
        let added = add_key(&kari, id, KeyOrigin::Made, KeysBefore::Kept)
            .await
            .unwrap();
        let new = added.map_err(|_| ()).unwrap().0.keys[1].kid.clone();
        mend::tidy(&scene.core).await.unwrap();
        assert_eq!(scene.stub.client().keys.len(), 2, "{kind:?}");
        scene.core.world.advance(time::Duration::days(66));
        mend::tidy(&scene.core).await.unwrap();
        assert_eq!(scene.later().await.done, 1);
        assert_eq!(scene.stub.client().keys, [new]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_is_lost_while_it_is_made_is_not_given() {
    let scene = Scene::new(Kind::Sqlite).await;
    let id = scene.draft("Bestillingsboka").await;
    scene.stub.fail(Step::Keys, Fault::Hang { done: true });
    let core = scene.core.clone();
    let task = tokio::spawn(async move {
        let kari = super::scene::enter(&core).await;
        create(&kari, id).await.unwrap().err()
    });
    scene.stub.reached().await;
    scene
        .app
        .run_sql("update resource set is_delegable = false where id = 'dts-skattegrunnlag'")
        .await;
    scene.stub.mend();
    // The stand-in never answers that call: it runs out, and what was begun is undone.
    let refusal = task.await.unwrap();
    assert!(refusal.is_some());
    assert!(scene.stub.clients().is_empty());
    assert_eq!(scene.live().await, (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_was_used_is_not_used_again_and_old_drafts_are_forgotten() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let other = scene.draft("Bestillingsboka").await;
        let id = scene.active().await.id;
        let kari = scene.kari().await;
        let refused = create(&kari, other).await.unwrap();
        assert_eq!(refused.err(), Some(Refusal::NameTaken), "{kind:?}");
        assert!(end(&kari, id).await.unwrap().unwrap());
        let refused = create(&kari, other).await.unwrap();
        assert_eq!(refused.err(), Some(Refusal::NameTaken));
        assert_eq!(end(&kari, id).await.unwrap(), Err(Refusal::NotFound));
        scene.core.world.advance(time::Duration::days(31));
        mend::tidy(&scene.core).await.unwrap();
        assert!(scene.stored(other).await.is_none());
    }
}
