//! What stops half-way. Work that is cut off while the stand-in keeps it waiting leaves the same behind as a process that is
//! killed there: what was committed, and what Maskinporten has done.

use fullmakt::domain::{OwnSystemId, OwnSystemState};
use fullmakt::ops::Core;
use fullmakt::ops::own_systems::{
    KeyOrigin, KeysBefore, add_key, change_scopes, create, end, mend, remove_key,
};

use super::TAX_SCOPE;
use super::scene::{Scene, enter};
use super::stub::{Fault, Step};
use crate::support::database::kinds;

const OTHER_SCOPE: &str = "altinn:instances.read";

#[derive(Clone, Copy, Debug)]
enum Work {
    Create,
    AddKey(KeysBefore),
    RemoveKey,
    Scopes,
    End,
    Mend,
}

/// Begins the work and cuts it off at the step that hangs.
async fn cut_off(scene: &Scene, work: Work, id: OwnSystemId, (step, done): (Step, bool)) {
    scene.stub.fail(step, Fault::Hang { done });
    let core = scene.core.clone();
    let task = tokio::spawn(async move { carry_out(&core, work, id).await });
    scene.stub.reached().await;
    task.abort();
    let _ = task.await;
    scene.stub.mend();
}

async fn carry_out(core: &Core, work: Work, id: OwnSystemId) {
    let kari = enter(core).await;
    match work {
        Work::Create => drop(create(&kari, id).await),
        Work::AddKey(before) => drop(add_key(&kari, id, KeyOrigin::Made, before).await),
        Work::RemoveKey => {
            let kari_sees = fullmakt::ops::own_systems::look(&kari, id).await.unwrap();
            let kid = kari_sees.unwrap().system.keys[0].kid.clone();
            drop(remove_key(&kari, id, &kid).await);
        }
        Work::Scopes => drop(change_scopes(&kari, id, vec![OTHER_SCOPE.to_owned()]).await),
        Work::End => drop(end(&kari, id).await),
        Work::Mend => drop(mend::mend(core).await),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn making_that_stops_at_any_step_leaves_no_client_and_can_be_done_again() {
    for kind in kinds() {
        for at in [
            (Step::Token, false),
            (Step::Create, false),
            (Step::Create, true),
            (Step::Keys, false),
            (Step::Keys, true),
        ] {
            let scene = Scene::new(kind).await;
            let id = scene.draft("Bestillingsboka").await;
            cut_off(&scene, Work::Create, id, at).await;
            let left = scene.stored(id).await.unwrap();
            assert_eq!(left.state, OwnSystemState::Creating, "{kind:?} {at:?}");
            let too_soon = mend::mend(&scene.core).await.unwrap();
            assert_eq!(too_soon.done, 0, "it may still be under way");

            assert_eq!(scene.later().await.done, 1, "{kind:?} {at:?}");
            assert!(scene.stub.clients().is_empty(), "{kind:?} {at:?}");
            assert_eq!(scene.live().await, (0, 0));
            let back = scene.stored(id).await.unwrap();
            assert_eq!(back.state, OwnSystemState::Draft);
            assert!(back.keys.is_empty() && back.client_id.is_none());
            assert_eq!(
                back.scopes,
                [TAX_SCOPE],
                "nothing has to be filled in again"
            );
            assert_eq!(scene.app.acts("own-system-created").await, 0);

            carry_out(&scene.core, Work::Create, id).await;
            assert_eq!(scene.stub.client().keys.len(), 1);
            assert_eq!(scene.live().await, (1, 1));
            assert_eq!(scene.later().await, mend::Mended::default());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_being_added_when_all_stops_is_taken_back() {
    for kind in kinds() {
        for before in [KeysBefore::Kept, KeysBefore::Ended] {
            for at in [(Step::Keys, false), (Step::Keys, true)] {
                let scene = Scene::new(kind).await;
                let active = scene.active().await;
                let kid = active.keys[0].kid.clone();
                cut_off(&scene, Work::AddKey(before), active.id, at).await;
                assert_eq!(scene.stored(active.id).await.unwrap().keys.len(), 2);
                assert_eq!(scene.later().await.done, 1);
                assert_eq!(
                    scene.stub.client().keys,
                    std::slice::from_ref(&kid),
                    "{before:?} {at:?}"
                );
                let keys = scene.stored(active.id).await.unwrap().keys;
                assert_eq!(keys.len(), 1);
                assert_eq!(keys[0].kid, kid);
                assert_eq!(scene.app.acts("own-key-added").await, 0);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_been_decided_is_finished() {
    for kind in kinds() {
        for done in [false, true] {
            let scene = Scene::new(kind).await;
            let active = scene.active().await;
            let old = active.keys[0].kid.clone();
            carry_out(&scene.core, Work::AddKey(KeysBefore::Kept), active.id).await;
            assert_eq!(scene.stub.client().keys.len(), 2);
            cut_off(&scene, Work::RemoveKey, active.id, (Step::Keys, done)).await;
            assert_eq!(scene.later().await.done, 1);
            let keys = scene.stub.client().keys;
            assert!(keys.len() == 1 && !keys.contains(&old), "{kind:?} {done}");

            cut_off(&scene, Work::Scopes, active.id, (Step::Update, done)).await;
            assert_eq!(scene.later().await.done, 1);
            assert_eq!(scene.stub.client().body["scopes"][0], OTHER_SCOPE);

            cut_off(&scene, Work::End, active.id, (Step::Delete, done)).await;
            assert_eq!(scene.live().await, (0, 0), "here it has ended at once");
            assert_eq!(scene.later().await.done, 1);
            assert!(scene.stub.clients().is_empty());
            assert!(scene.stored(active.id).await.is_none());
            for kind in [
                "own-key-removed",
                "own-scopes-changed",
                "own-system-deleted",
            ] {
                assert_eq!(scene.app.acts(kind).await, 1, "{kind}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_job_itself_may_stop_half_way() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let id = scene.draft("Bestillingsboka").await;
        cut_off(&scene, Work::Create, id, (Step::Create, true)).await;
        for at in [
            (Step::List, true),
            (Step::Delete, false),
            (Step::Delete, true),
        ] {
            scene.core.world.advance(time::Duration::minutes(6));
            cut_off(&scene, Work::Mend, id, at).await;
            let left = scene.stored(id).await.unwrap();
            assert_eq!(left.state, OwnSystemState::Creating, "{kind:?} {at:?}");
        }
        assert_eq!(scene.later().await.done, 1);
        assert!(scene.stub.clients().is_empty());
        assert_eq!(scene.stored(id).await.unwrap().state, OwnSystemState::Draft);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_jobs_at_once_do_it_once() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let active = scene.active().await;
        cut_off(&scene, Work::End, active.id, (Step::Delete, false)).await;
        scene.core.world.advance(time::Duration::minutes(6));
        let before = scene.stub.count(Step::Delete);
        let jobs: Vec<_> = (0..4)
            .map(|_| {
                let core = scene.core.clone();
                tokio::spawn(async move { mend::mend(&core).await.unwrap().done })
            })
            .collect();
        let mut done = 0;
        for job in jobs {
            done += job.await.unwrap();
        }
        assert_eq!(done, 1, "{kind:?}");
        assert_eq!(scene.stub.count(Step::Delete), before + 1);
    }
}
