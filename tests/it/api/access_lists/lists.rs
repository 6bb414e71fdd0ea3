use reqwest::Method;
use serde_json::{Value, json};

use super::*;
use crate::support::cast::TAX_BASIS;
use crate::support::database::kinds;

#[tokio::test]
async fn a_list_is_made_changed_read_and_deleted() {
    for kind in kinds() {
        let desk = Desk::start(kind).await;
        let missing = desk.get("/dts/banks").await;
        assert_eq!(missing.status, 404, "{kind:?}");
        let gone = desk.delete("/dts/banks").await;
        assert_eq!((gone.status.as_u16(), gone.body), (204, json!("")));

        let body = json!({"name": " Banks ", "description": "Those that «may»"});
        let made = desk.put("/dts/banks", &body).await;
        assert_eq!(made.status, 200, "{}", made.body);
        let moment = made.body["createdAt"].clone();
        assert_eq!(
            made.body,
            json!({
                "urn": "urn:altinn:access-list:dts:banks",
                "identifier": "banks",
                "name": "Banks",
                "description": "Those that «may»",
                "createdAt": moment,
                "updatedAt": moment,
            })
        );
        let read = desk.get("/dts/banks").await;
        assert_eq!((&read.body, tag(&read)), (&made.body, tag(&made)));
        assert_eq!(header(&read, "cache-control"), "private, no-cache");
        assert!(header(&read, "last-modified").ends_with(" GMT"));

        let changed = desk.put("/dts/banks", &json!({"NAME": "More banks"})).await;
        assert_eq!(changed.body["name"], "More banks");
        assert_eq!(changed.body["description"], "");
        assert_eq!(changed.body["createdAt"], moment);
        assert_ne!(changed.body["updatedAt"], moment);
        assert_ne!(tag(&changed), tag(&made));
        let same = desk.put("/dts/banks", &json!({"name": "More banks"})).await;
        assert_eq!((&same.body, tag(&same)), (&changed.body, tag(&changed)));

        let deleted = desk.delete("/dts/banks").await;
        assert_eq!((deleted.status.as_u16(), deleted.body), (200, changed.body));
        assert_eq!(desk.get("/dts/banks").await.status, 404);
        assert_eq!(desk.delete("/dts/banks").await.status, 204);
    }
}

#[tokio::test]
async fn the_tag_is_the_originals_form() {
    let (_, tag) = Desk::with_list(Kind::Sqlite).await;
    let opaque = tag.strip_prefix("W/\"").unwrap().strip_suffix('"').unwrap();
    use base64::Engine as _;
    let text = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(opaque);
    let text = String::from_utf8(text.unwrap()).unwrap();
    let version: Value = serde_json::from_str(&text).unwrap();
    let number = version["version"].as_str().unwrap();
    assert_eq!(text, format!("{{\"version\":\"{number}\"}}"));
    assert!(number.parse::<u64>().unwrap() > 0);
}

