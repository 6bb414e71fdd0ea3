//! Writers at the same time: one wins where only one can, and nothing is lost where all can.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{Registry, answer, changed, described, policy, policy_of, rule};
use crate::support::database::{Kind, kinds};
use crate::support::machine::Answer;

/// The statuses, sorted.
fn statuses(answers: &[Answer]) -> Vec<u16> {
    let mut statuses: Vec<u16> = answers
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    statuses.sort_unstable();
    statuses
}

/// Sends all requests at once.
async fn at_once(requests: Vec<reqwest::RequestBuilder>) -> Vec<Answer> {
    let sent: Vec<_> = requests
        .into_iter()
        .map(|request| tokio::spawn(answer(request)))
        .collect();
    let mut answers = Vec::new();
    for one in sent {
        answers.push(one.await.unwrap());
    }
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn of_creations_at_once_one_wins() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        let create = |_| {
            let request = registry
                .request(Method::POST, "")
                .bearer_auth(&registry.tax);
            request.json(&described("dts-samtidig"))
        };
        let answers = at_once((0..6).map(create).collect()).await;
        assert_eq!(
            statuses(&answers),
            [201, 409, 409, 409, 409, 409],
            "{kind:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_at_once_each_becomes_a_version() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create("dts-samtidig").await;
        let change = |number: usize| {
            let body = changed(
                &described("dts-samtidig"),
                "status",
                json!(number.to_string()),
            );
            let request = registry.request(Method::PUT, "/dts-samtidig");
            request.bearer_auth(&registry.tax).json(&body)
        };
        let answers = at_once((0..6).map(change).collect()).await;
        assert_eq!(statuses(&answers), [200; 6], "{kind:?}");
        let mut kept = BTreeSet::new();
        for version in 2..8 {
            let found = registry
                .get(&format!("/dts-samtidig?versionId={version}"))
                .await;
            kept.insert(found.body["status"].as_str().unwrap().to_owned());
        }
        assert_eq!(kept.len(), 6, "{kind:?} {kept:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_to_one_version_one_wins_and_the_others_learn_it() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry.create("dts-samtidig").await;
        let change = |number: usize| {
            let body = changed(
                &described("dts-samtidig"),
                "status",
                json!(number.to_string()),
            );
            let request = registry.request(Method::PUT, "/dts-samtidig");
            request
                .bearer_auth(&registry.tax)
                .header("if-match", "\"1\"")
                .json(&body)
        };
        let answers = at_once((0..6).map(change).collect()).await;
        assert_eq!(
            statuses(&answers),
            [200, 412, 412, 412, 412, 412],
            "{kind:?}"
        );
        let won = answers
            .iter()
            .position(|one| one.status == StatusCode::OK)
            .unwrap();
        let found = registry.get("/dts-samtidig").await;
        assert_eq!(found.body["status"], json!(won.to_string()), "{kind:?}");
        assert_eq!(found.headers["etag"], "\"2\"", "{kind:?}");
    }
}

#[tokio::test]
async fn a_tag_fits_or_does_not() {
    let registry = Registry::start(Kind::Sqlite).await;
    registry.create("dts-merke").await;
    for (tag, status) in [
        ("\"2\"", 412),
        ("1", 412),
        ("", 412),
        ("\"x\"", 412),
        ("\"1\"", 200),
        ("W/\"2\"", 200),
        ("*", 200),
        ("\"1\"", 412),
    ] {
        let request = registry
            .request(Method::PUT, "/dts-merke")
            .bearer_auth(&registry.tax);
        let request = request
            .header("if-match", tag)
            .json(&described("dts-merke"));
        let found = answer(request).await;
        assert_eq!(found.status, status, "{tag} {}", found.body);
    }
    let request = registry
        .request(Method::PUT, "/dts-ingen")
        .bearer_auth(&registry.tax);
    let none = answer(
        request
            .header("if-match", "*")
            .json(&described("dts-ingen")),
    )
    .await;
    assert_eq!(none.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_policies_at_once_the_last_one_decides_and_the_subjects_are_its_own() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        registry
            .create_guarded("dts-samtidig", &policy("dts-samtidig"))
            .await;
        let upload = |number: usize| {
            let role = format!("R{number}");
            let subjects = [("urn:altinn:rolecode", role.as_str())];
            let text = policy_of(&[rule("1", "Permit", &subjects, "dts-samtidig", &["read"])]);
            registry.form(&registry.tax, "dts-samtidig", "policyFile", text.as_bytes())
        };
        let answers = at_once((0..6).map(upload).collect()).await;
        assert_eq!(statuses(&answers), [201; 6], "{kind:?}");
        let text = registry.get("/dts-samtidig/policy").await.body;
        let subjects = registry.get("/dts-samtidig/policy/subjects").await.body;
        let subjects = subjects["data"].as_array().unwrap();
        assert_eq!(subjects.len(), 1, "{kind:?}");
        let role = subjects[0]["value"].as_str().unwrap().to_uppercase();
        assert!(
            text.as_str().unwrap().contains(&format!(">{role}<")),
            "{kind:?}"
        );
    }
}
