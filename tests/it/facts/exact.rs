//! After a change has been committed, no later decision uses what was true before it: in the same process, and in
//! others on the same database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use fullmakt::db::{Db, Run as _, Sql};
use fullmakt::domain::{Delegated, Delegation, DelegationId, PartyId, Receiver, SystemUserId};
use fullmakt::engine::{Request, names};
use fullmakt::ops::Core;
use fullmakt::store;
use fullmakt::world::World;
use uuid::Uuid;

use super::{another, decision, question};
use crate::support::cast::{self, BAKERY, KARI, TAX_BASIS};
use crate::support::database::{Kind, kinds};
use crate::support::stage::{KARI as KARI_AT_HOME, Stage};

/// Two that decide on one database: two processes on PostgreSQL as far as they can tell, two caches of one process on
/// SQLite.
async fn two(stage: &Stage, kind: Kind) -> [Core; 2] {
    match kind {
        Kind::Sqlite => [stage.core(), stage.core()],
        Kind::Postgres => [another(stage).await, another(stage).await],
    }
}

async fn run(db: &Db, text: &'static str) {
    let changed = db.run(Sql::same(text), &[]).await.unwrap();
    assert!(changed > 0, "{text}");
}

#[tokio::test]
async fn every_kind_of_change_is_seen_by_the_very_next_decision() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let user = stage.system_user().await.to_string();
        let [here, there] = two(&stage, kind).await;
        let kari = question((names::PERSON_NUMBER, KARI), "read", BAKERY);
        let system = question((names::SYSTEM_USER_UUID, &user), "read", BAKERY);
        for (request, away, back) in [
            (
                &kari,
                "update role_assignment set role = role || 'x'",
                "update role_assignment set role = substr(role, 1, length(role) - 1)",
            ),
            (
                &kari,
                "update resource_policy set policy = replace(policy, 'Permit', 'Deny')",
                "update resource_policy set policy = replace(policy, 'Deny', 'Permit')",
            ),
            (
                &kari,
                "update resource set access_list_mode = 'Enabled'",
                "update resource set access_list_mode = 'Disabled'",
            ),
            (
                &kari,
                "update party set org_number = '991825827' where org_number = '310501018'",
                "update party set org_number = '310501018' where org_number = '991825827'",
            ),
            (
                &system,
                "update delegation set revoked_at = given_at where revoked_at is null",
                "update delegation set revoked_at = null",
            ),
            (
                &system,
                "update system_user set is_active = false",
                "update system_user set is_active = true",
            ),
            (
                &system,
                "update system set is_deleted = true",
                "update system set is_deleted = false",
            ),
        ] {
            for (change, permitted) in [(away, false), (back, true), (away, false), (back, true)] {
                run(&here.db, change).await;
                for core in [&there, &here] {
                    let decided = decision(core, request).await;
                    assert_eq!(
                        decided == "Permit",
                        permitted,
                        "{kind:?} {change}: {decided}"
                    );
                }
            }
        }
    }
}

/// What gives a system user the right to read, and what takes it away.
struct Right {
    user: SystemUserId,
    next: AtomicU64,
}

