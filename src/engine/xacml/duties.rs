//! Obligations and advice (XACML 3.0 core, §7.18).

use std::sync::Arc;

use crate::engine::functions::Operand;
use crate::engine::outcome::{Assignment, Obligation};
use crate::engine::value::Value;

use super::expression::Scope;
use super::model::{AssignmentExpression, DutyExpressions, Effect, ObligationExpression};
use super::problem::Problem;

/// Obligations and advice that go with a decision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Duties {
    pub obligations: Vec<Arc<Obligation>>,
    pub advice: Vec<Arc<Obligation>>,
}

impl Duties {
    pub fn extend(&mut self, more: Duties) {
        self.obligations.extend(more.obligations);
        self.advice.extend(more.advice);
    }
}

impl DutyExpressions {
    pub fn is_empty(&self) -> bool {
        self.obligations.is_empty() && self.advice.is_empty()
    }

    /// Those for an effect; the others are not looked at.
    pub fn fulfilled(&self, effect: Effect, scope: &Scope) -> Result<Duties, Problem> {
        Ok(Duties {
            obligations: fulfilled(&self.obligations, effect, scope)?,
            advice: fulfilled(&self.advice, effect, scope)?,
        })
    }
}

fn fulfilled(
    expressions: &[ObligationExpression],
    effect: Effect,
    scope: &Scope,
) -> Result<Vec<Arc<Obligation>>, Problem> {
    let mut found = Vec::new();
    for expression in expressions {
        if expression.applies_to == effect {
            found.push(expression.evaluate(scope)?);
        }
    }
    Ok(found)
}

impl ObligationExpression {
    fn evaluate(&self, scope: &Scope) -> Result<Arc<Obligation>, Problem> {
        if let Some(constant) = &self.constant {
            return Ok(constant.clone());
        }
        let mut assignments = Vec::with_capacity(self.assignments.len());
        for assignment in &self.assignments {
            match assignment.expression.evaluate(scope)? {
                Operand::One(value) => assignments.push(assignment.assign(value)),
                Operand::Bag(values) => {
                    assignments.extend(values.into_iter().map(|value| assignment.assign(value)));
                }
            }
        }
        Ok(Arc::new(Obligation {
            id: self.id.clone(),
            assignments,
        }))
    }
}

impl AssignmentExpression {
    /// A bag gives one assignment per value, an empty one none (§5.41).
    pub fn assign(&self, value: Value) -> Assignment {
        Assignment {
            attribute_id: self.attribute_id.clone(),
            category: self.category.clone(),
            issuer: self.issuer.clone(),
            value,
        }
    }
}
