use reqwest::Method;
use serde_json::{Value, json};

use super::{
    ACTIONS, CONFIGURATION, EVALUATION, EVALUATIONS, RESOURCES, SUBJECTS, kari, per, reads,
    tax_basis,
};
use crate::support::database::{Kind, kinds};
use crate::support::stage::Stage;

const QUESTIONS: [&str; 5] = [EVALUATION, EVALUATIONS, SUBJECTS, RESOURCES, ACTIONS];

#[tokio::test]
async fn a_permit_is_true_and_a_refusal_is_200_too() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        assert!(stage.is_yes(&reads(kari(), tax_basis())).await, "{kind:?}");
        let refused = stage.asked(EVALUATION, &reads(per(), tax_basis())).await;
        assert_eq!(
            refused,
            json!({"decision": false, "context": {
                "xacml_decision": "NotApplicable",
                "reason": "nothing in the policy of the resource permits it",
            }}),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn members_that_nobody_knows_are_passed_over() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let mut body = reads(kari(), tax_basis());
        body["more"] = json!({"a": [1, {"b": null}]});
        body["subject"]["more"] = json!(true);
        body["subject"]["properties"] =
            json!({"department": "Sales", "tags": ["a", 2, null], "nested": {"x": 1}});
        body["action"]["properties"] = json!({"method": "GET"});
        body["context"]["time"] = json!("1985-10-26T01:22-07:00");
        assert!(stage.is_yes(&body).await, "{kind:?}");
        body["subject"]["properties"] = Value::Null;
        body["action"]["properties"] = Value::Null;
        assert!(stage.is_yes(&body).await, "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_no_question_is_refused_with_a_sentence() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let mut good = reads(kari(), tax_basis());
    good["subject"]["properties"] = json!({});
    let without = |member: &str| {
        let mut body = good.clone();
        body.as_object_mut().unwrap().remove(member);
        body.to_string()
    };
    let with = |pointer: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body.to_string()
    };
    for (body, sentence) in [
        (String::new(), "The body is not a JSON object"),
        ("{".to_owned(), "The body is not a JSON object"),
        ("[]".to_owned(), "The body is not a JSON object"),
        ("{}".to_owned(), "subject is missing"),
        (without("subject"), "subject is missing"),
        (without("resource"), "resource is missing"),
        (without("action"), "action is missing"),
        (with("/subject", json!("alice")), "subject cannot be read"),
        (
            with("/subject", json!(["person", "x"])),
            "subject cannot be read",
        ),
        (
            with("/subject", json!({"type": "person"})),
            "missing field `id`",
        ),
        (with("/subject", json!({"id": "x"})), "missing field `type`"),
        (with("/subject/id", json!(7)), "subject cannot be read"),
        (with("/subject/type", Value::Null), "subject cannot be read"),
        (with("/resource/type", json!({})), "resource cannot be read"),
        (
            with("/resource/properties", json!([])),
            "resource cannot be read",
        ),
        (with("/action", json!({})), "missing field `name`"),
        (with("/action/name", json!(1)), "action cannot be read"),
        (with("/context", json!("now")), "context cannot be read"),
        (with("/context/level", json!(5)), "level must be"),
        (
            with("/resource/properties/party", json!("x")),
            "properties.party",
        ),
        (
            with("/resource/properties/party", json!(7)),
            "properties.party",
        ),
        (with("/subject/id", json!("a\u{0}")), "U+0000"),
        (
            with("/subject/properties", json!("x".repeat(10_000))),
            "subject cannot be read",
        ),
        (
            with("/context/level", json!("x".repeat(10_000))),
            "level must be",
        ),
    ] {
        let (status, headers, text) = stage
            .send(Method::POST, EVALUATION, Some(&stage.tax_owner), &body)
            .await;
        assert_eq!(status, 400, "{body}");
        assert_eq!(headers["content-type"], "text/plain; charset=utf-8");
        assert!(text.contains(sentence), "{body}: {text}");
        assert!(text.len() < 300, "{text}");
    }
    for content_type in ["text/plain", "application/xml", ""] {
        let answer = stage
            .vendor
            .post_text(
                EVALUATION,
                &stage.tax_owner,
                content_type,
                &good.to_string(),
            )
            .await;
        assert_eq!(answer.status, 400, "{content_type}");
    }
    let deep = "[".repeat(100_000);
    let (status, ..) = stage
        .send(Method::POST, EVALUATION, Some(&stage.tax_owner), &deep)
        .await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let send = async |body: &str| {
        let token = Some(stage.tax_owner.as_str());
        let (status, _, text) = stage.send(Method::POST, EVALUATION, token, body).await;
        (status, text)
    };
    let mut body = reads(kari(), tax_basis());
    body["context"] = json!({"level": 3, "many": vec![1; 500]});
    assert_eq!(send(&body.to_string()).await.0, 200);
    body["context"] = json!({"level": 3, "many": vec![1; 501]});
    let (status, text) = send(&body.to_string()).await;
    assert_eq!(
        (status, text.as_str()),
        (400, "more than 500 values in one place")
    );
    body["context"] = json!({"x".repeat(1_001): 1});
    assert_eq!(send(&body.to_string()).await.0, 400);
    body["context"] = json!({"large": u64::MAX});
    assert_eq!(send(&body.to_string()).await.0, 400);
    body["context"] = json!({"large": "x".repeat(1_100_000)});
    assert_eq!(send(&body.to_string()).await.0, 413);
}

