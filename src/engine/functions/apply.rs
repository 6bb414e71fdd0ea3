//! Applying a function to its operands.

use super::kind::Kind;
use super::{Function, FunctionError, Operand};
use super::{arithmetic, bags, conversion, logic, moments, strings};

impl Function {
    /// The result of the function. Operands of types other than [`Function::result_type`] takes are an error.
    pub fn apply(self, operands: &[Operand]) -> Result<Operand, FunctionError> {
        match self.0 {
            Kind::Equal(_)
            | Kind::EqualIgnoringCase
            | Kind::Compare(..)
            | Kind::Part(..)
            | Kind::RegexpMatch(_)
            | Kind::X500NameMatch
            | Kind::Rfc822NameMatch => self.apply_predicate(operands),
            Kind::Arithmetic(operation, number) => operation.apply(number, operands),
            Kind::Modulo => arithmetic::modulo(operands),
            Kind::Round => arithmetic::of_double(operands, f64::round_ties_even),
            Kind::Floor => arithmetic::of_double(operands, f64::floor),
            Kind::DoubleToInteger => arithmetic::double_to_integer(operands),
            Kind::IntegerToDouble => arithmetic::integer_to_double(operands),
            Kind::Or => logic::or(operands),
            Kind::And => logic::and(operands),
            Kind::NOf => logic::n_of(operands),
            Kind::Not => logic::not(operands),
            Kind::Shift(direction, shifted) => moments::shift(direction, shifted, operands),
            Kind::TimeInRange => moments::time_in_range(operands),
            Kind::NormalizeSpace => strings::normalize_space(operands),
            Kind::NormalizeToLowerCase => strings::normalize_to_lower_case(operands),
            Kind::Concatenate => strings::concatenate(operands),
            Kind::ConcatenateUri => strings::concatenate_uri(operands),
            Kind::Substring(text) => strings::substring(text, operands),
            Kind::FromString(data_type) => conversion::from_string(data_type, operands),
            Kind::ToString(data_type) => conversion::to_string(data_type, operands),
            Kind::OnBag(function, data_type) => bags::apply(function, data_type, operands),
        }
    }

    fn apply_predicate(self, operands: &[Operand]) -> Result<Operand, FunctionError> {
        match operands {
            [Operand::One(first), Operand::One(second)] => {
                self.holds(first, second).map(Operand::boolean)
            }
            _ => Err(FunctionError::WrongOperands),
        }
    }
}
