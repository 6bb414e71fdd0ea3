//! The answer as the JSON profile 1.1 (§5) spells it: names in PascalCase, nothing for what is not there, short
//! names of data types, numbers and booleans as such.

use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::engine::Outcome;
use crate::engine::outcome::{Assignment, MissingAttribute, Obligation, PolicyKind, Status};
use crate::engine::request::{Attribute, Category};
use crate::engine::value::Value;

/// The answer to a question.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ProfileResponse<'o> {
    response: Vec<ResultWire<'o>>,
}

/// One result per outcome, in their order.
pub fn response(outcomes: &[Outcome]) -> ProfileResponse<'_> {
    ProfileResponse {
        response: outcomes.iter().map(ResultWire::of).collect(),
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResultWire<'o> {
    decision: &'static str,
    status: StatusWire<'o>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    obligations: Vec<ObligationWire<'o>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    associated_advice: Vec<ObligationWire<'o>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    category: Vec<CategoryWire<'o>>,
    #[serde(skip_serializing_if = "PolicyListWire::is_empty")]
    policy_identifier_list: PolicyListWire<'o>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct StatusWire<'o> {
    #[serde(skip_serializing_if = "Option::is_none")]
    status_message: Option<&'o str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_detail: Option<DetailWire<'o>>,
    status_code: CodeWire,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CodeWire {
    value: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct DetailWire<'o> {
    missing_attribute_detail: Vec<MissingWire<'o>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct MissingWire<'o> {
    category: &'o str,
    attribute_id: &'o str,
    data_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<&'o str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ObligationWire<'o> {
    id: &'o str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attribute_assignment: Vec<AttributeWire<'o>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct CategoryWire<'o> {
    category_id: &'o str,
    attribute: Vec<AttributeWire<'o>>,
}

/// An attribute of the request, or an assignment of an obligation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct AttributeWire<'o> {
    attribute_id: &'o str,
    value: Json,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'o str>,
    data_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<&'o str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct PolicyListWire<'o> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policy_id_reference: Vec<PolicyWire<'o>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    policy_set_id_reference: Vec<PolicyWire<'o>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct PolicyWire<'o> {
    id: &'o str,
    version: &'o str,
}

impl<'o> ResultWire<'o> {
    fn of(outcome: &'o Outcome) -> Self {
        let obligation =
            |obligation: &'o std::sync::Arc<Obligation>| ObligationWire::of(obligation);
        Self {
            decision: outcome.decision.name(),
            status: StatusWire::of(&outcome.status),
            obligations: outcome.obligations.iter().map(obligation).collect(),
            associated_advice: outcome.advice.iter().map(obligation).collect(),
            category: outcome.returned.iter().map(CategoryWire::of).collect(),
            policy_identifier_list: PolicyListWire {
                policy_id_reference: policies(outcome, PolicyKind::Policy),
                policy_set_id_reference: policies(outcome, PolicyKind::PolicySet),
            },
        }
    }
}

fn policies(outcome: &Outcome, kind: PolicyKind) -> Vec<PolicyWire<'_>> {
    let policies = outcome.policies.iter();
    policies
        .filter(|policy| policy.kind == kind)
        .map(|policy| PolicyWire {
            id: &policy.id,
            version: &policy.version,
        })
        .collect()
}

impl PolicyListWire<'_> {
    fn is_empty(&self) -> bool {
        self.policy_id_reference.is_empty() && self.policy_set_id_reference.is_empty()
    }
}

impl<'o> StatusWire<'o> {
    fn of(status: &'o Status) -> Self {
        Self {
            status_message: status.message.as_deref(),
            status_detail: (!status.missing.is_empty()).then(|| DetailWire {
                missing_attribute_detail: status.missing.iter().map(MissingWire::of).collect(),
            }),
            status_code: CodeWire {
                value: status.code.urn(),
            },
        }
    }
}

impl<'o> MissingWire<'o> {
    fn of(missing: &'o MissingAttribute) -> Self {
        Self {
            category: &missing.category,
            attribute_id: &missing.id,
            data_type: missing.data_type.short_name(),
            issuer: missing.issuer.as_deref(),
        }
    }
}

impl<'o> ObligationWire<'o> {
    fn of(obligation: &'o Obligation) -> Self {
        let assignment = |assignment: &'o Assignment| AttributeWire {
            attribute_id: &assignment.attribute_id,
            value: json_value(&assignment.value),
            category: assignment.category.as_deref(),
            data_type: assignment.value.data_type().short_name(),
            issuer: assignment.issuer.as_deref(),
        };
        Self {
            id: &obligation.id,
            attribute_assignment: obligation.assignments.iter().map(assignment).collect(),
        }
    }
}

impl<'o> CategoryWire<'o> {
    fn of(category: &'o Category) -> Self {
        let attribute = |attribute: &'o Attribute| AttributeWire {
            attribute_id: &attribute.id,
            value: json_value(&attribute.value),
            category: None,
            data_type: attribute.value.data_type().short_name(),
            issuer: attribute.issuer.as_deref(),
        };
        Self {
            category_id: &category.id,
            attribute: category.attributes.iter().map(attribute).collect(),
        }
    }
}

/// Booleans and numbers as JSON has them, paths as objects; what JSON has no number for, such as `NaN`, is text.
fn json_value(value: &Value) -> Json {
    match value {
        Value::Boolean(truth) => json!(truth),
        Value::Integer(_) | Value::Double(_) => {
            let text = value.text();
            let number: Option<serde_json::Number> = text.parse().ok();
            number.map_or_else(|| json!(text), Json::Number)
        }
        Value::XPath(path) => {
            let namespaces = path.path.namespaces().iter();
            let namespaces: Vec<Json> = namespaces
                .map(|(prefix, uri)| json!({"Prefix": prefix, "Namespace": uri}))
                .collect();
            json!({"XPathCategory": &*path.category, "Namespaces": namespaces, "XPath": path.path.text()})
        }
        other => json!(other.text()),
    }
}
