use std::fmt;

use super::{MAX_CATEGORIES, MAX_DECISIONS, MAX_NAME, MAX_VALUES};
use crate::engine::Outcome;
use crate::engine::outcome::StatusCode;

/// Why a question cannot be split at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitError {
    /// More than [`MAX_DECISIONS`].
    TooManyDecisions,
    /// More than [`MAX_CATEGORIES`].
    TooManyCategories,
    /// More `IncludeInResult` than an answer should hold.
    TooMuchToReturn,
}

/// Why one part cannot be decided; its result is Indeterminate.
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
    /// Values of several types in one list whose type is not given.
    MixedTypes(String),
    /// A category without the id of its category.
    MissingCategoryId,
    /// More than [`MAX_VALUES`] in one category.
    TooManyValues,
    /// A name longer than [`MAX_NAME`].
    NameTooLong,
    /// A category in XML with a value that cannot be read; says where.
    Unreadable(String),
    /// A content that cannot be read.
    Content(String),
    /// A selector of several nodes that cannot be evaluated.
    Selector(String),
    SeveralSelectors,
    /// A selector that finds nothing, or that has no content to look into.
    NothingSelected,
    /// More than [`super::MAX_DECISIONS`] nodes.
    TooManyNodes,
    /// A `resource:scope` that the profile does not have, or one that does not stand alone.
    BadScope(String),
    /// A hierarchy is asked for, but nothing is known of one that the resource is in.
    NoHierarchy(String),
}

impl PartError {
    /// The answer for the part.
    pub fn outcome(&self) -> Outcome {
        Outcome::failed(self.code(), self.to_string())
    }

    fn code(&self) -> StatusCode {
        match self {
            PartError::NoHierarchy(_) | PartError::NothingSelected | PartError::Selector(_) => {
                StatusCode::ProcessingError
            }
            _ => StatusCode::SyntaxError,
        }
    }
}

/// Refuses a name longer than [`MAX_NAME`], before it is copied once per value.
pub fn check_name(name: &str) -> Result<(), PartError> {
    if name.len() > MAX_NAME {
        return Err(PartError::NameTooLong);
    }
    Ok(())
}

/// A message names what is wrong, however long the caller made it.
pub fn shortened(text: &str) -> String {
    text.chars().take(120).collect()
}

impl std::error::Error for SplitError {}
impl std::error::Error for PartError {}

impl fmt::Display for SplitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SplitError::TooManyDecisions => {
                write!(f, "more than {MAX_DECISIONS} decisions in one request")
            }
            SplitError::TooManyCategories => {
                write!(f, "more than {MAX_CATEGORIES} categories in one request")
            }
            SplitError::TooMuchToReturn => f.write_str("too many attributes to be returned"),
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
            PartError::MixedTypes(attribute_id) => write!(
                f,
                "the values of {attribute_id} are of several types and no DataType says which"
            ),
            PartError::MissingCategoryId => f.write_str("a category has no CategoryId"),
            PartError::TooManyValues => {
                write!(f, "a category has more than {MAX_VALUES} values")
            }
            PartError::NameTooLong => write!(f, "a name is longer than {MAX_NAME} bytes"),
            PartError::Unreadable(reason) => f.write_str(reason),
            PartError::Content(reason) => write!(f, "the content cannot be read: {reason}"),
            PartError::Selector(reason) => {
                write!(f, "the content selector cannot be followed: {reason}")
            }
            PartError::SeveralSelectors => f.write_str("a category has several content selectors"),
            PartError::NothingSelected => f.write_str("the content selector finds no node"),
            PartError::TooManyNodes => {
                write!(
                    f,
                    "the content selectors ask for more than {MAX_DECISIONS} decisions"
                )
            }
            PartError::BadScope(scope) => {
                write!(f, "{scope:?} is no scope of one hierarchical resource")
            }
            PartError::NoHierarchy(id) => write!(f, "no hierarchy is known that holds {id}"),
        }
    }
}
