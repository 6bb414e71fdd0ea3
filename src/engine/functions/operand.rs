//! What functions take and give: values and bags, and their types.

use std::fmt;

use crate::engine::value::{DataType, Value};

use super::FunctionError;

/// The type of an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    One(DataType),
    Bag(DataType),
}

/// A value, or a bag of values of one type: without order, and the same value may be in it twice (§7.3.2).
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    One(Value),
    Bag(Vec<Value>),
}

impl Type {
    /// The type itself, or that of the values in the bag.
    pub fn data_type(self) -> DataType {
        match self {
            Type::One(data_type) | Type::Bag(data_type) => data_type,
        }
    }

    pub fn is_bag(self) -> bool {
        matches!(self, Type::Bag(_))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::One(data_type) => f.write_str(data_type.short_name()),
            Type::Bag(data_type) => write!(f, "bag of {}", data_type.short_name()),
        }
    }
}

impl Operand {
    pub fn boolean(truth: bool) -> Self {
        Operand::One(Value::Boolean(truth))
    }

    /// The value; an error when this is a bag.
    pub fn one(&self) -> Result<&Value, FunctionError> {
        match self {
            Operand::One(value) => Ok(value),
            Operand::Bag(_) => Err(FunctionError::WrongOperands),
        }
    }

    /// The values of the bag; an error when this is a single value.
    pub fn bag(&self) -> Result<&[Value], FunctionError> {
        match self {
            Operand::Bag(values) => Ok(values),
            Operand::One(_) => Err(FunctionError::WrongOperands),
        }
    }

    /// The value, if this is one boolean.
    pub fn as_boolean(&self) -> Result<bool, FunctionError> {
        match self {
            Operand::One(Value::Boolean(truth)) => Ok(*truth),
            _ => Err(FunctionError::WrongOperands),
        }
    }

    /// The number, if this is one integer.
    pub fn as_integer(&self) -> Result<i64, FunctionError> {
        match self {
            Operand::One(Value::Integer(number)) => Ok(*number),
            _ => Err(FunctionError::WrongOperands),
        }
    }

    /// The number, if this is one double.
    pub fn as_double(&self) -> Result<f64, FunctionError> {
        match self {
            Operand::One(Value::Double(number)) => Ok(*number),
            _ => Err(FunctionError::WrongOperands),
        }
    }

    /// The text, if this is one string.
    pub fn as_string(&self) -> Result<&str, FunctionError> {
        match self {
            Operand::One(Value::String(text)) => Ok(text),
            _ => Err(FunctionError::WrongOperands),
        }
    }
}
