use fullmakt::db::{Run as _, Sql};
use fullmakt::domain::{DelegationId, PartyId};
use reqwest::Method;
use serde_json::json;

use super::scene::{NORA_ID, OLA_ID, Scene, TAX};
use crate::support::cast::{BAKERY_ID, NORA, OLA, PAYROLL, PLUMBER_ID};
use crate::support::database::kinds;

#[tokio::test]
async fn a_package_that_is_given_counts_at_once_and_when_taken_back_no_more() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        assert_eq!(
            scene.decision(NORA, "read").await,
            "NotApplicable",
            "{kind:?}"
        );
        let given = scene.give(NORA_ID, "skattegrunnlag").await;
        assert_eq!(given.status, 200, "{}", given.body);
        assert_eq!(
            given.body["packageId"],
            "4c859601-9b2b-4662-af39-846f4117ad7a"
        );
        assert_eq!(scene.decision(NORA, "read").await, "Permit");
        let again = scene.give(NORA_ID, TAX).await;
        assert_eq!(again.body, given.body, "giving again changes nothing");

        let query = scene.to(NORA_ID);
        let path = format!("/accesspackages{query}&package=:skattegrunnlag");
        assert_eq!(scene.delete(&path).await.status, 204);
        assert_eq!(scene.decision(NORA, "read").await, "NotApplicable");
        assert_eq!(scene.delete(&path).await.status, 204, "it is gone already");
        assert_eq!(
            scene
                .count("select id from act where kind in ('package-given', 'package-revoked')")
                .await,
            2,
            "one act for each change"
        );
    }
}

#[tokio::test]
async fn rights_are_given_replaced_and_taken_by_their_keys() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let (read, write) = (scene.keys("read").await, scene.keys("write").await);
        assert!(!read.is_empty() && !write.is_empty(), "{kind:?}");
        let path = format!("/resources/rights?party={BAKERY_ID}&to={NORA_ID}&resource={PAYROLL}");
        let body = json!({"directRightKeys": read});
        let given = scene.send(Method::POST, &path, Some(&body)).await;
        assert_eq!(given.status, 201, "{}", given.body);
        assert_eq!(scene.decision_on(PAYROLL, NORA, "read").await, "Permit");
        assert_eq!(
            scene.decision_on(PAYROLL, NORA, "write").await,
            "NotApplicable"
        );

        let replaced = scene
            .send(Method::PUT, &path, Some(&json!({"directRightKeys": write})))
            .await;
        assert_eq!(replaced.status, 200, "{}", replaced.body);
        assert_eq!(
            scene.decision_on(PAYROLL, NORA, "read").await,
            "NotApplicable"
        );
        assert_eq!(scene.decision_on(PAYROLL, NORA, "write").await, "Permit");
        let held = scene
            .get(&format!(
                "/resources/rights{}&resource={PAYROLL}",
                scene.to(NORA_ID)
            ))
            .await;
        assert_eq!(
            held.body["directRights"][0]["right"]["key"], write[0],
            "{}",
            held.body
        );
        assert_eq!(held.body["indirectRights"], json!([]));

        let emptied = scene
            .send(Method::PUT, &path, Some(&json!({"directRightKeys": []})))
            .await;
        assert_eq!(emptied.status, 200, "{}", emptied.body);
        assert_eq!(
            scene.decision_on(PAYROLL, NORA, "write").await,
            "NotApplicable"
        );
    }
}

#[tokio::test]
async fn a_connection_with_something_left_is_ended_only_with_all_of_it() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        scene.give(NORA_ID, TAX).await;
        let before = scene.written().await;
        let query = scene.to(NORA_ID);
        let kept = scene.delete(&query).await;
        assert_eq!(kept.status, 400, "{kind:?} {}", kept.body);
        assert_eq!(super::scene::code(&kept), "AM.VLD-00010");
        assert_eq!(kept.body["left"]["packages"], json!([TAX]));
        assert_eq!(scene.written().await, before, "nothing was written");
        assert_eq!(scene.decision(NORA, "read").await, "Permit");

        let ended = scene.delete(&format!("{query}&cascade=true")).await;
        assert_eq!(ended.status, 204, "{}", ended.body);
        assert_eq!(scene.decision(NORA, "read").await, "NotApplicable");
        let again = scene.delete(&format!("{query}&cascade=true")).await;
        assert_eq!(again.status, 204, "she is out already");
        assert_eq!(
            scene
                .count("select id from act where kind = 'right-holder-removed'")
                .await,
            1
        );
    }
}

