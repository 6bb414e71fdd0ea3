//! Many parties at once, in the older shape.

use serde_json::{Value, json};

use super::{BAKERY_NUMBER, KARI_NUMBER, PARTIES, PLUMBER_NUMBER, Register, national_id};
use crate::support::cast::{BAKERY, BAKERY_ID, KARI, KARI_ID, PLUMBER, PLUMBER_ID};
use crate::support::database::{Kind, kinds};

fn numbers(body: &Value) -> Vec<i64> {
    let parties = body.as_array().unwrap().iter();
    parties
        .map(|party| party["partyId"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn a_list_holds_each_party_once_in_the_order_asked() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let asked = json!([
            PLUMBER_NUMBER,
            1,
            KARI_NUMBER,
            PLUMBER_NUMBER,
            -5,
            BAKERY_NUMBER
        ]);
        let listed = register.post(&format!("{PARTIES}/partylist"), &asked).await;
        assert_eq!(
            numbers(&listed.body),
            [PLUMBER_NUMBER, KARI_NUMBER, BAKERY_NUMBER]
        );
        let asked = json!([PLUMBER_ID, KARI_ID, uuid::Uuid::new_v4(), PLUMBER_ID]);
        let listed = register
            .post(&format!("{PARTIES}/partylistbyuuid"), &asked)
            .await;
        assert_eq!(numbers(&listed.body), [PLUMBER_NUMBER, KARI_NUMBER]);
        let none = register
            .post(&format!("{PARTIES}/partylist"), &json!([]))
            .await;
        assert_eq!((none.status.as_u16(), none.body), (200, json!([])));
    }
}

#[tokio::test]
async fn subunits_come_with_their_main_unit_when_asked_for() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let asked = json!([KARI_ID, BAKERY_ID, PLUMBER_ID]);
        let path = format!("{PARTIES}/partylistbyuuid");
        let with = register
            .post(&format!("{path}?fetchSubUnits=True"), &asked)
            .await;
        let children = |party: usize| with.body[party]["childParties"].clone();
        assert_eq!(children(0), Value::Null);
        assert_eq!(numbers(&children(1)), [50_020_002, 50_020_003]);
        assert_eq!(children(1)[0]["unitType"], "BEDR");
        assert_eq!(children(2), json!([]));
        for without in ["", "?fetchSubUnits=false"] {
            let answer = register.post(&format!("{path}{without}"), &asked).await;
            assert_eq!(answer.body[1]["childParties"], Value::Null);
        }
    }
}

#[tokio::test]
async fn names_come_for_every_number_that_was_sent() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let details = r#"update party set details = '{"first_name":"Kari","last_name":"Nøkkelvik"}' where number = 50010001"#;
        register.stage.app.run_sql(details).await;
        let nobody = national_id("018199123");
        let body = json!({"parties": [
            {"ssn": KARI}, {"orgNo": BAKERY}, {"ssn": nobody}, {"orgNo": "310501019"}, {"ssn": KARI},
        ]});
        let answer = register
            .post(&format!("{PARTIES}/nameslookup"), &body)
            .await;
        insta::assert_snapshot!("register_names", register.stage.wire(&answer));
    }
}

#[tokio::test]
async fn identifiers_are_told_for_ids_uuids_and_organization_numbers() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let query = format!(
            "ids={KARI_NUMBER},1&uuids={PLUMBER_ID}&orgs={BAKERY},{PLUMBER}&ids={KARI_NUMBER}&x=y"
        );
        let answer = register
            .get(&format!("{PARTIES}/identifiers?{query}"))
            .await;
        insta::assert_snapshot!("register_identifiers", register.stage.wire(&answer));
        let none = register.get(&format!("{PARTIES}/identifiers")).await;
        assert_eq!(none.body, json!([]));
    }
}

#[tokio::test]
async fn too_many_and_malformed_names_are_refused() {
    let register = Register::open(Kind::Sqlite).await;
    let many = |item: Value, count: usize| Value::from(vec![item; count]);
    let number = json!({"orgNo": BAKERY});
    for (path, body, status) in [
        ("partylist", many(json!(KARI_NUMBER), 1_000), 200),
        ("partylist", many(json!(KARI_NUMBER), 1_001), 400),
        ("partylist", json!(["x"]), 400),
        ("partylist", json!({}), 400),
        ("partylistbyuuid", many(json!(KARI_ID), 1_000), 200),
        ("partylistbyuuid", many(json!(KARI_ID), 1_001), 400),
        ("partylistbyuuid", json!(["x"]), 400),
        ("partylistbyuuid?fetchSubUnits=maybe", json!([]), 400),
        (
            "nameslookup",
            json!({"parties": many(number.clone(), 1_000)}),
            200,
        ),
        ("nameslookup", json!({"parties": many(number, 1_001)}), 400),
        ("nameslookup", json!({"parties": [{}]}), 400),
        ("nameslookup", json!({"parties": [{"ssn": "1"}]}), 400),
        ("nameslookup", json!({}), 400),
    ] {
        let answer = register.post(&format!("{PARTIES}/{path}"), &body).await;
        assert_eq!(answer.status.as_u16(), status, "{path} {}", answer.body);
    }
    let ids = |count: usize| vec!["1"; count].join(",");
    for (query, status) in [
        (format!("ids={}", ids(100)), 200),
        (format!("ids={}&orgs={BAKERY}", ids(100)), 400),
        ("ids=x".to_owned(), 400),
        ("uuids=1".to_owned(), 400),
        ("orgs=1".to_owned(), 400),
    ] {
        let answer = register
            .get(&format!("{PARTIES}/identifiers?{query}"))
            .await;
        assert_eq!(answer.status.as_u16(), status, "{query}");
    }
    let long = format!("[{}1]", "1,".repeat(600_000));
    let machine = &register.stage.vendor;
    let path = format!("{PARTIES}/partylist");
    let answer = machine
        .post_text(&path, &register.token, "application/json", &long)
        .await;
    assert_eq!(answer.status, 413);
}

#[tokio::test]
async fn a_fault_in_a_batch_tells_its_place_and_not_the_number() {
    let register = Register::open(Kind::Sqlite).await;
    let body = json!({"parties": [{"orgNo": BAKERY}, {"ssn": "1284742102"}]});
    let answer = register
        .post(&format!("{PARTIES}/nameslookup"), &body)
        .await;
    assert_eq!((answer.status.as_u16(), answer.code()), (400, "STD-00000"));
    assert_eq!(answer.body["detail"], "parties[1].ssn must be 11 digits");
}
