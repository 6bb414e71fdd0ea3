use fullmakt::db::DbError;
use fullmakt::domain::{
    Delegated, Delegation, DelegationId, Given, OrgNumber, Receiver, RequestId, RequestStatus,
    SystemUserId,
};
use fullmakt::ops::requests::{Refusal, approve};
use fullmakt::store::system_users::Lookup;
use fullmakt::store::{delegations, requests, system_users};
use time::Duration;
use uuid::Uuid;

use crate::support::cast;
use crate::support::database::kinds;
use crate::support::rows::{self, BAKERY, KARI, Rows, SUBUNIT, SYSTEM, moment};
use crate::support::stage::{self, Stage};

#[tokio::test]
async fn a_request_is_read_as_it_was_written() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let request = rows::request(1);
        let mut tx = rows.write().await;
        requests::insert(&mut tx, &request).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            requests::find(&rows.db, request.id).await.unwrap(),
            Some(request.clone())
        );
        let by_ref = requests::find_by_ref(&rows.db, SYSTEM, BAKERY, "avd-1")
            .await
            .unwrap();
        assert_eq!(by_ref, Some(request), "{kind:?}");
        let other = requests::find_by_ref(&rows.db, SYSTEM, SUBUNIT, "avd-1")
            .await
            .unwrap();
        assert_eq!(other, None);
    }
}

#[tokio::test]
async fn a_deleted_request_frees_its_system_business_and_reference() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let (first, second) = (rows::request(1), rows::request(2));
        let mut tx = rows.write().await;
        requests::insert(&mut tx, &first).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = rows.write().await;
        let taken = requests::insert(&mut tx, &second).await;
        assert!(
            matches!(taken, Err(DbError::Duplicate)),
            "{kind:?}: {taken:?}"
        );
        drop(tx);
        let mut tx = rows.write().await;
        assert!(requests::delete(&mut tx, first.id, moment()).await.unwrap());
        assert!(!requests::delete(&mut tx, first.id, moment()).await.unwrap());
        requests::insert(&mut tx, &second).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(requests::find(&rows.db, first.id).await.unwrap(), None);
        assert!(requests::find(&rows.db, second.id).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn an_answered_request_is_not_answered_or_forwarded_again() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let request = rows::request(1);
        let later = moment().plus(Duration::microseconds(1));
        let mut tx = rows.write().await;
        requests::insert(&mut tx, &request).await.unwrap();
        requests::answer(&mut tx, request.id, RequestStatus::Rejected, KARI, later)
            .await
            .unwrap();
        let again =
            requests::answer(&mut tx, request.id, RequestStatus::Accepted, KARI, later).await;
        assert!(matches!(again, Err(DbError::NotAsExpected)), "{kind:?}");
        let forwarded = requests::escalate(&mut tx, request.id).await;
        assert!(matches!(forwarded, Err(DbError::NotAsExpected)), "{kind:?}");
        tx.commit().await.unwrap();
        let kept = requests::find(&rows.db, request.id).await.unwrap().unwrap();
        assert_eq!(
            (kept.status, kept.answered_at),
            (RequestStatus::Rejected, Some(later))
        );
    }
}

#[tokio::test]
async fn only_forwarded_and_unanswered_requests_wait() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let mut tx = rows.write().await;
        for (id, after) in [(1, 0), (2, 1), (3, 2), (4, 3)] {
            let mut request = rows::request(id);
            request.external_ref = id.to_string();
            request.created_at = moment().plus(Duration::microseconds(after));
            requests::insert(&mut tx, &request).await.unwrap();
            if id > 1 {
                requests::escalate(&mut tx, request.id).await.unwrap();
            }
        }
        let answered = RequestId(Uuid::from_u128(3));
        requests::answer(&mut tx, answered, RequestStatus::Accepted, KARI, moment())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let waiting = requests::list_escalated(&rows.db, BAKERY).await.unwrap();
        let ids: Vec<u128> = waiting
            .iter()
            .map(|request| request.id.0.as_u128())
            .collect();
        assert_eq!(ids, [4, 2], "{kind:?}");
    }
}

