use std::fmt;

use crate::engine::functions::{Mismatch, Type};
use crate::engine::outcome::StatusCode;

/// Why a policy cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    /// Line in the file, from 1.
    pub line: u32,
    /// Local name of the element; empty when the file is not XML.
    pub element: String,
    pub problem: PolicyProblem,
}

/// What is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyProblem {
    /// There is no policy.
    None,
    /// Longer than [`super::MAX_POLICY_BYTES`].
    TooLarge,
    TooDeep,
    TooManyAttributes,
    TooManyPatterns,
    /// A document type declaration, which could define entities.
    DocumentType,
    NotXml(String),
    /// An element of the standard that this engine does not evaluate.
    Unsupported,
    /// An element that the standard does not have at this place.
    UnexpectedElement,
    RepeatedElement,
    MissingElement(&'static str),
    /// An XML attribute that the standard does not have at this place, or that this engine does not follow.
    UnexpectedAttribute(String),
    MissingAttribute(&'static str),
    /// Text where only elements may stand.
    StrayText,
    BadValue {
        what: &'static str,
        text: String,
    },
    UnknownFunction(String),
    UnknownDataType(String),
    UnknownAlgorithm(String),
    /// The function does not take these arguments.
    WrongArguments(Mismatch),
    /// The function does not take arguments of these types.
    WrongTypes {
        expected: Vec<Type>,
        found: Vec<Type>,
    },
    /// A condition or match whose expression is not true or false.
    NotBoolean(Type),
    BadPath(String),
    BadPattern(String),
    RepeatedId(String),
    /// A reference to another policy where a policy has to stand alone.
    Reference(String),
    UnknownVariable(String),
    /// A variable is defined by itself.
    VariableCycle(String),
}

impl PolicyError {
    /// Where there is no policy at all.
    pub fn none() -> Self {
        Self {
            line: 1,
            element: String::new(),
            problem: PolicyProblem::None,
        }
    }

    /// How a request fails that is decided by such a policy (XACML 3.0 core, B.8): a policy that is not well-formed is
    /// a syntax error; one whose types do not fit is found out in processing.
    pub fn status_code(&self) -> StatusCode {
        match self.problem {
            PolicyProblem::WrongArguments(_)
            | PolicyProblem::WrongTypes { .. }
            | PolicyProblem::NotBoolean(_)
            | PolicyProblem::BadPath(_)
            | PolicyProblem::BadPattern(_)
            | PolicyProblem::UnknownFunction(_) => StatusCode::ProcessingError,
            _ => StatusCode::SyntaxError,
        }
    }
}

fn in_words(types: &[Type]) -> String {
    let words: Vec<String> = types.iter().map(ToString::to_string).collect();
    words.join(", ")
}

impl PolicyProblem {
    pub fn bad_value(what: &'static str, text: &str) -> Self {
        PolicyProblem::BadValue {
            what,
            text: shortened(text),
        }
    }
}

/// A policy's own words may be a megabyte long; a message need not be.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

impl std::error::Error for PolicyError {}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.element.is_empty() {
            write!(f, ", {}", self.element)?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl fmt::Display for PolicyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PolicyProblem::None => f.write_str("there is no policy"),
            PolicyProblem::TooLarge => f.write_str("the policy is too large"),
            PolicyProblem::TooDeep => f.write_str("elements are nested too deeply"),
            PolicyProblem::TooManyAttributes => f.write_str("an element has too many attributes"),
            PolicyProblem::DocumentType => {
                f.write_str("a document type declaration is not allowed")
            }
            PolicyProblem::TooManyPatterns => {
                f.write_str("the policy has more regular expressions than are read")
            }
            PolicyProblem::NotXml(reason) => write!(f, "not well-formed XML: {reason}"),
            PolicyProblem::Unsupported => f.write_str("this element is not supported"),
            PolicyProblem::UnexpectedElement => {
                f.write_str("this element does not belong here in XACML 3.0")
            }
            PolicyProblem::RepeatedElement => f.write_str("this element may stand here only once"),
            PolicyProblem::MissingElement(name) => write!(f, "the element {name} is missing"),
            PolicyProblem::UnexpectedAttribute(name) => {
                write!(f, "the attribute {name} is not supported here")
            }
            PolicyProblem::MissingAttribute(name) => write!(f, "the attribute {name} is missing"),
            PolicyProblem::StrayText => f.write_str("text is not allowed here"),
            PolicyProblem::BadValue { what, text } => write!(f, "{text:?} is not a valid {what}"),
            PolicyProblem::UnknownFunction(urn) => {
                write!(f, "the function {urn:?} is not supported")
            }
            PolicyProblem::UnknownDataType(uri) => {
                write!(f, "the data type {uri:?} is not supported")
            }
            PolicyProblem::UnknownAlgorithm(urn) => {
                write!(f, "the combining algorithm {urn:?} is not supported")
            }
            PolicyProblem::WrongArguments(mismatch) => write!(f, "{mismatch}"),
            PolicyProblem::WrongTypes { expected, found } => {
                let (expected, found) = (in_words(expected), in_words(found));
                write!(f, "the function takes {expected}, not {found}")
            }
            PolicyProblem::NotBoolean(found) => {
                write!(f, "this must be true or false, not {found}")
            }
            PolicyProblem::BadPath(reason) => write!(f, "not an XPath 1.0 expression: {reason}"),
            PolicyProblem::BadPattern(reason) => {
                write!(f, "not a usable regular expression: {reason}")
            }
            PolicyProblem::Reference(id) => {
                write!(
                    f,
                    "the policy {id:?} cannot be referred to from here; put it in"
                )
            }
            PolicyProblem::RepeatedId(id) => write!(f, "the id {id:?} is used twice"),
            PolicyProblem::UnknownVariable(id) => write!(f, "no variable is called {id:?}"),
            PolicyProblem::VariableCycle(id) => {
                write!(f, "the variable {id:?} is defined by itself")
            }
        }
    }
}
