use super::*;
use crate::support::database::kinds;

#[tokio::test(flavor = "multi_thread")]
async fn parties_that_may_not_be_asked_cannot_be_told_apart() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        asks.stage
            .app
            .run_sql("update party set is_deleted = true where org_number = '310601004'")
            .await;
        let mut answers = Vec::new();
        // Unknown, deleted, and a person with whom Ola has nothing to do.
        for from in [Uuid::from_u128(7), cast::PLUMBER_ID, cast::KARI_ID] {
            let path = format!("{ASKS}/package?party={OLA_ID}&from={from}&package={TAX_PACKAGE}");
            let mut answer = asks.send(Method::POST, &path, &asks.ola, None).await;
            assert_eq!(answer.status, 400);
            answer.body["traceId"] = Value::Null;
            answers.push(answer.body);
        }
        assert_eq!(answers[0]["code"], "AM-00021");
        assert!(
            answers.windows(2).all(|two| two[0] == two[1]),
            "{answers:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_queries_are_refused_with_their_codes() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        let bakery = cast::BAKERY_ID;
        let long = "x".repeat(300);
        let get = |rest: &str| (Method::GET, format!("{ASKS}{rest}"));
        let post = |rest: String| (Method::POST, format!("{ASKS}{rest}"));
        for ((method, path), code) in [
            (get(""), "AM.VLD-00009"),
            (get("?party=x&id=y"), "AM.VLD-00009"),
            (get(&format!("?party={OLA_ID}")), "AM.VLD-00009"),
            (
                get(&format!("/sent?party={OLA_ID}&status=Whatever")),
                "AM.VLD-00039",
            ),
            (
                get(&format!("/sent?party={OLA_ID}&X-Page-Size=0")),
                "AM.VLD-00050",
            ),
            (
                get(&format!("/sent?party={OLA_ID}&X-Page-Size=1001")),
                "AM.VLD-00050",
            ),
            (
                get(&format!("/sent?party={OLA_ID}&X-Page-Number=-1")),
                "AM.VLD-00050",
            ),
            (
                post(format!("/package?party={OLA_ID}&from={bakery}")),
                "AM.VLD-00011",
            ),
            (
                post(format!("/package?party={OLA_ID}&package=lonn")),
                "AM.VLD-00009",
            ),
            (
                post(format!(
                    "/package?party={OLA_ID}&from={bakery}&package={long}"
                )),
                "AM.VLD-00009",
            ),
            (
                post(format!(
                    "/package?party={OLA_ID}&from={bakery}&package=finnes-ikke"
                )),
                "AM-00035",
            ),
            (
                post(format!(
                    "/package?party={OLA_ID}&from={OLA_ID}&package=lonn"
                )),
                "AM.VLD-00035",
            ),
            (
                post(format!(
                    "/package?party={OLA_ID}&from={bakery}&to={PER_ID}&package=lonn"
                )),
                "AM.VLD-00009",
            ),
            (
                post(format!(
                    "/package?party={OLA_ID}&from={bakery}&package=innbygger-skatteforhold-privatpersoner"
                )),
                "AM-00041",
            ),
            (
                post(format!("/resource?party={OLA_ID}&from={bakery}")),
                "AM.VLD-00012",
            ),
            (
                post(format!(
                    "/resource?party={OLA_ID}&from={bakery}&resource=finnes-ikke"
                )),
                "AM-00027",
            ),
            (
                post(format!(
                    "/resource?party={OLA_ID}&from={bakery}&resource=altinn_access_management"
                )),
                "AM-00042",
            ),
        ] {
            let answer = asks.send(method, &path, &asks.ola, None).await;
            assert_eq!(answer.status, 400, "{path}: {}", answer.body);
            assert_eq!(fault(&answer), code, "{path}: {}", answer.body);
        }
        let rows = asks
            .stage
            .app
            .run_sql("update access_request set status = status");
        assert_eq!(rows.await, 0, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_has_more_than_fifty_requests_under_way_even_by_taking_them_back() {
    for kind in kinds() {
        let asks = Asks::start(kind).await;
        for _ in 0..50 {
            let id = asks.asked().await;
            let path = format!("{ASKS}/sent/withdraw?party={OLA_ID}&id={id}");
            assert_eq!(asks.put(&path, &asks.ola).await.status, 202);
        }
        let answer = asks.ola_asks(TAX_PACKAGE).await;
        assert_eq!(fault(&answer), "AM.VLD-00037", "{}", answer.body);
        asks.stage.app.advance(time::Duration::hours(25));
        asks.asked().await;
    }
}