#[tokio::test]
async fn a_system_user_is_found_for_a_token_only_when_everything_fits() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let user = rows::system_user(1);
        let mut tx = rows.write().await;
        system_users::insert(&mut tx, &user).await.unwrap();
        tx.commit().await.unwrap();
        let (vendor, owner) = (
            OrgNumber::parse(cast::VENDOR).unwrap(),
            OrgNumber::parse(cast::BAKERY).unwrap(),
        );
        let fitting = || Lookup {
            client_id: "client-b",
            vendor: &vendor,
            owner: &owner,
            external_ref: "avd-1",
        };
        let found = system_users::find_active(&rows.db, fitting())
            .await
            .unwrap();
        assert_eq!(found.as_ref(), Some(&user), "{kind:?}");
        let others = [
            Lookup {
                client_id: "client-c",
                ..fitting()
            },
            Lookup {
                vendor: &owner,
                ..fitting()
            },
            Lookup {
                owner: &vendor,
                ..fitting()
            },
            Lookup {
                external_ref: "avd-2",
                ..fitting()
            },
        ];
        for other in others {
            assert_eq!(
                system_users::find_active(&rows.db, other).await.unwrap(),
                None
            );
        }
        let mut tx = rows.write().await;
        system_users::set_active(&mut tx, BAKERY, user.id, false)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            system_users::find_active(&rows.db, fitting())
                .await
                .unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn a_system_user_is_paused_resumed_and_deleted_once() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let user = rows::system_user(1);
        let mut tx = rows.write().await;
        system_users::insert(&mut tx, &user).await.unwrap();
        system_users::set_active(&mut tx, BAKERY, user.id, false)
            .await
            .unwrap();
        let again = system_users::set_active(&mut tx, BAKERY, user.id, false).await;
        assert!(matches!(again, Err(DbError::NotAsExpected)), "{kind:?}");
        let foreign = system_users::set_active(&mut tx, SUBUNIT, user.id, true).await;
        assert!(matches!(foreign, Err(DbError::NotAsExpected)), "{kind:?}");
        system_users::set_active(&mut tx, BAKERY, user.id, true)
            .await
            .unwrap();
        let foreign = system_users::delete(&mut tx, SUBUNIT, user.id, moment()).await;
        assert!(matches!(foreign, Err(DbError::NotAsExpected)), "{kind:?}");
        system_users::delete(&mut tx, BAKERY, user.id, moment())
            .await
            .unwrap();
        let again = system_users::delete(&mut tx, BAKERY, user.id, moment()).await;
        assert!(matches!(again, Err(DbError::NotAsExpected)), "{kind:?}");
        // The place of the deleted one is free.
        system_users::insert(&mut tx, &rows::system_user(2))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(system_users::find(&rows.db, user.id).await.unwrap(), None);
        assert_eq!(
            system_users::find_of(&rows.db, BAKERY, user.id)
                .await
                .unwrap(),
            None
        );
        let live = system_users::list_of(&rows.db, BAKERY).await.unwrap();
        assert_eq!(live, [rows::system_user(2)], "{kind:?}");
        let by_ref = system_users::find_by_ref(&rows.db, SYSTEM, BAKERY, "avd-1")
            .await
            .unwrap();
        assert_eq!(by_ref, Some(rows::system_user(2)));
    }
}

#[tokio::test]
async fn what_a_system_user_was_given_ends_when_it_is_paused_or_revoked() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let user = SystemUserId(Uuid::from_u128(1));
        let given = Delegation {
            id: DelegationId(Uuid::from_u128(5)),
            from: BAKERY,
            to: Receiver::SystemUser(user),
            what: Delegated::Action {
                resource: cast::TAX_BASIS.into(),
                action: "read".into(),
            },
            given_by: KARI,
            given_at: moment(),
        };
        let mut tx = rows.write().await;
        system_users::insert(&mut tx, &rows::system_user(1))
            .await
            .unwrap();
        delegations::insert(&mut tx, &given).await.unwrap();
        tx.commit().await.unwrap();
        let active = async || {
            delegations::list_to_active_system_user(&rows.db, user, SUBUNIT)
                .await
                .unwrap()
        };
        assert_eq!(active().await, [Given::Directly(given.clone())], "{kind:?}");
        let mut tx = rows.write().await;
        system_users::set_active(&mut tx, BAKERY, user, false)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(active().await, []);
        let shown = delegations::list_to_system_user(&rows.db, user)
            .await
            .unwrap();
        assert_eq!(shown, [given]);
        let mut tx = rows.write().await;
        system_users::set_active(&mut tx, BAKERY, user, true)
            .await
            .unwrap();
        let revoked = delegations::revoke_all_to_system_user(&mut tx, user, KARI, moment()).await;
        assert_eq!(revoked.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(active().await, []);
        assert_eq!(
            delegations::list_to_system_user(&rows.db, user)
                .await
                .unwrap(),
            []
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_approvals_at_once_one_makes_the_system_user() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let id = RequestId(stage.ask().await);
        let core = stage.core();
        let running: Vec<_> = (0..10)
            .map(|_| {
                let core = core.clone();
                tokio::spawn(async move { approve(&core, stage::KARI, id).await.unwrap() })
            })
            .collect();
        let mut made = 0;
        for one in running {
            match one.await.unwrap() {
                Ok(user) => {
                    assert_eq!(user, SystemUserId::from(id));
                    made += 1;
                }
                Err(refusal) => {
                    assert!(matches!(refusal, Refusal::NotAnswerable(_)), "{refusal:?}")
                }
            }
        }
        assert_eq!(made, 1, "{kind:?}");
        let users = system_users::list_of(&core.db, BAKERY).await.unwrap();
        assert_eq!(users.len(), 1, "{kind:?}");
        let given = delegations::list_to_system_user(&core.db, id.into())
            .await
            .unwrap();
        assert_eq!(given.len(), 1, "{kind:?}");
    }
}
