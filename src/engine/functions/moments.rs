//! Arithmetic of dates and dateTimes, and `time-in-range` (A.3.7, A.3.8).

use crate::engine::value::{DayTimeDuration, Value, YearMonthDuration};

use super::kind::{Direction, Shifted};
use super::{FunctionError, Operand};

/// Moves a moment; its zone stays, and a day that the month does not have becomes its last (XML Schema part 2,
/// appendix E).
pub fn shift(
    direction: Direction,
    shifted: Shifted,
    operands: &[Operand],
) -> Result<Operand, FunctionError> {
    let [Operand::One(moment), Operand::One(duration)] = operands else {
        return Err(FunctionError::WrongOperands);
    };
    let moved = match (shifted, moment, duration) {
        (Shifted::MomentByDays, Value::DateTime(moment), Value::DayTimeDuration(duration)) => {
            direction
                .of_days(*duration)
                .and_then(|duration| moment.checked_add(duration.0))
                .map(Value::DateTime)
        }
        (Shifted::MomentByMonths, Value::DateTime(moment), Value::YearMonthDuration(duration)) => {
            direction
                .of_months(*duration)
                .and_then(|months| moment.checked_add_months(months))
                .map(Value::DateTime)
        }
        (Shifted::DayByMonths, Value::Date(date), Value::YearMonthDuration(duration)) => direction
            .of_months(*duration)
            .and_then(|months| date.checked_add_months(months))
            .map(Value::Date),
        _ => return Err(FunctionError::WrongOperands),
    };
    moved.map(Operand::One).ok_or(FunctionError::Overflow)
}

impl Direction {
    fn of_days(self, duration: DayTimeDuration) -> Option<DayTimeDuration> {
        match self {
            Direction::Add => Some(duration),
            Direction::Subtract => duration.checked_neg(),
        }
    }

    fn of_months(self, duration: YearMonthDuration) -> Option<i64> {
        match self {
            Direction::Add => Some(duration.0),
            Direction::Subtract => duration.0.checked_neg(),
        }
    }
}

pub fn time_in_range(operands: &[Operand]) -> Result<Operand, FunctionError> {
    match operands {
        [
            Operand::One(Value::Time(time)),
            Operand::One(Value::Time(first)),
            Operand::One(Value::Time(last)),
        ] => Ok(Operand::boolean(time.is_in_range(*first, *last))),
        _ => Err(FunctionError::WrongOperands),
    }
}
