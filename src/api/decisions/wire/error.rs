use std::fmt;

use super::{MAX_CATEGORIES, MAX_DECISIONS, MAX_NAME, MAX_VALUES};
use crate::engine::Outcome;
use crate::engine::outcome::StatusCode;

/// Why the body is no question at all; the caller gets 400 with this text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireError {
    NotJson(String),
    /// The JSON is not of the profile's shape.
    Shape(String),
    /// Two names in one object differ only in case.
    AmbiguousName(String),
    TooManyDecisions,
    /// More than [`MAX_CATEGORIES`].
    TooManyCategories,
    /// More `IncludeInResult` than an answer should hold.
    TooMuchToReturn,
}

/// Why one part cannot be decided; the caller gets Indeterminate for this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartError {
    UnknownReference(String),
    AmbiguousReference(String),
    UnknownDataType(String),
    /// The value is not one of its data type.
    BadValue {
        attribute_id: String,
        data_type: &'static str,
    },
    /// A category without the id of its category.
    MissingCategoryId,
    /// More than [`MAX_VALUES`] in one category.
    TooManyValues,
    /// A name longer than [`MAX_NAME`].
    NameTooLong,
}

impl PartError {
    /// The answer for the part.
    pub fn outcome(&self) -> Outcome {
        Outcome::failed(StatusCode::SyntaxError, self.to_string())
    }
}

impl std::error::Error for WireError {}
impl std::error::Error for PartError {}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WireError::NotJson(reason) => write!(f, "the body is not JSON: {reason}"),
            WireError::Shape(reason) => write!(f, "the body is not a decision request: {reason}"),
            WireError::AmbiguousName(name) => write!(f, "the property {name} stands twice"),
            WireError::TooManyDecisions => {
                write!(f, "more than {MAX_DECISIONS} decisions in one request")
            }
            WireError::TooManyCategories => {
                write!(f, "more than {MAX_CATEGORIES} categories in one request")
            }
            WireError::TooMuchToReturn => f.write_str("too many attributes to be returned"),
        }
    }
}

impl fmt::Display for PartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PartError::UnknownReference(id) => write!(f, "no category has the id {id}"),
            PartError::AmbiguousReference(id) => write!(f, "several categories have the id {id}"),
            PartError::UnknownDataType(name) => write!(f, "the data type {name} is not supported"),
            PartError::BadValue {
                attribute_id,
                data_type,
            } => write!(f, "the value of {attribute_id} is not a {data_type}"),
            PartError::MissingCategoryId => f.write_str("a category has no CategoryId"),
            PartError::TooManyValues => {
                write!(f, "a category has more than {MAX_VALUES} values")
            }
            PartError::NameTooLong => write!(f, "a name is longer than {MAX_NAME} bytes"),
        }
    }
}
