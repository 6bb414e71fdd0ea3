#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use roxmltree::Document;

use super::*;
use crate::engine::Outcome;
use crate::engine::multiple::{Hierarchy, MAX_NAME, MAX_VALUES, PartError, Question};
use crate::engine::names;
use crate::engine::outcome::{
    Assignment, Decision, MissingAttribute, Obligation, PolicyIdentifier, PolicyKind, Reason,
    Status, StatusCode,
};
use crate::engine::request::{Attribute, Category, Request};
use crate::engine::value::{DataType, Value};
use crate::engine::xacml::PolicyProblem;
use crate::engine::xacml::xml::NAMESPACE;
use crate::engine::xpath::XPath;

const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";

fn request(content: &str) -> String {
    format!(
        "<Request xmlns='{NAMESPACE}' ReturnPolicyIdList='true' CombinedDecision='false'>{content}</Request>"
    )
}

fn attributes(id: &str, category: &str, attributes: &str) -> String {
    format!("<Attributes xml:id='{id}' Category='{category}'>{attributes}</Attributes>")
}

fn attribute(id: &str, data_type: &str, value: &str) -> String {
    format!(
        "<Attribute AttributeId='{id}' IncludeInResult='true'>\
         <AttributeValue DataType='{data_type}'>{value}</AttributeValue></Attribute>"
    )
}

fn read(content: &str) -> Question {
    parse(request(content).as_bytes()).unwrap()
}

fn refused(content: &str) -> (u32, String, PolicyProblem) {
    match parse(request(content).as_bytes()) {
        Err(XmlError::Invalid(error)) => (error.line, error.element, error.problem),
        other => panic!("{content}: {other:?}"),
    }
}

#[test]
fn a_request_is_read() {
    let subject = attribute("s", STRING, "Kari &amp; Ola<!-- both -->");
    let content = [
        "<RequestDefaults><XPathVersion>http://www.w3.org/TR/1999/REC-xpath-19991116</XPathVersion></RequestDefaults>",
        &attributes("s1", names::SUBJECT, &subject),
        &attributes("e", names::ENVIRONMENT, ""),
    ]
    .concat();
    let parts = read(&content).split(&Hierarchy::default()).unwrap();
    let mut expected = Request::new().with(
        names::SUBJECT,
        Attribute {
            include_in_result: true,
            ..Attribute::new("s", Value::string("Kari & Ola"))
        },
    );
    expected.categories.push(Arc::new(Category {
        id: names::ENVIRONMENT.to_owned(),
        content: None,
        attributes: Vec::new(),
    }));
    expected.return_policy_ids = true;
    assert_eq!(parts.requests, [Ok(expected)]);
}

#[test]
fn references_and_repeated_categories_are_several_questions() {
    let two = [
        attributes("s1", names::SUBJECT, ""),
        attributes("s2", names::SUBJECT, ""),
        attributes("r", names::RESOURCE, ""),
    ]
    .concat();
    let count = |content: &str| {
        let parts = read(content).split(&Hierarchy::default()).unwrap();
        parts.requests.iter().filter(|part| part.is_ok()).count()
    };
    assert_eq!(count(&two), 2);
    let reference = "<RequestReference><AttributesReference ReferenceId='s1'/>\
        <AttributesReference ReferenceId='r'/></RequestReference>";
    let several = reference.repeat(3);
    assert_eq!(
        count(&format!("{two}<MultiRequests>{several}</MultiRequests>")),
        3
    );
}

