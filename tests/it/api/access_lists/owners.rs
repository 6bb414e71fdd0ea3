//! Whose lists they are.

use fullmakt::domain::scope::{
    ACCESS_LIST_DECISIONS, ACCESS_LIST_READ, ACCESS_LIST_WRITE, RESOURCE_ADMIN, RESOURCE_WRITE,
};
use reqwest::Method;
use serde_json::json;

use super::*;
use crate::support::cast::{TAX_BASIS, VENDOR};
use crate::support::database::kinds;

/// Reads and writes of one list, and what a caller gets who may.
fn calls() -> Vec<(Method, String, u16)> {
    let members = "/dts/banks/members";
    let connection = format!("/dts/banks/resource-connections/{TAX_BASIS}");
    [
        (Method::GET, "/dts", 200),
        (Method::GET, "/dts/banks", 200),
        (Method::GET, members, 200),
        (Method::GET, "/dts/banks/resource-connections", 200),
        (Method::PUT, "/dts/banks", 200),
        (Method::PATCH, "/dts/banks", 501),
        (Method::PUT, members, 200),
        (Method::POST, members, 200),
        (Method::DELETE, members, 200),
        (Method::PUT, &connection, 200),
        (Method::DELETE, &connection, 200),
        (Method::DELETE, "/dts/banks", 200),
    ]
    .map(|(method, path, status)| (method, path.to_owned(), status))
    .into()
}

impl Desk {
    /// The statuses of all reads and of all writes with a token.
    async fn statuses(&self, token: &str) -> (Vec<u16>, Vec<u16>) {
        let body = json!({"name": "Banks", "data": [urn(BAKERY)]});
        let (mut reads, mut writes) = (Vec::new(), Vec::new());
        for (method, path, good) in calls() {
            self.put("/dts/banks", &json!({"name": "Banks"})).await;
            if method == Method::DELETE && path.contains("connections") {
                self.put(&path, &json!({})).await;
            }
            let answer = self
                .send_as(token, method.clone(), &path, &[], Some(&body))
                .await;
            let status = match answer.status.as_u16() {
                status if status == good => 200,
                status => status,
            };
            match method {
                Method::GET => reads.push(status),
                _ => writes.push(status),
            }
        }
        (reads, writes)
    }
}

#[tokio::test]
async fn a_token_opens_the_lists_of_its_owner() {
    for kind in kinds() {
        let desk = Desk::start(kind).await;
        let with_code = |org: &str, code: &str, scope: &str| {
            let mut claims = desk.stage.issuer.claims(org, scope);
            claims["urn:altinn:org"] = json!(code);
            desk.stage.issuer.sign(&claims)
        };
        let of = |org: &str, scope: &str| desk.stage.issuer.token(org, scope);
        for (who, token, reading, writing) in [
            ("writer", of(TAX_OFFICE, ACCESS_LIST_WRITE), 200, 200),
            ("reader", of(TAX_OFFICE, ACCESS_LIST_READ), 200, 403),
            (
                "by code",
                with_code(VENDOR, "dts", ACCESS_LIST_WRITE),
                200,
                200,
            ),
            (
                "by code in capitals",
                with_code(VENDOR, "DTS", ACCESS_LIST_WRITE),
                200,
                200,
            ),
            (
                "another owner",
                of(TRADE_OFFICE, ACCESS_LIST_WRITE),
                403,
                403,
            ),
            (
                "another code",
                with_code(VENDOR, "nod", ACCESS_LIST_WRITE),
                403,
                403,
            ),
            ("no owner", of(VENDOR, ACCESS_LIST_WRITE), 403, 403),
            ("operator", of(VENDOR, RESOURCE_ADMIN), 200, 200),
            ("decider", of(VENDOR, ACCESS_LIST_DECISIONS), 200, 403),
            (
                "decider who writes for another",
                of(
                    TRADE_OFFICE,
                    &format!("{ACCESS_LIST_DECISIONS} {ACCESS_LIST_WRITE}"),
                ),
                200,
                403,
            ),
            ("without a scope", of(TAX_OFFICE, RESOURCE_WRITE), 403, 403),
            ("garbage", "garbage".to_owned(), 401, 401),
        ] {
            let (reads, writes) = desk.statuses(&token).await;
            assert_eq!(reads, vec![reading; 4], "{kind:?} {who}");
            assert_eq!(writes, vec![writing; 8], "{kind:?} {who}");
        }
    }
}

