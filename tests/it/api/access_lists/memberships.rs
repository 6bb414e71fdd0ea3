//! What a party's memberships open, for those who decide.

use fullmakt::domain::scope::{ACCESS_LIST_DECISIONS, ACCESS_LIST_WRITE, RESOURCE_ADMIN};
use reqwest::Method;
use serde_json::{Value, json};

use super::*;
use crate::support::cast::{BAKERY_ID, TAX_BASIS, VENDOR};
use crate::support::database::kinds;

impl Desk {
    async fn look(&self, path: &str) -> Answer {
        let token = lasting(&self.stage, VENDOR, ACCESS_LIST_DECISIONS);
        self.send_as(&token, Method::GET, path, &[], None).await
    }
}

#[tokio::test]
async fn memberships_tell_what_is_open_to_a_party() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        desk.put("/dts/alone", &json!({"name": "Connected to nothing"}))
            .await;
        for list in ["banks", "alone"] {
            let path = format!("/dts/{list}/members");
            desk.post(&path, &organizations(&[BAKERY])).await;
        }
        for (resource, actions) in [
            (TAX_BASIS, json!(["read"])),
            ("dts-lonnsrapport", Value::Null),
        ] {
            let path = format!("/dts/banks/resource-connections/{resource}");
            desk.put(&path, &json!({"actionFilters": actions})).await;
        }
        let party = format!("urn:altinn:party:uuid:{BAKERY_ID}");
        let since = desk.get("/dts/banks/members").await.body["data"][0]["since"].clone();
        let payroll = json!({"party": party, "resource": "urn:altinn:resource:dts-lonnsrapport", "since": since});
        let tax = json!({
            "party": party,
            "resource": "urn:altinn:resource:dts-skattegrunnlag",
            "since": since,
            "actionFilters": ["read"],
        });
        let tax_only = "&resource=urn:altinn:resource:dts-skattegrunnlag";
        for (query, expected) in [
            (format!("party={}", urn(BAKERY)), json!([payroll, tax])),
            (format!("party={party}"), json!([payroll, tax])),
            (format!("party={party}{tax_only}"), json!([tax])),
            (
                format!("party={party}&resource=urn:altinn:resource:none"),
                json!([]),
            ),
            (format!("party={}", urn(PLUMBER)), json!([])),
        ] {
            let found = desk.look(&format!("/memberships?{query}")).await;
            assert_eq!(found.body, json!({ "data": expected }), "{kind:?} {query}");
        }
        let lists = desk.look(&format!("/get-by-member?party={party}")).await;
        let list = async |name: &str| desk.get(&format!("/dts/{name}")).await.body;
        let expected = json!({"data": [list("alone").await, list("banks").await]});
        assert_eq!(lists.body, expected, "{kind:?}");
        let none = desk
            .look(&format!("/get-by-member?party={}", urn(PLUMBER)))
            .await;
        assert_eq!(none.body, json!({"data": []}));
    }
}

#[tokio::test]
async fn what_has_run_out_is_not_told() {
    let (desk, _) = Desk::with_list(Kind::Sqlite).await;
    let path = format!("/dts/banks/resource-connections/{TAX_BASIS}");
    desk.put(&path, &json!({})).await;
    let mut body = organizations(&[BAKERY]);
    let end = time::OffsetDateTime::now_utc() + time::Duration::hours(1);
    body["expiresAt"] = json!(fullmakt::domain::Timestamp::from_datetime(end).rfc3339());
    desk.post("/dts/banks/members", &body).await;
    let count = async |path: &str| {
        let found = desk.look(&format!("/{path}?party={}", urn(BAKERY))).await;
        found.body["data"].as_array().unwrap().len()
    };
    assert_eq!(
        (count("memberships").await, count("get-by-member").await),
        (1, 1)
    );
    desk.stage.app.advance(time::Duration::hours(2));
    assert_eq!(
        (count("memberships").await, count("get-by-member").await),
        (0, 0)
    );
}

#[tokio::test]
async fn one_party_and_at_most_one_resource_are_named() {
    let desk = Desk::start(Kind::Sqlite).await;
    let (bakery, plumber) = (urn(BAKERY), urn(PLUMBER));
    let (party, resource) = ("/$QUERY/party", "/$QUERY/resource");
    for (query, code, path) in [
        (String::new(), "RR.VLD-00003", party),
        ("party=".to_owned(), "RR.VLD-00003", party),
        (format!("party={BAKERY}"), "RR.VLD-00004", party),
        (
            format!("party={bakery}&party={plumber}"),
            "RR.VLD-00006",
            party,
        ),
        (format!("party={bakery},{plumber}"), "RR.VLD-00006", party),
        (
            format!("party={bakery}&resource=dts"),
            "RR.VLD-00005",
            resource,
        ),
        (
            format!("party={bakery}&resource=urn:altinn:resource:"),
            "RR.VLD-00005",
            resource,
        ),
        (
            format!("party={bakery}&resource=urn:altinn:resource:a&resource=urn:altinn:resource:b"),
            "RR.VLD-00007",
            resource,
        ),
    ] {
        let answer = desk.look(&format!("/memberships?{query}")).await;
        assert_eq!(faults(&answer), fault(code, path), "{query}");
    }
    for path in ["memberships", "get-by-member"] {
        let unknown = desk
            .look(&format!("/{path}?party={}", urn("310501999")))
            .await;
        assert_eq!((unknown.status.as_u16(), unknown.code()), (400, "RR-00001"));
    }
}

#[tokio::test]
async fn only_those_who_decide_may_look_into_all_lists() {
    let desk = Desk::start(Kind::Sqlite).await;
    for (scope, status) in [
        (ACCESS_LIST_DECISIONS, 200),
        (RESOURCE_ADMIN, 200),
        (ACCESS_LIST_WRITE, 403),
    ] {
        let token = desk.stage.issuer.token(TAX_OFFICE, scope);
        for path in ["memberships", "get-by-member"] {
            let path = format!("/{path}?party={}", urn(BAKERY));
            let answer = desk.send_as(&token, Method::GET, &path, &[], None).await;
            assert_eq!(answer.status, status, "{scope}");
        }
    }
}