#[tokio::test]
async fn only_those_with_the_scope_are_answered_and_errors_are_sentences() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let body = reads(kari(), tax_basis()).to_string();
    for path in QUESTIONS {
        let other_scope = stage.token.clone();
        for (token, status) in [
            (None, 401),
            (Some("x"), 401),
            (Some(other_scope.as_str()), 403),
        ] {
            let (answered, headers, text) = stage.send(Method::POST, path, token, &body).await;
            assert_eq!(answered, status, "{path}");
            assert_eq!(headers["content-type"], "text/plain; charset=utf-8");
            assert_eq!(headers.contains_key("www-authenticate"), status == 401);
            assert_eq!(headers["x-request-id"], "caller-7");
            assert!(
                text.starts_with("The token") || text.starts_with("A bearer"),
                "{text}"
            );
        }
        let (status, headers, text) = stage.send(Method::GET, path, None, "").await;
        assert_eq!(
            (status, headers["allow"].as_bytes()),
            (405, &b"POST"[..]),
            "{path}: {text}"
        );
        assert!(!text.is_empty());
    }
}

#[tokio::test]
async fn the_callers_request_id_comes_back_and_others_get_ours() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let body = reads(kari(), tax_basis());
    for path in QUESTIONS {
        let token = Some(stage.tax_owner.as_str());
        for body in [body.to_string(), "{".to_owned()] {
            let (_, headers, _) = stage.send(Method::POST, path, token, &body).await;
            assert_eq!(headers["x-request-id"], "caller-7", "{path}");
            assert_eq!(headers.get_all("x-request-id").iter().count(), 1);
        }
        let answer = stage.authzen(path, &body).await;
        let own = answer.headers["x-request-id"].to_str().unwrap();
        assert!(uuid::Uuid::try_parse(own).is_ok(), "{path}: {own}");
    }
}

#[tokio::test]
async fn a_database_that_is_gone_is_said_as_a_sentence_too() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage.app.run_sql("drop table ticket").await;
        stage.app.run_sql("drop table launch").await;
        stage.app.run_sql("drop table link_service").await;
        stage.app.run_sql("drop table delegation").await;
        let body = reads(kari(), tax_basis()).to_string();
        let (status, headers, text) = stage
            .send(Method::POST, EVALUATION, Some(&stage.tax_owner), &body)
            .await;
        assert_eq!(status, 500, "{kind:?}");
        assert_eq!(headers["content-type"], "text/plain; charset=utf-8");
        assert_eq!(text, "Something failed on our side.", "{kind:?}");
    }
}

#[tokio::test]
async fn the_configuration_tells_everybody_where_what_is() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let (status, headers, text) = stage.send(Method::GET, CONFIGURATION, None, "").await;
    assert_eq!(status, 200);
    assert_eq!(headers["content-type"], "application/json; charset=utf-8");
    assert_eq!(headers["x-request-id"], "caller-7");
    let told: Value = serde_json::from_str(&text).unwrap();
    let base = &stage.app.url;
    assert_eq!(
        told,
        json!({
            "policy_decision_point": base,
            "access_evaluation_endpoint": format!("{base}{EVALUATION}"),
            "access_evaluations_endpoint": format!("{base}{EVALUATIONS}"),
            "search_subject_endpoint": format!("{base}{SUBJECTS}"),
            "search_resource_endpoint": format!("{base}{RESOURCES}"),
            "search_action_endpoint": format!("{base}{ACTIONS}"),
        })
    );
}
