//! Bags and sets (A.3.10, A.3.11).

use std::collections::HashSet;

use crate::engine::value::{DataType, Key, Value};

use super::kind::OnBag;
use super::{FunctionError, Operand};

type Result<T> = std::result::Result<T, FunctionError>;

pub fn apply(function: OnBag, data_type: DataType, operands: &[Operand]) -> Result<Operand> {
    match (function, operands) {
        (OnBag::OneAndOnly, [bag]) => one_and_only(bag.bag()?),
        (OnBag::Size, [bag]) => size(bag.bag()?),
        (OnBag::IsIn, [value, bag]) => {
            let key = value.one()?.key();
            let is_in = bag.bag()?.iter().any(|other| other.key() == key);
            Ok(Operand::boolean(is_in))
        }
        (OnBag::Collect, values) => collect(data_type, values),
        (OnBag::Union, bags) => union(bags),
        (OnBag::Intersection, [first, further @ ..]) => intersection(first.bag()?, further),
        (OnBag::AtLeastOneMemberOf, [first, second]) => {
            let is_disjoint = keys(first)?.is_disjoint(&keys(second)?);
            Ok(Operand::boolean(!is_disjoint))
        }
        (OnBag::Subset, [first, second]) => {
            Ok(Operand::boolean(keys(first)?.is_subset(&keys(second)?)))
        }
        (OnBag::SetEquals, [first, second]) => Ok(Operand::boolean(keys(first)? == keys(second)?)),
        _ => Err(FunctionError::WrongOperands),
    }
}

fn keys(operand: &Operand) -> Result<HashSet<Key<'_>>> {
    Ok(operand.bag()?.iter().map(Value::key).collect())
}

fn one_and_only(values: &[Value]) -> Result<Operand> {
    match values {
        [value] => Ok(Operand::One(value.clone())),
        _ => Err(FunctionError::NotOne {
            found: values.len(),
        }),
    }
}

fn size(values: &[Value]) -> Result<Operand> {
    let size = i64::try_from(values.len()).map_err(|_| FunctionError::Overflow)?;
    Ok(Operand::One(Value::Integer(size)))
}

fn collect(data_type: DataType, operands: &[Operand]) -> Result<Operand> {
    let of_type = |operand: &Operand| {
        let value = operand.one()?;
        let fits = value.data_type() == data_type;
        fits.then(|| value.clone())
            .ok_or(FunctionError::WrongOperands)
    };
    let values: Result<Vec<Value>> = operands.iter().map(of_type).collect();
    values.map(Operand::Bag)
}

/// Every value of the bags, once.
fn union(bags: &[Operand]) -> Result<Operand> {
    let mut seen = HashSet::new();
    let mut values = Vec::new();
    for bag in bags {
        values.extend(
            bag.bag()?
                .iter()
                .filter(|value| seen.insert(value.key()))
                .cloned(),
        );
    }
    Ok(Operand::Bag(values))
}

/// The values that are in all of the bags, once.
fn intersection(first: &[Value], further: &[Operand]) -> Result<Operand> {
    let further: Result<Vec<HashSet<Key<'_>>>> = further.iter().map(keys).collect();
    let further = further?;
    let mut seen = HashSet::new();
    let mut values = Vec::new();
    for value in first {
        let key = value.key();
        if further.iter().all(|keys| keys.contains(&key)) && seen.insert(key) {
            values.push(value.clone());
        }
    }
    Ok(Operand::Bag(values))
}
