//! The standard functions of XACML 3.0 (core, appendix A.3), except those on XPath and `access-permitted`.
//!
//! They are pure: typed operands in, a typed operand or an error out. Functions are found by their urn when a
//! policy is read; their types are checked then, once, and not trusted at evaluation.

mod apply;
mod arithmetic;
mod bags;
mod conversion;
mod error;
mod higher_order;
mod kind;
mod logic;
mod moments;
mod names;
mod operand;
mod pattern;
mod predicate;
mod signature;
mod strings;
#[cfg(test)]
mod tests;

pub use error::{Expected, FunctionError, Mismatch};
pub use higher_order::HigherOrder;
pub use logic::{Logic, all, any, check_count};
pub use operand::{Operand, Type};
pub use pattern::Pattern;
pub use predicate::{Equality, equal_ignoring_case, fold_case};

use kind::Kind;

/// A standard function that takes values and bags (A.3.1–A.3.11, A.3.13, A.3.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Function(Kind);