#[test]
fn what_the_standard_does_not_have_is_refused_with_its_place() {
    let good = attributes("s", names::SUBJECT, "");
    let in_category = |inside: &str| attributes("s", names::SUBJECT, inside);
    for (content, element, problem) in [
        ("", "Request", PolicyProblem::MissingElement("Attributes")),
        (
            &format!("{good}\n<Subject/>"),
            "Subject",
            PolicyProblem::UnexpectedElement,
        ),
        (
            &format!("\n{good}words"),
            "Request",
            PolicyProblem::StrayText,
        ),
        (
            &in_category("\n<Attribute><AttributeValue DataType='x'/></Attribute>"),
            "Attribute",
            PolicyProblem::MissingAttribute("AttributeId"),
        ),
        (
            &in_category("\n<Attribute AttributeId='a'/>"),
            "Attribute",
            PolicyProblem::MissingElement("AttributeValue"),
        ),
        (
            &in_category("\n<Attribute AttributeId='a' Colour='red'/>"),
            "Attribute",
            PolicyProblem::UnexpectedAttribute("Colour".to_owned()),
        ),
        (
            &format!("{good}\n<MultiRequests/>"),
            "MultiRequests",
            PolicyProblem::MissingElement("RequestReference"),
        ),
    ] {
        let (line, at, found) = refused(content);
        assert_eq!((at.as_str(), found), (element, problem), "{content}");
        assert_eq!(line, if element == "Request" { 1 } else { 2 }, "{content}");
    }
}

#[test]
fn a_bad_value_spoils_its_own_decision_only() {
    let content = [
        attributes(
            "bad",
            names::SUBJECT,
            &attribute("s", "http://www.w3.org/2001/XMLSchema#integer", "x"),
        ),
        attributes("odd", names::SUBJECT, &attribute("s", "urn:colour", "x")),
        attributes("good", names::SUBJECT, &attribute("s", STRING, "x")),
        "<MultiRequests>".to_owned(),
        ["bad", "odd", "good"]
            .map(|id| {
                format!(
                    "<RequestReference><AttributesReference ReferenceId='{id}'/></RequestReference>"
                )
            })
            .concat(),
        "</MultiRequests>".to_owned(),
    ]
    .concat();
    let parts = read(&content).split(&Hierarchy::default()).unwrap();
    let good: Vec<bool> = parts.requests.iter().map(Result::is_ok).collect();
    assert_eq!(good, [false, false, true]);
    let error = parts.requests[0].as_ref().unwrap_err().outcome();
    assert_eq!(error.status.code, StatusCode::SyntaxError);
    assert!(
        error
            .status
            .message
            .unwrap()
            .starts_with("line 1, AttributeValue: ")
    );
}

#[test]
fn what_is_no_request_is_told_from_a_bad_one() {
    let other = format!("<Policy xmlns='{NAMESPACE}'/>");
    for body in [
        "",
        "{}",
        "<Request/>",
        "<Request xmlns='urn:other'/>",
        &other,
    ] {
        assert!(
            matches!(parse(body.as_bytes()), Err(XmlError::NotRequest(_))),
            "{body}"
        );
    }
    assert_eq!(parse(b"\xff\xff"), Err(XmlError::NotText));
}

#[test]
fn hostile_bodies_are_refused_cheaply() {
    let not_a_request = |body: &str| matches!(parse(body.as_bytes()), Err(XmlError::NotRequest(_)));
    assert!(not_a_request(&"<a>".repeat(300_000)));
    assert!(not_a_request(&format!("<a {}/>", "x='' ".repeat(100_000))));
    assert!(not_a_request(
        "<!DOCTYPE Request [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><Request>&b;</Request>"
    ));
    assert!(not_a_request(&request(&"<x/>".repeat(250_000))));
    let content = attributes(
        "s",
        names::RESOURCE,
        &format!("<Content>{}</Content>", "<a>".repeat(200)),
    );
    assert!(not_a_request(&request(&content)));
}

#[test]
fn limits_hold_as_in_json() {
    let of = |inside: &str| {
        let question = read(&attributes("s", names::SUBJECT, inside));
        question.elements.into_iter().next().unwrap().category
    };
    let values = format!("<AttributeValue DataType='{STRING}'/>").repeat(MAX_VALUES + 1);
    let many = of(&format!("<Attribute AttributeId='a'>{values}</Attribute>"));
    assert_eq!(many, Err(PartError::TooManyValues));
    let long = of(&attribute(&"x".repeat(MAX_NAME + 1), STRING, "v"));
    assert_eq!(long, Err(PartError::NameTooLong));
}