#[tokio::test]
async fn an_owner_is_named_by_its_code_in_any_case() {
    for kind in kinds() {
        let (desk, tag_before) = Desk::with_list(kind).await;
        for path in ["/DTS/banks", "/Dts/banks"] {
            let found = desk.get(path).await;
            assert_eq!(found.body["urn"], "urn:altinn:access-list:dts:banks");
            assert_eq!(tag(&found), tag_before, "{kind:?}");
        }
        // Identifiers are as they were written.
        assert_eq!(desk.get("/dts/Banks").await.status, 404);
        let number = fault("RR.VLD-00010", "/$PATH/owner");
        for (method, path) in [
            (Method::GET, format!("/{TAX_OFFICE}")),
            (Method::GET, format!("/{TAX_OFFICE}/banks")),
            (Method::PUT, format!("/{TAX_OFFICE}/banks")),
            (Method::DELETE, format!("/{TAX_OFFICE}/banks")),
            (Method::GET, format!("/{TAX_OFFICE}/banks/members")),
            (Method::GET, "/123456789".to_owned()),
        ] {
            let answer = desk
                .send(method, &path, &[], Some(&json!({"name": "x"})))
                .await;
            assert_eq!(faults(&answer), number, "{path}");
        }
    }
}

#[tokio::test]
async fn nobody_makes_a_list_for_an_owner_that_is_not_there() {
    for kind in kinds() {
        let desk = Desk::start(kind).await;
        let operator = desk.stage.issuer.token(VENDOR, RESOURCE_ADMIN);
        let mut claims = desk.stage.issuer.claims(VENDOR, ACCESS_LIST_WRITE);
        claims["urn:altinn:org"] = json!("nobody");
        let claimed = desk.stage.issuer.sign(&claims);
        let body = json!({"name": "x"});
        let put = desk
            .send_as(&operator, Method::PUT, "/nobody/x", &[], Some(&body))
            .await;
        assert_eq!(
            faults(&put),
            fault("RR.VLD-00010", "/$PATH/owner"),
            "{kind:?}"
        );
        let all = desk
            .send_as(&operator, Method::GET, "/nobody", &[], None)
            .await;
        assert_eq!(all.body, json!({"links": {}, "data": []}));
        let one = desk
            .send_as(&operator, Method::GET, "/nobody/x", &[], None)
            .await;
        assert_eq!(one.status, 404);
        // The claim alone makes nobody an owner.
        let put = desk
            .send_as(&claimed, Method::PUT, "/nobody/x", &[], Some(&body))
            .await;
        assert_eq!(put.status, 403, "{kind:?}");
    }
}

#[tokio::test]
async fn two_owners_have_lists_of_the_same_name() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let other = desk.stage.issuer.token(TRADE_OFFICE, ACCESS_LIST_WRITE);
        let body = json!({"name": "Others"});
        let made = desk
            .send_as(&other, Method::PUT, "/nod/banks", &[], Some(&body))
            .await;
        assert_eq!(made.status, 200, "{}", made.body);
        desk.add(&[BAKERY]).await;
        let theirs = desk
            .send_as(&other, Method::GET, "/nod/banks/members", &[], None)
            .await;
        assert_eq!(theirs.body["data"], json!([]), "{kind:?}");
        assert_eq!(desk.get("/dts/banks").await.body["name"], "Banks");
        desk.send_as(&other, Method::DELETE, "/nod/banks", &[], None)
            .await;
        assert_eq!(desk.members().await, [BAKERY]);
    }
}
