#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::engine::names;
use crate::engine::outcome::{Decision, Obligation, Reason, Status, StatusCode};
use crate::engine::request::Attribute;
use crate::engine::value::{Value, XPathValue};
use crate::engine::xpath::{Budget, Content};

fn element(id: &str, category: &str, attributes: &[(&str, &str)]) -> Element {
    let attribute = |(id, value): &(&str, &str)| Attribute::new(id, Value::string(value));
    Element {
        id: Some(id.to_owned()),
        category: Ok(Arc::new(Category {
            id: category.to_owned(),
            content: None,
            attributes: attributes.iter().map(attribute).collect(),
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

const RECORDS: &str =
    "<m:records xmlns:m='urn:m'><m:record/><m:group><m:record/></m:group><m:record/></m:records>";

fn selecting(path: &str) -> Question {
    let value = XPathValue::new(names::RESOURCE, path, &[("m", "urn:m")]);
    let mut resource = element("r", names::RESOURCE, &[(names::XACML_RESOURCE_ID, "a")]);
    let category = Arc::make_mut(resource.category.as_mut().unwrap());
    category.content = Some(Content::parse(RECORDS).unwrap());
    category.attributes.push(Attribute {
        include_in_result: true,
        ..Attribute::new(
            names::MULTIPLE_CONTENT_SELECTORS[0],
            Value::XPath(Arc::new(value)),
        )
    });
    Question {
        elements: vec![resource],
        ..Question::default()
    }
}

fn selected(path: &str) -> Vec<String> {
    let parts = selecting(path).split(&Hierarchy::default()).unwrap();
    let content = Content::parse(RECORDS).unwrap();
    let text = |request: Request| {
        let mut paths = request.values(names::RESOURCE, names::CONTENT_SELECTOR);
        let Some(Value::XPath(value)) = paths.next() else {
            panic!("no selector");
        };
        let nodes = value.select(&content, &Budget::default());
        assert_eq!(nodes.unwrap().len(), 1);
        assert_eq!(
            request.returned()[0].attributes[0].id,
            names::CONTENT_SELECTOR
        );
        value.text.to_string()
    };
    let parts = parts.requests.into_iter();
    parts
        .map(|part| part.map_or_else(|error| error.to_string(), text))
        .collect()
}

#[test]
fn a_content_selector_asks_about_each_node() {
    assert_eq!(
        selected("/m:records/m:record"),
        ["/m:records/m:record[1]", "/m:records/m:record[2]"]
    );
    let nodes = selected("//m:record");
    assert_eq!(nodes.len(), 3);
    assert_eq!(nodes[1], "/m:records/m:group/m:record");
    assert_eq!(
        selected("//m:nothing"),
        ["the content selector finds no node"]
    );
    let text = selected("string(//m:record)");
    assert!(
        text[0].starts_with("the content selector cannot be followed"),
        "{text:?}"
    );
}

#[test]
fn several_selectors_are_combined_within_bounds() {
    let long = format!(
        "<m:records xmlns:m='urn:m'>{}</m:records>",
        "<m:record/>".repeat(40)
    );
    let mut question = selecting("//m:record");
    let resource = question.elements[0].category.as_mut().unwrap();
    Arc::make_mut(resource).content = Some(Content::parse(&long).unwrap());
    let selector = resource.attributes[1].clone();
    let mut subject = element("s", names::SUBJECT, &[]);
    let category = Arc::make_mut(subject.category.as_mut().unwrap());
    category.attributes.push(selector);
    question.elements.push(subject);
    let parts = question.split(&Hierarchy::default()).unwrap();
    assert_eq!(parts.requests, [Err(PartError::TooManyNodes)]);
}

#[test]
fn all_parts_share_what_their_selectors_may_cost() {
    let wide = format!("<r>{}</r>", "<a/>".repeat(900));
    let mut question = selecting("//a[count(//a) > 0][1]");
    let resource = question.elements[0].category.as_mut().unwrap();
    Arc::make_mut(resource).content = Some(Content::parse(&wide).unwrap());
    question.references = vec![vec!["r".to_owned()]; 4];
    let parts = question.split(&Hierarchy::default()).unwrap();
    assert!(parts.requests[0].is_ok(), "{:?}", parts.requests[0]);
    let last = parts.requests[3].as_ref().unwrap_err().to_string();
    assert!(last.contains("costs too much"), "{last}");
}
