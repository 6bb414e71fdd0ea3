//! Logic (A.3.5).

use super::kind::Kind;
use super::{Function, FunctionError, Operand};

/// The functions that need not evaluate all their arguments.
///
/// An evaluator goes from the first argument to the last. `Or` is true with the first true argument and `And`
/// false with the first false one, whatever the others are, even where an earlier one has no result. `NOf`
/// takes the number first and is true when so many are true; without a result when so many cannot be reached
/// and an argument without result is the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Logic {
    And,
    Or,
    NOf,
}

impl Function {
    /// Whether the function is one that need not evaluate all its arguments.
    pub fn logic(self) -> Option<Logic> {
        match self.0 {
            Kind::And => Some(Logic::And),
            Kind::Or => Some(Logic::Or),
            Kind::NOf => Some(Logic::NOf),
            _ => None,
        }
    }
}

/// False without operands.
pub fn or(operands: &[Operand]) -> Result<Operand, FunctionError> {
    any(operands.iter().map(Operand::as_boolean)).map(Operand::boolean)
}

/// True without operands.
pub fn and(operands: &[Operand]) -> Result<Operand, FunctionError> {
    all(operands.iter().map(Operand::as_boolean)).map(Operand::boolean)
}

pub fn not(operands: &[Operand]) -> Result<Operand, FunctionError> {
    match operands {
        [operand] => operand.as_boolean().map(|truth| Operand::boolean(!truth)),
        _ => Err(FunctionError::WrongOperands),
    }
}

/// Whether at least as many of the further operands are true as the first says.
pub fn n_of(operands: &[Operand]) -> Result<Operand, FunctionError> {
    let (needed, further) = operands.split_first().ok_or(FunctionError::WrongOperands)?;
    let needed = check_count(needed.as_integer()?, further.len())?;
    let mut count = 0;
    for operand in further {
        count += usize::from(operand.as_boolean()?);
    }
    Ok(Operand::boolean(count >= needed))
}

/// The number that `n-of` asks for, if there are so many arguments.
pub fn check_count(needed: i64, given: usize) -> Result<usize, FunctionError> {
    match usize::try_from(needed) {
        Ok(count) if count <= given => Ok(count),
        _ => Err(FunctionError::ImpossibleCount { needed, given }),
    }
}

/// True as soon as one is; else the first error.
pub fn any<E>(truths: impl Iterator<Item = Result<bool, E>>) -> Result<bool, E> {
    decided_by(true, truths)
}

/// False as soon as one is; else the first error.
pub fn all<E>(truths: impl Iterator<Item = Result<bool, E>>) -> Result<bool, E> {
    decided_by(false, truths)
}

fn decided_by<E>(decisive: bool, truths: impl Iterator<Item = Result<bool, E>>) -> Result<bool, E> {
    let mut error = None;
    for truth in truths {
        match truth {
            Ok(truth) if truth == decisive => return Ok(decisive),
            Ok(_) => {}
            Err(found) => error = error.or(Some(found)),
        }
    }
    error.map_or(Ok(!decisive), Err)
}
