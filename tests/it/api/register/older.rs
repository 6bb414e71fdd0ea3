//! Single parties in the older shape.

use serde_json::{Value, json};

use super::{BAKERY_NUMBER, KARI_NUMBER, PARTIES, Register, V1, national_id};
use crate::support::cast::{BAKERY, BAKERY_ID, BAKERY_SQUARE, KARI, KARI_ID};
use crate::support::database::{Kind, kinds};

/// What the registers know of Kari and the bakery, with an address that anybody may know.
const KARI_DETAILS: &str = r#"update party set died = '2026-03-01', details = '{"first_name":"Kari","middle_name":"M.",
     "last_name":"Nøkkelvik","short_name":"NØKKELVIK KARI","mobile":"+4790000000",
     "residence":{"address":{"municipal_number":"4601","municipal_name":"BERGEN","street_name":"Bakerveien",
     "house_number":"7","house_letter":"B","postal_code":"5003","city":"BERGEN"},
     "mailing_address":{"address":"Postboks 1","postal_code":"5803","city":"BERGEN"}}}' where number = 50010001"#;
const BAKERY_DETAILS: &str = r#"update party set details = '{"unit_status":"N","telephone":"55000000","mobile":"90000001",
     "fax":"55000001","email":"post@bakeri.example","internet":"bakeri.example",
     "mailing_address":{"address":"Postboks 2","postal_code":"5803","city":"BERGEN"},
     "business_address":{"address":"Torget 1","postal_code":"5014","city":"BERGEN"}}' where number = 50020001"#;

#[tokio::test]
async fn persons_and_organizations_have_all_members_of_the_older_shape() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        register.stage.app.run_sql(KARI_DETAILS).await;
        register.stage.app.run_sql(BAKERY_DETAILS).await;
        let person = register.get(&format!("{PARTIES}/{KARI_NUMBER}")).await;
        insta::assert_snapshot!("register_person", register.stage.wire(&person));
        let organization = register.get(&format!("{PARTIES}/byuuid/{BAKERY_ID}")).await;
        insta::assert_snapshot!(
            "register_organization_party",
            register.stage.wire(&organization)
        );
        let alone = register.get(&format!("{V1}/organizations/{BAKERY}")).await;
        insta::assert_snapshot!("register_organization", register.stage.wire(&alone));
    }
}

#[tokio::test]
async fn a_party_is_found_by_each_of_its_names() {
    let register = Register::open(Kind::Sqlite).await;
    let by_number = register.get(&format!("{PARTIES}/{KARI_NUMBER}")).await;
    assert_eq!(by_number.body["partyUuid"], json!(KARI_ID));
    let by_uuid = register.get(&format!("{PARTIES}/byuuid/{KARI_ID}")).await;
    let lookup = format!("{PARTIES}/lookup");
    let by_ssn = register.post(&lookup, &json!({"ssn": KARI})).await;
    assert_eq!(by_uuid.body, by_number.body);
    assert_eq!(by_ssn.body, by_number.body);
    // Names in any case; the other one may be there as nothing.
    let bakery = json!({"OrgNo": BAKERY, "Ssn": null});
    let by_org_number = register.post(&lookup, &bakery).await;
    assert_eq!(by_org_number.body["partyId"], BAKERY_NUMBER);
    assert_eq!(by_org_number.body["partyTypeName"], 2);
}

#[tokio::test]
async fn a_subunit_is_an_organization_whose_unit_type_tells_it() {
    let register = Register::open(Kind::Sqlite).await;
    let body = json!({"orgNo": BAKERY_SQUARE});
    let unit = register.post(&format!("{PARTIES}/lookup"), &body).await;
    assert_eq!(unit.body["partyTypeName"], 2);
    assert_eq!(unit.body["unitType"], "BEDR");
    assert_eq!(unit.body["childParties"], Value::Null);
}

#[tokio::test]
async fn a_deleted_party_stays_and_says_so() {
    let register = Register::open(Kind::Sqlite).await;
    let delete = "update party set is_deleted = true where number = 50020001";
    register.stage.app.run_sql(delete).await;
    let party = register.get(&format!("{PARTIES}/{BAKERY_NUMBER}")).await;
    assert_eq!(
        (party.status.as_u16(), &party.body["isDeleted"]),
        (200, &json!(true))
    );
    let organization = register.get(&format!("{V1}/organizations/{BAKERY}")).await;
    assert_eq!(organization.status, 200);
}