fn outcome() -> Outcome {
    let assignment = Assignment {
        attribute_id: "urn:a".into(),
        category: Some("urn:c".into()),
        issuer: None,
        value: Value::string(" <&>\r\n\t\"'\u{1}"),
    };
    let returned = Attribute {
        issuer: Some("a\"b\nc".to_owned()),
        include_in_result: true,
        ..Attribute::new("urn:r", Value::Integer(-3))
    };
    let demand = |id: &str, assignments| {
        Arc::new(Obligation {
            id: id.into(),
            assignments,
        })
    };
    let policy = |kind, id: &str| PolicyIdentifier {
        kind,
        id: id.into(),
        version: "1.2".into(),
    };
    Outcome {
        decision: Decision::Indeterminate,
        status: Status {
            code: StatusCode::MissingAttribute,
            message: Some("missing".to_owned()),
            missing: vec![MissingAttribute {
                category: names::SUBJECT.into(),
                id: "urn:age".into(),
                data_type: DataType::Integer,
                issuer: Some("me".into()),
            }],
        },
        obligations: vec![demand("urn:o", vec![assignment])],
        advice: vec![demand("urn:advice", Vec::new())],
        returned: Request::new().with(names::RESOURCE, returned).returned(),
        policies: vec![
            policy(PolicyKind::Policy, "urn:p"),
            policy(PolicyKind::PolicySet, "urn:s"),
        ],
        reason: Reason::Policy,
    }
}

#[test]
fn a_response_is_written_as_the_standard_has_it() {
    insta::assert_snapshot!(response(&[
        outcome(),
        Outcome::failed(StatusCode::ProcessingError, "why")
    ]));
}

#[test]
fn what_was_written_is_read_again_as_it_was() {
    let text = response(&[outcome()]);
    let document = Document::parse(&text).unwrap();
    let find = |name: &str| {
        let mut nodes = document.descendants();
        nodes
            .find(|node| node.has_tag_name((NAMESPACE, name)))
            .unwrap()
    };
    assert_eq!(
        find("AttributeAssignment").text(),
        Some(" <&>\r\n\t\"'\u{fffd}")
    );
    assert_eq!(find("Attribute").attribute("Issuer"), Some("a\"b\nc"));
    let alone = missing_attribute(&outcome().status.missing[0]);
    let alone = Document::parse(&alone).unwrap();
    assert!(
        alone
            .root_element()
            .has_tag_name((NAMESPACE, "MissingAttributeDetail"))
    );
}

#[test]
fn paths_keep_their_namespaces_and_content_is_a_document() {
    let path = "<AttributeValue xmlns:m='urn:m' xmlns:other='urn:other' XPathCategory='urn:c' \
        DataType='urn:oasis:names:tc:xacml:3.0:data-type:xpathExpression'>//m:a</AttributeValue>";
    let content = "<Content xmlns:n='urn:n'><n:doc>text</n:doc></Content>";
    let attribute = format!("<Attribute AttributeId='a' IncludeInResult='true'>{path}</Attribute>");
    let question = read(&attributes(
        "r",
        names::RESOURCE,
        &format!("{content}{attribute}"),
    ));
    let parts = question.split(&Hierarchy::default()).unwrap();
    let request = parts.requests[0].as_ref().unwrap();
    let document = request.categories[0].content.as_ref().unwrap();
    let path = XPath::parse("/d:doc", &[("d", "urn:n")]).unwrap();
    let found = path.select(document, None).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(document.string_value(found[0]), "text");
    let written = response(&[Outcome {
        returned: request.returned(),
        ..outcome()
    }]);
    let document = Document::parse(&written).unwrap();
    let mut nodes = document.descendants();
    let value = nodes
        .find(|node| node.has_tag_name((NAMESPACE, "AttributeValue")))
        .unwrap();
    assert_eq!(value.attribute("XPathCategory"), Some("urn:c"));
    assert_eq!(value.lookup_namespace_uri(Some("m")), Some("urn:m"));
    assert_eq!(value.lookup_namespace_uri(Some("other")), None);
    assert_eq!(value.text(), Some("//m:a"));
    let two = attributes("r", names::RESOURCE, "<Content><a/><b/></Content>");
    let refused = read(&two).elements.remove(0).category;
    assert!(matches!(refused, Err(PartError::Content(_))));
}
