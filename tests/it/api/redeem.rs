use fullmakt::domain::{LaunchId, LaunchState, LinkService, SecurityLevel, SubjectBinding};
use fullmakt::store;
use serde_json::{Value, json};
use time::Duration;

use crate::support::cast::{self, LINK_SERVICE};
use crate::support::database::kinds;
use crate::support::machine::{Answer, OWNER_SCOPES};
use crate::support::stage::{REDEEM, Stage};

/// A link service of the tax office on one of its resources, beside the demo's own.
fn bound(binding: SubjectBinding, redeemer: Option<&str>) -> LinkService {
    LinkService {
        resource: cast::TAX_BASIS.into(),
        target: fullmakt::domain::LinkTarget {
            url: "https://owner.example/".into(),
            key_parameter: "tempKey".into(),
            key_seconds: 60,
        },
        action: "read".into(),
        minimum_level: SecurityLevel::Substantial,
        subject_binding: binding,
        redeemers: redeemer
            .and_then(fullmakt::domain::OrgNumber::parse)
            .into_iter()
            .collect(),
        checks: Vec::new(),
        valid_from: None,
        valid_to: None,
    }
}

impl Stage {
    async fn redeem(&self, token: &str, key: &str, subject: Option<&str>) -> Answer {
        let mut body = json!({"key": key});
        if let Some(value) = subject {
            body["subject"] = json!({"type": "urn:altinn:person:identifier-no", "value": value});
        }
        self.vendor.post(REDEEM, token, &body).await
    }

    async fn add_link_service(&self, service: &LinkService) {
        let mut tx = self.app.db.write().await.unwrap();
        store::link_services::insert(&mut tx, service)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    async fn state(&self, launch: LaunchId) -> LaunchState {
        let found = store::launches::find(&self.app.db, launch).await.unwrap();
        found.unwrap().state
    }
}

fn code(answer: &Answer) -> (u16, &str) {
    (answer.status.as_u16(), answer.code())
}

/// The body without what differs in every answer.
fn told(answer: &Answer) -> Value {
    let mut body = answer.body.clone();
    body.as_object_mut().unwrap().remove("traceId");
    body
}

#[tokio::test]
async fn a_key_is_redeemed_once_and_a_second_try_is_an_alarm() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (launch, key) = stage.ticket(LINK_SERVICE).await;
        let first = stage.redeem(&stage.trade_owner, &key, None).await;
        assert_eq!(first.status, 200, "{kind:?}: {}", first.body);
        assert_eq!(first.body["reportee"]["organizationNumber"], cast::BAKERY);
        assert_eq!(first.headers["cache-control"], "no-store");
        assert!(
            !first.body.to_string().contains(cast::KARI),
            "the launcher's national id"
        );
        assert_eq!(stage.state(launch).await, LaunchState::Left);
        let second = stage.redeem(&stage.trade_owner, &key, None).await;
        assert_eq!(code(&second), (409, "LS-00005"), "{kind:?}");
        assert_eq!(stage.state(launch).await, LaunchState::Compromised);
    }
}

#[tokio::test]
async fn another_owner_cannot_tell_a_key_from_a_guess() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (launch, key) = stage.ticket(LINK_SERVICE).await;
        let foreign = stage.redeem(&stage.tax_owner, &key, Some(cast::OLA)).await;
        let guess = stage.redeem(&stage.tax_owner, "guess", None).await;
        assert_eq!(code(&guess), (404, "LS-00003"));
        assert_eq!(told(&foreign), told(&guess), "{kind:?}");
        assert_eq!(stage.state(launch).await, LaunchState::Left);
        assert_eq!(
            stage.redeem(&stage.trade_owner, &key, None).await.status,
            200,
            "{kind:?}"
        );
        let foreign = stage.redeem(&stage.tax_owner, &key, None).await;
        assert_eq!(
            told(&foreign),
            told(&guess),
            "{kind:?}: nor when it has been used"
        );
        assert_eq!(stage.state(launch).await, LaunchState::Left);
    }
}

