#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::{Value as Json, json};

use super::super::question::{self, Syntax, Unreadable};
use super::*;
use crate::engine::Outcome;
use crate::engine::multiple::{
    Hierarchy, MAX_CATEGORIES, MAX_DECISIONS, MAX_NAME, MAX_VALUES, Part, PartError, SplitError,
};
use crate::engine::names;
use crate::engine::outcome::{
    Assignment, Decision, MissingAttribute, Obligation, PolicyIdentifier, PolicyKind, Reason,
    Status, StatusCode,
};
use crate::engine::request::{Attribute, Request};
use crate::engine::value::{DataType, Value};
use crate::engine::xpath::Content;

fn question(json: &Json) -> Result<Vec<Part>, Unreadable> {
    let body = json.to_string();
    let parts = question::read(Syntax::Json, body.as_bytes(), &Hierarchy::default())?;
    Ok(parts.requests)
}

fn parts(json: &Json) -> Vec<Part> {
    question(json).unwrap()
}

fn refusal(json: &Json) -> SplitError {
    match question(json) {
        Err(Unreadable::Split(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn only_part(json: &Json) -> Request {
    let mut parts = parts(json);
    assert_eq!(parts.len(), 1);
    parts.remove(0).unwrap()
}

fn attribute(id: &str, value: Json) -> Json {
    json!({"AttributeId": id, "Value": value})
}

fn category(id: &str, attribute_id: &str, value: &str) -> Json {
    json!({"Id": id, "Attribute": [attribute(attribute_id, json!(value))]})
}

#[test]
fn the_documented_request_is_read() {
    let request = only_part(&json!({"Request": {
        "AccessSubject": [{"Attribute": [{"AttributeId": "urn:altinn:userid", "Value": "20001234"}]}],
        "Action": [{"Attribute": [{"AttributeId": names::ACTION_ID, "Value": "read",
            "DataType": "http://www.w3.org/2001/XMLSchema#string"}]}],
        "Resource": [{"Attribute": [
            {"AttributeId": "urn:altinn:resource", "Value": "demo-permit-registry"},
            {"AttributeId": names::ORGANIZATION_NUMBER, "Value": "999888777", "IncludeInResult": true}]}]}}));
    let wanted = Attribute {
        include_in_result: true,
        ..Attribute::new(names::ORGANIZATION_NUMBER, Value::string("999888777"))
    };
    let expected = Request::new()
        .subject(names::USER_ID, "20001234")
        .action("read")
        .resource(names::RESOURCE_ID, "demo-permit-registry")
        .with(names::RESOURCE, wanted);
    assert_eq!(request, expected);
}

#[test]
fn names_are_read_whatever_their_case() {
    let request = only_part(&json!({"request": {"accessSubject": {"attribute":
        {"attributeID": "a", "VALUE": "x", "issuer": "me", "dataType": "anyURI"}}}}));
    let attribute = Attribute {
        issuer: Some("me".to_owned()),
        ..Attribute::new("a", Value::AnyUri("x".into()))
    };
    assert_eq!(request, Request::new().with(names::SUBJECT, attribute));
    let twice = json!({"Request": {}, "request": {}});
    let Err(Unreadable::Json(JsonError::Shape(reason))) = question(&twice) else {
        panic!("read although a name stands twice");
    };
    assert!(
        reason.contains("the property request stands twice"),
        "{reason}"
    );
}

#[test]
fn values_have_the_type_they_are_written_in() {
    for (written, expected) in [
        (json!("a"), vec![Value::string("a")]),
        (
            json!(["a", "7"]),
            vec![Value::string("a"), Value::string("7")],
        ),
        (json!([7, -8]), vec![Value::Integer(7), Value::Integer(-8)]),
        (
            json!([7, 1.5]),
            vec![Value::Double(7.0), Value::Double(1.5)],
        ),
        (json!(true), vec![Value::Boolean(true)]),
        (json!([]), vec![]),
    ] {
        let request = only_part(
            &json!({"Request": {"Resource": [{"Attribute": [attribute("v", written)]}]}}),
        );
        let values: Vec<_> = request.values(names::RESOURCE, "v").cloned().collect();
        assert_eq!(values, expected);
    }
    let stated = json!({"AttributeId": "v", "Value": 7, "DataType": "string"});
    let request = only_part(&json!({"Request": {"Resource": [{"Attribute": [stated]}]}}));
    assert_eq!(
        request.values(names::RESOURCE, "v").next(),
        Some(&Value::string("7"))
    );
}

#[test]
fn a_bad_value_or_type_fails_its_part() {
    for (bad, message) in [
        (
            json!({"AttributeId": "v", "Value": "x", "DataType": "integer"}),
            "the value of v is not a integer",
        ),
        (
            json!({"AttributeId": "v", "Value": "x", "DataType": "colour"}),
            "the data type colour is not supported",
        ),
        (
            attribute("v", json!(["a", 7])),
            "the values of v are of several types and no DataType says which",
        ),
    ] {
        let parts = parts(&json!({"Request": {"Resource": [{"Attribute": [bad]}]}}));
        let outcome = parts[0].as_ref().unwrap_err().outcome();
        assert_eq!(outcome.decision, Decision::Indeterminate);
        assert_eq!(outcome.status.code, StatusCode::SyntaxError);
        assert_eq!(outcome.status.message.as_deref(), Some(message));
    }
}

#[test]
fn references_ask_for_one_decision_each_and_fail_each_alone() {
    let parts = parts(&json!({"Request": {
        "AccessSubject": [category("s1", "s", "1")],
        "Action": [category("a1", "a", "1"), category("a2", "a", "2")],
        "Resource": [category("r1", "r", "1"), category("twice", "r", "2"), category("twice", "r", "3")],
        "Category": [{"CategoryId": names::ENVIRONMENT, "Id": "e1", "Attribute": [attribute("e", json!("1"))]}],
        "MultiRequests": {"RequestReference": [
            {"ReferenceId": ["s1", "a1", "r1"]},
            {"ReferenceId": ["s1", "a2", "r1", "e1"]},
            {"ReferenceId": ["s1", "a1", "r9"]},
            {"ReferenceId": ["s1", "a1", "twice"]},
            {"ReferenceId": ["s1", "a1", "a2"]}]}}}));
    let text = |part: &Request, category: &str, id: &str| {
        part.single(category, id).unwrap().unwrap().into_owned()
    };
    let first = parts[0].as_ref().unwrap();
    assert_eq!(text(first, names::ACTION, "a"), "1");
    assert_eq!(first.categories.len(), 3);
    let second = parts[1].as_ref().unwrap();
    assert_eq!(text(second, names::ACTION, "a"), "2");
    assert_eq!(text(second, names::ENVIRONMENT, "e"), "1");
    assert_eq!(parts[2], Err(PartError::UnknownReference("r9".to_owned())));
    assert_eq!(
        parts[3],
        Err(PartError::AmbiguousReference("twice".to_owned()))
    );
    assert_eq!(
        parts[4],
        Err(PartError::AmbiguousReference("a2".to_owned()))
    );
    assert_eq!(parts.len(), 5);
}

#[test]
fn several_elements_of_a_category_are_several_questions() {
    let parts = parts(&json!({"Request": {
        "AccessSubject": [category("s", "s", "1")],
        "Action": [category("a", "a", "1"), category("b", "a", "2")],
        "Resource": [category("r", "r", "1"), category("q", "r", "2")]}}));
    let asked: Vec<_> = parts
        .iter()
        .map(|part| {
            let part = part.as_ref().unwrap();
            let text = |category, id| part.single(category, id).unwrap().unwrap().into_owned();
            (text(names::ACTION, "a"), text(names::RESOURCE, "r"))
        })
        .collect();
    let pair = |one: &str, two: &str| (one.to_owned(), two.to_owned());
    assert_eq!(
        asked,
        [
            pair("1", "1"),
            pair("1", "2"),
            pair("2", "1"),
            pair("2", "2")
        ]
    );
}

#[test]
fn too_much_is_refused() {
    let references = vec![json!({"ReferenceId": ["s1"]}); MAX_DECISIONS + 1];
    let many = json!({"Request": {"MultiRequests": {"RequestReference": references}}});
    assert_eq!(refusal(&many), SplitError::TooManyDecisions);
    let elements = vec![json!({}); 40];
    let product = json!({"Request": {"Action": elements, "Resource": elements}});
    assert_eq!(refusal(&product), SplitError::TooManyDecisions);
    let values = json!({"Request": {"Action": [{"Attribute": [attribute("a", json!(vec!["x"; MAX_VALUES + 1]))]}]}});
    assert_eq!(parts(&values), [Err(PartError::TooManyValues)]);
    let big = json!({"AttributeId": "a", "Value": "x".repeat(100_000), "IncludeInResult": true});
    let amplified =
        json!({"Request": {"Action": [{"Attribute": [big]}], "Resource": vec![json!({}); 100]}});
    assert_eq!(refusal(&amplified), SplitError::TooMuchToReturn);
}

#[test]
fn long_names_are_refused_before_they_are_copied() {
    let long = "x".repeat(MAX_NAME + 1);
    let action = |attribute: Json| json!({"Request": {"Action": [{"Attribute": [attribute]}]}});
    let by_issuer = json!({"AttributeId": "a", "Issuer": long, "Value": "v"});
    for too_long in [
        action(attribute(&long, json!(["a", "b"]))),
        action(by_issuer),
        json!({"Request": {"Category": [{"CategoryId": long}]}}),
    ] {
        assert_eq!(parts(&too_long), [Err(PartError::NameTooLong)]);
    }
}

#[test]
fn a_request_has_a_bounded_number_of_categories() {
    let categories = |count: usize| {
        let all: Vec<Json> = (0..count)
            .map(|number| json!({"CategoryId": number.to_string()}))
            .collect();
        json!({"Request": {"Category": all}})
    };
    assert_eq!(parts(&categories(MAX_CATEGORIES)).len(), 1);
    assert_eq!(
        refusal(&categories(MAX_CATEGORIES + 1)),
        SplitError::TooManyCategories
    );
}

#[test]
fn what_is_repeated_counts_with_its_issuer() {
    let small = json!({
        "AttributeId": "a", "Issuer": "i".repeat(MAX_NAME), "Value": "v", "IncludeInResult": true
    });
    let resource = json!({"Attribute": vec![small; 10]});
    let elements = vec![json!({}); 500];
    let amplified = json!({"Request": {"Resource": [resource], "Action": elements}});
    assert_eq!(refusal(&amplified), SplitError::TooMuchToReturn);
}

#[test]
fn what_is_no_request_is_refused() {
    for body in [&b""[..], b"{", b"\xff", b"<Request/>"] {
        assert!(matches!(parse(body), Err(JsonError::NotJson(_))));
    }
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for place in [
        deep.clone(),
        format!("{{\"Request\": {{\"Resource\": {deep}}}}}"),
        format!("{{\"Request\": {{\"Resource\": [{{\"Attribute\": {deep}}}]}}}}"),
        format!("{{\"Ignored\": {deep}}}"),
    ] {
        assert!(parse(place.as_bytes()).is_err());
    }
    for shape in [
        json!([]),
        json!([{}]),
        json!({"Request": {"MultiRequests": [[{"ReferenceId": "s1"}]]}}),
        json!({}),
        json!({"Request": []}),
        json!({"Request": {"Resource": "r"}}),
        json!({"Request": {"Resource": [["category", "id", []]]}}),
        json!({"Request": {"Resource": [{"Attribute": ["id", "value"]}]}}),
        json!({"Request": {"Resource": [{"Attribute": [{"Value": "no id"}]}]}}),
        json!({"Request": {"Resource": [{"Attribute": [attribute("v", json!({"a": 1}))]}]}}),
        json!({"Request": {"Resource": [{"Attribute": [attribute("v", Json::Null)]}]}}),
    ] {
        assert!(
            matches!(question(&shape), Err(Unreadable::Json(JsonError::Shape(_)))),
            "{shape}"
        );
    }
}

#[test]
fn an_empty_request_is_one_question() {
    assert_eq!(only_part(&json!({"Request": {}})), Request::new());
}

/// What the documentation of Altinn shows.
fn permit() -> Outcome {
    let returned = Request::new().with(
        names::RESOURCE,
        Attribute {
            include_in_result: true,
            ..Attribute::new(names::ORGANIZATION_NUMBER, Value::string("999888777"))
        },
    );
    Outcome {
        decision: Decision::Permit,
        status: Status::OK,
        obligations: vec![std::sync::Arc::new(Obligation {
            id: "urn:altinn:obligation:authenticationLevel1".into(),
            assignments: vec![Assignment {
                attribute_id: "urn:altinn:obligation1-assignment1".into(),
                category: Some(names::MINIMUM_LEVEL.into()),
                issuer: None,
                value: Value::Integer(3),
            }],
        })],
        advice: Vec::new(),
        returned: returned.returned(),
        policies: Vec::new(),
        reason: Reason::NoRule,
    }
}

#[test]
fn the_answer_is_written_as_documented() {
    let documented = concat!(
        r#"{"response":[{"decision":"Permit","#,
        r#""status":{"statusMessage":null,"statusDetails":null,"#,
        r#""statusCode":{"value":"urn:oasis:names:tc:xacml:1.0:status:ok","statusCode":null}},"#,
        r#""obligations":[{"id":"urn:altinn:obligation:authenticationLevel1","attributeAssignment":["#,
        r#"{"attributeId":"urn:altinn:obligation1-assignment1","value":"3","#,
        r#""category":"urn:altinn:minimum-authenticationlevel","#,
        r#""dataType":"http://www.w3.org/2001/XMLSchema#integer","issuer":null}]}],"#,
        r#""associateAdvice":null,"#,
        r#""category":[{"categoryId":"urn:oasis:names:tc:xacml:3.0:attribute-category:resource","id":null,"content":null,"#,
        r#""attribute":[{"attributeId":"urn:altinn:organization:identifier-no","value":"999888777","issuer":null,"#,
        r#""dataType":"http://www.w3.org/2001/XMLSchema#string","includeInResult":false}]}],"#,
        r#""policyIdentifierList":null}]}"#
    );
    let outcomes = [permit()];
    assert_eq!(
        serde_json::to_string(&response(&outcomes)).unwrap(),
        documented
    );
}

#[test]
fn a_failure_says_why() {
    let outcomes = [Outcome::failed(StatusCode::ProcessingError, "no policy")];
    let answer = serde_json::to_value(response(&outcomes)).unwrap();
    let result = &answer["response"][0];
    assert_eq!(result["decision"], "Indeterminate");
    assert_eq!(result["status"]["statusMessage"], "no policy");
    assert_eq!(result["obligations"], Json::Null);
    assert_eq!(result["category"], Json::Null);
}

/// All that an answer can have.
fn full() -> Outcome {
    let advice = Obligation {
        id: "urn:advice".into(),
        assignments: vec![
            Assignment {
                attribute_id: "urn:truth".into(),
                category: None,
                issuer: Some("me".into()),
                value: Value::Boolean(true),
            },
            Assignment {
                attribute_id: "urn:number".into(),
                category: None,
                issuer: None,
                value: Value::Double(f64::NAN),
            },
        ],
    };
    let missing = MissingAttribute {
        category: names::SUBJECT.into(),
        id: "urn:age".into(),
        data_type: DataType::Integer,
        issuer: None,
    };
    let policy = |kind, id: &str| PolicyIdentifier {
        kind,
        id: id.into(),
        version: "1.0".into(),
    };
    Outcome {
        status: Status {
            code: StatusCode::MissingAttribute,
            message: Some("missing".to_owned()),
            missing: vec![missing],
        },
        advice: vec![std::sync::Arc::new(advice)],
        policies: vec![
            policy(PolicyKind::Policy, "urn:p"),
            policy(PolicyKind::PolicySet, "urn:s"),
        ],
        ..permit()
    }
}

#[test]
fn what_altinn_never_fills_is_filled_in_its_shape() {
    let outcomes = [full()];
    let answer = serde_json::to_value(response(&outcomes)).unwrap();
    let result = &answer["response"][0];
    let details = result["status"]["statusDetails"].as_array().unwrap();
    let detail = details[0].as_str().unwrap();
    assert!(detail.starts_with("<MissingAttributeDetail "), "{detail}");
    assert!(detail.contains("AttributeId=\"urn:age\""), "{detail}");
    assert_eq!(
        result["policyIdentifierList"],
        json!({
            "policyIdReference": [{"id": "urn:p", "version": "1.0"}],
            "policySetIdReference": [{"id": "urn:s", "version": "1.0"}],
        })
    );
    assert_eq!(result["associateAdvice"][0]["id"], "urn:advice");
}

#[test]
fn the_profile_spells_the_answer_its_own_way() {
    let short = [Outcome {
        obligations: Vec::new(),
        returned: Vec::new(),
        ..permit()
    }];
    assert_eq!(
        serde_json::to_value(profile::response(&short)).unwrap(),
        json!({"Response": [{
            "Decision": "Permit",
            "Status": {"StatusCode": {"Value": "urn:oasis:names:tc:xacml:1.0:status:ok"}},
        }]})
    );
    let outcomes = [full()];
    assert_eq!(
        serde_json::to_value(profile::response(&outcomes)).unwrap(),
        json!({"Response": [{
            "Decision": "Permit",
            "Status": {
                "StatusMessage": "missing",
                "StatusDetail": {"MissingAttributeDetail": [
                    {"Category": names::SUBJECT, "AttributeId": "urn:age", "DataType": "integer"},
                ]},
                "StatusCode": {"Value": "urn:oasis:names:tc:xacml:1.0:status:missing-attribute"},
            },
            "Obligations": [{
                "Id": "urn:altinn:obligation:authenticationLevel1",
                "AttributeAssignment": [{
                    "AttributeId": "urn:altinn:obligation1-assignment1",
                    "Value": 3,
                    "Category": names::MINIMUM_LEVEL,
                    "DataType": "integer",
                }],
            }],
            "AssociatedAdvice": [{
                "Id": "urn:advice",
                "AttributeAssignment": [
                    {"AttributeId": "urn:truth", "Value": true, "DataType": "boolean", "Issuer": "me"},
                    {"AttributeId": "urn:number", "Value": "NaN", "DataType": "double"},
                ],
            }],
            "Category": [{
                "CategoryId": names::RESOURCE,
                "Attribute": [{
                    "AttributeId": names::ORGANIZATION_NUMBER,
                    "Value": "999888777",
                    "DataType": "string",
                }],
            }],
            "PolicyIdentifierList": {
                "PolicyIdReference": [{"Id": "urn:p", "Version": "1.0"}],
                "PolicySetIdReference": [{"Id": "urn:s", "Version": "1.0"}],
            },
        }]})
    );
}

#[test]
fn whatever_stands_in_a_body_is_read_or_refused() {
    let escaped = only_part(&json!({"Request": {"Resource": [
        {"Attribute": [attribute("quote\"d", json!("line\nbreak"))]}]}}));
    let value = escaped.values(names::RESOURCE, "quote\"d").next();
    assert_eq!(value, Some(&Value::string("line\nbreak")));
    let nulls = json!({"Request": {"Resource": null, "MultiRequests": null, "Category": [
        {"CategoryId": "c", "Id": null, "Content": null, "Attribute": null}],
        "ReturnPolicyIdList": true, "a name that nobody looks for": [{"a": [1, null]}]}});
    let request = only_part(&nulls);
    assert!(request.return_policy_ids);
    assert_eq!(request.categories.len(), 1);
}

#[test]
fn content_is_read_as_xml_and_from_base64() {
    let content = |text: &str| {
        let parts = parts(&json!({"Request": {"Resource": [{"Content": text}]}}));
        let part = parts.into_iter().next().unwrap();
        part.map(|request| request.categories[0].content.as_ref().map(Content::to_xml))
    };
    let xml = "<a>\u{f8}</a>";
    let read = Content::parse(xml).unwrap().to_xml();
    assert_eq!(content(xml), Ok(Some(read.clone())));
    assert_eq!(content("PGE+w7g8L2E+"), Ok(Some(read)));
    assert_eq!(content(" "), Ok(None));
    let deep = "<a>".repeat(10_000);
    for bad in ["<a>", "no base64", "PGE+", &deep] {
        assert!(matches!(content(bad), Err(PartError::Content(_))), "{bad}");
    }
}

#[test]
fn paths_are_read_and_written_as_objects() {
    let path = json!({"XPathCategory": names::RESOURCE, "XPath": "//m:a",
        "Namespaces": [{"Prefix": "m", "Namespace": "urn:m"}, {"Namespace": "urn:none"}]});
    let asked = |value: &Json, data_type: Option<&str>| {
        let attribute = json!({"AttributeId": "v", "Value": value, "DataType": data_type,
            "IncludeInResult": true});
        parts(&json!({"Request": {"Resource": [{"Attribute": [attribute]}]}})).remove(0)
    };
    let request = asked(&path, Some("xpathExpression")).unwrap();
    assert_eq!(asked(&path, None), Ok(request.clone()));
    let outcomes = [Outcome {
        returned: request.returned(),
        ..permit()
    }];
    let written = serde_json::to_value(profile::response(&outcomes)).unwrap();
    let attribute = &written["Response"][0]["Category"][0]["Attribute"][0];
    let expected = json!({"XPathCategory": names::RESOURCE, "XPath": "//m:a",
        "Namespaces": [{"Prefix": "m", "Namespace": "urn:m"}]});
    assert_eq!(attribute["Value"], expected);
    assert_eq!(attribute["DataType"], "xpathExpression");
    let unbound = json!({"XPathCategory": names::RESOURCE, "XPath": "//m:a"});
    for (value, data_type) in [
        (unbound, None),
        (path, Some("string")),
        (json!("//a"), Some("xpathExpression")),
    ] {
        let part = asked(&value, data_type);
        assert!(matches!(part, Err(PartError::BadValue { .. })), "{value}");
    }
}
