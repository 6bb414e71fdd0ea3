use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::scene::{NORA_ID, Scene, TAX};
use crate::support::cast::{BAKERY, BAKERY_ID, KARI_ID, NORA, PAYROLL};
use crate::support::database::kinds;

const BASE: &str = "/policyinformation";

#[tokio::test]
async fn what_somebody_holds_is_told_to_those_who_decide_and_to_nobody_else() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        scene.give(NORA_ID, TAX).await;
        let token = scene.decider();
        let get = async |path: String| scene.call(&token, Method::GET, &path, None).await;
        let path = format!("{BASE}/accesspackages?from={BAKERY_ID}&to={NORA_ID}");
        assert_eq!(get(path.clone()).await.body, json!([TAX]), "{kind:?}");
        let both = format!("{BASE}/roles-and-accesspackages?from={BAKERY_ID}&to={KARI_ID}");
        let held = get(both).await.body;
        let roles = held["roles"].as_array().unwrap();
        assert!(roles.contains(&json!("urn:altinn:external-role:ccr:daglig-leder")));
        assert!(roles.contains(&json!("urn:altinn:rolecode:admai")));
        assert_eq!(held["accessPackages"].as_array().unwrap().len(), 133);
        let nobody = format!(
            "{BASE}/accesspackages?from={BAKERY_ID}&to={}",
            Uuid::from_u128(3)
        );
        assert_eq!(get(nobody).await.body, json!([]));
        assert_eq!(
            get(format!("{BASE}/accesspackages?from=x&to=y"))
                .await
                .status,
            400
        );
        let owner = &scene.stage.tax_owner;
        let answer = scene.call(owner, Method::GET, &path, None).await;
        assert_eq!(
            answer.status, 403,
            "an owner asks for decisions, not for lists"
        );
    }
}

#[tokio::test]
async fn a_delegation_change_names_both_parties_in_every_way() {
    for kind in kinds() {
        let scene = Scene::with_nora(kind).await;
        let keys = json!({"directRightKeys": scene.keys("read").await});
        let path = format!("/resources/rights?party={BAKERY_ID}&to={NORA_ID}&resource={PAYROLL}");
        scene.send(Method::POST, &path, Some(&keys)).await;
        let body = json!({
            "Subject": {"id": "urn:altinn:person:identifier-no", "value": NORA},
            "Party": {"id": "urn:altinn:organization:identifier-no", "value": BAKERY},
            "Resource": [{"id": "urn:altinn:resource", "value": PAYROLL}],
        });
        let path = format!("{BASE}/getdelegationchanges");
        let mut answer = scene
            .call(&scene.decider(), Method::POST, &path, Some(&body))
            .await;
        assert_eq!(answer.status, 200, "{kind:?} {}", answer.body);
        assert!(answer.body[0]["delegationchangeid"].as_u64().unwrap() > 0);
        answer.body[0]["delegationchangeid"] = json!(1);
        answer.body[0]["created"] = json!("then");
        insta::assert_json_snapshot!("delegation_changes", answer.body);
    }
}
