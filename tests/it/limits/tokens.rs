//! Tokens and tickets.

use serde_json::{Value, json};
use time::Duration;

use super::{Limited, wait};
use crate::support::app::TestApp;
use crate::support::cast::{LINK_SERVICE, OTHER_VENDOR_CLIENT, VENDOR_CLIENT};
use crate::support::database::kinds;
use crate::support::machine::{Answer, VENDOR_SCOPES};
use crate::support::stage::{REDEEM, Stage};

const SCOPE: &str = "altinn:authentication/systemregister.write";

#[tokio::test]
async fn a_client_that_asks_for_too_many_tokens_waits_and_nobody_else_can_make_it_wait() {
    for kind in kinds() {
        let limited = Limited::start(kind, "token = { client = 2 }").await;
        let vendor = limited.app.machine(VENDOR_CLIENT);
        let other = limited.app.machine(OTHER_VENDOR_CLIENT);
        // Grants in the vendor's name, but by somebody else's key: they are refused, and count for nobody.
        for _ in 0..5 {
            let mut forged = other.grant(SCOPE);
            forged["iss"] = json!(VENDOR_CLIENT);
            assert!(other.send_grant(&forged).await.status.is_client_error());
        }
        assert!(VENDOR_SCOPES.contains(SCOPE));
        for _ in 0..2 {
            vendor.token(SCOPE).await;
        }
        let refused = vendor.send_grant(&vendor.grant(SCOPE)).await;
        assert_eq!(refused.status, 429, "{}", refused.body);
        assert_eq!(refused.body["error"], "temporarily_unavailable");
        assert!(refused.body["error_description"].is_string());
        assert!((1..=30).contains(&wait(&refused)));
        other.token(SCOPE).await;
        limited.app.advance(Duration::seconds(60));
    }
}

#[tokio::test]
async fn an_address_that_asks_for_too_many_tokens_waits() {
    for kind in kinds() {
        let limited = Limited::start(kind, "token = { address = 2 }").await;
        let vendor = limited.app.machine(VENDOR_CLIENT);
        for _ in 0..2 {
            vendor.token(SCOPE).await;
        }
        let refused = vendor.send_grant(&json!({})).await;
        assert_eq!(refused.status, 429, "{}", refused.body);
        assert_eq!(refused.body["error"], "temporarily_unavailable");
    }
}

async fn redeem(stage: &Stage, token: &str, key: &str) -> Answer {
    let body: Value = json!({ "key": key });
    stage.vendor.post(REDEEM, token, &body).await
}

#[tokio::test]
async fn whoever_brings_too_many_bad_keys_is_told_nothing_more_and_good_keys_are_still_taken() {
    for kind in kinds() {
        let app = TestApp::start_limited(kind, "failed_redeem = { client = 3 }").await;
        let stage = Stage::on(app).await;
        let (_, key) = stage.ticket(LINK_SERVICE).await;
        for guess in ["a", "b", "c"] {
            let answer = redeem(&stage, &stage.trade_owner, guess).await;
            assert_eq!((answer.status.as_u16(), answer.code()), (404, "LS-00003"));
        }
        let answer = redeem(&stage, &stage.trade_owner, "d").await;
        assert_eq!((answer.status.as_u16(), answer.code()), (429, "LS-00010"));
        assert!((1..=20).contains(&wait(&answer)));
        let other = redeem(&stage, &stage.tax_owner, "e").await;
        assert_eq!(other.status, 404, "another owner");
        let good = redeem(&stage, &stage.trade_owner, &key).await;
        assert_eq!(good.status, 200, "{}", good.body);
        // Used: a replay is one of those that are told nothing.
        let replayed = redeem(&stage, &stage.trade_owner, &key).await;
        assert_eq!(replayed.code(), "LS-00010");
    }
}

#[tokio::test]
async fn redeeming_itself_has_a_limit_too() {
    for kind in kinds() {
        let app = TestApp::start_limited(kind, "redeem = { client = 2 }").await;
        let stage = Stage::on(app).await;
        for _ in 0..2 {
            let answer = redeem(&stage, &stage.trade_owner, "x").await;
            assert_eq!(answer.code(), "LS-00003");
        }
        let answer = redeem(&stage, &stage.trade_owner, "x").await;
        assert_eq!((answer.status.as_u16(), answer.code()), (429, "STD-00429"));
        assert_eq!(redeem(&stage, &stage.tax_owner, "x").await.status, 404);
    }
}
