//! Why a function does not fit its arguments, and why it has no result.

use std::fmt;

use crate::engine::value::DataType;

use super::Type;

/// A function and the types of its arguments do not fit: found when a policy is read.
///
/// Positions count from 1; with a higher-order function they count without the function argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// It takes at least, and at most, so many arguments.
    Count {
        least: usize,
        most: Option<usize>,
        found: usize,
    },
    Argument {
        position: usize,
        expected: Type,
        found: Type,
    },
    /// The higher-order function needs so many bags.
    Bags { expected: usize, found: usize },
    /// The function given to a higher-order one must have another result.
    Result { expected: Expected, found: Type },
}

/// What a higher-order function wants of the function it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    Boolean,
    /// Any value, but no bag.
    Value,
}

/// Why a function has no result. The evaluation is then Indeterminate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FunctionError {
    /// Other operands than the function takes; the check of types keeps this away.
    WrongOperands,
    DivisionByZero,
    /// A number beyond 64 bits, or a moment beyond year 9999.
    Overflow,
    /// A double that is NaN or infinite has no integer.
    NotFinite,
    /// The positions are not in the text, or not in order (`substring`, A.3.9).
    OutOfBounds,
    /// A bag with another number of values than one (`one-and-only`, A.3.10).
    NotOne {
        found: usize,
    },
    /// `n-of` of fewer arguments than n, or of a negative n (A.3.5).
    ImpossibleCount {
        needed: i64,
        given: usize,
    },
    /// The text is no value of the type (`from-string`, A.3.9).
    NoValue(DataType),
    /// A time with zone and one without have no order (A.3.8).
    MixedZones,
    /// A regular expression that is wrong, or larger than allowed.
    BadPattern(Box<str>),
    /// The bags have too many combinations.
    TooManyCombinations,
    /// A text that grows longer than is kept (`string-concatenate`).
    TextTooLong,
}

impl FunctionError {
    /// Whether it is a limit of ours that was met, not an error by the standard.
    pub fn is_limit(&self) -> bool {
        matches!(
            self,
            FunctionError::TooManyCombinations | FunctionError::TextTooLong
        )
    }

    /// Whether the status is `syntax-error`, as A.3.9 says of conversions from text; else `processing-error`.
    pub fn is_syntax_error(&self) -> bool {
        matches!(self, FunctionError::NoValue(_))
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mismatch::Count { least, most, found } => {
                match most {
                    Some(most) if most == least => write!(f, "takes {least}")?,
                    Some(most) => write!(f, "takes {least} to {most}")?,
                    None => write!(f, "takes at least {least}")?,
                }
                write!(f, " arguments, not {found}")
            }
            Mismatch::Argument {
                position,
                expected,
                found,
            } => write!(f, "argument {position} must be {expected}, not {found}"),
            Mismatch::Bags { expected, found } => {
                write!(f, "takes {expected} bags among its arguments, not {found}")
            }
            Mismatch::Result { expected, found } => {
                let expected = match expected {
                    Expected::Boolean => "boolean",
                    Expected::Value => "a single value",
                };
                write!(f, "the function must give {expected}, not {found}")
            }
        }
    }
}

impl std::error::Error for Mismatch {}

impl fmt::Display for FunctionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FunctionError::WrongOperands => f.write_str("the arguments have the wrong types"),
            FunctionError::DivisionByZero => f.write_str("division by zero"),
            FunctionError::Overflow => f.write_str("the result is out of range"),
            FunctionError::NotFinite => f.write_str("the number has no integer value"),
            FunctionError::OutOfBounds => f.write_str("the positions are out of bounds"),
            FunctionError::NotOne { found } => {
                write!(f, "the bag must hold exactly one value, not {found}")
            }
            FunctionError::ImpossibleCount { needed, given } => {
                write!(f, "n-of asks for {needed} of {given} arguments")
            }
            FunctionError::NoValue(data_type) => {
                write!(f, "the text is no {}", data_type.short_name())
            }
            FunctionError::MixedZones => {
                f.write_str("a time with zone cannot be ordered against one without")
            }
            FunctionError::BadPattern(reason) => write!(f, "regular expression: {reason}"),
            FunctionError::TooManyCombinations => {
                f.write_str("the bags have too many combinations of values")
            }
            FunctionError::TextTooLong => f.write_str("the text grows too long"),
        }
    }
}

impl std::error::Error for FunctionError {}
