use super::*;
use fullmakt::domain::scope::OWNER_REQUEST_WRITE;
use serde_json::json;

/// The wire is made by the same code on both databases.
#[tokio::test(flavor = "multi_thread")]
async fn the_shapes_of_requests() {
    let asks = Asks::start(Kind::Sqlite).await;
    let stage = &asks.stage;
    let asked = asks.ola_asks(TAX_PACKAGE).await;
    insta::assert_snapshot!("request_for_a_package", stage.wire(&asked));
    asks.ola_asks_for(cast::LINK_SERVICE, None).await;
    let list = format!("{ASKS}/received?party={}&X-Page-Size=1", cast::BAKERY_ID);
    let first = asks.get(&list, &asks.kari).await;
    insta::assert_snapshot!("requests_received", stage.wire(&first));
    let next = first.body["links"]["next"].as_str().unwrap();
    let next = next.strip_prefix(&stage.app.url).unwrap();
    let second = asks.get(next, &asks.kari).await;
    assert_eq!(second.body["links"], json!({}), "{}", second.body);
    assert_eq!(second.body["data"][0]["type"], "package");
    let count = format!("{ASKS}/received/count?party={}", cast::BAKERY_ID);
    insta::assert_snapshot!(
        "requests_counted",
        stage.wire(&asks.get(&count, &asks.kari).await)
    );
    let count = format!("{ASKS}/sent/count?party={OLA_ID}&status=Approved,rejected");
    assert_eq!(asks.get(&count, &asks.ola).await.body, json!({"count": 0}));
    let sent = format!("{ASKS}/sent?party={OLA_ID}&to={}", cast::PLUMBER_ID);
    assert_eq!(asks.get(&sent, &asks.ola).await.body["data"], json!([]));

    let token = stage.issuer.token("310902004", OWNER_REQUEST_WRITE);
    let body = json!({
        "from": format!("urn:altinn:organization:identifier-no:{}", cast::BAKERY),
        "to": format!("urn:altinn:person:identifier-no:{}", cast::OLA),
        "resource": cast::LINK_SERVICE,
    });
    let drafted = asks.send(Method::POST, DRAFTS, &token, Some(&body)).await;
    insta::assert_snapshot!("owner_draft", stage.wire(&drafted));
    let urns = asks
        .get(&format!("{DRAFTS}/_meta/urns/party"), &token)
        .await;
    insta::assert_snapshot!("owner_urns", stage.wire(&urns));
    let missing = asks
        .get(&format!("{ASKS}?party={OLA_ID}&id={OLA_ID}"), &asks.ola)
        .await;
    insta::assert_snapshot!("request_unknown", stage.wire(&missing));
}
