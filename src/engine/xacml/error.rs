use std::fmt;

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
    /// Longer than [`super::MAX_POLICY_BYTES`].
    TooLarge,
    TooDeep,
    TooManyAttributes,
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
    /// The function does not take values of this type.
    WrongType {
        expected: &'static str,
        found: &'static str,
    },
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
            PolicyProblem::TooLarge => f.write_str("the policy is too large"),
            PolicyProblem::TooDeep => f.write_str("elements are nested too deeply"),
            PolicyProblem::TooManyAttributes => f.write_str("an element has too many attributes"),
            PolicyProblem::DocumentType => {
                f.write_str("a document type declaration is not allowed")
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
            PolicyProblem::WrongType { expected, found } => {
                write!(f, "the function takes {expected}, not {found}")
            }
        }
    }
}
