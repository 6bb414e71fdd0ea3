//! Functions that apply another function to the values of bags (A.3.12).

use std::collections::HashMap;

use crate::engine::value::{DataType, Value};

use super::error::Expected;
use super::logic::{all, any};
use super::{Function, FunctionError, Mismatch, Operand, Pattern, Type};

const V1: &str = "urn:oasis:names:tc:xacml:1.0:function:";
const V3: &str = "urn:oasis:names:tc:xacml:3.0:function:";

/// How often a function may be applied in one evaluation: the bags of a request must not make it expensive.
const MAX_COMBINATIONS: usize = 100_000;

/// A function whose first argument is a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HigherOrder {
    /// True for at least one value of the one bag.
    AnyOf,
    /// True for every value of the one bag.
    AllOf,
    /// True for at least one combination of values of all bags.
    AnyOfAny,
    /// For every value of the first bag, true with at least one of the second.
    AllOfAny,
    /// For every value of the second bag, true with at least one of the first.
    AnyOfAll,
    /// True for every value of the first bag with every value of the second.
    AllOfAll,
    /// The results for the values of the one bag.
    Map,
}

impl HigherOrder {
    /// Finds a function by its urn. What 1.0 says of the four that 3.0 issued again is a part of what 3.0 says.
    pub fn from_urn(urn: &str) -> Option<Self> {
        let name = |version| urn.strip_prefix(version);
        match (name(V1), name(V3)) {
            (Some("any-of"), _) | (_, Some("any-of")) => Some(Self::AnyOf),
            (Some("all-of"), _) | (_, Some("all-of")) => Some(Self::AllOf),
            (Some("any-of-any"), _) | (_, Some("any-of-any")) => Some(Self::AnyOfAny),
            (Some("all-of-any"), _) => Some(Self::AllOfAny),
            (Some("any-of-all"), _) => Some(Self::AnyOfAll),
            (Some("all-of-all"), _) => Some(Self::AllOfAll),
            (Some("map"), _) | (_, Some("map")) => Some(Self::Map),
            _ => None,
        }
    }

    /// The urn of the function in XACML 3.0.
    pub fn urn(self) -> &'static str {
        match self {
            Self::AnyOf => "urn:oasis:names:tc:xacml:3.0:function:any-of",
            Self::AllOf => "urn:oasis:names:tc:xacml:3.0:function:all-of",
            Self::AnyOfAny => "urn:oasis:names:tc:xacml:3.0:function:any-of-any",
            Self::AllOfAny => "urn:oasis:names:tc:xacml:1.0:function:all-of-any",
            Self::AnyOfAll => "urn:oasis:names:tc:xacml:1.0:function:any-of-all",
            Self::AllOfAll => "urn:oasis:names:tc:xacml:1.0:function:all-of-all",
            Self::Map => "urn:oasis:names:tc:xacml:3.0:function:map",
        }
    }

    /// The type of the result, if both functions take arguments of these types (those after the function).
    pub fn result_type(self, function: Function, arguments: &[Type]) -> Result<Type, Mismatch> {
        self.check_bags(arguments)?;
        let single: Vec<Type> = arguments
            .iter()
            .map(|argument| Type::One(argument.data_type()))
            .collect();
        match (self, function.result_type(&single)?) {
            (Self::Map, Type::One(data_type)) => Ok(Type::Bag(data_type)),
            (Self::Map, found) => Err(Mismatch::Result {
                expected: Expected::Value,
                found,
            }),
            (_, result @ Type::One(DataType::Boolean)) => Ok(result),
            (_, found) => Err(Mismatch::Result {
                expected: Expected::Boolean,
                found,
            }),
        }
    }

    fn check_bags(self, arguments: &[Type]) -> Result<(), Mismatch> {
        let found = arguments
            .iter()
            .filter(|argument| argument.is_bag())
            .count();
        let expected = match self {
            Self::AnyOf | Self::AllOf | Self::Map => 1,
            Self::AnyOfAny => return Ok(()),
            Self::AllOfAny | Self::AnyOfAll | Self::AllOfAll => {
                if arguments.len() != 2 {
                    return Err(Mismatch::Count {
                        least: 2,
                        most: Some(2),
                        found: arguments.len(),
                    });
                }
                2
            }
        };
        if found == expected {
            Ok(())
        } else {
            Err(Mismatch::Bags { expected, found })
        }
    }

    /// Applies the function to the values of the bags. A result that is decided is not undone by an error that
    /// other values meet (as with `or` and `and`).
    pub fn apply(self, function: Function, operands: &[Operand]) -> Result<Operand, FunctionError> {
        let mut caller = Caller::new(function);
        let combinations = Combinations::of(operands)?;
        match self {
            Self::AnyOf | Self::AnyOfAny => {
                any(combinations.iter().map(|values| caller.holds(&values))).map(Operand::boolean)
            }
            Self::AllOf | Self::AllOfAll => {
                all(combinations.iter().map(|values| caller.holds(&values))).map(Operand::boolean)
            }
            Self::AllOfAny => {
                let (first, second) = two_bags(operands)?;
                let has_partner = |one| any(second.iter().map(|other| caller.holds(&[one, other])));
                all(first.iter().map(has_partner)).map(Operand::boolean)
            }
            Self::AnyOfAll => {
                let (first, second) = two_bags(operands)?;
                let has_partner = |other| any(first.iter().map(|one| caller.holds(&[one, other])));
                all(second.iter().map(has_partner)).map(Operand::boolean)
            }
            Self::Map => {
                let results = combinations.iter().map(|values| caller.value(&values));
                results.collect::<Result<_, _>>().map(Operand::Bag)
            }
        }
    }
}

