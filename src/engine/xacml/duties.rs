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
    /// Those for an effect; the others are not looked at.
    pub fn fulfilled(&self, effect: Effect, scope: &Scope) -> Result<Duties, Problem> {
        Ok(Duties {
            obligations: fulfilled(&self.obligations, effect, scope)?,
            advice: fulfilled(&self.advice, effect, scope)?,
        })
    }

    /// Those for an effect, when they are the same for every request.
    pub fn constant(&self, effect: Effect) -> Option<Duties> {
        Some(Duties {
            obligations: constant(&self.obligations, effect)?,
            advice: constant(&self.advice, effect)?,
        })
    }
}

fn for_effect(
    expressions: &[ObligationExpression],
    effect: Effect,
) -> impl Iterator<Item = &ObligationExpression> {
    expressions
        .iter()
        .filter(move |expression| expression.applies_to == effect)
}

fn fulfilled(
    expressions: &[ObligationExpression],
    effect: Effect,
    scope: &Scope,
) -> Result<Vec<Arc<Obligation>>, Problem> {
    for_effect(expressions, effect)
        .map(|expression| expression.evaluate(scope))
        .collect()
}

fn constant(expressions: &[ObligationExpression], effect: Effect) -> Option<Vec<Arc<Obligation>>> {
    for_effect(expressions, effect)
        .map(|expression| expression.constant.clone())
        .collect()
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
