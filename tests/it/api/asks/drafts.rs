use super::*;
use crate::support::database::kinds;
use fullmakt::domain::scope::{OWNER_REQUEST_READ, OWNER_REQUEST_WRITE};
use serde_json::json;

const PERSON: &str = "urn:altinn:person:identifier-no";
const ORGANIZATION: &str = "urn:altinn:organization:identifier-no";
const TRADE_OWNER: &str = "310902004";

fn draft(resource: &str) -> Value {
    json!({
        "from": format!("{ORGANIZATION}:{}", cast::BAKERY),
        "to": format!("{PERSON}:{}", cast::OLA),
        "resource": resource,
    })
}

fn owner(asks: &Asks, number: &str) -> String {
    asks.stage.issuer.token(number, OWNER_REQUEST_WRITE)
}

async fn drafted(asks: &Asks) -> String {
    let path = format!("{DRAFTS}/resource");
    let body = draft(cast::LINK_SERVICE);
    let token = owner(asks, TRADE_OWNER);
    let answer = asks.send(Method::POST, &path, &token, Some(&body)).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    assert_eq!(answer.body["status"], "Draft");
    answer.body["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_nothing_to_the_party_before_the_person_confirms_it() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let id = drafted(&asks).await;
        assert_eq!(drafted(&asks).await, id, "drafted twice");
        let bakery = cast::BAKERY_ID;
        let seen = asks
            .get(&format!("{ASKS}?party={bakery}&id={id}"), &asks.kari)
            .await;
        assert_eq!(seen.code(), "AM-00031", "{}", seen.body);
        let list = format!("{ASKS}/received?party={bakery}");
        assert_eq!(asks.get(&list, &asks.kari).await.body["data"], json!([]));
        let answer = asks.answer("approve", &id, &asks.kari).await;
        assert_eq!(answer.code(), "AM-00031", "{}", answer.body);
        let shown = asks
            .get(&format!("{ASKS}/draft?party={OLA_ID}&id={id}"), &asks.ola)
            .await;
        assert_eq!(shown.body["status"], "Draft", "{}", shown.body);

        let path = format!("{ASKS}/draft/confirm?party={OLA_ID}&id={id}");
        assert_eq!(asks.put(&path, &asks.ola).await.body["status"], "Pending");
        assert_eq!(fault(&asks.put(&path, &asks.ola).await), "AM.VLD-00036");
        let answer = asks.answer("approve", &id, &asks.kari).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        assert!(asks.ola_may("read", cast::LINK_SERVICE).await);
        let status = format!("{DRAFTS}/{id}/status");
        let reads = asks.stage.issuer.token(TRADE_OWNER, OWNER_REQUEST_READ);
        assert_eq!(asks.get(&status, &reads).await.body["status"], "Approved");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_is_discarded_stays_unknown_to_the_party() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let id = drafted(&asks).await;
        let path = format!("{ASKS}/sent/withdraw?party={OLA_ID}&id={id}");
        assert_eq!(asks.put(&path, &asks.ola).await.body["status"], "Withdrawn");
        let list = format!("{ASKS}/received?party={}", cast::BAKERY_ID);
        assert_eq!(asks.get(&list, &asks.kari).await.body["data"], json!([]));
        let path = format!("{ASKS}/draft/confirm?party={OLA_ID}&id={id}");
        assert_eq!(fault(&asks.put(&path, &asks.ola).await), "AM.VLD-00036");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_asks_only_for_its_own_services_and_sees_only_its_own_drafts() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let (trade, tax) = (owner(&asks, TRADE_OWNER), owner(&asks, cast::TAX_OWNER));
        let id = drafted(&asks).await;
        let path = format!("{DRAFTS}/resource");
        let body = draft(cast::TAX_BASIS);
        let answer = asks.send(Method::POST, &path, &trade, Some(&body)).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (403, "AM-00034"));
        for number in [cast::BAKERY, cast::VENDOR] {
            let token = owner(&asks, number);
            let answer = asks.send(Method::POST, &path, &token, Some(&body)).await;
            assert_eq!(answer.code(), "AM-00034", "{}", answer.body);
        }
        let status = format!("{DRAFTS}/{id}/status");
        assert_eq!(asks.get(&status, &tax).await.code(), "AM-00031");
        let withdraw = format!("{DRAFTS}/{id}/withdraw");
        assert_eq!(asks.put(&withdraw, &tax).await.code(), "AM-00031");
        let reads = asks.stage.issuer.token(TRADE_OWNER, OWNER_REQUEST_READ);
        assert_eq!(asks.put(&withdraw, &reads).await.status, 403);
        let answer = asks.put(&withdraw, &trade).await;
        assert_eq!(answer.body["status"], "Withdrawn", "{}", answer.body);
        assert_eq!(fault(&asks.put(&withdraw, &trade).await), "AM.VLD-00036");
        // What a person asked for is no owner's.
        let own = asks.asked().await;
        let status = format!("{DRAFTS}/{own}/status");
        assert_eq!(asks.get(&status, &trade).await.code(), "AM-00031");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_drafts_are_refused_and_nothing_is_kept() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let token = owner(&asks, TRADE_OWNER);
        let good = draft(cast::LINK_SERVICE);
        let with = |name: &str, value: Value| {
            let mut body = good.clone();
            body[name] = value;
            body
        };
        for (path, body, code) in [
            ("", with("package", json!(TAX_PACKAGE)), "AM.VLD-00038"),
            ("", with("resource", Value::Null), "AM.VLD-00038"),
            ("/resource", with("resource", json!("")), "AM.VLD-00012"),
            (
                "/resource",
                with("resource", json!("x".repeat(300))),
                "AM.VLD-00012",
            ),
            ("/package", good.clone(), "AM.VLD-00011"),
            (
                "/resource",
                with("from", json!("310501018")),
                "AM.VLD-00001",
            ),
            (
                "/resource",
                with("to", json!(format!("{PERSON}:12345678901"))),
                "AM.VLD-00001",
            ),
            (
                "/resource",
                with("from", json!(format!("{ORGANIZATION}:999999998"))),
                "AM.VLD-00001",
            ),
            (
                "/resource",
                with("to", good["from"].clone()),
                "AM.VLD-00035",
            ),
            ("/resource", with("rightKeys", json!([])), "AM-00033"),
            ("/resource", json!([]), "STD-00000"),
            ("/resource", json!({"from": 1}), "STD-00000"),
        ] {
            let path = format!("{DRAFTS}{path}");
            let answer = asks.send(Method::POST, &path, &token, Some(&body)).await;
            assert_eq!(answer.status, 400, "{body}: {}", answer.body);
            assert_eq!(fault(&answer), code, "{body}: {}", answer.body);
        }
        let rows = asks
            .stage
            .app
            .run_sql("update access_request set status = status");
        assert_eq!(rows.await, 0, "{kind:?}");
    }
}
