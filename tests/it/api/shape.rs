//! What no caller should send is refused in the APIs' own words, and never fells the server.

use serde_json::json;

use crate::support::cast::{self, BAKERY};
use crate::support::database::kinds;
use crate::support::machine::Answer;
use crate::support::stage::{AUTHORIZE, REDEEM, REQUESTS, SYSTEM, SYSTEMS, Stage};

fn is_problem(answer: &Answer) -> bool {
    answer.headers["content-type"] == "application/problem+json"
        && answer.body["status"] == answer.status.as_u16()
        && answer.body["traceId"].is_string()
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_a_problem_with_a_code() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        for (path, token) in [
            (SYSTEMS, &stage.token),
            (REQUESTS, &stage.token),
            (REDEEM, &stage.tax_owner),
        ] {
            for body in ["", "{", "null", "[]", "{}", "7", r#"{"id": 7}"#, "\u{0}"] {
                let answer = stage
                    .vendor
                    .post_text(path, token, "application/json", body)
                    .await;
                assert_eq!(
                    (answer.status.as_u16(), answer.code()),
                    (400, "STD-00000"),
                    "{kind:?} {path} {body}"
                );
                assert!(is_problem(&answer), "{path} {body}");
            }
        }
    }
}

#[tokio::test]
async fn a_path_or_query_that_cannot_be_read_is_a_problem_too() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        for path in [
            format!("{REQUESTS}/not-a-uuid"),
            format!("{REQUESTS}/%FF"),
            format!("{SYSTEMS}/%FF"),
            "/authentication/api/v1/systemuser/vendor/byquery?orgno=1".to_owned(),
        ] {
            let answer = stage.vendor.get(&path, &stage.token).await;
            let status = answer.status.as_u16();
            assert!(status == 400 || status == 404, "{kind:?} {path}: {status}");
            assert!(is_problem(&answer), "{kind:?} {path}: {}", answer.body);
        }
    }
}

/// PostgreSQL keeps no NUL in a text, SQLite does.
#[tokio::test]
async fn a_nul_in_a_text_fells_neither_database() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let mut system = stage.vendor.system_body("310801003_nul");
        system["clientId"] = json!([]);
        system["name"]["nb"] = json!("a\u{0}b");
        let mut request = stage.request_body();
        request["externalRef"] = json!("a\u{0}b");
        let mut unknown = stage.request_body();
        unknown["systemId"] = json!("\u{0}");
        let question = json!({"Request": {"Resource": [{"Attribute": [
            {"AttributeId": "urn:altinn:resource", "Value": "a\u{0}"},
        ]}]}});
        let token = &stage.token;
        let answers = [
            stage.vendor.post(SYSTEMS, token, &system).await,
            stage.vendor.post(REQUESTS, token, &request).await,
            stage.vendor.post(REQUESTS, token, &unknown).await,
            stage
                .vendor
                .post(AUTHORIZE, &stage.tax_owner, &question)
                .await,
            stage.vendor.get(&format!("{SYSTEMS}/a%00"), token).await,
            stage
                .vendor
                .get(
                    &format!("{REQUESTS}/byexternalref/{SYSTEM}/{BAKERY}/%00"),
                    token,
                )
                .await,
            stage.vendor.get("/tjenester/%00", token).await,
        ];
        for (number, answer) in answers.iter().enumerate() {
            assert!(
                answer.status.as_u16() < 500,
                "{kind:?} {number}: {}",
                answer.body
            );
        }
        let mut kari = stage.app.browser_of(cast::KARI).await;
        let page = kari.get("/link/a%00").await;
        assert_eq!(page.status, 400, "{kind:?}");
    }
}
