//! The newer shape: fields on demand, and the trimmed variants.

use serde_json::{Value, json};

use super::{ACCOUNTANT_ID, BAKERY_SQUARE_ID, KARI_NUMBER, Register, V1, V2, national_id};
use crate::support::cast::{BAKERY, BAKERY_ID, KARI, KARI_ID, PLUMBER_ID};
use crate::support::database::{Kind, kinds};

fn members(party: &Value) -> Vec<&str> {
    let members = party.as_object().unwrap().keys();
    let mut names: Vec<&str> = members.map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn uuids(answer: &Value) -> Vec<&str> {
    let data = answer["data"].as_array().unwrap().iter();
    data.map(|party| party["partyUuid"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn everything_can_be_asked_for() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let fields = "?fields=party,user,person,org,si.email,sysuser.type";
        let person = register.get(&format!("{V2}/{KARI_ID}{fields}")).await;
        insta::assert_snapshot!("register_v2_person", register.stage.wire(&person));
        let organization = register.get(&format!("{V2}/{BAKERY_ID}{fields}")).await;
        insta::assert_snapshot!(
            "register_v2_organization",
            register.stage.wire(&organization)
        );
    }
}

#[tokio::test]
async fn only_what_is_asked_for_is_there() {
    let register = Register::open(Kind::Sqlite).await;
    let path = format!("{V2}/{KARI_ID}");
    for (fields, expected) in [
        (
            "",
            vec![
                "externalUrn",
                "partyId",
                "partyType",
                "partyUuid",
                "personIdentifier",
                "urn",
            ],
        ),
        ("?fields=id", vec!["partyId"]),
        ("?fields=deleted,deleted-at", vec!["deletedAt", "isDeleted"]),
        ("?fields=version,org.unit-type", vec!["versionId"]),
        ("?fields=user.id", vec!["user"]),
        ("?fields=owner-uuid", vec![]),
    ] {
        let answer = register.get(&format!("{path}{fields}")).await;
        assert_eq!(members(&answer.body), expected, "{fields}");
    }
    let user = register.get(&format!("{path}?fields=user.id")).await;
    assert_eq!(members(&user.body["user"]), ["userId", "userIds"]);
    for fields in [
        "nothing",
        "person.everything",
        "uuid,,x",
        "org.subunits",
        "UUID",
    ] {
        let answer = register.get(&format!("{path}?fields={fields}")).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code()),
            (400, "STD-00000"),
            "{fields}"
        );
    }
}

#[tokio::test]
async fn a_query_takes_names_of_every_kind() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let nobody = national_id("018199123");
        let body = json!({"data": [
            format!("urn:altinn:organization:identifier-no:{BAKERY}"),
            format!("urn:altinn:person:identifier-no:{nobody}"),
            "urn:altinn:organization:identifier-no:310501019",
            format!("urn:altinn:person:identifier-no:{KARI}"),
            format!("urn:altinn:party:id:{KARI_NUMBER}"),
            format!("urn:altinn:partyid:{KARI_NUMBER}"),
            "urn:altinn:user:id:20010004",
            "urn:altinn:userid:20010001",
            format!("urn:altinn:organization:uuid:{BAKERY_ID}"),
            format!("urn:altinn:party:uuid:{PLUMBER_ID}"),
        ]});
        let answer = register.post(&format!("{V2}/query"), &body).await;
        let expected = [
            BAKERY_ID.to_string(),
            KARI_ID.to_string(),
            "f0a10000-0000-4000-8000-000000010004".to_owned(),
            PLUMBER_ID.to_string(),
        ];
        assert_eq!(uuids(&answer.body), expected, "{kind:?}");
    }
}

#[tokio::test]
async fn subunits_follow_their_main_unit_in_a_query() {
    let register = Register::open(Kind::Sqlite).await;
    let body = json!({"data": [
        format!("urn:altinn:party:uuid:{BAKERY_ID}"),
        format!("urn:altinn:party:uuid:{BAKERY_SQUARE_ID}"),
        format!("urn:altinn:party:uuid:{PLUMBER_ID}"),
    ]});
    let path = format!("{V2}/query?fields=uuid,org.subunits");
    let answer = register.post(&path, &body).await;
    let quay = "f0a10000-0000-4000-8000-000000020003";
    let expected = [
        &BAKERY_ID.to_string(),
        BAKERY_SQUARE_ID,
        quay,
        &PLUMBER_ID.to_string(),
    ];
    assert_eq!(uuids(&answer.body), expected);
}

