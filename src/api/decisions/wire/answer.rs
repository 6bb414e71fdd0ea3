use serde::Serialize;

use crate::engine::Outcome;
use crate::engine::outcome::{Assignment, Obligation};
use crate::engine::request::{Attribute, Category};

/// The answer: one result per part, in the order of the parts.
pub fn response(outcomes: &[Outcome]) -> DecisionResponse<'_> {
    DecisionResponse {
        response: outcomes.iter().map(ResultWire::of).collect(),
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
    policy_identifier_list: Option<()>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusWire<'o> {
    status_message: Option<&'o str>,
    status_details: Option<()>,
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
                status_details: None,
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
            policy_identifier_list: None,
        }
    }
}

fn non_empty<'o, T, W>(items: &'o [T], wire: impl Fn(&'o T) -> W) -> Option<Vec<W>> {
    (!items.is_empty()).then(|| items.iter().map(wire).collect())
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
