//! What nobody should send.

use reqwest::Method;
use serde_json::json;

use super::*;
use crate::support::database::kinds;

#[tokio::test]
async fn odd_names_in_addresses_name_nothing() {
    for kind in kinds() {
        let (desk, tag_before) = Desk::with_list(kind).await;
        for name in [
            "a%20b",
            "a%2Fb",
            "a%00b",
            "%2E",
            "%2e%2e",
            "a:b",
            "%C3%A6",
            "a%0Ab",
            "'%20or%20'1'='1",
            &"a".repeat(256),
        ] {
            let path = format!("/dts/{name}");
            let put = desk.put(&path, &json!({"name": "x"})).await;
            let refused = [400, 404].contains(&put.status.as_u16());
            assert!(refused, "{kind:?} {name}: {} {}", put.status, put.body);
            for path in [path.clone(), format!("{path}/members")] {
                let got = desk.get(&path).await;
                let refused = [400, 404].contains(&got.status.as_u16());
                // `.` and `..` are resolved by clients, and lead to the owner's lists.
                assert!(
                    refused || name.starts_with("%2"),
                    "{kind:?} {name}: {}",
                    got.status
                );
            }
        }
        for name in ["A-Z", "0", "a.b_c~d", "..a"] {
            let path = format!("/dts/{name}");
            let put = desk.put(&path, &json!({"name": "x"})).await;
            assert_eq!(put.status, 200, "{name}");
            assert_eq!(put.body["identifier"], name);
            assert_eq!(desk.delete(&path).await.status, 200);
        }
        assert_eq!(tag(&desk.get("/dts/banks").await), tag_before);
    }
}

#[tokio::test]
async fn texts_that_cannot_be_kept_are_refused() {
    for kind in kinds() {
        let (desk, tag_before) = Desk::with_list(kind).await;
        let put = desk.put("/dts/banks", &json!({"name": "a\u{0}b"})).await;
        assert_eq!(put.status, 400, "{kind:?}");
        let actions = json!({"actionFilters": ["a\u{0}b"]});
        let path = "/dts/banks/resource-connections/dts-skattegrunnlag";
        assert_eq!(desk.put(path, &actions).await.status, 400);
        let markup =
            json!({"name": "<script>'\"; drop table party --", "description": "𝕏 \u{202e}"});
        let put = desk.put("/dts/banks", &markup).await;
        assert_eq!(put.body["name"], markup["name"]);
        assert_eq!(put.body["description"], markup["description"]);
        assert_ne!(tag(&put), tag_before);
    }
}

#[tokio::test]
async fn bodies_that_are_huge_or_broken_change_nothing() {
    let (desk, tag_before) = Desk::with_list(Kind::Sqlite).await;
    let url = format!("{}{ROOT}/dts/banks/members", desk.stage.app.url);
    let huge = format!("{{\"data\": [\"{}\"]}}", "x".repeat(2 * 1024 * 1024));
    let many = json!({"data": vec![urn(BAKERY); 20_000]}).to_string();
    let deep = "[".repeat(100_000);
    for (body, status) in [
        (huge.as_str(), 413),
        (many.as_str(), 400),
        (deep.as_str(), 400),
        ("", 400),
        ("{", 400),
        ("{\"data\": [\"urn", 400),
    ] {
        let request = desk.stage.app.http().post(&url).bearer_auth(&desk.token);
        let answer = request.body(body.to_owned()).send().await.unwrap();
        let start: String = body.chars().take(20).collect();
        assert_eq!(answer.status(), status, "{start}");
    }
    assert_eq!(tag(&desk.get("/dts/banks").await), tag_before);
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_in_json() {
    let desk = Desk::start(Kind::Sqlite).await;
    for (method, path, status) in [
        (Method::POST, "/dts", 405),
        (Method::GET, "/dts/a/b/c/d", 404),
        (Method::GET, "/dts/a/other", 404),
        (Method::DELETE, "/memberships", 405),
    ] {
        let answer = desk.send(method, path, &[], None).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(header(&answer, "content-type"), "application/problem+json");
    }
}