impl Right {
    async fn give(&self, core: &Core) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let delegation = Delegation {
            id: DelegationId(Uuid::from_u128(0xfac7_0000 + u128::from(number))),
            from: PartyId(cast::BAKERY_ID),
            to: Receiver::SystemUser(self.user),
            what: Delegated::Action {
                resource: TAX_BASIS.to_owned(),
                action: "read".to_owned(),
            },
            given_by: KARI_AT_HOME.party,
            given_at: core.world.now(),
        };
        let mut tx = core.db.write().await.unwrap();
        store::delegations::insert(&mut tx, &delegation)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn take(&self, core: &Core) {
        let (by, now) = (KARI_AT_HOME.party, core.world.now());
        let mut tx = core.db.write().await.unwrap();
        let taken = store::delegations::revoke_all_to_system_user(&mut tx, self.user, by, now)
            .await
            .unwrap();
        assert!(taken > 0);
        tx.commit().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_revoked_right_never_permits_again_however_many_ask_meanwhile() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let user = stage.system_user().await;
        let text = user.to_string();
        let [here, there] = two(&stage, kind).await;
        let request = question((names::SYSTEM_USER_UUID, &text), "read", BAKERY);
        let right = Right {
            user: SystemUserId(user),
            next: AtomicU64::new(0),
        };
        right.take(&here).await;

        let (over, asked) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicU64::new(0)),
        );
        let askers: Vec<_> = [&here, &there, &here, &there]
            .map(|core| ask_on(core, &request, &over, &asked))
            .into_iter()
            .collect();
        for round in 0..30 {
            right.give(&here).await;
            assert_eq!(
                decision(&there, &request).await,
                "Permit",
                "{kind:?} {round}"
            );
            right.take(&here).await;
            for core in [&there, &here, &there] {
                let decided = decision(core, &request).await;
                assert_ne!(decided, "Permit", "{kind:?} {round}");
            }
        }
        over.store(true, Ordering::Relaxed);
        for asker in askers {
            asker.await.unwrap();
        }
        assert!(asked.load(Ordering::Relaxed) > 100, "{kind:?}");
    }
}

/// Asks the same again and again, so that what is known is read and loaded at every moment of a change.
fn ask_on(
    core: &Core,
    request: &Request,
    over: &Arc<AtomicBool>,
    asked: &Arc<AtomicU64>,
) -> tokio::task::JoinHandle<()> {
    let (core, request) = (core.clone(), request.clone());
    let (over, asked) = (over.clone(), asked.clone());
    tokio::spawn(async move {
        while !over.load(Ordering::Relaxed) {
            decision(&core, &request).await;
            asked.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
        }
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_is_cut_off_is_seen_if_it_succeeded() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let user = stage.system_user().await;
        let text = user.to_string();
        let core = stage.core();
        let request = question((names::SYSTEM_USER_UUID, &text), "read", BAKERY);
        let (mut committed, mut is_active) = (0, true);
        for round in 0..40_u64 {
            let mut tx = core.db.write().await.unwrap();
            let (party, user) = (PartyId(cast::BAKERY_ID), SystemUserId(user));
            store::system_users::set_active(&mut tx, party, user, !is_active)
                .await
                .unwrap();
            let patience = Duration::from_micros(round * 50);
            let _ = tokio::time::timeout(patience, tx.commit()).await;

            // Waits until the row is free, and asks one who knows nothing beforehand.
            let mut waiting = core.db.write().await.unwrap();
            let touch = Sql::same("update system_user set title = title");
            (&mut waiting).run(touch, &[]).await.unwrap();
            drop(waiting);
            let fresh = Core::new(core.db.clone(), World::default());
            let found = store::system_users::find(&core.db, user).await.unwrap();
            let now_active = found.unwrap().is_active;
            committed += u64::from(now_active != is_active);
            is_active = now_active;
            let [old, new] = [
                decision(&core, &request).await,
                decision(&fresh, &request).await,
            ];
            assert_eq!(old, new, "{kind:?} {round}");
            assert_eq!(old == "Permit", is_active, "{kind:?} {round}");
        }
        assert!(
            committed > 0,
            "{kind:?}: none of the commits was patient enough"
        );
    }
}

#[tokio::test]
async fn another_process_on_the_same_sqlite_file_is_noticed_soon() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let [here, there] = [stage.core(), another(&stage).await];
    let kari = question((names::PERSON_NUMBER, KARI), "read", BAKERY);
    assert_eq!(decision(&here, &kari).await, "Permit");
    run(&there.db, "delete from role_assignment").await;
    let noticed = async {
        while decision(&here, &kari).await == "Permit" {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), noticed)
        .await
        .expect("the change was never noticed");
}
