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
