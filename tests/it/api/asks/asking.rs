use fullmakt::domain::scope::{ACCESS_REQUEST_READ, ACCESS_REQUEST_WRITE};
use reqwest::Method;
use serde_json::json;

use super::*;
use crate::support::database::kinds;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_for_is_given_when_it_is_approved_and_not_before() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let before = asks.given_to_ola().await;
        let id = asks.asked().await;
        assert!(!asks.ola_may("read", cast::TAX_BASIS).await, "{kind:?}");
        let answer = asks.answer("approve", &id, &asks.kari).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        assert_eq!(answer.body["status"], "Approved");
        assert!(asks.ola_may("read", cast::TAX_BASIS).await, "{kind:?}");
        assert_eq!(asks.given_to_ola().await, before + 1, "{kind:?}");
        assert_eq!(asks.status(&id).await, "Approved");
        let again = asks.answer("approve", &id, &asks.kari).await;
        assert_eq!(fault(&again), "AM.VLD-00036", "{}", again.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rejected_or_withdrawn_gives_nothing_and_can_be_asked_for_again() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let before = asks.given_to_ola().await;
        let rejected = asks.asked().await;
        let answer = asks.answer("reject", &rejected, &asks.kari).await;
        assert_eq!(answer.body["status"], "Rejected", "{}", answer.body);
        let withdrawn = asks.asked().await;
        assert_ne!(rejected, withdrawn);
        let path = format!("{ASKS}/sent/withdraw?party={OLA_ID}&id={withdrawn}");
        let answer = asks.put(&path, &asks.ola).await;
        assert_eq!(answer.body["status"], "Withdrawn", "{}", answer.body);
        for id in [&rejected, &withdrawn] {
            let late = asks.answer("approve", id, &asks.kari).await;
            assert_eq!(fault(&late), "AM.VLD-00036", "{}", late.body);
        }
        assert_eq!(asks.given_to_ola().await, before, "{kind:?}");
        asks.asked().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_twice_is_shown_the_request_that_waits() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let first = asks.asked().await;
        assert_eq!(asks.asked().await, first);
        // By another of the package's names, and by the name that the original's portal uses for the asked party.
        let path = format!(
            "{ASKS}/package?party={OLA_ID}&to={}&package=skattegrunnlag",
            cast::BAKERY_ID
        );
        let answer = asks.send(Method::POST, &path, &asks.ola, None).await;
        assert_eq!(answer.body["id"], first, "{}", answer.body);
        let other = asks.ola_asks("urn:altinn:accesspackage:lonn").await;
        assert_ne!(other.body["id"], first);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn right_keys_are_given_as_they_were_asked_for() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let keys = right_keys(&asks).await;
        let body = json!({"rightKeys": [keys["read"]]});
        let asked = asks.ola_asks_for(cast::PAYROLL, Some(&body)).await;
        assert_eq!(asked.status, 202, "{}", asked.body);
        assert_eq!(asked.body["resource"]["actions"], json!(["read"]));
        let id = asked.body["id"].as_str().unwrap();
        let answer = asks.answer("approve", id, &asks.kari).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        assert!(asks.ola_may("read", cast::PAYROLL).await);
        assert!(!asks.ola_may("write", cast::PAYROLL).await);
        for (body, code) in [
            (json!({"rightKeys": []}), "AM-00033"),
            (json!({"rightKeys": ["01abc"]}), "AM-00036"),
            (json!({"RIGHTKEYS": vec!["x"; 101]}), "AM.VLD-00040"),
        ] {
            let answer = asks.ola_asks_for(cast::PAYROLL, Some(&body)).await;
            assert_eq!(fault(&answer), code, "{}", answer.body);
        }
    }
}

/// The keys of the payroll's rights by their actions.
async fn right_keys(asks: &Asks) -> serde_json::Map<String, Value> {
    let path = format!(
        "/resourceregistry/api/v2/resource/{}/policy/rights",
        cast::PAYROLL
    );
    let answer = asks.get(&path, &asks.kari).await;
    let rights = answer
        .body
        .as_array()
        .unwrap_or_else(|| panic!("{}", answer.body));
    let key = |right: &Value| {
        let action = right["action"]["value"].as_str().unwrap().to_owned();
        (action, right["key"].clone())
    };
    rights.iter().map(key).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_asked_for_without_keys_is_given_as_far_as_the_approver_can() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let asked = asks.ola_asks_for(cast::TAX_BASIS, None).await;
        assert_eq!(
            asked.body["resource"]["actions"],
            Value::Null,
            "{}",
            asked.body
        );
        let id = asked.body["id"].as_str().unwrap();
        let answer = asks.answer("approve", id, &asks.kari).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        assert!(asks.ola_may("read", cast::TAX_BASIS).await, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organization_asks_through_those_who_manage_access_there() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let path = format!(
            "{ASKS}/package?party={}&from={}&package={TAX_PACKAGE}",
            cast::PLUMBER_ID,
            cast::BAKERY_ID
        );
        for (token, status) in [(&asks.per, 202), (&asks.ola, 403), (&asks.kari, 403)] {
            let answer = asks.send(Method::POST, &path, token, None).await;
            assert_eq!(answer.status, status, "{}", answer.body);
        }
        // Ola works at the bakery, but manages nothing there.
        let path = format!(
            "{ASKS}/package?party={}&from={}&package={TAX_PACKAGE}",
            cast::BAKERY_ID,
            cast::PLUMBER_ID
        );
        let answer = asks.send(Method::POST, &path, &asks.ola, None).await;
        assert_eq!(answer.status, 403, "{}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scope_to_read_does_not_ask_or_answer() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let id = asks.asked().await;
        let reads = token(&asks.stage, KARI, ACCESS_REQUEST_READ);
        let writes = token(&asks.stage, KARI, ACCESS_REQUEST_WRITE);
        let other = token(
            &asks.stage,
            KARI,
            "altinn:accessmanagement/enduser:connections:toothers.write",
        );
        let list = format!("{ASKS}/received?party={}", cast::BAKERY_ID);
        assert_eq!(asks.get(&list, &reads).await.status, 200);
        assert_eq!(asks.get(&list, &other).await.status, 403);
        assert_eq!(asks.answer("approve", &id, &reads).await.status, 403);
        assert_eq!(asks.answer("approve", &id, &other).await.status, 403);
        assert_eq!(asks.answer("approve", &id, &writes).await.status, 202);
    }
}
