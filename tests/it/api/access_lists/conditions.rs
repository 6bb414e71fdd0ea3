//! `If-Match` and its like, with the original's weak tags.

use reqwest::Method;
use serde_json::json;

use super::*;
use crate::support::cast::TAX_BASIS;
use crate::support::database::kinds;

const LONG_AGO: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const FAR_AHEAD: &str = "Thu, 31 Dec 2099 23:59:59 GMT";
/// The tag of a version that no list has, and one that is not ours at all.
const OLD: &str = "W/\"eyJ2ZXJzaW9uIjoiMCJ9\"";
const STRANGE: &str = "W/\"abc\"";

#[tokio::test]
async fn a_reader_gets_the_list_or_304_or_412() {
    for kind in kinds() {
        let (desk, tag) = Desk::with_list(kind).await;
        let current = desk.get("/dts/banks").await;
        let date = header(&current, "last-modified").to_owned();
        let both = format!("{OLD}, {tag}");
        for (name, value, status) in [
            ("if-match", tag.as_str(), 200),
            ("if-match", "*", 200),
            ("if-match", both.as_str(), 200),
            ("if-match", OLD, 412),
            ("if-match", STRANGE, 412),
            ("if-none-match", tag.as_str(), 304),
            ("if-none-match", "*", 304),
            ("if-none-match", both.as_str(), 304),
            ("if-none-match", OLD, 200),
            ("if-none-match", STRANGE, 200),
            ("if-modified-since", date.as_str(), 304),
            ("if-modified-since", FAR_AHEAD, 304),
            ("if-modified-since", LONG_AGO, 200),
            ("if-unmodified-since", date.as_str(), 200),
            ("if-unmodified-since", LONG_AGO, 412),
            // Strong tags, and what is no tag or date.
            ("if-match", "\"abc\"", 400),
            ("if-none-match", "\"abc\"", 400),
            ("if-match", "abc", 400),
            ("if-match", "", 400),
            ("if-modified-since", "yesterday", 400),
            ("if-unmodified-since", "2030-01-01T00:00:00Z", 400),
        ] {
            for path in [
                "/dts/banks",
                "/dts/banks/members",
                "/dts/banks/resource-connections",
            ] {
                let answer = desk.send(Method::GET, path, &[(name, value)], None).await;
                assert_eq!(answer.status, status, "{kind:?} {path} {name}: {value}");
                if status == 304 {
                    assert_eq!(header(&answer, "etag"), tag);
                    assert_eq!(answer.body, json!(""));
                }
            }
            let missing = desk
                .send(Method::GET, "/dts/none", &[(name, value)], None)
                .await;
            assert_eq!(missing.status, if status == 400 { 400 } else { 404 });
        }
    }
}

#[tokio::test]
async fn a_change_is_made_only_to_the_list_that_is_expected() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let resource = format!("/dts/banks/resource-connections/{TAX_BASIS}");
        let (name, member) = (json!({"name": "Banks"}), organizations(&[BAKERY]));
        let changes = [
            (Method::PUT, "/dts/banks", &name),
            (Method::PUT, "/dts/banks/members", &member),
            (Method::POST, "/dts/banks/members", &member),
            (Method::DELETE, "/dts/banks/members", &member),
            (Method::PUT, resource.as_str(), &name),
            (Method::DELETE, resource.as_str(), &name),
            (Method::DELETE, "/dts/banks", &name),
        ];
        for (method, path, body) in &changes {
            let send = async |name: &str, value: &str| {
                let headers = [(name, value)];
                let answer = desk.send(method.clone(), path, &headers, Some(body)).await;
                answer.status.as_u16()
            };
            let before = desk.get("/dts/banks").await;
            for (name, value, status) in [
                ("if-match", OLD, 412),
                ("if-match", STRANGE, 412),
                ("if-match", "\"abc\"", 400),
                ("if-none-match", "*", 412),
                ("if-none-match", &tag(&before), 412),
                ("if-unmodified-since", LONG_AGO, 412),
            ] {
                let found = send(name, value).await;
                assert_eq!(found, status, "{kind:?} {method} {path} {name}: {value}");
            }
            assert_eq!(tag(&desk.get("/dts/banks").await), tag(&before));
            let found = send("if-match", &tag(&before)).await;
            assert!(
                [200, 204].contains(&found),
                "{kind:?} {method} {path}: {found}"
            );
        }
        assert_eq!(desk.get("/dts/banks").await.status, 404);
    }
}

#[tokio::test]
async fn a_list_is_made_only_when_there_is_none_or_changed_only_when_there_is_one() {
    for kind in kinds() {
        let desk = Desk::start(kind).await;
        let put = async |name: &str, value: &str| {
            let body = json!({"name": "Banks"});
            let headers = [(name, value)];
            let answer = desk
                .send(Method::PUT, "/dts/banks", &headers, Some(&body))
                .await;
            answer.status.as_u16()
        };
        for value in ["*", OLD, STRANGE] {
            assert_eq!(put("if-match", value).await, 412, "{kind:?} {value}");
        }
        assert_eq!(desk.get("/dts/banks").await.status, 404);
        assert_eq!(put("if-none-match", "*").await, 200);
        assert_eq!(put("if-none-match", "*").await, 412);
        assert_eq!(put("if-match", "*").await, 200);
    }
}

#[tokio::test]
async fn a_version_never_comes_back() {
    for kind in kinds() {
        let (desk, first) = Desk::with_list(kind).await;
        desk.add(&BOTH).await;
        let last = tag(&desk.get("/dts/banks").await);
        desk.delete("/dts/banks").await;
        let made = desk.put("/dts/banks", &json!({"name": "Banks"})).await;
        desk.add(&[BAKERY]).await;
        let now = tag(&desk.get("/dts/banks").await);
        let tags = [&first, &last, &tag(&made), &now];
        for (at, one) in tags.iter().enumerate() {
            assert!(!tags[..at].contains(one), "{kind:?} {tags:?}");
        }
        let headers = [(IF_MATCH, last.as_str())];
        let body = organizations(&[PLUMBER]);
        let stale = desk
            .send(Method::POST, "/dts/banks/members", &headers, Some(&body))
            .await;
        assert_eq!(stale.status, 412);
    }
}