#[tokio::test]
async fn a_person_with_a_d_number_is_found() {
    let register = Register::open(Kind::Sqlite).await;
    let number = national_id("418280123");
    let id = register.add_person(&number, "Dunja Midlertidig").await;
    let body = json!({"ssn": number});
    let found = register.post(&format!("{PARTIES}/lookup"), &body).await;
    assert_eq!(found.body["partyUuid"], json!(id.0));
    assert_eq!(found.body["ssn"], json!(number));
}

#[tokio::test]
async fn an_address_that_is_known_but_not_to_be_told_is_not_told() {
    let register = Register::open(Kind::Sqlite).await;
    for protect in [
        r#"update party set details = '{"residence":{"protection":"klientadresse","address":{"city":"SKJULVIK"},
            "mailing_address":{"city":"SKJULVIK"}}}' where number = 50010001"#,
        r#"update party set details = '{"residence":{"protection":"strengtFortrolig","address":{"city":"SKJULVIK"},
            "mailing_address":{"city":"SKJULVIK"}}}' where number = 50010001"#,
    ] {
        register.stage.app.run_sql(protect).await;
        for path in [
            format!("{PARTIES}/{KARI_NUMBER}"),
            format!("{}/{KARI_ID}?fields=party,person", super::V2),
        ] {
            let answer = register.get(&path).await;
            assert_eq!(answer.status, 200);
            assert!(!answer.body.to_string().contains("SKJULVIK"), "{path}");
        }
    }
}

#[tokio::test]
async fn who_is_not_there_is_not_found_and_what_is_no_number_is_refused() {
    let register = Register::open(Kind::Sqlite).await;
    let lookup = format!("{PARTIES}/lookup");
    for path in [
        format!("{PARTIES}/1"),
        format!("{PARTIES}/-1"),
        format!("{PARTIES}/byuuid/{}", uuid::Uuid::new_v4()),
        format!("{V1}/organizations/310999997"),
        // Nobody can have it: its control digit is wrong.
        format!("{V1}/organizations/310501019"),
    ] {
        assert_eq!(register.get(&path).await.status, 404, "{path}");
    }
    for path in [
        format!("{PARTIES}/x"),
        format!("{PARTIES}/99999999999999999999"),
        format!("{PARTIES}/byuuid/x"),
        format!("{V1}/organizations/31050101"),
        format!("{V1}/organizations/3105010180"),
        format!("{V1}/organizations/31050101%C2%B2"),
    ] {
        let answer = register.get(&path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code()),
            (400, "STD-00000"),
            "{path}"
        );
    }
    let unknown = national_id("018199123");
    for (body, status) in [
        (json!({"ssn": unknown}), 404),
        (json!({"ssn": "01819912300"}), 404),
        (json!({"orgNo": "310501019"}), 404),
        (json!({}), 400),
        (json!({"ssn": "", "orgNo": ""}), 400),
        (json!({"ssn": KARI, "orgNo": BAKERY}), 400),
        (json!({"ssn": "123"}), 400),
        (json!({"ssn": "1284742102x"}), 400),
        (json!({"orgNo": "31050101"}), 400),
        (json!({"orgNo": 310_501_018}), 400),
        (json!([]), 400),
    ] {
        let answer = register.post(&lookup, &body).await;
        assert_eq!(answer.status.as_u16(), status, "{body}");
    }
}

#[tokio::test]
async fn what_is_not_there_below_the_register_is_said_as_a_problem() {
    let register = Register::open(Kind::Sqlite).await;
    for path in [
        "/register/api/v1/nothing",
        "/register/api/v3/parties/1",
        "/register/api/v1/somebody/parties/query",
        "/register/api/v2/internal/parties/x/y/z",
    ] {
        let answer = register.get(path).await;
        assert!([404, 405].contains(&answer.status.as_u16()), "{path}");
        assert_eq!(
            answer.headers["content-type"], "application/problem+json",
            "{path}"
        );
    }
}
