use serde_json::{Value, json};

use super::{Registry, described, policy, policy_of, rule};
use crate::facts::{another, decision};
use crate::support::cast::{BAKERY, KARI, TAX_BASIS};
use crate::support::database::{Kind, kinds};
use crate::support::machine::Question;
use crate::support::stage::SYSTEM;
use fullmakt::engine::{Request, names};
use fullmakt::ops::Core;

const ID: &str = "dts-politikk";

/// May the bakery's manager read the resource for the bakery?
fn manager_reads() -> Request {
    Request::new()
        .subject(names::PERSON_NUMBER, KARI)
        .resource(names::RESOURCE_ID, ID)
        .resource(names::ORGANIZATION_NUMBER, BAKERY)
        .action("read")
}

async fn answers(cores: &[&Core]) -> Vec<&'static str> {
    let mut answers = Vec::new();
    for core in cores {
        answers.push(decision(core, &manager_reads()).await);
    }
    answers
}

#[tokio::test]
async fn a_policy_is_answered_as_it_was_uploaded() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create(ID).await;
        let none = registry.get(&format!("/{ID}/policy")).await;
        assert_eq!(none.status, 404, "{kind:?}");
        let text = format!("\u{feff}<?xml version=\"1.0\"?><!-- ø -->\n{}", policy(ID));
        let uploaded = registry.upload(&registry.tax, ID, text.as_bytes()).await;
        assert_eq!(uploaded.status, 201, "{kind:?} {}", uploaded.body);
        let found = registry.get(&format!("/{ID}/policy")).await;
        assert_eq!(found.headers["content-type"], "text/xml; charset=utf-8");
        let sent = text.strip_prefix('\u{feff}').unwrap();
        assert_eq!(found.body, json!(sent), "{kind:?}");
    }
}

#[tokio::test]
async fn the_next_decision_goes_by_the_new_policy_in_another_process_too() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        let (here, there) = (
            another(&registry.stage).await,
            another(&registry.stage).await,
        );
        registry.create(ID).await;
        let bare = answers(&[&here, &there]).await;
        assert_eq!(bare, ["Indeterminate", "Indeterminate"], "{kind:?}");
        for (role, expected) in [
            ("DAGL", "Permit"),
            ("REVI", "NotApplicable"),
            ("DAGL", "Permit"),
        ] {
            let by = rule(
                "1",
                "Permit",
                &[("urn:altinn:rolecode", role)],
                ID,
                &["read"],
            );
            let uploaded = registry
                .upload(&registry.tax, ID, policy_of(&[by]).as_bytes())
                .await;
            assert_eq!(uploaded.status, 201);
            if kind == Kind::Sqlite {
                // Another process on the same file looks for changes again and again.
                tokio::time::sleep(2 * fullmakt::db::facts::LOOK_EVERY).await;
            }
            assert_eq!(answers(&[&here, &there]).await, [expected; 2], "{kind:?}");
        }
        assert_eq!(registry.delete(&registry.tax, ID).await.status, 204);
        if kind == Kind::Sqlite {
            tokio::time::sleep(2 * fullmakt::db::facts::LOOK_EVERY).await;
        }
        assert_eq!(
            answers(&[&here, &there]).await,
            ["Indeterminate"; 2],
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn only_the_owner_uploads() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create(ID).await;
        let text = policy(ID);
        for (token, id, status) in [
            (&registry.trade, ID, 403),
            (&registry.stage.tax_owner, ID, 403),
            (&registry.tax, "dts-ingen", 404),
            (&registry.admin, ID, 201),
        ] {
            let uploaded = registry.upload(token, id, text.as_bytes()).await;
            assert_eq!(uploaded.status, status, "{kind:?} {id} {}", uploaded.body);
        }
    }
}

fn subject_urns(answer: &Value) -> Vec<String> {
    let data = answer["data"].as_array().unwrap();
    data.iter()
        .map(|one| one["urn"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_subjects_follow_the_policy() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        let both = [
            ("urn:altinn:rolecode", "DAGL"),
            ("urn:altinn:accesspackage", "Lonn"),
        ];
        let denied = rule(
            "2",
            "Deny",
            &[("urn:altinn:rolecode", "REVI")],
            ID,
            &["read"],
        );
        let first = policy_of(&[rule("1", "Permit", &both, ID, &["read"]), denied]);
        registry.create_guarded(ID, &first).await;
        let path = format!("/{ID}/policy/subjects");
        let found = registry.get(&path).await;
        let expected = json!([
            {"type": "urn:altinn:accesspackage", "value": "lonn", "urn": "urn:altinn:accesspackage:lonn"},
            {"type": "urn:altinn:rolecode", "value": "dagl", "urn": "urn:altinn:rolecode:dagl"},
        ]);
        assert_eq!(found.body["data"], expected, "{kind:?}");

        let uploaded = registry
            .upload(&registry.tax, ID, policy(ID).as_bytes())
            .await;
        assert_eq!(uploaded.status, 201);
        let left = registry.get(&path).await;
        assert_eq!(
            subject_urns(&left.body),
            ["urn:altinn:rolecode:dagl"],
            "{kind:?}"
        );

        registry
            .stage
            .app
            .run_sql("delete from resource_subject")
            .await;
        assert_eq!(registry.get(&path).await.body["data"], json!([]));
        let reloaded = registry.get(&format!("{path}?reloadFromXacml=true")).await;
        assert_eq!(
            subject_urns(&reloaded.body),
            ["urn:altinn:rolecode:dagl"],
            "{kind:?}"
        );
        assert_eq!(registry.get("/dts-ingen/policy/subjects").await.status, 404);
    }
}

#[tokio::test]
async fn asking_for_subjects_anew_writes_nothing_when_they_are_as_they_were() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create_guarded(ID, &policy(ID)).await;
        let clock = async || {
            fullmakt::store::registry_clock::read(&registry.stage.app.db)
                .await
                .unwrap()
        };
        let before = clock().await;
        let path = format!("/{ID}/policy/subjects?reloadFromXacml=true");
        assert_eq!(registry.get(&path).await.status, 200);
        assert_eq!(clock().await, before, "{kind:?}");
    }
}

