//! What is read out of a policy: rules and rights, and the keys by which rights are delegated.

use serde_json::{Value, json};

use super::{ACTION_ID, Registry, answer, policy_of, rule};
use crate::support::database::Kind;

const ID: &str = "ttd-soknad-demo";

fn policy() -> String {
    policy_of(&[
        rule(
            "1",
            "Permit",
            &[
                ("urn:altinn:rolecode", "DAGL"),
                ("urn:altinn:accesspackage", "lonn"),
            ],
            ID,
            &["read", "confirm"],
        ),
        rule(
            "2",
            "Permit",
            &[("urn:altinn:org", "dts")],
            ID,
            &["read", "write"],
        ),
        rule(
            "3",
            "Permit",
            &[("urn:altinn:resource:delegation", "x")],
            ID,
            &["sign"],
        ),
        rule(
            "4",
            "Deny",
            &[("urn:altinn:rolecode", "REVI")],
            ID,
            &["delete"],
        ),
        rule(
            "5",
            "Permit",
            &[("urn:altinn:rolecode", "LEDE")],
            ID,
            &["stemple"],
        ),
    ])
}

async fn registry() -> Registry {
    let registry = Registry::start(Kind::Sqlite).await;
    registry.create_guarded(ID, &policy()).await;
    registry
}

fn one(kind: &str, value: &str) -> Value {
    json!({"type": kind, "value": value})
}

#[tokio::test]
async fn rules_stand_one_for_each_subject_and_action() {
    let registry = registry().await;
    let rules = registry.get(&format!("/{ID}/policy/rules")).await.body;
    let rules = rules.as_array().unwrap();
    let expected = json!({
        "subject": [one("urn:altinn:rolecode", "DAGL")],
        "action": one(ACTION_ID, "read"),
        "resource": [one("urn:altinn:resource", ID)],
    });
    assert_eq!(rules[0], expected);
    assert_eq!(rules.len(), 8);
    assert!(!rules.iter().any(|rule| rule["action"]["value"] == "delete"));
}

#[tokio::test]
async fn the_rights_of_the_first_version_have_their_subjects_and_keys() {
    let registry = registry().await;
    let rights = registry.get(&format!("/{ID}/policy/rights")).await.body;
    // The digest was worked out by Python's hashlib.
    let expected = json!({
        "action": one(ACTION_ID, "read"),
        "resource": [one("urn:altinn:resource", ID)],
        "subjects": [
            {"subjectAttributes": [one("urn:altinn:rolecode", "DAGL")]},
            {"subjectAttributes": [one("urn:altinn:accesspackage", "lonn")]},
            {"subjectAttributes": [one("urn:altinn:org", "dts")]}],
        "rightKey": "read;ttd-soknad-demo;a39ce57510ce1a5b8b4d37913b96eef7",
        "subjectTypes": ["urn:altinn:accesspackage", "urn:altinn:org", "urn:altinn:rolecode"],
    });
    assert_eq!(rights[0], expected);
}

#[tokio::test]
async fn the_rights_of_the_second_version_have_keys_and_names_in_the_callers_language() {
    let registry = registry().await;
    let ask = async |query: &str, language: Option<&str>| {
        let url = format!(
            "{}/resourceregistry/api/v2/resource/{ID}/policy/rights{query}",
            registry.stage.app.url
        );
        let mut request = registry.stage.app.http().get(url);
        if let Some(language) = language {
            request = request.header("accept-language", language);
        }
        let rights = answer(request).await.body;
        let rights = rights.as_array().unwrap().clone();
        rights
            .iter()
            .map(|right| right["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for (query, language, names) in [
        ("", None, vec!["Les", "Bekreft", "stemple"]),
        (
            "",
            Some("nn-NO,nb;q=0.9"),
            vec!["Les", "Stadfest", "stemple"],
        ),
        (
            "",
            Some("de,en-GB;q=0.8"),
            vec!["Read", "Confirm", "stemple"],
        ),
        ("", Some("sv"), vec!["Les", "Bekreft", "stemple"]),
        (
            "?includeServiceOwnerRights=true",
            None,
            vec!["Les", "Bekreft", "Skriv", "stemple"],
        ),
        (
            "?includeAppRights=true",
            None,
            vec!["Les", "Bekreft", "Signer", "stemple"],
        ),
    ] {
        assert_eq!(ask(query, language).await, names, "{query} {language:?}");
    }
    let url = format!(
        "{}/resourceregistry/api/v2/resource/{ID}/policy/rights",
        registry.stage.app.url
    );
    let rights = answer(registry.stage.app.http().get(url)).await.body;
    // The digest was worked out by Python's hashlib.
    let expected = json!({
        "key": "01f302917a8d9c1688f44bcec4d35aecb4c643af96e59c0645a0995569c6550949",
        "name": "Les",
        "resource": [one("urn:altinn:resource", ID)],
        "action": one(ACTION_ID, "read"),
    });
    assert_eq!(rights[0], expected);
}

#[tokio::test]
async fn without_a_policy_there_are_no_rights() {
    let registry = Registry::start(Kind::Sqlite).await;
    registry.create("dts-uten").await;
    for id in ["dts-uten", "dts-ingen"] {
        for what in ["rules", "rights", "subjects"] {
            let answer = registry.get(&format!("/{id}/policy/{what}")).await;
            assert_eq!(answer.status, 404, "{id} {what}");
        }
    }
}
