//! Each case names a function, its operands and the result: `type text` for a value, `{type text|text}` for a bag.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod arithmetic;
mod bags;
mod checks;
mod comparison;
mod higher_order;
mod moments;
mod texts;

use super::*;
use std::sync::Arc;

use crate::engine::value::{DataType, Value, XPathValue};

type Case<'c> = (&'c str, &'c [&'c str], Result<&'c str, FunctionError>);
type HigherCase<'c> = (
    &'c str,
    &'c str,
    &'c [&'c str],
    Result<&'c str, FunctionError>,
);

const TRUE: Result<&str, FunctionError> = Ok("boolean true");
const FALSE: Result<&str, FunctionError> = Ok("boolean false");

fn function(name: &str) -> Function {
    let urn = format!(
        "urn:oasis:names:tc:xacml:{}",
        name.replacen(':', ":function:", 1)
    );
    Function::from_urn(&urn).expect(name)
}

fn higher_order(name: &str) -> HigherOrder {
    let urn = format!(
        "urn:oasis:names:tc:xacml:{}",
        name.replacen(':', ":function:", 1)
    );
    HigherOrder::from_urn(&urn).expect(name)
}

/// An operand and its type.
fn operand(text: &str) -> (Type, Operand) {
    let bag = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let (name, values) = bag
        .unwrap_or(text)
        .split_once(' ')
        .unwrap_or((text.trim_matches(['{', '}']), ""));
    let data_type = DataType::from_uri_or_short_name(name).expect(text);
    let value = |part: &str| Value::parse(data_type, part).expect(text);
    match bag {
        Some(bag) if !bag.contains(' ') => (Type::Bag(data_type), Operand::Bag(vec![])),
        Some(_) => (
            Type::Bag(data_type),
            Operand::Bag(values.split('|').map(value).collect()),
        ),
        None => (Type::One(data_type), Operand::One(value(values))),
    }
}

fn show(result_type: Type, operand: &Operand) -> String {
    let name = result_type.data_type().short_name();
    match operand {
        Operand::One(value) => {
            assert_eq!(Type::One(value.data_type()), result_type);
            format!("{name} {}", value.text())
        }
        Operand::Bag(values) if values.is_empty() => format!("{{{name}}}"),
        Operand::Bag(values) => {
            assert!(
                values
                    .iter()
                    .all(|value| Type::Bag(value.data_type()) == result_type)
            );
            let values: Vec<_> = values.iter().map(Value::text).collect();
            format!("{{{name} {}}}", values.join("|"))
        }
    }
}

fn check(cases: &[Case<'_>]) {
    for (name, operands, expected) in cases {
        let function = function(name);
        let (types, operands): (Vec<_>, Vec<_>) = operands.iter().map(|text| operand(text)).unzip();
        let result_type = function.result_type(&types).expect(name);
        let result = function
            .apply(&operands)
            .map(|result| show(result_type, &result));
        assert_eq!(
            result,
            expected.clone().map(str::to_owned),
            "{name} {operands:?}"
        );
    }
}

fn check_higher_order(cases: &[HigherCase<'_>]) {
    for (name, inner, operands, expected) in cases {
        let (types, operands): (Vec<_>, Vec<_>) = operands.iter().map(|text| operand(text)).unzip();
        let result_type = higher_order(name)
            .result_type(function(inner), &types)
            .expect(name);
        let result = higher_order(name).apply(function(inner), &operands);
        let result = result.map(|result| show(result_type, &result));
        assert_eq!(
            result,
            expected.clone().map(str::to_owned),
            "{name} {inner} {operands:?}"
        );
    }
}
