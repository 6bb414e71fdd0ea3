//! Comparisons (XPath 1.0, §3.4). One with a node set holds when it holds for some node, one of two node sets
//! when it holds for some pair; which pair that would be can be told without trying all.

use std::collections::HashSet;

use super::XPathError;
use super::content::NodeId;
use super::expression::Operator;
use super::numbers;
use super::value::{Source, Value};

pub(super) fn holds(
    operator: Operator,
    left: Value,
    right: Value,
    source: Source,
) -> Result<bool, XPathError> {
    match (left, right) {
        (Value::Nodes(left), Value::Nodes(right)) => pair_holds(operator, (&left, &right), source),
        (left @ Value::Nodes(_), right @ Value::Boolean(_))
        | (left @ Value::Boolean(_), right @ Value::Nodes(_)) => {
            let left = Value::Boolean(left.into_boolean());
            let right = Value::Boolean(right.into_boolean());
            plain(operator, left, right, source)
        }
        (Value::Nodes(nodes), value) => any(&nodes, source, |text| {
            plain(operator, like(&value, text), value.clone(), source)
        }),
        (value, Value::Nodes(nodes)) => any(&nodes, source, |text| {
            plain(operator, value.clone(), like(&value, text), source)
        }),
        (left, right) => plain(operator, left, right, source),
    }
}

/// The text as the kind of value that it is compared with.
fn like(value: &Value, text: &str) -> Value {
    match value {
        Value::Number(_) => Value::Number(numbers::read(text)),
        _ => Value::Text(text.to_owned()),
    }
}

fn any(
    nodes: &[NodeId],
    source: Source,
    holds: impl Fn(&str) -> Result<bool, XPathError>,
) -> Result<bool, XPathError> {
    for node in nodes {
        if holds(source.text_of(*node)?)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Compares what are no node sets.
fn plain(
    operator: Operator,
    left: Value,
    right: Value,
    source: Source,
) -> Result<bool, XPathError> {
    let is_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
    let wanted = operator == Operator::Equal;
    match (&left, &right) {
        (Value::Boolean(_), _) | (_, Value::Boolean(_)) if is_equality => {
            Ok((left.into_boolean() == right.into_boolean()) == wanted)
        }
        (Value::Text(left), Value::Text(right)) if is_equality => {
            source.budget.charge_text(left.len())?;
            Ok((left == right) == wanted)
        }
        _ => Ok(numbers_hold(
            operator,
            left.into_number(source)?,
            right.into_number(source)?,
        )),
    }
}

fn numbers_hold(operator: Operator, left: f64, right: f64) -> bool {
    match operator {
        Operator::Equal => left == right,
        Operator::NotEqual => left != right,
        Operator::Less => left < right,
        Operator::LessOrEqual => left <= right,
        Operator::Greater => left > right,
        Operator::GreaterOrEqual => left >= right,
        _ => false,
    }
}

fn pair_holds(
    operator: Operator,
    (left, right): (&[NodeId], &[NodeId]),
    source: Source,
) -> Result<bool, XPathError> {
    match operator {
        Operator::Equal => {
            let known = texts(left, source)?;
            any(right, source, |text| Ok(known.contains(text)))
        }
        Operator::NotEqual => {
            let (left, right) = (texts(left, source)?, texts(right, source)?);
            let all_alike = left.len() == 1 && left == right;
            Ok(!left.is_empty() && !right.is_empty() && !all_alike)
        }
        _ => {
            let (left, right) = (extremes(left, source)?, extremes(right, source)?);
            let (Some((lowest, highest)), Some((right_lowest, right_highest))) = (left, right)
            else {
                return Ok(false);
            };
            Ok(match operator {
                Operator::Less | Operator::LessOrEqual => {
                    numbers_hold(operator, lowest, right_highest)
                }
                _ => numbers_hold(operator, highest, right_lowest),
            })
        }
    }
}

fn texts<'c>(nodes: &[NodeId], source: Source<'c>) -> Result<HashSet<&'c str>, XPathError> {
    nodes.iter().map(|node| source.text_of(*node)).collect()
}

/// The lowest and highest number among the nodes; what is no number takes no part.
fn extremes(nodes: &[NodeId], source: Source) -> Result<Option<(f64, f64)>, XPathError> {
    let mut extremes: Option<(f64, f64)> = None;
    for node in nodes {
        let number = numbers::read(source.text_of(*node)?);
        if !number.is_nan() {
            extremes = Some(extremes.map_or((number, number), |(lowest, highest)| {
                (lowest.min(number), highest.max(number))
            }));
        }
    }
    Ok(extremes)
}
