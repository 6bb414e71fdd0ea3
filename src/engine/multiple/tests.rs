#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::engine::names;
use crate::engine::outcome::{Decision, Obligation, Reason, Status, StatusCode};
use crate::engine::request::Attribute;
use crate::engine::value::Value;

fn element(id: &str, category: &str, attributes: &[(&str, &str)]) -> Element {
    let attribute = |(id, value): &(&str, &str)| Attribute::new(id, Value::string(value));
    Element {
        id: Some(id.to_owned()),
        category: Ok(Arc::new(Category {
            id: category.to_owned(),
            attributes: attributes.iter().map(attribute).collect(),
            content: None,
        })),
    }
}

fn hierarchy() -> Hierarchy {
    Hierarchy::of([
        ("root", vec!["a", "b"]),
        ("a", vec!["a1", "a2"]),
        ("b", vec!["b1", "root"]),
    ])
}

fn asked(question: Question) -> Vec<String> {
    let parts = question.split(&hierarchy()).unwrap();
    let text = |request: Request| {
        let id = request.single(names::RESOURCE, names::XACML_RESOURCE_ID);
        assert_eq!(
            request.single(names::RESOURCE, names::RESOURCE_SCOPE),
            Ok(None)
        );
        id.unwrap().unwrap().into_owned()
    };
    parts
        .requests
        .into_iter()
        .map(|part| part.map_or_else(|error| error.to_string(), text))
        .collect()
}

fn scoped(id: &str, scopes: &[&str]) -> Question {
    let scopes = scopes.iter().map(|scope| (names::RESOURCE_SCOPE, *scope));
    let attributes: Vec<_> = [(names::XACML_RESOURCE_ID, id)]
        .into_iter()
        .chain(scopes)
        .collect();
    Question {
        elements: vec![element("r", names::RESOURCE, &attributes)],
        ..Question::default()
    }
}

#[test]
fn a_scope_asks_about_what_lies_below() {
    assert_eq!(asked(scoped("a", &["Children"])), ["a", "a1", "a2"]);
    assert_eq!(
        asked(scoped("root", &["Descendants"])),
        ["root", "a", "b", "a1", "a2", "b1"]
    );
    assert_eq!(
        asked(scoped("elsewhere", &["Children"])),
        ["no hierarchy is known that holds elsewhere"]
    );
    assert_eq!(
        asked(scoped("a", &["Upwards"])),
        ["\"Upwards\" is no scope of one hierarchical resource"]
    );
    assert_eq!(
        asked(scoped("a", &["Children", "Immediate"])),
        ["\"Children, Immediate\" is no scope of one hierarchical resource"]
    );
}

#[test]
fn the_scope_immediate_is_the_resource_itself() {
    let parts = scoped("a", &["Immediate"])
        .split(&Hierarchy::default())
        .unwrap();
    assert_eq!(parts.requests.len(), 1);
    assert!(parts.requests[0].is_ok());
}

#[test]
fn every_request_is_told_to_return_the_policies() {
    let mut question = scoped("root", &["Children"]);
    question.return_policy_ids = true;
    let parts = question.split(&hierarchy()).unwrap();
    assert_eq!(parts.requests.len(), 3);
    assert!(
        parts
            .requests
            .iter()
            .flatten()
            .all(|request| request.return_policy_ids)
    );
}

fn outcome(decision: Decision) -> Outcome {
    Outcome {
        decision,
        status: Status::OK,
        reason: Reason::NoRule,
        ..Outcome::failed(StatusCode::Ok, "")
    }
}

fn combined(outcomes: Vec<Outcome>) -> Outcome {
    let question = Question {
        combined_decision: true,
        ..Question::default()
    };
    let parts = question.split(&Hierarchy::default()).unwrap();
    let mut results = parts.results(outcomes);
    assert_eq!(results.len(), 1);
    results.remove(0)
}

#[test]
fn one_decision_stands_for_all_only_when_they_agree_and_demand_nothing() {
    let permit = || outcome(Decision::Permit);
    let together = combined(vec![permit(), permit()]);
    assert_eq!(together.decision, Decision::Permit);
    assert_eq!(together.status, Status::OK);

    let differing = combined(vec![permit(), outcome(Decision::Deny)]);
    assert_eq!(differing.decision, Decision::Indeterminate);
    assert_eq!(differing.status.code, StatusCode::ProcessingError);

    let demand = Arc::new(Obligation {
        id: "o".into(),
        assignments: Vec::new(),
    });
    let demanding = Outcome {
        obligations: vec![Arc::clone(&demand)],
        ..permit()
    };
    let refused = combined(vec![permit(), demanding.clone()]);
    assert_eq!(refused.decision, Decision::Indeterminate);
    assert_eq!(refused.status.code, StatusCode::ProcessingError);

    assert_eq!(combined(vec![demanding.clone()]), demanding);
}

#[test]
fn a_failure_that_all_share_keeps_its_reason() {
    let failed = || Outcome::failed(StatusCode::SyntaxError, "unreadable");
    let together = combined(vec![failed(), failed()]);
    assert_eq!(together.decision, Decision::Indeterminate);
    assert_eq!(together.status.message.as_deref(), Some("unreadable"));
}
