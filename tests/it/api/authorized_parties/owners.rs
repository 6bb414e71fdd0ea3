//! Service owners, who ask about anybody.

use serde_json::{Value, json};

use super::{ADMIN_SCOPE, Lists, OWNER_SCOPE, ROOT, SCOPE, names};
use crate::support::cast::{self, BAKERY, BAKERY_ID, GRETE, KARI, KARI_ID};
use crate::support::database::{Kind, kinds};

const PERSON: &str = "urn:altinn:person:identifier-no";

#[tokio::test]
async fn somebody_is_found_by_each_of_his_names() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let expected = names(&lists.told("", PERSON, KARI).await);
        assert!(expected.len() > 2, "{expected:?}");
        let id = KARI_ID.to_string();
        for (name, value) in [
            ("urn:altinn:party:uuid", id.as_str()),
            ("urn:altinn:person:uuid", &id),
            ("urn:altinn:partyid", "50010001"),
            ("urn:altinn:userid", "20010001"),
        ] {
            let told = names(&lists.told("", name, value).await);
            assert_eq!(told, expected, "{kind:?} {name}");
        }
        let firm = lists.told("", "urn:altinn:organization:identifier-no", BAKERY);
        let by_id = BAKERY_ID.to_string();
        let by_id = lists.told("", "urn:altinn:organization:uuid", &by_id);
        assert_eq!(firm.await, by_id.await, "{kind:?}");
    }
}

#[tokio::test]
async fn nobody_has_an_empty_list_and_a_strange_name_is_refused() {
    let lists = Lists::start(Kind::Sqlite).await;
    let id = KARI_ID.to_string();
    for (name, value) in [
        (PERSON, "21828817041"),
        (PERSON, "x"),
        ("urn:altinn:partyid", "1"),
        ("urn:altinn:organization:uuid", id.as_str()),
        ("urn:altinn:systemuser:uuid", &id),
        ("urn:altinn:enterpriseuser:uuid", &id),
        ("urn:altinn:enterpriseuser:username", "kari"),
        ("urn:altinn:person:idporten-email", "kari@bakeri.example"),
    ] {
        assert_eq!(lists.told("", name, value).await, json!([]), "{name}");
    }
    let token = lists.stage.issuer.token(cast::TAX_OWNER, OWNER_SCOPE);
    for (body, name) in [
        (json!({"type": "urn:altinn:ssn", "value": KARI}), "type"),
        (
            json!({"type": "urn:altinn:person:legacy-selfidentified", "value": "a"}),
            "type",
        ),
        (
            json!({"type": "urn:altinn:party:uuid", "value": "x"}),
            "value",
        ),
        (json!({"type": "urn:altinn:partyid", "value": "x"}), "value"),
    ] {
        let answer = lists.owner(&token, "", &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.body["errors"][name].is_array(), "{}", answer.body);
    }
    for body in [
        json!({}),
        json!([]),
        json!({"type": PERSON}),
        json!({"type": 7, "value": KARI}),
    ] {
        let answer = lists.owner(&token, "", &body).await;
        assert_eq!(answer.status, 400, "{body}");
    }
}

#[tokio::test]
async fn a_service_owner_may_name_twenty_parties_by_any_name() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let token = lists.stage.issuer.token(cast::TAX_OWNER, OWNER_SCOPE);
        let ask = async |filter: Vec<Value>| {
            let body = json!({"type": PERSON, "value": KARI, "partyFilter": filter});
            lists.owner(&token, "", &body).await
        };
        let bakery = json!({"type": "urn:altinn:organization:identifier-no", "value": BAKERY});
        let self_registered =
            json!({"type": "urn:altinn:person:legacy-selfidentified", "value": "x"});
        let none = json!({"type": PERSON, "value": KARI, "partyFilter": null});
        let all = lists.owner(&token, "", &none).await;
        assert!(names(&all.body).len() > 2, "{kind:?} {}", all.body);
        let answer = ask(vec![bakery.clone(), self_registered.clone()]).await;
        assert_eq!(names(&answer.body).len(), 1, "{kind:?} {}", answer.body);
        assert_eq!(ask(vec![self_registered]).await.body, json!([]));
        assert_eq!(ask(vec![bakery.clone(); 20]).await.status, 200);
        assert_eq!(ask(vec![bakery; 21]).await.status, 400);
    }
}

#[tokio::test]
async fn only_an_owners_own_code_opens_its_resources() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let body = json!({"type": PERSON, "value": GRETE});
        let own = lists.stage.issuer.token(cast::TAX_OWNER, OWNER_SCOPE);
        let admin = lists.stage.issuer.token(cast::VENDOR, ADMIN_SCOPE);
        for (token, code, status) in [
            (&own, "dts", 200),
            (&own, "DTS", 200),
            (&own, "nod", 400),
            (&own, "nobody", 400),
            (&admin, "nod", 200),
            (&admin, "nobody", 200),
        ] {
            let answer = lists.owner(token, &format!("orgCode={code}"), &body).await;
            assert_eq!(answer.status.as_u16(), status, "{kind:?} {code}");
            if status == 400 {
                assert!(answer.body["errors"][code].is_array(), "{}", answer.body);
            }
        }
        let all = lists.owner(&own, "", &body).await;
        let opened = lists.owner(&own, "orgCode=dts", &body).await;
        let none = lists.owner(&admin, "orgCode=nobody", &body).await;
        assert!(names(&opened.body).len() <= names(&all.body).len());
        assert!(!names(&opened.body).is_empty(), "{kind:?}");
        assert_eq!(none.body, json!([]), "{kind:?}");
    }
}

#[tokio::test]
async fn both_addresses_answer_alike_and_only_to_service_owners() {
    let lists = Lists::start(Kind::Sqlite).await;
    let body = json!({"type": PERSON, "value": KARI});
    let vendor = &lists.stage.vendor;
    let own = lists.stage.issuer.token(cast::TAX_OWNER, OWNER_SCOPE);
    let mut answers = Vec::new();
    for name in ["resourceowner", "serviceowner"] {
        let path = format!("{ROOT}/{name}/authorizedparties");
        answers.push(vendor.post(&path, &own, &body).await.body);
        let other = lists.stage.issuer.token(cast::TAX_OWNER, SCOPE);
        assert_eq!(vendor.post(&path, &other, &body).await.status, 403);
    }
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0].is_array());
}