fn two_bags(operands: &[Operand]) -> Result<(&[Value], &[Value]), FunctionError> {
    match operands {
        [Operand::Bag(first), Operand::Bag(second)] => Ok((first, second)),
        _ => Err(FunctionError::WrongOperands),
    }
}

/// All ways to take one value from each operand.
struct Combinations<'o> {
    choices: Vec<&'o [Value]>,
    count: usize,
}

impl<'o> Combinations<'o> {
    fn of(operands: &'o [Operand]) -> Result<Self, FunctionError> {
        let choices: Vec<&[Value]> = operands
            .iter()
            .map(|operand| match operand {
                Operand::One(value) => std::slice::from_ref(value),
                Operand::Bag(values) => values.as_slice(),
            })
            .collect();
        let lengths = choices.iter().map(|values| values.len());
        let count = if choices.iter().any(|values| values.is_empty()) {
            0
        } else {
            lengths.fold(1, usize::saturating_mul)
        };
        if count > MAX_COMBINATIONS {
            return Err(FunctionError::TooManyCombinations);
        }
        Ok(Self { choices, count })
    }

    fn iter(&self) -> impl Iterator<Item = Vec<&'o Value>> {
        (0..self.count).map(|number| self.combination(number))
    }

    /// The combinations are numbered as a number's digits, the last choice changing first.
    fn combination(&self, mut number: usize) -> Vec<&'o Value> {
        let mut values = Vec::with_capacity(self.choices.len());
        for choice in self.choices.iter().rev() {
            let digit = number % choice.len().max(1);
            number /= choice.len().max(1);
            values.extend(choice.get(digit));
        }
        values.reverse();
        values
    }
}

/// Applies a function many times; compiles each regular expression once.
struct Caller {
    function: Function,
    patterns: HashMap<String, Result<Pattern, FunctionError>>,
}

impl Caller {
    fn new(function: Function) -> Self {
        Self {
            function,
            patterns: HashMap::new(),
        }
    }

    fn holds(&mut self, values: &[&Value]) -> Result<bool, FunctionError> {
        match values {
            [Value::String(text), value] if self.function.is_regexp() => {
                let function = self.function;
                let pattern = self.pattern(text).as_ref().map_err(Clone::clone)?;
                function.apply_pattern(pattern, value)
            }
            _ => self.result(values)?.as_boolean(),
        }
    }

    fn pattern(&mut self, text: &str) -> &Result<Pattern, FunctionError> {
        self.patterns
            .entry(text.to_owned())
            .or_insert_with_key(|text| Pattern::compile(text))
    }

    fn value(&mut self, values: &[&Value]) -> Result<Value, FunctionError> {
        if self.function.is_regexp() {
            return self.holds(values).map(Value::Boolean);
        }
        match self.result(values)? {
            Operand::One(value) => Ok(value),
            Operand::Bag(_) => Err(FunctionError::WrongOperands),
        }
    }

    fn result(&self, values: &[&Value]) -> Result<Operand, FunctionError> {
        let operands: Vec<Operand> = values
            .iter()
            .map(|value| Operand::One((*value).clone()))
            .collect();
        self.function.apply(&operands)
    }
}
