//! The standard's certification scenario: two subjects, an active and an archived record, three actions.
//!
//! The records are one resource of ours, `record`, and the scenario's users are `identity`, as `user` is a number of ours.

use serde_json::{Value, json};

use super::{ACTIONS, EVALUATION, EVALUATIONS, RESOURCES, SUBJECTS};
use crate::support::database::kinds;
use crate::support::stage::Stage;

const SUBJECT: &str = "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject";
const RESOURCE: &str = "urn:oasis:names:tc:xacml:3.0:attribute-category:resource";
const ACTION: &str = "urn:oasis:names:tc:xacml:3.0:attribute-category:action";
const SUBJECT_ID: &str = "urn:oasis:names:tc:xacml:1.0:subject:subject-id";
const RECORD_ID: &str = "urn:oasis:names:tc:xacml:1.0:resource:resource-id";
const ACTION_ID: &str = "urn:oasis:names:tc:xacml:1.0:action:action-id";

/// Everybody reads; Alice writes the active record and deletes softly; admins write everything.
fn policy() -> String {
    let alice = (SUBJECT, SUBJECT_ID, "string", "alice");
    let action = |name| (ACTION, ACTION_ID, "string", name);
    let rules = [
        rule("everybody-reads", &[action("read")]),
        rule(
            "alice-writes-the-active-record",
            &[
                alice,
                action("write"),
                (RESOURCE, RECORD_ID, "string", "record-1"),
            ],
        ),
        rule(
            "admins-write",
            &[(SUBJECT, "role", "string", "admin"), action("write")],
        ),
        rule(
            "alice-deletes-softly",
            &[alice, action("delete"), (ACTION, "soft", "boolean", "true")],
        ),
    ];
    format!(
        r#"<Policy xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicyId="record" Version="1.0"
           RuleCombiningAlgId="urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides">
           <Target/>{}</Policy>"#,
        rules.concat()
    )
}

fn rule(id: &str, matches: &[(&str, &str, &str, &str)]) -> String {
    let any_of = |(category, attribute, kind, value): &(&str, &str, &str, &str)| {
        format!(
            r#"<AnyOf><AllOf><Match MatchId="urn:oasis:names:tc:xacml:1.0:function:{kind}-equal">
               <AttributeValue DataType="http://www.w3.org/2001/XMLSchema#{kind}">{value}</AttributeValue>
               <AttributeDesignator AttributeId="{attribute}" Category="{category}" MustBePresent="false"
                 DataType="http://www.w3.org/2001/XMLSchema#{kind}"/></Match></AllOf></AnyOf>"#
        )
    };
    let target: String = matches.iter().map(any_of).collect();
    format!(r#"<Rule RuleId="{id}" Effect="Permit"><Target>{target}</Target></Rule>"#)
}

fn question(subject: &str, action: &str, record: &str) -> Value {
    json!({
        "subject": {"type": "identity", "id": subject},
        "action": {"name": action},
        "resource": {"type": "record", "id": record},
    })
}

/// The eight requests, with what must come out.
fn requests() -> Vec<(Value, bool)> {
    let mut admin = question("bob", "write", "record-2");
    admin["subject"]["properties"] = json!({"role": "admin"});
    let delete = |soft: bool| {
        let mut body = question("alice", "delete", "record-1");
        body["action"]["properties"] = json!({"soft": soft});
        body
    };
    vec![
        (question("alice", "read", "record-1"), true),
        (question("alice", "write", "record-1"), true),
        (question("bob", "read", "record-1"), true),
        (question("bob", "write", "record-1"), false),
        (question("alice", "write", "record-2"), false),
        (admin, true),
        (delete(true), true),
        (delete(false), false),
    ]
}

#[tokio::test]
async fn the_eight_requests_of_the_scenario_are_decided_as_it_says() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage.add_resource("record", &policy()).await;
        for (number, (body, expected)) in requests().into_iter().enumerate() {
            let answer = stage.asked(EVALUATION, &body).await;
            assert_eq!(
                answer["decision"],
                expected,
                "{kind:?} {}: {answer}",
                number + 1
            );
            // A context, more properties and members that nobody knows change nothing.
            let mut more = body;
            more["context"] =
                json!({"time": "2026-06-27T18:03-07:00", "nested": {"ip": "192.0.2.1"}});
            more["resource"]["properties"] = json!({"library": "north"});
            more["future"] = json!({"a": [1]});
            let answer = stage.asked(EVALUATION, &more).await;
            assert_eq!(
                answer["decision"],
                expected,
                "{kind:?} {}: {answer}",
                number + 1
            );
        }
    }
}

#[tokio::test]
async fn the_scenario_in_one_batch_gives_the_same_in_order() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage.add_resource("record", &policy()).await;
        let (items, expected): (Vec<Value>, Vec<bool>) = requests().into_iter().unzip();
        let answer = stage
            .asked(EVALUATIONS, &json!({"evaluations": items}))
            .await;
        let answers = answer["evaluations"].as_array().unwrap();
        let decisions: Vec<bool> = answers
            .iter()
            .map(|answer| answer["decision"].as_bool().unwrap())
            .collect();
        assert_eq!(decisions, expected, "{kind:?}");
    }
}

#[tokio::test]
async fn of_the_scenarios_searches_the_one_for_actions_applies_to_things_that_we_do_not_keep() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        stage.add_resource("record", &policy()).await;
        for (subject, role, record, expected) in [
            (
                "alice",
                "",
                "record-1",
                json!([{"name": "read"}, {"name": "write"}]),
            ),
            ("alice", "", "record-2", json!([{"name": "read"}])),
            ("bob", "", "record-1", json!([{"name": "read"}])),
            (
                "bob",
                "admin",
                "record-2",
                json!([{"name": "read"}, {"name": "write"}]),
            ),
        ] {
            let mut body = question(subject, "ignored", record);
            body["subject"]["properties"] = json!({"role": role});
            let answer = stage.asked(ACTIONS, &body).await;
            assert_eq!(
                answer,
                json!({"results": expected}),
                "{kind:?} {subject} {record}"
            );
        }
        // Records and users of other systems are not listed here, so nothing of these types is found.
        let body = question("alice", "read", "record-1");
        for path in [SUBJECTS, RESOURCES] {
            assert_eq!(
                stage.asked(path, &body).await,
                json!({"results": []}),
                "{kind:?} {path}"
            );
        }
    }
}
