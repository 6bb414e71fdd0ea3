use std::fmt;

use crate::engine::multiple::{MAX_DECISIONS, MAX_NAME, MAX_VALUES};

/// The highest security level there is.
pub const HIGHEST_LEVEL: u8 = 4;

/// Why a body, or one item of a batch, is no question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Missing(&'static str),
    /// Not of the type that the standard gives the member; the reason is the reader's.
    Mistyped {
        member: &'static str,
        reason: String,
    },
    TooManyEvaluations,
    /// More values in one of subject, resource, action and context than [`MAX_VALUES`].
    TooManyValues,
    /// A key of properties longer than [`MAX_NAME`].
    NameTooLong,
    /// A number beyond 64 bits, under this key.
    BadNumber(String),
    /// The character U+0000, which cannot be looked up.
    Nul,
    /// `properties.party` is neither a uuid nor an organization number.
    BadParty,
    /// `properties.instance` is no text.
    BadInstance,
    BadLevel,
    /// A token of another search, or none at all.
    BadToken,
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Missing(member) => write!(f, "{member} is missing"),
            Fault::Mistyped { member, reason } => write!(f, "{member} cannot be read: {reason}"),
            Fault::TooManyEvaluations => {
                write!(f, "more than {MAX_DECISIONS} evaluations in one request")
            }
            Fault::TooManyValues => write!(f, "more than {MAX_VALUES} values in one place"),
            Fault::NameTooLong => write!(f, "a name is longer than {MAX_NAME} bytes"),
            Fault::BadNumber(key) => write!(f, "the number under {key} is too large"),
            Fault::Nul => f.write_str("a text holds the character U+0000"),
            Fault::BadParty => f.write_str(
                "properties.party of the resource must be a uuid or an organization number, as text",
            ),
            Fault::BadInstance => {
                f.write_str("properties.instance of the resource must be a text")
            }
            Fault::BadLevel => write!(f, "level must be a whole number from 0 to {HIGHEST_LEVEL}"),
            Fault::BadToken => f.write_str("page.token is not from this search"),
        }
    }
}
