//! Arithmetic and number conversion (A.3.2, A.3.4).

use crate::engine::value::Value;

use super::kind::{Arithmetic, Number};
use super::{FunctionError, Operand};

type Result<T> = std::result::Result<T, FunctionError>;

/// The first double beyond the integers of 64 bits; the least of them is its negative.
const BEYOND_INTEGERS: f64 = 9_223_372_036_854_775_808.0;

impl Arithmetic {
    /// From the first operand on to the last; add and multiply take more than two.
    pub fn apply(self, number: Number, operands: &[Operand]) -> Result<Operand> {
        let (first, further) = operands.split_first().ok_or(FunctionError::WrongOperands)?;
        match number {
            Number::Integer => {
                let integers = further.iter().map(Operand::as_integer);
                self.integers(first.as_integer()?, integers).map(integer)
            }
            Number::Double => {
                let doubles = further.iter().map(Operand::as_double);
                self.doubles(first.as_double()?, doubles).map(double)
            }
        }
    }

    fn integers(self, first: i64, mut further: impl Iterator<Item = Result<i64>>) -> Result<i64> {
        let in_range = |result: Option<i64>| result.ok_or(FunctionError::Overflow);
        if self == Arithmetic::Absolute {
            return in_range(first.checked_abs());
        }
        further.try_fold(first, |one, other| {
            let other = other?;
            match self {
                Arithmetic::Add => in_range(one.checked_add(other)),
                Arithmetic::Subtract => in_range(one.checked_sub(other)),
                Arithmetic::Multiply => in_range(one.checked_mul(other)),
                Arithmetic::Divide if other == 0 => Err(FunctionError::DivisionByZero),
                Arithmetic::Divide => in_range(one.checked_div(other)),
                Arithmetic::Absolute => Err(FunctionError::WrongOperands),
            }
        })
    }

    fn doubles(self, first: f64, mut further: impl Iterator<Item = Result<f64>>) -> Result<f64> {
        if self == Arithmetic::Absolute {
            return Ok(first.abs());
        }
        further.try_fold(first, |one, other| {
            let other = other?;
            match self {
                Arithmetic::Add => Ok(one + other),
                Arithmetic::Subtract => Ok(one - other),
                Arithmetic::Multiply => Ok(one * other),
                // Not infinity as in IEEE 754: A.3.2 makes an exception of division.
                Arithmetic::Divide if other == 0.0 => Err(FunctionError::DivisionByZero),
                Arithmetic::Divide => Ok(one / other),
                Arithmetic::Absolute => Err(FunctionError::WrongOperands),
            }
        })
    }
}

/// The remainder has the sign of the first operand, as division truncates.
pub fn modulo(operands: &[Operand]) -> Result<Operand> {
    let [first, second] = operands else {
        return Err(FunctionError::WrongOperands);
    };
    match second.as_integer()? {
        0 => Err(FunctionError::DivisionByZero),
        second => Ok(integer(first.as_integer()?.wrapping_rem(second))),
    }
}

/// `round` and `floor`.
pub fn of_double(operands: &[Operand], function: fn(f64) -> f64) -> Result<Operand> {
    Ok(double(function(only(operands)?.as_double()?)))
}

/// Cuts the fraction off.
pub fn double_to_integer(operands: &[Operand]) -> Result<Operand> {
    let number = only(operands)?.as_double()?;
    if !number.is_finite() {
        return Err(FunctionError::NotFinite);
    }
    let whole = number.trunc();
    if !(-BEYOND_INTEGERS..BEYOND_INTEGERS).contains(&whole) {
        return Err(FunctionError::Overflow);
    }
    #[allow(clippy::cast_possible_truncation)] // in range and whole
    Ok(integer(whole as i64))
}

/// The nearest double.
pub fn integer_to_double(operands: &[Operand]) -> Result<Operand> {
    #[allow(clippy::cast_precision_loss)] // a double has no more digits
    Ok(double(only(operands)?.as_integer()? as f64))
}

/// The operand of a function that takes one.
pub fn only(operands: &[Operand]) -> Result<&Operand> {
    match operands {
        [operand] => Ok(operand),
        _ => Err(FunctionError::WrongOperands),
    }
}

fn integer(number: i64) -> Operand {
    Operand::One(Value::Integer(number))
}

fn double(number: f64) -> Operand {
    Operand::One(Value::Double(number))
}
