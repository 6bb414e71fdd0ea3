//! What the fuzz targets do with their input. The product's own tests run the same functions over the seeds and
//! some thousand mutations of them (`tests/it/fuzz.rs`), so this file uses nothing but the product and std.
//!
//! Whatever the input is, nothing may panic, overflow the stack or take long; a policy or request that was read must
//! be decided and written; and what was written must be readable again and mean the same.

use fullmakt::api::decisions::offline::written;
use fullmakt::api::decisions::question::{self, Syntax};
use fullmakt::domain::{Decision, Timestamp};
use fullmakt::engine::explain::explain;
use fullmakt::engine::functions::Pattern;
use fullmakt::engine::multiple::Hierarchy;
use fullmakt::engine::outcome::StatusCode;
use fullmakt::engine::value::{DataType, Value};
use fullmakt::engine::xacml::xml::parse as parse_xml;
use fullmakt::engine::xpath::{Content, XPath};
use fullmakt::engine::{Facts, Outcome, PolicyFile, PolicyTree, Request, decide};

/// More decisions than this of one question show nothing new.
const MAX_DECISIONS: usize = 20;

const POLICY: &str = include_str!("../fixed/policy.xml");
const REQUESTS: [&str; 2] = [
    include_str!("../fixed/request.xml"),
    include_str!("../fixed/bare.xml"),
];

/// Reads a policy, and decides, explains and lists its rights when it is one.
pub fn policy_xml(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let policy = match PolicyTree::parse(text) {
        Ok(policy) => policy,
        Err(error) => {
            assert!(error.to_string().len() < 2_000, "a long message: {error}");
            return;
        }
    };
    let linked = policy.linked(&[PolicyFile::Good(policy.clone())]);
    for request in REQUESTS
        .iter()
        .flat_map(|text| requests(Syntax::Xml, text.as_bytes()))
    {
        let facts = Facts::stated_by(&request);
        for tree in [&policy, &linked] {
            let outcome = decide(tree, &request, &facts, now());
            check_status(&outcome);
            let explanation = explain(tree, &request, &facts, now());
            // As text, since a double may be NaN, which equals nothing.
            assert_eq!(format!("{:?}", explanation.outcome), format!("{outcome:?}"));
            assert!(!explanation.to_string().is_empty());
            check_answer(&[outcome]);
        }
    }
    for right in policy.rights() {
        assert!(!right.action.id.is_empty() || right.action.value.text().len() < data.len());
    }
    assert!(policy.named_actions().len() <= data.len());
}

/// Reads a request in XML, decides it and writes the answer.
pub fn request_xml(data: &[u8]) {
    decide_all(Syntax::Xml, data);
}

/// Reads a request in JSON, decides it and writes the answer.
pub fn request_json(data: &[u8]) {
    decide_all(Syntax::Json, data);
}

/// Evaluates the first line as a path over the rest as content.
pub fn xpath(data: &[u8]) {
    let Some((expression, document)) = two_parts(data) else {
        return;
    };
    let namespaces = [("a", "urn:a"), ("b", "urn:b")];
    let (path, content) = (
        XPath::parse(expression, &namespaces),
        Content::parse(document),
    );
    if let Ok(path) = &path {
        assert_eq!(XPath::parse(path.text(), &namespaces).as_ref(), Ok(path));
    }
    if let (Ok(path), Ok(content)) = (path, content)
        && let Ok(nodes) = path.select(&content, None)
    {
        assert!(nodes.is_sorted(), "not in document order");
        for node in nodes {
            assert!(content.string_value(node).len() <= document.len());
        }
    }
}

/// Compiles the first line as a regular expression and tries it on the rest.
pub fn regexp(data: &[u8]) {
    let Some((expression, text)) = two_parts(data) else {
        return;
    };
    if let Ok(pattern) = Pattern::compile(expression) {
        let again = Pattern::compile(expression).map(|pattern| pattern.is_match(text));
        assert_eq!(again.ok(), Some(pattern.is_match(text)));
    }
}

