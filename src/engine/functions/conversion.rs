//! Values from texts and texts from values (A.3.9).

use crate::engine::value::{DataType, Value};

use super::arithmetic::only;
use super::{FunctionError, Operand};

pub fn from_string(data_type: DataType, operands: &[Operand]) -> Result<Operand, FunctionError> {
    Value::parse(data_type, only(operands)?.as_string()?)
        .map(Operand::One)
        .ok_or(FunctionError::NoValue(data_type))
}

pub fn to_string(data_type: DataType, operands: &[Operand]) -> Result<Operand, FunctionError> {
    let value = only(operands)?.one()?;
    if value.data_type() != data_type {
        return Err(FunctionError::WrongOperands);
    }
    Ok(Operand::One(Value::string(&value.canonical_text())))
}
