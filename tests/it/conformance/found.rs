//! Results as texts that are equal when the results mean the same: values as read, lists in one order.

use fullmakt::engine::Outcome;
use fullmakt::engine::outcome::{Obligation, PolicyKind};
use fullmakt::engine::request::Category;
use fullmakt::engine::value::{DataType, Value};
use serde_json::Value as Json;

#[derive(Debug, PartialEq)]
pub struct Found {
    pub decision: Vec<String>,
    pub status: Vec<String>,
    pub obligations: Vec<String>,
    pub advice: Vec<String>,
    pub attributes: Vec<String>,
    pub policies: Vec<String>,
}

impl Found {
    pub fn of(outcome: &Outcome) -> Self {
        let policies = outcome.policies.iter().map(|policy| {
            let kind = match policy.kind {
                PolicyKind::Policy => "PolicyIdReference",
                PolicyKind::PolicySet => "PolicySetIdReference",
            };
            format!("{kind} {} {}", policy.id, policy.version)
        });
        Self {
            decision: vec![outcome.decision.name().to_owned()],
            status: vec![outcome.status.code.urn().to_owned()],
            obligations: sorted(outcome.obligations.iter().map(|one| obligation(one))),
            advice: sorted(outcome.advice.iter().map(|one| obligation(one))),
            attributes: sorted(outcome.returned.iter().flat_map(attributes)),
            policies: sorted(policies),
        }
    }
}

fn obligation(obligation: &Obligation) -> String {
    let assignments = obligation.assignments.iter().map(|one| {
        let (category, issuer) = (one.category.as_deref(), one.issuer.as_deref());
        assignment(&one.attribute_id, category, issuer, &read(&one.value))
    });
    format!("{} {:?}", obligation.id, sorted(assignments))
}

fn attributes(category: &Category) -> impl Iterator<Item = String> {
    category.attributes.iter().map(|one| {
        attribute(
            &category.id,
            &one.id,
            one.issuer.as_deref(),
            &read(&one.value),
        )
    })
}

fn read(value: &Value) -> String {
    self::value(value.data_type().uri(), &value.text())
}

/// A value by what it means, where its type is known.
pub fn value(data_type: &str, text: &str) -> String {
    let known = DataType::from_uri_or_short_name(data_type);
    match known.and_then(|known| Value::parse(known, text)) {
        Some(value) => format!("{:?}", value.key()),
        None => format!("{data_type} {text}"),
    }
}

pub fn assignment(id: &str, category: Option<&str>, issuer: Option<&str>, value: &str) -> String {
    format!("{id} {category:?} {issuer:?} {value}")
}

pub fn attribute(category: &str, id: &str, issuer: Option<&str>, value: &str) -> String {
    format!("{category} {id} {issuer:?} {value}")
}

pub fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

/// Per result of a response in JSON: decision, status code and attributes.
pub fn in_json(response: &Json) -> Vec<(String, String, Vec<String>)> {
    let results = response["Response"].as_array().unwrap();
    let result = |result: &Json| {
        let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
        let categories = result["Category"].as_array().cloned().unwrap_or_default();
        (
            text(&result["Decision"]),
            text(&result["Status"]["StatusCode"]["Value"]),
            sorted(categories.iter().flat_map(json_attributes)),
        )
    };
    results.iter().map(result).collect()
}

fn json_attributes(category: &Json) -> Vec<String> {
    let id = category["CategoryId"].as_str().unwrap();
    let attributes = category["Attribute"].as_array().unwrap().iter();
    attributes
        .map(|one| {
            let data_type = one["DataType"].as_str().unwrap();
            let text = match &one["Value"] {
                Json::String(text) => text.clone(),
                Json::Object(path) => path["XPath"].to_string(),
                other => other.to_string(),
            };
            let value = value(data_type, &text);
            let attribute_id = one["AttributeId"].as_str().unwrap();
            attribute(id, attribute_id, one["Issuer"].as_str(), &value)
        })
        .collect()
}
