use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::support::cast::{BAKERY_ID, BAKERY_SQUARE, KARI_ID, PLUMBER_ID};
use crate::support::database::kinds;

const MEMBERS: &str = "/dts/banks/members";

#[tokio::test]
async fn organizations_become_members_by_any_of_their_names() {
    for kind in kinds() {
        let (desk, before) = Desk::with_list(kind).await;
        let body = json!({"data": [
            urn(BAKERY),
            "urn:altinn:party:id:50020004",
            format!("urn:altinn:party:uuid:{BAKERY_ID}"),
            urn(BAKERY),
        ]});
        let added = desk.post(MEMBERS, &body).await;
        assert_eq!(added.status, 200, "{}", added.body);
        let since = added.body["data"][0]["since"].clone();
        let member = |id: Uuid, number: &str, org: &str| {
            json!({
                "id": format!("urn:altinn:party:uuid:{id}"),
                "since": since,
                "identifiers": {
                    "urn:altinn:party:uuid": id,
                    "urn:altinn:party:id": number,
                    "urn:altinn:organization:identifier-no": org,
                },
            })
        };
        let expected = json!({"links": {}, "data": [
            member(BAKERY_ID, "50020001", BAKERY),
            member(PLUMBER_ID, "50020004", PLUMBER),
        ]});
        assert_eq!(added.body, expected, "{kind:?}");
        let read = desk.get(MEMBERS).await;
        assert_eq!((&read.body, tag(&read)), (&expected, tag(&added)));
        assert_ne!(tag(&added), before, "members are part of the list");
        let list = desk.get("/dts/banks").await;
        assert_eq!(tag(&list), tag(&added));

        // Who is one already stays one since then; nothing has changed.
        let again = desk.add(&[PLUMBER]).await;
        assert_eq!((again.body.clone(), tag(&again)), (expected, tag(&added)));
    }
}

#[tokio::test]
async fn members_are_removed_and_replaced() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        desk.add(&BOTH).await;
        let since = desk.get(MEMBERS).await.body["data"][0]["since"].clone();
        let remove = async |number: &str| {
            let body = organizations(&[number]);
            desk.send(Method::DELETE, MEMBERS, &[], Some(&body)).await
        };
        let removed = remove(PLUMBER).await;
        assert_eq!(numbers(&removed), [BAKERY], "{kind:?}");
        let again = remove(PLUMBER).await;
        assert_eq!(
            (numbers(&again), tag(&again)),
            (vec![BAKERY.to_owned()], tag(&removed))
        );

        let replaced = desk
            .put(MEMBERS, &organizations(&[BAKERY_SQUARE, BAKERY]))
            .await;
        assert_eq!(numbers(&replaced), [BAKERY, BAKERY_SQUARE]);
        assert_eq!(replaced.body["data"][0]["since"], since, "it never left");
        let same = desk
            .put(MEMBERS, &organizations(&[BAKERY, BAKERY_SQUARE]))
            .await;
        assert_eq!(tag(&same), tag(&replaced));
        let emptied = desk.put(MEMBERS, &json!({"data": []})).await;
        assert_eq!(numbers(&emptied), Vec::<String>::new());
        assert_ne!(tag(&emptied), tag(&replaced));
    }
}

#[tokio::test]
async fn who_is_no_organization_is_no_member_and_then_nobody_becomes_one() {
    for kind in kinds() {
        let (desk, before) = Desk::with_list(kind).await;
        desk.add(&[PLUMBER]).await;
        let before_all = tag(&desk.get(MEMBERS).await);
        assert_ne!(before, before_all);
        for unknown in [
            urn("310501999"),
            // No organization number ends like this.
            urn("310501019"),
            "urn:altinn:party:id:1".to_owned(),
            format!("urn:altinn:party:uuid:{}", Uuid::from_u128(1)),
            // Kari, who is a person.
            format!("urn:altinn:party:uuid:{KARI_ID}"),
            "urn:altinn:party:id:50010001".to_owned(),
        ] {
            let body = json!({"data": [urn(BAKERY), unknown]});
            for method in [Method::POST, Method::PUT, Method::DELETE] {
                let answer = desk.send(method, MEMBERS, &[], Some(&body)).await;
                assert_eq!(answer.status, 400, "{kind:?} {unknown} {}", answer.body);
                assert_eq!(answer.code(), "RR-00001");
                assert_eq!(answer.body["unknownParties"], json!([unknown]));
            }
        }
        let after = desk.get(MEMBERS).await;
        assert_eq!(
            (numbers(&after), tag(&after)),
            (vec![PLUMBER.to_owned()], before_all)
        );
    }
}

#[tokio::test]
async fn a_hundred_members_at_once_are_the_most() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let many = add_organizations(&desk.stage.app.db, 101).await;
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for (method, code) in [
            (Method::POST, "RR.VLD-00001"),
            (Method::DELETE, "RR.VLD-00001"),
            (Method::PUT, "RR.VLD-00000"),
        ] {
            let body = organizations(&many);
            let answer = desk.send(method, MEMBERS, &[], Some(&body)).await;
            assert_eq!(faults(&answer), fault(code, "/data"), "{kind:?}");
        }
        assert_eq!(desk.members().await, Vec::<String>::new());
        assert_eq!(numbers(&desk.add(&many[..100]).await), many[..100]);
        let replaced = desk.put(MEMBERS, &organizations(&many[1..])).await;
        assert_eq!(numbers(&replaced), many[1..]);
        let body = organizations(&many[1..]);
        let removed = desk.send(Method::DELETE, MEMBERS, &[], Some(&body)).await;
        assert_eq!(numbers(&removed), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_body_that_names_nobody_readable_is_refused() {
    let (desk, _) = Desk::with_list(Kind::Sqlite).await;
    for (body, expected) in [
        (json!({}), fault("STD.VLD-00000", "/data")),
        (json!({"data": null}), fault("STD.VLD-00000", "/data")),
        (
            json!({"data": [urn(BAKERY), "310501018"]}),
            fault("RR.VLD-00004", "/data/1"),
        ),
        (json!({"data": [""]}), fault("RR.VLD-00004", "/data/0")),
        (
            json!({"data": [urn("3105010180")]}),
            fault("RR.VLD-00004", "/data/0"),
        ),
        (
            json!({"data": [urn("31050101٨")]}),
            fault("RR.VLD-00004", "/data/0"),
        ),
        (
            json!({"data": ["urn:altinn:party:id:-1"]}),
            fault("RR.VLD-00004", "/data/0"),
        ),
        (
            json!({"data": ["urn:altinn:party:id:99999999999999999999"]}),
            fault("RR.VLD-00004", "/data/0"),
        ),
        (
            json!({"data": ["urn:altinn:party:uuid:no"]}),
            fault("RR.VLD-00004", "/data/0"),
        ),
        (
            json!({"data": ["urn:altinn:person:identifier-no:12847421027"]}),
            fault("RR.VLD-00004", "/data/0"),
        ),
    ] {
        let answer = desk.post(MEMBERS, &body).await;
        assert_eq!(faults(&answer), expected, "{body}");
    }
    for body in [
        json!({"data": [1]}),
        json!({"data": {}}),
        json!([]),
        Value::Null,
    ] {
        let answer = desk.post(MEMBERS, &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert_eq!(answer.code(), "STD-00000");
    }
    for method in [Method::GET, Method::PUT, Method::POST, Method::DELETE] {
        let body = organizations(&[BAKERY]);
        let answer = desk
            .send(method, "/dts/none/members", &[], Some(&body))
            .await;
        assert_eq!(answer.status, 404);
    }
}
