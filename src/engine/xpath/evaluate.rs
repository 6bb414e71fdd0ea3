//! Evaluating expressions (XPath 1.0, §3). It recurses as deep as the expression is nested, which the reader
//! bounds.

use super::content::{Content, NodeId};
use super::expression::{Expr, Operator};
use super::value::{Source, Value};
use super::{Budget, XPathError, compare};

pub(super) struct Evaluator<'c> {
    pub content: &'c Content,
    pub budget: &'c Budget,
}

/// Which node is looked at, and where it stands among those that are looked at together, from 1.
#[derive(Clone, Copy)]
pub(super) struct Focus {
    pub node: NodeId,
    pub position: usize,
    pub size: usize,
}

impl Focus {
    pub fn alone(node: NodeId) -> Self {
        Self {
            node,
            position: 1,
            size: 1,
        }
    }
}

impl<'c> Evaluator<'c> {
    pub fn source(&self) -> Source<'c> {
        Source {
            content: self.content,
            budget: self.budget,
        }
    }

    pub fn evaluate(&self, expression: &Expr, focus: Focus) -> Result<Value, XPathError> {
        self.budget.charge(1)?;
        Ok(match expression {
            Expr::Chain { first, rest } => return self.chain(first, rest, focus),
            Expr::Negate(operand) => Value::Number(-self.number(operand, focus)?),
            Expr::Literal(text) => {
                self.budget.charge_text(text.len())?;
                Value::Text(text.clone())
            }
            Expr::Number(number) => Value::Number(*number),
            Expr::Call(function, arguments) => return self.call(*function, arguments, focus),
            Expr::Path(path) => Value::Nodes(self.path(path, focus)?),
        })
    }

    pub fn number(&self, expression: &Expr, focus: Focus) -> Result<f64, XPathError> {
        self.evaluate(expression, focus)?.into_number(self.source())
    }

    fn chain(
        &self,
        first: &Expr,
        rest: &[(Operator, Expr)],
        focus: Focus,
    ) -> Result<Value, XPathError> {
        let mut value = self.evaluate(first, focus)?;
        for (operator, operand) in rest {
            value = self.apply(*operator, value, (operand, focus))?;
        }
        Ok(value)
    }

    fn apply(
        &self,
        operator: Operator,
        left: Value,
        (operand, focus): (&Expr, Focus),
    ) -> Result<Value, XPathError> {
        match operator {
            Operator::Or | Operator::And => {
                let left = left.into_boolean();
                // The operand is not evaluated when the left side decides.
                let decided = left == (operator == Operator::Or);
                let result = if decided {
                    left
                } else {
                    self.evaluate(operand, focus)?.into_boolean()
                };
                Ok(Value::Boolean(result))
            }
            Operator::Union => {
                let mut nodes = left.into_nodes()?;
                nodes.extend(self.evaluate(operand, focus)?.into_nodes()?);
                self.in_document_order(nodes).map(Value::Nodes)
            }
            Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => {
                let right = self.evaluate(operand, focus)?;
                compare::holds(operator, left, right, self.source()).map(Value::Boolean)
            }
            Operator::Plus
            | Operator::Minus
            | Operator::Times
            | Operator::Divide
            | Operator::Modulo => {
                let left = left.into_number(self.source())?;
                let right = self.number(operand, focus)?;
                Ok(Value::Number(calculated(operator, left, right)))
            }
        }
    }
}

fn calculated(operator: Operator, left: f64, right: f64) -> f64 {
    match operator {
        Operator::Plus => left + right,
        Operator::Minus => left - right,
        Operator::Times => left * right,
        Operator::Divide => left / right,
        // The sign is that of the left side, as Rust has it too.
        _ => left % right,
    }
}
