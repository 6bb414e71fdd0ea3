//! Boolean functions of two single values, which are what matches may use (§7.6).

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::engine::value::{DataType, Value};

use super::kind::{Kind, Order, Part};
use super::{Function, FunctionError, Pattern};

/// How equal values can be found without trying them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Equality {
    /// Values of the type whose [`Value::key`]s are equal.
    Exact(DataType),
    /// Strings that are equal after [`fold_case`].
    IgnoreCase,
}

impl Function {
    /// Whether the function is an equality, so that an index can stand for it.
    pub fn as_equality(self) -> Option<Equality> {
        match self.0 {
            Kind::Equal(data_type) => Some(Equality::Exact(data_type)),
            Kind::EqualIgnoringCase => Some(Equality::IgnoreCase),
            _ => None,
        }
    }

    /// Whether the first operand is a regular expression, which can be compiled once.
    pub fn is_regexp(self) -> bool {
        matches!(self.0, Kind::RegexpMatch(_))
    }

    /// Applies a regular expression function whose first operand is compiled already.
    pub fn apply_pattern(self, pattern: &Pattern, value: &Value) -> Result<bool, FunctionError> {
        match self.0 {
            Kind::RegexpMatch(data_type) if value.data_type() == data_type => {
                Ok(pattern.is_match(&value.canonical_text()))
            }
            _ => Err(FunctionError::WrongOperands),
        }
    }

    /// Applies a boolean function of two single values, see [`Function::match_types`].
    pub fn holds(self, first: &Value, second: &Value) -> Result<bool, FunctionError> {
        match (self.0, first, second) {
            (Kind::Equal(data_type), _, _) => equal(data_type, first, second),
            (Kind::EqualIgnoringCase, Value::String(first), Value::String(second)) => {
                Ok(equal_ignoring_case(first, second))
            }
            (Kind::Compare(order, data_type), _, _) if first.data_type() == data_type => {
                let ordering = compare(first, second)?;
                Ok(ordering.is_some_and(|ordering| order.has(ordering)))
            }
            (Kind::Part(part, text), Value::String(piece), _) => {
                let whole = text_of(text.data_type(), second)?;
                Ok(part.is_at(piece, whole))
            }
            (Kind::RegexpMatch(_), Value::String(pattern), _) => {
                self.apply_pattern(&Pattern::compile(pattern)?, second)
            }
            (Kind::X500NameMatch, Value::X500Name(end), Value::X500Name(name)) => {
                Ok(name.ends_with(end))
            }
            (Kind::Rfc822NameMatch, Value::String(pattern), Value::Rfc822Name(name)) => {
                Ok(name.fits(pattern))
            }
            _ => Err(FunctionError::WrongOperands),
        }
    }
}

fn equal(data_type: DataType, first: &Value, second: &Value) -> Result<bool, FunctionError> {
    if first.data_type() != data_type || second.data_type() != data_type {
        return Err(FunctionError::WrongOperands);
    }
    Ok(first.key() == second.key())
}

/// The order of two values of one type; none where NaN is one of them, as IEEE 754 says.
///
/// Strings are ordered by code points (A.3.8). Dates and dateTimes without zone are taken to be in UTC.
fn compare(first: &Value, second: &Value) -> Result<Option<Ordering>, FunctionError> {
    match (first, second) {
        (Value::Integer(first), Value::Integer(second)) => Ok(Some(first.cmp(second))),
        (Value::Double(first), Value::Double(second)) => Ok(first.partial_cmp(second)),
        (Value::String(first), Value::String(second)) => Ok(Some(first.cmp(second))),
        (Value::Date(first), Value::Date(second)) => {
            Ok(Some(first.instant().cmp(&second.instant())))
        }
        (Value::DateTime(first), Value::DateTime(second)) => {
            Ok(Some(first.instant().cmp(&second.instant())))
        }
        (Value::Time(first), Value::Time(second)) => {
            if first.has_zone() != second.has_zone() {
                return Err(FunctionError::MixedZones);
            }
            Ok(Some(first.instant().cmp(&second.instant())))
        }
        _ => Err(FunctionError::WrongOperands),
    }
}

impl Order {
    fn has(self, ordering: Ordering) -> bool {
        match self {
            Order::Greater => ordering.is_gt(),
            Order::GreaterOrEqual => ordering.is_ge(),
            Order::Less => ordering.is_lt(),
            Order::LessOrEqual => ordering.is_le(),
        }
    }
}

impl Part {
    fn is_at(self, piece: &str, whole: &str) -> bool {
        match self {
            Part::Start => whole.starts_with(piece),
            Part::End => whole.ends_with(piece),
            Part::Anywhere => whole.contains(piece),
        }
    }
}

/// The text of a string or anyURI, if the value is of the type asked for.
pub fn text_of(data_type: DataType, value: &Value) -> Result<&str, FunctionError> {
    match value {
        Value::String(text) | Value::AnyUri(text) if value.data_type() == data_type => Ok(text),
        _ => Err(FunctionError::WrongOperands),
    }
}

/// Compares after converting to lower case, for all of Unicode (`string-equal-ignore-case`, A.3.1).
pub fn equal_ignoring_case(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    fold_case(one) == fold_case(other)
}

/// The lower case of a text; equal for texts that are equal ignoring case.
pub fn fold_case(text: &str) -> Cow<'_, str> {
    let is_folded = |letter: char| letter.is_ascii() && !letter.is_ascii_uppercase();
    if text.chars().all(is_folded) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}