#[tokio::test]
async fn a_named_redeemer_may_redeem_and_an_unnamed_one_may_not() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage
            .add_link_service(&bound(SubjectBinding::Optional, Some(cast::PLUMBER)))
            .await;
        let (_, key) = stage.ticket(cast::TAX_BASIS).await;
        let stranger = stage.issuer.token(cast::VENDOR, OWNER_SCOPES);
        assert_eq!(
            stage.redeem(&stranger, &key, None).await.status,
            404,
            "{kind:?}"
        );
        let named = stage.issuer.token(cast::PLUMBER, OWNER_SCOPES);
        assert_eq!(
            stage.redeem(&named, &key, None).await.status,
            200,
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn an_expired_key_is_gone_for_good() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (_, key) = stage.ticket(LINK_SERVICE).await;
        stage.app.advance(Duration::seconds(601));
        let mut claims = stage.issuer.claims("310902004", OWNER_SCOPES);
        claims["exp"] = json!(claims["exp"].as_i64().unwrap() + 1_000);
        let token = stage.issuer.sign(&claims);
        for _ in 0..2 {
            let late = stage.redeem(&token, &key, None).await;
            assert_eq!(code(&late), (410, "LS-00004"), "{kind:?}");
        }
    }
}

#[tokio::test]
async fn another_person_at_the_owners_site_burns_the_key() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (_, key) = stage.ticket(LINK_SERVICE).await;
        let mismatch = stage
            .redeem(&stage.trade_owner, &key, Some(cast::OLA))
            .await;
        assert_eq!(code(&mismatch), (403, "LS-00006"), "{kind:?}");
        let late = stage
            .redeem(&stage.trade_owner, &key, Some(cast::KARI))
            .await;
        assert_eq!(late.status, 410, "{kind:?}: {}", late.body);
        let (_, key) = stage.ticket(LINK_SERVICE).await;
        let same = stage
            .redeem(&stage.trade_owner, &key, Some(cast::KARI))
            .await;
        assert_eq!(same.status, 200, "{kind:?}");
    }
}

#[tokio::test]
async fn where_the_person_must_be_sent_a_key_alone_is_not_enough() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage
            .add_link_service(&bound(SubjectBinding::Required, None))
            .await;
        let (_, key) = stage.ticket(cast::TAX_BASIS).await;
        let alone = stage.redeem(&stage.tax_owner, &key, None).await;
        assert_eq!(code(&alone), (400, "LS-00008"), "{kind:?}");
        for (kind_of_id, value) in [
            ("urn:altinn:person:identifier-no", "123"),
            ("pid", cast::KARI),
        ] {
            let body = json!({"key": key, "subject": {"type": kind_of_id, "value": value}});
            let answer = stage.vendor.post(REDEEM, &stage.tax_owner, &body).await;
            assert_eq!(code(&answer), (400, "STD-00000"), "{kind:?} {kind_of_id}");
        }
        // None of these has used the key up.
        let whole = stage.redeem(&stage.tax_owner, &key, Some(cast::KARI)).await;
        assert_eq!(whole.status, 200, "{kind:?}: {}", whole.body);
    }
}

#[tokio::test]
async fn a_right_that_was_lost_meanwhile_burns_the_key() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (_, key) = stage.ticket(LINK_SERVICE).await;
        stage
            .app
            .run_sql("delete from role_assignment where role = 'daglig-leder'")
            .await;
        let lost = stage.redeem(&stage.trade_owner, &key, None).await;
        assert_eq!(code(&lost), (403, "LS-00009"), "{kind:?}");
        let again = stage.redeem(&stage.trade_owner, &key, None).await;
        assert_eq!(again.status, 410, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_redemptions_at_once_one_is_answered() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (launch, key) = stage.ticket(LINK_SERVICE).await;
        let tries: Vec<_> = (0..20)
            .map(|_| {
                let machine = stage.app.machine(cast::TRADE_OWNER_CLIENT);
                let (token, body) = (stage.trade_owner.clone(), json!({"key": key}));
                tokio::spawn(
                    async move { machine.post(REDEEM, &token, &body).await.status.as_u16() },
                )
            })
            .collect();
        let mut statuses = Vec::new();
        for one in tries {
            statuses.push(one.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200, "{kind:?}");
        assert_eq!(statuses[1..], [409; 19], "{kind:?}");
        assert_eq!(stage.state(launch).await, LaunchState::Compromised);
    }
}

#[tokio::test]
async fn redeeming_needs_the_scope() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (_, key) = stage.ticket(LINK_SERVICE).await;
        let token = stage
            .issuer
            .token("310902004", "altinn:serviceowner/instances.read");
        let answer = stage.redeem(&token, &key, None).await;
        assert_eq!(code(&answer), (403, "LS-00001"), "{kind:?}");
    }
}
