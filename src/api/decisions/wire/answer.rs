use serde::Serialize;

use super::explanation::ExplanationWire;
use crate::api::decisions::xml;
use crate::engine::Outcome;
use crate::engine::outcome::{Assignment, Obligation, PolicyIdentifier, PolicyKind};
use crate::engine::request::{Attribute, Category};
use crate::ops::access::Grounds;

/// The answer: one result per part, in the order of the parts.
pub fn response(outcomes: &[Outcome]) -> DecisionResponse<'_> {
    DecisionResponse {
        response: outcomes.iter().map(ResultWire::of).collect(),
    }
}

/// The same with explanations. One result that stands for several has none.
pub fn explained<'o>(outcomes: &'o [Outcome], grounds: &'o [Grounds]) -> DecisionResponse<'o> {
    let is_combined = outcomes.len() != grounds.len();
    let results = outcomes.iter().enumerate().map(|(place, outcome)| {
        let explanation = match grounds.get(place) {
            Some(grounds) if !is_combined => ExplanationWire::of(grounds),
            _ => ExplanationWire::combined(),
        };
        ResultWire {
            explanation: Some(explanation),
            ..ResultWire::of(outcome)
        }
    });
    DecisionResponse {
        response: results.collect(),
    }
}

/// The answer to a question.
#[derive(Debug, Serialize)]
pub struct DecisionResponse<'o> {
    response: Vec<ResultWire<'o>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultWire<'o> {
    decision: &'static str,
    status: StatusWire<'o>,
    obligations: Option<Vec<ObligationWire<'o>>>,
    associate_advice: Option<Vec<ObligationWire<'o>>>,
    category: Option<Vec<ReturnedCategoryWire<'o>>>,
    policy_identifier_list: Option<PolicyListWire<'o>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<ExplanationWire<'o>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusWire<'o> {
    status_message: Option<&'o str>,
    /// Each the XML of one detail: Altinn's clients read a list of texts here.
    status_details: Option<Vec<String>>,
    status_code: StatusCodeWire,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusCodeWire {
    value: &'static str,
    status_code: Option<()>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PolicyListWire<'o> {
    policy_id_reference: Vec<PolicyWire<'o>>,
    policy_set_id_reference: Vec<PolicyWire<'o>>,
}

#[derive(Debug, Serialize)]
struct PolicyWire<'o> {
    id: &'o str,
    version: &'o str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ObligationWire<'o> {
    id: &'o str,
    attribute_assignment: Vec<AssignmentWire<'o>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AssignmentWire<'o> {
    attribute_id: &'o str,
    value: String,
    category: Option<&'o str>,
    data_type: &'static str,
    issuer: Option<&'o str>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ReturnedCategoryWire<'o> {
    category_id: &'o str,
    id: Option<()>,
    content: Option<()>,
    attribute: Vec<ReturnedAttributeWire<'o>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ReturnedAttributeWire<'o> {
    attribute_id: &'o str,
    value: String,
    issuer: Option<&'o str>,
    data_type: &'static str,
    include_in_result: bool,
}

impl<'o> ResultWire<'o> {
    fn of(outcome: &'o Outcome) -> Self {
        Self {
            decision: outcome.decision.name(),
            status: StatusWire {
                status_message: outcome.status.message.as_deref(),
                status_details: non_empty(&outcome.status.missing, xml::missing_attribute),
                status_code: StatusCodeWire {
                    value: outcome.status.code.urn(),
                    status_code: None,
                },
            },
            obligations: non_empty(&outcome.obligations, |obligation| {
                ObligationWire::of(obligation)
            }),
            associate_advice: non_empty(&outcome.advice, |advice| ObligationWire::of(advice)),
            category: non_empty(&outcome.returned, ReturnedCategoryWire::of),
            policy_identifier_list: PolicyListWire::of(&outcome.policies),
            explanation: None,
        }
    }
}

fn non_empty<'o, T, W>(items: &'o [T], wire: impl Fn(&'o T) -> W) -> Option<Vec<W>> {
    (!items.is_empty()).then(|| items.iter().map(wire).collect())
}

impl<'o> PolicyListWire<'o> {
    fn of(policies: &'o [PolicyIdentifier]) -> Option<Self> {
        let of_kind = |kind| {
            let policies = policies.iter().filter(move |policy| policy.kind == kind);
            policies
                .map(|policy| PolicyWire {
                    id: &policy.id,
                    version: &policy.version,
                })
                .collect()
        };
        (!policies.is_empty()).then(|| Self {
            policy_id_reference: of_kind(PolicyKind::Policy),
            policy_set_id_reference: of_kind(PolicyKind::PolicySet),
        })
    }
}

impl<'o> ObligationWire<'o> {
    fn of(obligation: &'o Obligation) -> Self {
        Self {
            id: &obligation.id,
            attribute_assignment: obligation
                .assignments
                .iter()
                .map(AssignmentWire::of)
                .collect(),
        }
    }
}

impl<'o> AssignmentWire<'o> {
    fn of(assignment: &'o Assignment) -> Self {
        Self {
            attribute_id: &assignment.attribute_id,
            value: assignment.value.text().into_owned(),
            category: assignment.category.as_deref(),
            data_type: assignment.value.data_type().uri(),
            issuer: assignment.issuer.as_deref(),
        }
    }
}

impl<'o> ReturnedCategoryWire<'o> {
    fn of(category: &'o Category) -> Self {
        Self {
            category_id: &category.id,
            id: None,
            content: None,
            attribute: category
                .attributes
                .iter()
                .map(ReturnedAttributeWire::of)
                .collect(),
        }
    }
}

impl<'o> ReturnedAttributeWire<'o> {
    /// The flag is `false` in answers, as in Altinn.
    fn of(attribute: &'o Attribute) -> Self {
        Self {
            attribute_id: &attribute.id,
            value: attribute.value.text().into_owned(),
            issuer: attribute.issuer.as_deref(),
            data_type: attribute.value.data_type().uri(),
            include_in_result: false,
        }
    }
}
