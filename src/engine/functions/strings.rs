//! Functions on texts (A.3.3, A.3.9).

use crate::engine::value::{DataType, Value};

use super::arithmetic::only;
use super::kind::Text;
use super::predicate::text_of;
use super::{FunctionError, Operand};

/// Drops white space at both ends, and only there.
pub fn normalize_space(operands: &[Operand]) -> Result<Operand, FunctionError> {
    let text = only(operands)?.as_string()?;
    Ok(string(text.trim_matches([' ', '\t', '\r', '\n'])))
}

pub fn normalize_to_lower_case(operands: &[Operand]) -> Result<Operand, FunctionError> {
    Ok(string(&only(operands)?.as_string()?.to_lowercase()))
}

pub fn concatenate(operands: &[Operand]) -> Result<Operand, FunctionError> {
    joined(operands).map(|text| string(&text))
}

/// An anyURI and strings after it.
pub fn concatenate_uri(operands: &[Operand]) -> Result<Operand, FunctionError> {
    let (first, further) = operands.split_first().ok_or(FunctionError::WrongOperands)?;
    let uri = text_of(DataType::AnyUri, first.one()?)?;
    let uri = format!("{uri}{}", joined(further)?);
    Ok(Operand::One(Value::AnyUri(uri.into())))
}

/// The longest text that is put together, in bytes: variables that join each other twice would fill any memory.
const MAX_JOINED: usize = 64 * 1024;

fn joined(operands: &[Operand]) -> Result<String, FunctionError> {
    let mut text = String::new();
    for operand in operands {
        text.push_str(operand.as_string()?);
        if text.len() > MAX_JOINED {
            return Err(FunctionError::TextTooLong);
        }
    }
    Ok(text)
}

/// The characters from one position to before another, counted from 0; −1 stands for the end.
pub fn substring(text: Text, operands: &[Operand]) -> Result<Operand, FunctionError> {
    let [whole, from, to] = operands else {
        return Err(FunctionError::WrongOperands);
    };
    let whole = text_of(text.data_type(), whole.one()?)?;
    let from = byte_position(whole, from.as_integer()?);
    let to = match to.as_integer()? {
        -1 => Some(whole.len()),
        to => byte_position(whole, to),
    };
    let range = from.zip(to).and_then(|(from, to)| whole.get(from..to));
    range.map(string).ok_or(FunctionError::OutOfBounds)
}

/// Where in the bytes a character begins; the end is a position, too.
fn byte_position(text: &str, position: i64) -> Option<usize> {
    let position = usize::try_from(position).ok()?;
    let starts = text.char_indices().map(|(start, _)| start);
    starts.chain([text.len()]).nth(position)
}

fn string(text: &str) -> Operand {
    Operand::One(Value::string(text))
}