fn two_parts(data: &[u8]) -> Option<(&str, &str)> {
    std::str::from_utf8(data).ok()?.split_once('\n')
}

/// 22 November 2026; a fuzzer's findings must not depend on the day.
fn now() -> Timestamp {
    Timestamp::parse_rfc3339("2026-11-22T12:30:00Z").expect("a moment")
}

fn requests(syntax: Syntax, body: &[u8]) -> Vec<Request> {
    let parts = question::read(syntax, body, &Hierarchy::default());
    let requests = parts.map(|parts| parts.requests).unwrap_or_default();
    requests.into_iter().take(MAX_DECISIONS).flatten().collect()
}

fn decide_all(syntax: Syntax, body: &[u8]) {
    let parts = match question::read(syntax, body, &Hierarchy::default()) {
        Ok(parts) => parts,
        Err(problem) => {
            return check_answer(&[Outcome::failed(
                StatusCode::SyntaxError,
                problem.to_string(),
            )]);
        }
    };
    let policy = PolicyTree::parse(POLICY).expect("the fixed policy is a policy");
    let decided = parts
        .requests
        .iter()
        .take(MAX_DECISIONS)
        .map(|part| match part {
            Err(problem) => problem.outcome(),
            Ok(request) => decide(&policy, request, &Facts::stated_by(request), now()),
        });
    let outcomes: Vec<Outcome> = decided.collect();
    outcomes.iter().for_each(check_status);
    check_answer(&outcomes);
    check_answer(&parts.results(outcomes));
}

/// A decision has nothing to complain of, and an Indeterminate has.
fn check_status(outcome: &Outcome) {
    let is_ok = outcome.status.code == StatusCode::Ok;
    match outcome.decision {
        Decision::Indeterminate => assert!(!is_ok, "Indeterminate without a reason"),
        Decision::Permit | Decision::Deny => assert!(is_ok, "{:?}", outcome.status),
        Decision::NotApplicable => {}
    }
}

/// The answer can be written in both syntaxes, read as such, and holds every value that it should.
fn check_answer(outcomes: &[Outcome]) {
    let json = written(outcomes, Syntax::Json);
    // A JSON body that is no request at all is told apart from one that is no JSON.
    let unread = question::read(Syntax::Json, json.as_bytes(), &Hierarchy::default());
    if let Err(problem) = unread {
        assert!(!problem.to_string().contains("is not JSON"), "{json}");
    }
    let xml = written(outcomes, Syntax::Xml);
    let document = parse_xml(&xml).unwrap_or_else(|error| panic!("{error} in {xml}"));
    let nodes = document.descendants();
    let values: Vec<Value> = nodes
        .filter(|node| ["AttributeValue", "AttributeAssignment"].contains(&node.tag_name().name()))
        .filter_map(|node| {
            let data_type = DataType::from_uri(node.attribute("DataType")?)?;
            // Paths have a category as well, which another test looks at.
            (data_type != DataType::XPathExpression).then(|| {
                let text = node.text().unwrap_or_default();
                Value::parse(data_type, text).unwrap_or_else(|| panic!("{text:?} in {xml}"))
            })
        })
        .collect();
    let expected: Vec<&Value> = outcomes.iter().flat_map(values_of).collect();
    assert_eq!(values.len(), expected.len(), "{xml}");
    for (found, expected) in values.iter().zip(expected) {
        // What no XML document may hold is written as this.
        if !found.text().contains('\u{fffd}') {
            assert_eq!(found.key(), expected.key(), "{xml}");
        }
    }
}

/// In the order of an answer in XML.
fn values_of(outcome: &Outcome) -> impl Iterator<Item = &Value> {
    let duties = outcome.obligations.iter().chain(&outcome.advice);
    let assigned = duties.flat_map(|duty| &duty.assignments);
    let assigned = assigned.map(|assignment| &assignment.value);
    let returned = outcome
        .returned
        .iter()
        .flat_map(|category| &category.attributes);
    let values = assigned.chain(returned.map(|attribute| &attribute.value));
    values.filter(|value| value.data_type() != DataType::XPathExpression)
}
