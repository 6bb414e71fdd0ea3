use reqwest::Method;
use serde_json::{Value, json};

use super::*;
use crate::support::cast::{LINK_SERVICE, TAX_BASIS};
use crate::support::database::kinds;

const CONNECTIONS: &str = "/dts/banks/resource-connections";

fn to(resource: &str) -> String {
    format!("{CONNECTIONS}/{resource}")
}

#[tokio::test]
async fn a_list_is_connected_for_some_actions_or_for_all() {
    for kind in kinds() {
        let (desk, before) = Desk::with_list(kind).await;
        let empty = desk.get(CONNECTIONS).await;
        assert_eq!(empty.body, json!({"links": {}, "data": []}), "{kind:?}");
        assert_eq!(tag(&empty), before);

        let some = json!({"actionFilters": ["write", "read", "read"]});
        let made = desk.put(&to(TAX_BASIS), &some).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let created = made.body["createdAt"].clone();
        let expected = json!({
            "resourceIdentifier": TAX_BASIS,
            "actionFilters": ["read", "write"],
            "createdAt": created,
            "updatedAt": created,
        });
        assert_eq!(made.body, expected);
        assert_ne!(tag(&made), before);
        let read = desk.get(CONNECTIONS).await;
        assert_eq!(read.body["data"], json!([expected]));
        assert_eq!(tag(&read), tag(&made));
        // The same set in another order is the same.
        let same = json!({"actionFilters": ["read", "write"]});
        let same = desk.put(&to(TAX_BASIS), &same).await;
        assert_eq!((&same.body, tag(&same)), (&expected, tag(&made)));

        for all in [
            json!({"actionFilters": null}),
            json!({"actionFilters": []}),
            json!({}),
        ] {
            let opened = desk.put(&to(TAX_BASIS), &all).await;
            assert_eq!(opened.body.get("actionFilters"), None);
            assert_eq!(opened.body["createdAt"], created);
            assert_ne!(opened.body["updatedAt"], created);
        }
        let open = desk.get(CONNECTIONS).await;
        let ended = desk.delete(&to(TAX_BASIS)).await;
        assert_eq!(ended.status, 200);
        assert_eq!(ended.body, open.body["data"][0]);
        assert_ne!(tag(&ended), tag(&open));
        assert_eq!(desk.delete(&to(TAX_BASIS)).await.status, 204);
        assert_eq!(desk.get(CONNECTIONS).await.body["data"], json!([]));
    }
}

#[tokio::test]
async fn only_the_owners_resources_can_be_connected() {
    for kind in kinds() {
        let (desk, before) = Desk::with_list(kind).await;
        let foreign = desk.put(&to(LINK_SERVICE), &json!({})).await;
        assert_eq!(
            (foreign.status.as_u16(), foreign.code()),
            (403, "RR-00004"),
            "{kind:?}"
        );
        let unknown = desk.put(&to("no-such-resource"), &json!({})).await;
        assert_eq!((unknown.status.as_u16(), unknown.code()), (400, "RR-00002"));
        assert_eq!(desk.delete(&to(LINK_SERVICE)).await.status, 204);
        assert_eq!(tag(&desk.get("/dts/banks").await), before);
        for method in [Method::PUT, Method::DELETE, Method::GET] {
            let path = match method {
                Method::GET => "/dts/none/resource-connections".to_owned(),
                _ => format!("/dts/none/resource-connections/{TAX_BASIS}"),
            };
            let answer = desk.send(method, &path, &[], Some(&json!({}))).await;
            assert_eq!(answer.status, 404);
        }
    }
}

#[tokio::test]
async fn actions_have_limits() {
    let (desk, _) = Desk::with_list(Kind::Sqlite).await;
    let many: Vec<String> = (0..101).map(|number| format!("action{number}")).collect();
    for actions in [
        json!(many),
        json!([""]),
        json!(["a b"]),
        json!(["a".repeat(256)]),
    ] {
        let body = json!({"actionFilters": actions});
        let answer = desk.put(&to(TAX_BASIS), &body).await;
        assert_eq!(faults(&answer), fault("RR.VLD-00011", "/actionFilters"));
    }
    for actions in [json!("read"), json!([1]), json!({})] {
        let body = json!({"actionFilters": actions});
        assert_eq!(desk.put(&to(TAX_BASIS), &body).await.status, 400);
    }
    assert_eq!(
        desk.get(CONNECTIONS).await.body["data"],
        Value::from(Vec::<Value>::new())
    );
}

#[tokio::test]
async fn a_list_loses_a_resource_that_goes_and_is_of_another_version_then() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        desk.put(&to(TAX_BASIS), &json!({})).await;
        desk.put("/dts/other", &json!({"name": "Connected to nothing"}))
            .await;
        let (before, other) = (desk.get("/dts/banks").await, desk.get("/dts/other").await);
        let resource = format!(
            "{}/resourceregistry/api/v1/resource/{TAX_BASIS}",
            desk.stage.app.url
        );
        let token = desk
            .stage
            .issuer
            .token(TAX_OFFICE, fullmakt::domain::scope::RESOURCE_WRITE);
        let gone = desk
            .send_as(&token, Method::DELETE, &resource, &[], None)
            .await;
        assert_eq!(gone.status, 204, "{}", gone.body);
        let after = desk.get(CONNECTIONS).await;
        assert_eq!(after.body["data"], json!([]), "{kind:?}");
        assert_ne!(tag(&after), tag(&before));
        assert_eq!(tag(&desk.get("/dts/other").await), tag(&other));
        let again = desk.put(&to(TAX_BASIS), &json!({})).await;
        assert_eq!(again.code(), "RR-00002");
    }
}

#[tokio::test]
async fn whose_resource_it_was_no_longer_says_who_may_use_it() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        desk.put(&to(TAX_BASIS), &json!({})).await;
        let resource = format!(
            "{}/resourceregistry/api/v1/resource/{TAX_BASIS}",
            desk.stage.app.url
        );
        let operator = desk
            .stage
            .issuer
            .token(TAX_OFFICE, fullmakt::domain::scope::RESOURCE_ADMIN);
        let put = async |authority: Value| {
            let mut body = desk.get(&resource).await.body;
            body["hasCompetentAuthority"] = authority;
            let answer = desk
                .send_as(&operator, Method::PUT, &resource, &[], Some(&body))
                .await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        };
        let owner = |code: &str, number: &str| json!({"organization": number, "orgcode": code, "name": {"nb": "Etat"}});
        put(owner("dts", TAX_OFFICE)).await;
        assert_eq!(
            desk.get(CONNECTIONS).await.body["data"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        put(owner("nod", TRADE_OFFICE)).await;
        assert_eq!(
            desk.get(CONNECTIONS).await.body["data"],
            json!([]),
            "{kind:?}"
        );
        assert_eq!(
            desk.put(&to(TAX_BASIS), &json!({})).await.code(),
            "RR-00004"
        );
    }
}