#[tokio::test]
async fn names_that_are_none_are_refused() {
    let register = Register::open(Kind::Sqlite).await;
    let path = format!("{V2}/query");
    let urn = format!("urn:altinn:party:uuid:{KARI_ID}");
    for (data, status) in [
        (json!(vec![&urn; 1_000]), 200),
        (json!(vec![&urn; 1_001]), 400),
        (json!([KARI]), 400),
        (json!(["urn:altinn:party:uuid:x"]), 400),
        (json!(["urn:altinn:person:identifier-no:123"]), 400),
        (json!(["urn:altinn:party:id:x"]), 400),
        (json!(["urn:altinn:enterpriseuser:username:x"]), 400),
        (json!("x"), 400),
        (Value::Null, 400),
    ] {
        let answer = register.post(&path, &json!({"data": data})).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
}

#[tokio::test]
async fn customers_and_holders_are_told_by_the_registers_roles() {
    for kind in kinds() {
        let register = Register::open(kind).await;
        let bakery = BAKERY_ID.to_string();
        let customers = |role: &str| format!("{V2}/{ACCOUNTANT_ID}/customers/ccr/{role}");
        let found = register.get(&customers("regnskapsforer")).await;
        assert_eq!(uuids(&found.body), [&bakery]);
        for role in ["revisor", "forretningsforer"] {
            let none = register.get(&customers(role)).await;
            assert_eq!(
                (none.status.as_u16(), &none.body["data"]),
                (200, &json!([]))
            );
        }
        let path =
            format!("{V2}/{BAKERY_ID}/holders/ccr/daglig-leder?fields=uuid,person.last-name");
        let managers = register.get(&path).await;
        assert_eq!(uuids(&managers.body), [KARI_ID.to_string()]);
        for (path, status) in [
            (customers("daglig-leder"), 404),
            (format!("{V2}/{BAKERY_ID}/holders/ccr/styreleder"), 404),
            (
                format!("{V2}/{}/customers/ccr/revisor", uuid::Uuid::new_v4()),
                404,
            ),
            (format!("{V2}/x/customers/ccr/revisor"), 400),
        ] {
            assert_eq!(register.get(&path).await.status.as_u16(), status, "{path}");
        }
        register
            .stage
            .app
            .run_sql("update party set is_deleted = true where number = 50020001")
            .await;
        assert!(uuids(&register.get(&customers("regnskapsforer")).await.body).is_empty());
    }
}

#[tokio::test]
async fn main_units_are_found_for_one_subunit_or_several() {
    let register = Register::open(Kind::Sqlite).await;
    let path = format!("{V2}/main-units");
    let unit = format!("urn:altinn:organization:uuid:{BAKERY_SQUARE_ID}");
    let bakery = format!("urn:altinn:organization:identifier-no:{BAKERY}");
    for data in [
        json!(unit),
        json!([
            unit,
            "urn:altinn:organization:identifier-no:310503002",
            bakery
        ]),
    ] {
        let answer = register.post(&path, &json!({"data": data})).await;
        assert_eq!(uuids(&answer.body), [BAKERY_ID.to_string()]);
    }
    let main = register.post(&path, &json!({"data": bakery})).await;
    assert_eq!(
        (main.status.as_u16(), &main.body["data"]),
        (200, &json!([]))
    );
}

#[tokio::test]
async fn roles_from_other_registers_are_told_and_described() {
    let register = Register::open(Kind::Sqlite).await;
    let roles = register
        .get(&format!("{V2}/{BAKERY_ID}/external-roles"))
        .await;
    insta::assert_snapshot!("register_v2_roles", register.stage.wire(&roles));
    let described = register
        .get("/register/api/v2/internal/metadata/external-roles")
        .await;
    let data = described.body["data"].as_array().unwrap();
    assert_eq!(data.len(), 61 + 42);
    let manager = data.iter().find(|role| role["code"] == "DAGL").unwrap();
    assert_eq!(manager["urn"], "urn:altinn:external-role:ccr:daglig-leder");
    assert_eq!(manager["name"]["nb"], "Daglig leder");
}

#[tokio::test]
async fn consumers_get_who_somebody_is_and_no_more() {
    let register = Register::open(Kind::Sqlite).await;
    for (consumer, fields, status) in [
        ("correspondence", "party,user,org.unit-type", 200),
        ("correspondence", "person.address", 400),
        ("dialogporten", "party", 200),
        ("dialogporten", "person.date-of-birth", 400),
        ("dialogporten", "org.email-address", 400),
        (
            "access-management",
            "party,person.last-name,person.date-of-birth",
            200,
        ),
        ("access-management", "person.mailing-address", 400),
        ("internal", "party", 404),
        ("somebody", "party", 404),
    ] {
        let path = format!("{V1}/{consumer}/parties/{KARI_ID}?fields={fields}");
        let answer = register.get(&path).await;
        assert_eq!(answer.status.as_u16(), status, "{consumer} {fields}");
    }
    for consumer in ["correspondence", "dialogporten", "access-management"] {
        for version in ["v1", "v2"] {
            let base = format!("/register/api/{version}/{consumer}/parties");
            let customers = format!("{base}/{ACCOUNTANT_ID}/customers/ccr/regnskapsforer");
            assert_eq!(
                uuids(&register.get(&customers).await.body),
                [BAKERY_ID.to_string()]
            );
            let holders = format!("{base}/{BAKERY_ID}/holders/ccr/daglig-leder");
            assert_eq!(
                uuids(&register.get(&holders).await.body),
                [KARI_ID.to_string()]
            );
        }
        let body = json!({"data": [format!("urn:altinn:party:uuid:{KARI_ID}")]});
        let found = register
            .post(&format!("{V1}/{consumer}/parties/query"), &body)
            .await;
        assert_eq!(uuids(&found.body), [KARI_ID.to_string()]);
        let other = register
            .get(&format!("/register/api/v2/{consumer}/parties/{KARI_ID}"))
            .await;
        assert_eq!(other.status, 404);
    }
}
