use fullmakt::domain::PartyId;
use fullmakt::ops::connections::{self, Wanted};
use fullmakt::reference::reference;
use reqwest::Method;
use serde_json::json;

use super::scene::{self, NORA_ID, Scene};
use crate::support::cast::{BAKERY_ID, PAYROLL};
use crate::support::database::kinds;

const SQUARE_ID: &str = "f0a10000-0000-4000-8000-000000020002";

#[tokio::test]
async fn the_check_of_packages_says_by_what_and_why_not() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let names = "&packages=skattegrunnlag&packages=hovedadministrator&packages=konkursbo-lesetilgang&packages=regnskapsforer-lonn";
        let path = format!("/accesspackages/delegationcheck?party={BAKERY_ID}{names}");
        let answer = scene.get(&path).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        insta::assert_json_snapshot!("check_of_packages", answer.body);
        let all = scene
            .get(&format!(
                "/accesspackages/delegationcheck?party={BAKERY_ID}"
            ))
            .await;
        assert_eq!(all.body["data"].as_array().unwrap().len(), 147, "{kind:?}");
    }
}

#[tokio::test]
async fn the_word_of_a_reason_tells_the_main_unit_and_the_appointed_administrator() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let word = async |token: &str, party: &str, package: &str| {
            let path = format!("/accesspackages/delegationcheck?party={party}&packages={package}");
            let answer = scene.send_as(token, Method::GET, &path, None).await;
            let one = &answer.body["data"][0];
            let reason = one["reasons"][0]["description"].as_str().unwrap();
            (one["result"].as_bool().unwrap(), reason.to_owned())
        };
        let kari = scene.token(scene::KARI, "altinn:portal/enduser");
        let expected = (true, "Direct-RolePackage-MainUnit".to_owned());
        assert_eq!(
            word(&kari, SQUARE_ID, "skattegrunnlag").await,
            expected,
            "{kind:?}"
        );

        // Nora becomes a main administrator: may give what she does not have, but not appoint others.
        let given = scene.give(NORA_ID, "hovedadministrator").await;
        assert_eq!(given.status, 200, "{}", given.body);
        let nora = scene.token(scene::NORA, "altinn:portal/enduser");
        let bakery = BAKERY_ID.to_string();
        let expected = (true, "Direct-AssignmentPackage-HovedAdmin".to_owned());
        assert_eq!(word(&nora, &bakery, "skattegrunnlag").await, expected);
        let expected = (false, "NoAccess".to_owned());
        assert_eq!(word(&nora, &bakery, "hovedadministrator").await, expected);
    }
}

#[tokio::test]
async fn the_check_of_a_resource_tells_each_right_with_its_key() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let path = format!("/resources/delegationcheck?party={BAKERY_ID}&resource={PAYROLL}");
        let answer = scene.get(&path).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        insta::assert_json_snapshot!("check_of_a_resource", answer.body);
        let unknown = format!("/resources/delegationcheck?party={BAKERY_ID}&resource=nei");
        assert_eq!(scene.get(&unknown).await.code(), "AM-00027", "{kind:?}");
    }
}

#[tokio::test]
async fn a_main_administrator_gives_rights_without_holding_them_and_an_access_manager_does_not() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let keys = json!({"directRightKeys": scene.keys("read").await});
        let nora = scene.token(scene::NORA, "altinn:portal/enduser");
        let path = format!(
            "/resources/rights?party={BAKERY_ID}&to={}&resource={PAYROLL}",
            scene::OLA_ID
        );
        scene.give(NORA_ID, "tilgangsstyrer").await;
        let before = scene.written().await;
        let refused = scene.send_as(&nora, Method::POST, &path, Some(&keys)).await;
        assert_eq!(
            (refused.status.as_u16(), refused.code()),
            (400, "AM-00028"),
            "{kind:?}"
        );
        assert_eq!(refused.body["rightKeys"], keys["directRightKeys"]);
        assert_eq!(scene.written().await, before);
        scene.give(NORA_ID, "hovedadministrator").await;
        let given = scene.send_as(&nora, Method::POST, &path, Some(&keys)).await;
        assert_eq!(given.status, 201, "{}", given.body);
    }
}

#[tokio::test]
async fn what_only_members_may_use_is_given_by_no_one_else_not_even_a_main_administrator() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let keys = json!({"directRightKeys": scene.keys("read").await});
        scene
            .stage
            .app
            .run_sql(
                "update resource set access_list_mode = 'Enabled' where id = 'dts-lonnsrapport'",
            )
            .await;
        let path = format!("/resources/delegationcheck?party={BAKERY_ID}&resource={PAYROLL}");
        let checked = scene.get(&path).await;
        for right in checked.body["rights"].as_array().unwrap() {
            assert_eq!(right["result"], false, "{kind:?}");
            assert_eq!(right["reasonCodes"], json!(["AccessListValidationFail"]));
        }
        let path = format!("/resources/rights?party={BAKERY_ID}&to={NORA_ID}&resource={PAYROLL}");
        let before = scene.written().await;
        let refused = scene.send(Method::POST, &path, Some(&keys)).await;
        assert_eq!(refused.code(), "AM-00042", "{}", refused.body);
        assert_eq!(scene.written().await, before);
    }
}

#[tokio::test]
async fn those_who_could_give_it_instead_are_named() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let package = reference().package_named("skattegrunnlag").unwrap();
        let core = scene.stage.core();
        let able = connections::able(&core, PartyId(BAKERY_ID), Wanted::Package(package))
            .await
            .unwrap();
        let persons: Vec<&str> = able.persons.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(persons, ["Kari Nøkkelvik", "Stig Nøkkelvik"], "{kind:?}");
        let roles: Vec<&str> = able.roles.iter().map(|role| role.code.as_str()).collect();
        assert!(roles.contains(&"daglig-leder") && roles.contains(&"styreleder"));
        assert!(!roles.contains(&"regnskapsforer"), "{roles:?}");
    }
}