#[tokio::test]
async fn whoever_was_given_something_may_give_it_up() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        scene.give(NORA_ID, TAX).await;
        let nora = scene.token(super::scene::NORA, "altinn:portal/enduser");
        let path = format!(
            "/accesspackages?party={NORA_ID}&from={BAKERY_ID}&to={NORA_ID}&package=skattegrunnlag"
        );
        let answer = scene.send_as(&nora, Method::DELETE, &path, None).await;
        assert_eq!(answer.status, 204, "{kind:?} {}", answer.body);
        assert_eq!(scene.decision(NORA, "read").await, "NotApplicable");
    }
}

#[tokio::test]
async fn an_organization_is_let_in_by_its_id_and_its_leader_acts_by_it() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let added = scene
            .send(
                Method::POST,
                &format!("?party={BAKERY_ID}&to={PLUMBER_ID}"),
                None,
            )
            .await;
        assert_eq!(added.status, 200, "{kind:?} {}", added.body);
        assert_eq!(added.body["roleId"], "42cae370-2dc1-4fdc-9c67-c2f4b0f0f829");
        assert_eq!(added.body["toId"], json!(PLUMBER_ID));
        let again = scene
            .send(
                Method::POST,
                &format!("?party={BAKERY_ID}&to={PLUMBER_ID}"),
                None,
            )
            .await;
        assert_eq!(again.body, added.body);
        scene.give(PLUMBER_ID, TAX).await;
        assert_eq!(
            scene.decision("19816923088", "read").await,
            "Permit",
            "Per leads it"
        );
        scene
            .delete(&format!(
                "/accesspackages{}&package={TAX}",
                scene.to(PLUMBER_ID)
            ))
            .await;
        assert_eq!(scene.decision("19816923088", "read").await, "NotApplicable");
    }
}

#[tokio::test]
async fn acts_tell_by_which_power_something_was_given_to_whom() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let given = scene.give(OLA_ID, TAX).await;
        assert_eq!(
            given.status, 200,
            "Ola has to do with the bakery: {}",
            given.body
        );
        assert_eq!(scene.decision(OLA, "read").await, "Permit", "{kind:?}");
        let core = scene.stage.core();
        let acts = fullmakt::store::acts::list_on(&core.db, PartyId(BAKERY_ID), OLA_ID)
            .await
            .unwrap();
        let details = &acts[0].details;
        assert_eq!(acts.len(), 1);
        assert_eq!(details.counterpart, Some(OLA_ID));
        assert_eq!(details.package.as_deref(), Some(TAX));
        assert_eq!(details.power.as_deref(), Some("urn:altinn:rolecode:admai"));
    }
}

#[tokio::test]
async fn what_is_taken_back_ends_for_agents_too_and_does_not_come_back_by_itself() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let path = format!("?party={BAKERY_ID}&to={PLUMBER_ID}");
        scene.send(Method::POST, &path, None).await;
        scene.give(PLUMBER_ID, TAX).await;
        pass_on(&scene).await;
        let amir = "30899126021";
        assert_eq!(scene.decision(amir, "read").await, "Permit", "{kind:?}");
        let path = format!("/accesspackages{}&package={TAX}", scene.to(PLUMBER_ID));
        assert_eq!(scene.delete(&path).await.status, 204);
        assert_eq!(scene.decision(amir, "read").await, "NotApplicable");
        scene.give(PLUMBER_ID, TAX).await;
        assert_eq!(scene.decision(amir, "read").await, "NotApplicable");
    }
}

/// The plumber passes the bakery's package on to Amir.
async fn pass_on(scene: &Scene) {
    const SQL: Sql = Sql::same(
        "insert into client_delegation (id, client, via, to_party, role, package, given_by, given_at)
         values ($1, $2, $3, $4, 'rettighetshaver', $5, $3, $6)",
    );
    let core = scene.stage.core();
    let mut tx = core.db.write().await.unwrap();
    let (client, via, to) = (
        PartyId(BAKERY_ID),
        PartyId(PLUMBER_ID),
        PartyId(super::scene::AMIR_ID),
    );
    let id = DelegationId(core.world.new_id());
    tx.run(SQL, &[&id, &client, &via, &to, &TAX, &core.world.now()])
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
