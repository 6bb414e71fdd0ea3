//! Who may ask.

use serde_json::json;

use super::{
    BAKERY_NUMBER, GRETE_USER, KARI_USER, Lists, OLA_USER, OWNER_SCOPE, PER_USER, PORTAL, ROOT,
    SCOPE, names,
};
use crate::support::cast::{self, BAKERY, KARI_ID};
use crate::support::database::{Kind, kinds};

#[tokio::test]
async fn a_token_of_neither_a_person_nor_a_system_user_is_refused() {
    let lists = Lists::start(Kind::Sqlite).await;
    let path = "enduser/authorizedparties";
    let machine = lists.stage.issuer.token(cast::VENDOR, SCOPE);
    let mut claims = lists.stage.issuer.claims(cast::VENDOR, SCOPE);
    claims["authorization_details"] = json!([
        {"type": "urn:altinn:consent", "systemuser_id": [KARI_ID]},
        {"type": "urn:altinn:systemuser", "systemuser_id": [7]},
        "urn:altinn:systemuser",
    ]);
    let strange = lists.stage.issuer.sign(&claims);
    let nobody = lists.person(1, SCOPE);
    for (token, status) in [
        (machine.as_str(), 401),
        (strange.as_str(), 401),
        (nobody.as_str(), 401),
        ("garbage", 401),
        (lists.person(KARI_USER, OWNER_SCOPE).as_str(), 403),
        (lists.person(KARI_USER, PORTAL).as_str(), 200),
        (lists.person(KARI_USER, SCOPE).as_str(), 200),
    ] {
        let answer = lists.get(path, token).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    }
}

#[tokio::test]
async fn a_portal_is_told_the_list_as_an_array_with_roles() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let token = lists.person(KARI_USER, PORTAL);
        let answer = lists.get("authorizedparties", &token).await;
        let list = lists.end_user(KARI_USER, "includeRoles=true").await;
        assert_eq!(answer.body, list, "{kind:?}");
        // The scope of persons' own systems is not the portal's.
        let own = lists.person(KARI_USER, SCOPE);
        assert_eq!(lists.get("authorizedparties", &own).await.status, 403);
    }
}

#[tokio::test]
async fn one_party_is_told_when_it_is_in_the_list() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let kari = lists.person(KARI_USER, PORTAL);
        let bakery = lists
            .get(&format!("authorizedparty/{BAKERY_NUMBER}"), &kari)
            .await;
        assert_eq!(bakery.body["organizationNumber"], BAKERY, "{kind:?}");
        let unit = lists.get("authorizedparty/50020002", &kari).await;
        assert_eq!(unit.body["partyId"], 50_020_002, "{kind:?} {}", unit.body);
        for number in ["50020004", "1", "-1"] {
            let path = format!("authorizedparty/{number}");
            let answer = lists.get(&path, &kari).await;
            assert_eq!(answer.status, 400, "{number}");
            assert!(answer.body["errors"]["InvalidParty"].is_array());
        }
        let answer = lists.get("authorizedparty/bakery", &kari).await;
        assert_eq!(answer.status, 400);
    }
}

#[tokio::test]
async fn an_access_manager_sees_whom_his_party_may_act_for_and_others_do_not() {
    for kind in kinds() {
        let lists = Lists::start(kind).await;
        let accountant = "50020005";
        let path = format!("{accountant}/authorizedparties");
        let grete = lists.person(GRETE_USER, PORTAL);
        let answer = lists.get(&path, &grete).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        // The bakery with its subunits, and whoever else has the firm as accountant.
        assert!(!names(&answer.body).is_empty(), "{kind:?}");
        assert!(answer.body.to_string().contains(BAKERY));
        for user in [KARI_USER, OLA_USER, PER_USER] {
            let token = lists.person(user, PORTAL);
            assert_eq!(lists.get(&path, &token).await.status, 403, "{user}");
        }
        let nobodys = lists.get("77/authorizedparties", &grete).await;
        assert_eq!(nobodys.status, 403);
        let strange = lists.get("firm/authorizedparties", &grete).await;
        assert_eq!(strange.status, 400);
    }
}

#[tokio::test]
async fn a_party_may_be_named_by_a_header() {
    let lists = Lists::start(Kind::Sqlite).await;
    let ask = async |number: &str| {
        let url = format!(
            "{}{ROOT}/organization/authorizedparties",
            lists.stage.app.url
        );
        let request = lists.stage.app.http().get(url);
        let request = request
            .bearer_auth(lists.person(KARI_USER, PORTAL))
            .header("Altinn-Party-OrganizationNumber", number);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(BAKERY).await, 200);
    assert_eq!(ask(cast::PLUMBER).await, 403);
    assert_eq!(ask("x").await, 403);
}
