//! The APIs for end users' own systems.

use fullmakt::domain::scope::{CONSUMERS_READ, SUPPLIERS_READ, SUPPLIERS_WRITE};
use serde_json::json;
use uuid::Uuid;

use super::{CONSUMERS, KARI, LIV, OLA, PER, SUPPLIERS, Scene, VIDAR};
use crate::support::cast::{
    BAKERY, BAKERY_ID, KARI_ID, OWNER_API, TAX_BASIS, TAX_BASIS_API, TAX_OWNER_ID, VENDOR,
    VENDOR_ID,
};
use crate::support::database::kinds;

#[tokio::test]
async fn a_supplier_is_added_given_an_api_and_removed_again() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let kari = scene.person(KARI);
        let added = scene.post(&scene.at_bakery("", ""), &kari).await;
        assert_eq!(added.status, 200, "{kind:?} {}", added.body);
        assert_eq!(added.body["fromId"], json!(BAKERY_ID));
        assert_eq!(added.body["toId"], json!(VENDOR_ID));
        assert_eq!(added.body["roleId"], "961f6ebb-ecf7-4fc6-ab5a-ca0841db4931");
        let again = scene.post(&scene.at_bakery("", ""), &kari).await;
        assert_eq!(again.body, added.body, "the same assignment");

        scene.give().await;
        scene.give().await;
        assert_eq!(scene.live().await, (1, 1));

        let list = scene.get(&scene.at_bakery("", ""), &kari).await;
        let party = &list.body["data"][0]["party"];
        assert_eq!(party["organizationIdentifier"], VENDOR);
        assert_eq!(party["partyid"], 50_020_007);
        assert_eq!(list.body["data"][0]["roles"][0]["code"], "supplier");
        let roles = list.body["data"][0]["roles"][0].as_object().unwrap();
        assert!(roles.contains_key("legacyurn "), "the original's blank");

        let resources = scene.get(&scene.at_bakery("/resources", ""), &kari).await;
        let first = &resources.body["data"][0];
        assert_eq!(first["resource"]["refId"], TAX_BASIS_API);
        assert_eq!(
            first["permissions"][0]["from"]["organizationIdentifier"],
            BAKERY
        );
        assert_eq!(
            first["permissions"][0]["to"]["organizationIdentifier"],
            VENDOR
        );

        let full = scene.delete(&scene.at_bakery("", ""), &kari).await;
        assert_eq!(full.status, 400, "{}", full.body);
        assert_eq!(full.body["validationErrors"][0]["code"], "AM.VLD-00010");
        assert_eq!(scene.live().await, (1, 1), "nothing half-removed");
        let gone = scene
            .delete(&scene.at_bakery("", "&cascade=true"), &kari)
            .await;
        assert_eq!(gone.status, 204);
        assert_eq!(scene.live().await, (0, 0));
        let again = scene
            .delete(&scene.at_bakery("", "&cascade=true"), &kari)
            .await;
        assert_eq!(again.status, 204);
        for kind in ["supplier-added", "scopes-given", "supplier-removed"] {
            assert_eq!(scene.acts(kind).await, 1, "{kind}");
        }
    }
}

#[tokio::test]
async fn either_side_ends_a_delegation() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let api = format!("&resource={TAX_BASIS_API}");
        scene.give().await;
        let taken = scene
            .delete(&scene.at_bakery("/resources", &api), &scene.person(KARI))
            .await;
        assert_eq!(taken.status, 204);
        assert_eq!(scene.live().await, (0, 1));

        scene.give().await;
        let vidar = scene.person(VIDAR);
        let consumer = format!("?party={VENDOR_ID}&consumer={BAKERY}");
        let list = scene.get(&format!("{CONSUMERS}{consumer}"), &vidar).await;
        let party = &list.body["data"][0]["party"];
        assert_eq!(party["organizationIdentifier"], BAKERY, "{}", list.body);
        let path = format!("{CONSUMERS}/resources{consumer}");
        let resources = scene.get(&path, &vidar).await;
        assert_eq!(
            resources.body["data"][0]["resource"]["refId"],
            TAX_BASIS_API
        );
        let given_back = scene.delete(&format!("{path}{api}"), &vidar).await;
        assert_eq!(given_back.status, 204);
        assert_eq!(scene.live().await, (0, 1));
        let left = scene
            .delete(&format!("{CONSUMERS}{consumer}"), &vidar)
            .await;
        assert_eq!(left.status, 204);
        assert_eq!(scene.live().await, (0, 0));
    }
}