#[tokio::test]
async fn lists_come_in_pages_of_twenty() {
    for kind in kinds() {
        let desk = Desk::start(kind).await;
        assert_eq!(
            desk.get("/dts").await.body,
            json!({"links": {}, "data": []}),
            "{kind:?}"
        );
        for number in 0..45 {
            let path = format!("/dts/list-{number:02}");
            let made = desk.put(&path, &json!({"name": "x"})).await;
            assert_eq!(made.status, 200);
        }
        let mut found = Vec::new();
        let mut sizes = Vec::new();
        let mut next = Some("/dts?include=resources&resource=a%20b".to_owned());
        while let Some(path) = next {
            let page = desk.get(&path).await;
            assert_eq!(page.status, 200, "{}", page.body);
            let data = page.body["data"].as_array().unwrap();
            sizes.push(data.len());
            for list in data {
                assert_eq!(list["resourceConnections"], json!([]));
                found.push(list["identifier"].as_str().unwrap().to_owned());
            }
            next = page.body["links"]["next"].as_str().map(str::to_owned);
            if let Some(next) = &next {
                assert!(next.starts_with(&format!("{}{ROOT}/dts?token=", desk.stage.app.url)));
                assert!(
                    next.ends_with("&include=resources&resource=a%20b"),
                    "{next}"
                );
            }
        }
        assert_eq!(sizes, [20, 20, 5], "{kind:?}");
        let expected: Vec<String> = (0..45).map(|number| format!("list-{number:02}")).collect();
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn connections_are_told_when_they_are_asked_for() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        for (resource, body) in [
            (TAX_BASIS, json!({"actionFilters": ["read"]})),
            ("dts-lonnsrapport", json!({"actionFilters": null})),
        ] {
            let path = format!("/dts/banks/resource-connections/{resource}");
            assert_eq!(desk.put(&path, &body).await.status, 200);
        }
        let told = async |query: &str| {
            let all = desk.get(&format!("/dts{query}")).await;
            assert_eq!(all.status, 200, "{}", all.body);
            let one = desk.get(&format!("/dts/banks{query}")).await;
            assert_eq!(one.body, all.body["data"][0]);
            let mut told = one.body["resourceConnections"].clone();
            for connection in told.as_array_mut().into_iter().flatten() {
                let connection = connection.as_object_mut().unwrap();
                assert!(connection.remove("createdAt").is_some());
                assert!(connection.remove("updatedAt").is_some());
            }
            told
        };
        let (tax, payroll) = (
            json!({"resourceIdentifier": TAX_BASIS}),
            json!({"resourceIdentifier": "dts-lonnsrapport"}),
        );
        let with_actions = json!({"resourceIdentifier": TAX_BASIS, "actionFilters": ["read"]});
        for (query, expected) in [
            ("", Value::Null),
            ("?include=resources", json!([payroll, tax])),
            ("?includes=resources", json!([payroll, tax])),
            (
                "?include=resources&resource=dts-skattegrunnlag",
                json!([tax]),
            ),
            ("?include=resources&resource=other", json!([])),
            (
                "?include=resource-actions&resource=dts-skattegrunnlag",
                json!([with_actions]),
            ),
            (
                "?include=resources,resource-actions&resource=dts-skattegrunnlag",
                json!([with_actions]),
            ),
        ] {
            assert_eq!(told(query).await, expected, "{kind:?} {query}");
        }
        for path in ["/dts", "/dts/banks"] {
            let members = desk.get(&format!("{path}?include=members")).await;
            assert_eq!(members.status, 501);
            assert_eq!(members.code(), "RR-00000");
            let alone = desk.get(&format!("{path}?include=resource-actions")).await;
            assert_eq!(faults(&alone), fault("RR.VLD-00002", "/$QUERY/resource"));
            let odd = desk.get(&format!("{path}?include=everything")).await;
            assert_eq!(faults(&odd), fault("RR.VLD-00011", "/$QUERY/include"));
        }
    }
}

#[tokio::test]
async fn what_is_said_about_a_list_has_limits() {
    let desk = Desk::start(Kind::Sqlite).await;
    let long = "å".repeat(256);
    let text = "å".repeat(2_001);
    for (path, body, expected) in [
        ("/dts/x", json!({}), fault("STD.VLD-00000", "/name")),
        (
            "/dts/x",
            json!({"name": null}),
            fault("STD.VLD-00000", "/name"),
        ),
        (
            "/dts/x",
            json!({"name": "  "}),
            fault("STD.VLD-00000", "/name"),
        ),
        (
            "/dts/x",
            json!({"name": long}),
            fault("RR.VLD-00011", "/name"),
        ),
        (
            "/dts/x",
            json!({"name": "x", "description": text}),
            fault("RR.VLD-00011", "/description"),
        ),
        (
            "/dts/a%20b",
            json!({"name": "x"}),
            fault("RR.VLD-00011", "/$PATH/identifier"),
        ),
    ] {
        let answer = desk.put(path, &body).await;
        assert_eq!(faults(&answer), expected, "{path} {body}");
    }
    let good = json!({"name": "å".repeat(255), "description": "å".repeat(2_000)});
    let path = format!("/dts/{}", "a".repeat(255));
    assert_eq!(desk.put(&path, &good).await.status, 200);
    assert_eq!(desk.get(&path).await.status, 200);
    let patched = desk
        .send(Method::PATCH, "/dts/x", &[], Some(&json!([])))
        .await;
    assert_eq!(patched.status, 501);
}
