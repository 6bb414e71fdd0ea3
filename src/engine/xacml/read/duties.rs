//! `ObligationExpressions` and `AdviceExpressions`.

use std::sync::Arc;

use crate::engine::names;
use crate::engine::outcome::Obligation;

use super::super::error::PolicyError;
use super::super::model::{AssignmentExpression, Expression, ObligationExpression};
use super::super::xml::Element;
use super::variables::Scope;
use super::{at_least_one, effect, read_all};

/// Obligations and advice differ in names only.
pub(super) struct Kind {
    element: &'static str,
    id: &'static str,
    applies_to: &'static str,
}

pub(super) const OBLIGATION: Kind = Kind {
    element: "ObligationExpression",
    id: "ObligationId",
    applies_to: "FulfillOn",
};
pub(super) const ADVICE: Kind = Kind {
    element: "AdviceExpression",
    id: "AdviceId",
    applies_to: "AppliesTo",
};

pub(super) fn read<'d>(
    element: Option<Element<'d>>,
    kind: &Kind,
    scope: &Scope<'d>,
) -> Result<Vec<ObligationExpression>, PolicyError> {
    let Some(element) = element else {
        return Ok(Vec::new());
    };
    element.allow_attributes(&[])?;
    let expressions = read_all(element, kind.element, |child| read_one(child, kind, scope))?;
    at_least_one(element, &expressions, kind.element)?;
    Ok(expressions)
}

fn read_one<'d>(
    element: Element<'d>,
    kind: &Kind,
    scope: &Scope<'d>,
) -> Result<ObligationExpression, PolicyError> {
    element.allow_attributes(&[kind.id, kind.applies_to])?;
    let id: Arc<str> = element.required(kind.id)?.into();
    let assignments = read_all(element, "AttributeAssignmentExpression", |child| {
        read_assignment(child, scope)
    })?;
    Ok(ObligationExpression {
        constant: constant(&id, &assignments).map(Arc::new),
        id,
        applies_to: effect(element, kind.applies_to)?,
        assignments,
    })
}

fn read_assignment<'d>(
    element: Element<'d>,
    scope: &Scope<'d>,
) -> Result<AssignmentExpression, PolicyError> {
    element.allow_attributes(&["AttributeId", "Category", "Issuer"])?;
    Ok(AssignmentExpression {
        attribute_id: element.required("AttributeId")?.into(),
        category: element.optional("Category").map(names::shared),
        issuer: element.optional("Issuer").map(Into::into),
        expression: scope.read(element.only_child("AttributeValue")?)?,
    })
}

/// The obligation, when all it says are literals.
fn constant(id: &Arc<str>, assignments: &[AssignmentExpression]) -> Option<Obligation> {
    let assigned = assignments.iter().map(|assignment| {
        let Expression::Literal(value) = &assignment.expression else {
            return None;
        };
        Some(assignment.assign(value.clone()))
    });
    Some(Obligation {
        id: id.clone(),
        assignments: assigned.collect::<Option<_>>()?,
    })
}
