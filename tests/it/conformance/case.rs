use std::path::Path;

use fullmakt::engine::Outcome;
use serde::Deserialize;

use super::found::{self, Found};

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
pub struct Case {
    pub id: String,
    policy_files: Vec<String>,
    root_policies: Vec<String>,
    referenced_policies: Vec<String>,
    request_file: String,
    json_request_file: Option<String>,
    pub json_response_file: Option<String>,
    expected: Vec<Expected>,
    /// What the standard asks for where a published copy of the response says something else.
    oasis_expected_decision: Option<String>,
}

#[derive(Clone, Deserialize)]
pub struct Expected {
    decision: String,
    status_code: Vec<String>,
    obligations: Vec<Obligation>,
    advice: Vec<Obligation>,
    attributes: Vec<Category>,
    policy_identifiers: Vec<Policy>,
}

#[derive(Clone, Deserialize)]
struct Obligation {
    id: String,
    assignments: Vec<Assignment>,
}

#[derive(Clone, Deserialize)]
struct Assignment {
    attribute_id: String,
    data_type: String,
    category: Option<String>,
    issuer: Option<String>,
    value: String,
}

#[derive(Clone, Deserialize)]
struct Category {
    category: String,
    attributes: Vec<Attribute>,
}

#[derive(Clone, Deserialize)]
struct Attribute {
    attribute_id: String,
    issuer: Option<String>,
    values: Vec<Value>,
}

#[derive(Clone, Deserialize)]
struct Value {
    data_type: String,
    value: String,
}

#[derive(Clone, Deserialize)]
struct Policy {
    kind: String,
    id: String,
    version: String,
}

pub fn all(folder: &Path) -> Vec<Case> {
    let text = std::fs::read(folder.join("cases.json")).unwrap();
    let cases: Cases = serde_json::from_slice(&text).unwrap();
    cases.cases
}

impl Case {
    /// The roots first.
    pub fn policy_names(&self) -> Vec<&str> {
        let named = [
            &self.policy_files,
            &self.root_policies,
            &self.referenced_policies,
        ];
        named.into_iter().flatten().map(String::as_str).collect()
    }

    pub fn request_files(&self) -> impl Iterator<Item = &str> {
        let json = self.json_request_file.as_deref();
        [self.request_file.as_str()].into_iter().chain(json)
    }

    pub fn results(&self) -> Vec<Expected> {
        let mut results = self.expected.clone();
        if let Some(decision) = &self.oasis_expected_decision {
            for result in &mut results {
                result.decision.clone_from(decision);
            }
        }
        results
    }
}

impl Expected {
    /// What differs, in words.
    pub fn unlike(&self, found: &Found, outcome: &Outcome) -> Vec<String> {
        let expected = self.found();
        let mut faults = Vec::new();
        let mut compare = |what: &str, expected: &[String], found: &[String]| {
            if expected != found {
                let why = outcome.status.message.as_deref().unwrap_or("no message");
                faults.push(format!(
                    "{what}: expected {expected:?}, got {found:?} ({why})"
                ));
            }
        };
        compare("decision", &expected.decision, &found.decision);
        compare("status", &expected.status, &found.status);
        compare("obligations", &expected.obligations, &found.obligations);
        compare("advice", &expected.advice, &found.advice);
        compare("attributes", &expected.attributes, &found.attributes);
        compare("policies", &expected.policies, &found.policies);
        faults
    }

    fn found(&self) -> Found {
        Found {
            decision: vec![self.decision.clone()],
            status: self.status_code.clone(),
            obligations: found::sorted(self.obligations.iter().map(Obligation::line)),
            advice: found::sorted(self.advice.iter().map(Obligation::line)),
            attributes: found::sorted(self.attributes.iter().flat_map(Category::lines)),
            policies: found::sorted(
                self.policy_identifiers
                    .iter()
                    .map(|one| format!("{} {} {}", one.kind, one.id, one.version)),
            ),
        }
    }
}

impl Obligation {
    fn line(&self) -> String {
        let assignments = self.assignments.iter().map(|one| {
            let value = found::value(&one.data_type, &one.value);
            let (category, issuer) = (one.category.as_deref(), one.issuer.as_deref());
            found::assignment(&one.attribute_id, category, issuer, &value)
        });
        format!("{} {:?}", self.id, found::sorted(assignments))
    }
}

impl Category {
    fn lines(&self) -> impl Iterator<Item = String> {
        self.attributes.iter().flat_map(|attribute| {
            attribute.values.iter().map(|value| {
                let value = found::value(&value.data_type, &value.value);
                let issuer = attribute.issuer.as_deref();
                found::attribute(&self.category, &attribute.attribute_id, issuer, &value)
            })
        })
    }
}
