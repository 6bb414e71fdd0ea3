//! Which functions there are; each occurs in the table of names.

use crate::engine::value::DataType;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Equal(DataType),
    EqualIgnoringCase,
    Compare(Order, DataType),
    Arithmetic(Arithmetic, Number),
    Modulo,
    Round,
    Floor,
    NormalizeSpace,
    NormalizeToLowerCase,
    DoubleToInteger,
    IntegerToDouble,
    Or,
    And,
    NOf,
    Not,
    Shift(Direction, Shifted),
    TimeInRange,
    Concatenate,
    ConcatenateUri,
    FromString(DataType),
    ToString(DataType),
    Part(Part, Text),
    Substring(Text),
    OnBag(OnBag, DataType),
    RegexpMatch(DataType),
    X500NameMatch,
    Rfc822NameMatch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Absolute,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    Integer,
    Double,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Add,
    Subtract,
}

/// A moment and the duration it is moved by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shifted {
    MomentByDays,
    MomentByMonths,
    DayByMonths,
}

/// Where in the second text the first is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Start,
    End,
    Anywhere,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    String,
    AnyUri,
}

/// The functions on bags (A.3.10) and those on sets (A.3.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnBag {
    OneAndOnly,
    Size,
    IsIn,
    Collect,
    Intersection,
    AtLeastOneMemberOf,
    Union,
    Subset,
    SetEquals,
}

impl Number {
    pub fn data_type(self) -> DataType {
        match self {
            Number::Integer => DataType::Integer,
            Number::Double => DataType::Double,
        }
    }
}

impl Text {
    pub fn data_type(self) -> DataType {
        match self {
            Text::String => DataType::String,
            Text::AnyUri => DataType::AnyUri,
        }
    }
}

impl Shifted {
    /// The type of the moment, and that of the duration.
    pub fn data_types(self) -> (DataType, DataType) {
        match self {
            Shifted::MomentByDays => (DataType::DateTime, DataType::DayTimeDuration),
            Shifted::MomentByMonths => (DataType::DateTime, DataType::YearMonthDuration),
            Shifted::DayByMonths => (DataType::Date, DataType::YearMonthDuration),
        }
    }
}