#[tokio::test]
async fn whoever_may_not_is_refused_and_nothing_is_written() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let api = format!("&resource={TAX_BASIS_API}");
        let path = scene.at_bakery("/resources", &api);
        let low = scene.person_at(KARI, 0, "altinn:portal/enduser");
        for (who, token) in [
            ("an employee", scene.person(OLA)),
            ("a stranger", scene.person(PER)),
            ("another owner's administrator", scene.person(LIV)),
            ("a weak login", low),
            ("a reader", scene.person_at(KARI, 3, SUPPLIERS_READ)),
            (
                "the other side's scope",
                scene.person_at(KARI, 3, CONSUMERS_READ),
            ),
            ("a machine", scene.stage.token.clone()),
        ] {
            let answer = scene.post(&path, &token).await;
            assert_eq!(answer.status, 403, "{kind:?} {who}: {}", answer.body);
        }
        let nowhere = Uuid::from_u128(1);
        let path = format!("{SUPPLIERS}/resources?party={nowhere}&supplier={VENDOR}{api}");
        assert_eq!(scene.post(&path, &scene.person(KARI)).await.status, 403);
        assert_eq!(scene.live().await, (0, 0));
        let writer = scene.person_at(KARI, 3, SUPPLIERS_WRITE);
        let path = scene.at_bakery("/resources", &api);
        assert_eq!(scene.post(&path, &writer).await.status, 200);
    }
}

#[tokio::test]
async fn each_bad_request_has_its_code() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let kari = scene.person(KARI);
        let own = format!("{SUPPLIERS}?party={KARI_ID}&supplier={VENDOR}");
        let of = |number: &str| format!("{SUPPLIERS}?party={BAKERY_ID}&supplier={number}");
        let resource = |id: &str| scene.at_bakery("/resources", &format!("&resource={id}"));
        scene
            .stage
            .app
            .run_sql("update party set is_deleted = true where org_number = '310601004'")
            .await;
        for (path, code) in [
            (of("310801004"), "AM.VLD-00006"),
            (of(""), "AM.VLD-00006"),
            (of("310999997"), "AM.VLD-00006"),
            (of("310601004"), "AM.VLD-00006"),
            (of(BAKERY), "AM.VLD-00009"),
            (format!("{SUPPLIERS}?party={BAKERY_ID}"), "AM.VLD-00006"),
            (resource("no-such-resource"), "AM.VLD-00012"),
            (resource(""), "AM.VLD-00012"),
            (resource(TAX_BASIS), "AM-00028"),
        ] {
            let answer = scene.post(&path, &kari).await;
            assert_eq!(answer.status, 400, "{kind:?} {path}: {}", answer.body);
            let validation = &answer.body["validationErrors"][0]["code"];
            let found = validation.as_str().unwrap_or(answer.code());
            assert_eq!(found, code, "{path}");
        }
        // Kari herself is no organization; what her own role gives her is another matter.
        assert!(scene.post(&own, &kari).await.status.is_client_error());
        assert_eq!(scene.live().await, (0, 0));
    }
}

#[tokio::test]
async fn the_check_says_why_an_api_cannot_be_given() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let check = async |party: Uuid, user: i64, resource: &str| {
            let path =
                format!("{SUPPLIERS}/resources/delegationcheck?party={party}&resource={resource}");
            let answer = scene.get(&path, &scene.person(user)).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            let right = answer.body["rights"][0].clone();
            (right["result"].clone(), right["reasonCodes"][0].clone())
        };
        let allowed = (json!(true), json!("RoleAccess"));
        assert_eq!(check(BAKERY_ID, KARI, TAX_BASIS_API).await, allowed);
        assert_eq!(check(TAX_OWNER_ID, LIV, OWNER_API).await, allowed);
        let no = |code: &str| (json!(false), json!(code));
        assert_eq!(check(BAKERY_ID, KARI, TAX_BASIS).await, no("Unknown"));

        let app = &scene.stage.app;
        app.run_sql(
            "update resource set access_list_mode = 'Enabled' where id = 'dts-skattegrunnlag-api'",
        )
        .await;
        app.run_sql("update fact_version set version = version + 1")
            .await;
        let listed = check(BAKERY_ID, KARI, TAX_BASIS_API).await;
        assert_eq!(listed, no("AccessListValidationFail"), "{kind:?}");
        app.run_sql("update resource set is_delegable = false where id = 'dts-skattegrunnlag-api'")
            .await;
        let closed = check(BAKERY_ID, KARI, TAX_BASIS_API).await;
        assert_eq!(closed, no("ResourceNotDelegable"));

        // Liv may administer, but without the package for the scopes there is nothing that she can give.
        app.run_sql(
            "delete from delegation where package = 'urn:altinn:accesspackage:maskinporten-scopes'",
        )
        .await;
        app.run_sql("update fact_version set version = version + 1")
            .await;
        let missing = check(TAX_OWNER_ID, LIV, OWNER_API).await;
        assert_eq!(missing, no("MissingRoleAccess"));
    }
}