#[tokio::test]
async fn resources_are_found_by_the_subjects_of_their_policies() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        for id in ["dts-en", "dts-to"] {
            registry.create_guarded(id, &policy(id)).await;
        }
        let package = [("urn:altinn:accesspackage", "finnes-bare-her")];
        let by_package = policy_of(&[rule("1", "Permit", &package, "dts-tre", &["read"])]);
        registry.create_guarded("dts-tre", &by_package).await;
        let ask = async |body: Value| {
            let request = registry.request(reqwest::Method::POST, "/bysubjects/");
            super::answer(request.json(&body)).await
        };
        let found = ask(json!([
            "urn:altinn:accesspackage:FINNES-bare-her",
            "urn:altinn:rolecode:finnes-ikke"
        ]))
        .await;
        let expected = json!([{
            "subject": {"type": "urn:altinn:accesspackage", "value": "finnes-bare-her", "urn": "urn:altinn:accesspackage:finnes-bare-her"},
            "resources": [{"type": "urn:altinn:resource", "value": "dts-tre", "urn": "urn:altinn:resource:dts-tre"}],
        }]);
        assert_eq!(found.body["data"], expected, "{kind:?}");
        let by_role = ask(json!(["urn:altinn:rolecode:dagl"])).await;
        let resources = by_role.body["data"][0]["resources"].to_string();
        assert!(
            resources.contains("dts-en") && resources.contains("dts-to"),
            "{kind:?} {resources}"
        );
        assert!(!resources.contains("dts-tre"), "{kind:?} {resources}");
        for (body, status) in [
            (json!([]), 200),
            (json!({}), 400),
            (json!([1]), 400),
            (json!(vec!["urn:x"; 1001]), 400),
        ] {
            assert_eq!(ask(body).await.status, status, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn policies_from_before_their_subjects_were_kept_are_read_when_the_server_starts() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create_guarded(ID, &policy(ID)).await;
        registry
            .stage
            .app
            .run_sql("delete from resource_subject")
            .await;
        let core = another(&registry.stage).await;
        fullmakt::ops::resources::index_all(&core).await.unwrap();
        let found = registry.get(&format!("/{ID}/policy/subjects")).await;
        assert_eq!(
            subject_urns(&found.body),
            ["urn:altinn:rolecode:dagl"],
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn every_policy_that_was_is_kept() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create_guarded(ID, &policy(ID)).await;
        registry
            .create_guarded("dts-annen", &policy("dts-annen"))
            .await;
        for _ in 0..2 {
            registry
                .upload(&registry.tax, ID, policy(ID).as_bytes())
                .await;
        }
        let kept = "update resource_policy set policy = policy where resource = 'dts-politikk'";
        assert_eq!(registry.stage.app.run_sql(kept).await, 3, "{kind:?}");
        let body = described(ID);
        assert_eq!(registry.put(&registry.tax, ID, &body).await.status, 200);
        assert_eq!(
            registry.get(&format!("/{ID}/policy")).await.status,
            200,
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn what_was_given_on_a_deleted_resource_does_not_come_back_with_it() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        let stage = &registry.stage;
        let registered = stage.vendor.register_system(&stage.token, SYSTEM).await;
        assert_eq!(registered.status, 200, "{}", registered.body);
        let user = stage.system_user().await.to_string();
        let question = Question {
            system_user: &user,
            action: "read",
            resource: TAX_BASIS,
            business: BAKERY,
        };
        let ask = async || stage.vendor.decision(&stage.tax_owner, question).await;
        assert_eq!(ask().await, "Permit", "{kind:?}");
        let text = registry.get(&format!("/{TAX_BASIS}/policy")).await.body;
        let deleted = registry.delete(&registry.tax, TAX_BASIS).await;
        assert_eq!(deleted.status, 204);
        assert_eq!(ask().await, "Indeterminate", "{kind:?}");
        registry
            .create_guarded(TAX_BASIS, text.as_str().unwrap())
            .await;
        assert_eq!(ask().await, "NotApplicable", "{kind:?}");
    }
}
