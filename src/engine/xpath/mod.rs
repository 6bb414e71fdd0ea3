//! XPath 1.0 (W3C `REC-xpath-19991116`) over the `Content` element of a request (XACML 3.0 core, §7.3.7).
//!
//! The whole language is evaluated, all axes and the whole core function library, except that variables are
//! refused: XACML binds none. Expressions that claim XPath 2.0 are read as 1.0. Without a document type no
//! attribute is an ID, so `id()` finds nothing.
//!
//! Why own code: a policy and a request may be hostile, and a wrong comparison is a wrong decision.
//! `uppsala` 0.12 is small and bounded, but answers `!=` and `<` over node sets, equality of infinities and
//! undeclared prefixes against the recommendation. `sxd-xpath` 0.4 has no bounds. `xrust` 2.3 (65 packages)
//! and `xee-xpath` 0.1 (156 packages, XPath 3.1) have none on the work of an expression. `skyscraper` reads
//! HTML.
//!
//! Bounded are the length and nesting of an expression (when it is read) and the work of an evaluation
//! ([`Budget`]); a comparison of node sets costs what they weigh, not their product.

mod axes;
mod budget;
mod build;
mod compare;
mod content;
mod evaluate;
mod expression;
mod functions;
mod lexer;
mod numbers;
mod parse;
mod path_of;
mod steps;
mod strings;
#[cfg(test)]
mod tests;
mod value;
mod write;

use std::fmt;
use std::sync::Arc;

pub use budget::Budget;
pub use build::ContentError;
pub use content::{Content, Name, NodeId, NodeKind};

use evaluate::{Evaluator, Focus};
use expression::Expr;

/// An expression that was read: its syntax, prefixes and functions are known to be right.
#[derive(Clone)]
pub struct XPath(Arc<Parsed>);

struct Parsed {
    text: String,
    namespaces: Vec<(String, String)>,
    expression: Expr,
}

/// Why an expression cannot be read or evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XPathError {
    /// Longer than [`XPath::MAX_BYTES`].
    TooLong,
    /// Brackets, predicates or function calls within each other, more than is followed.
    TooDeep,
    /// Not XPath 1.0; at which byte.
    Syntax(usize),
    /// A prefix for which no namespace is declared.
    UnknownPrefix(String),
    UnknownFunction(String),
    /// A variable; XACML binds none.
    Variable(String),
    /// Too few or too many arguments for the function.
    ArgumentCount(&'static str),
    /// A string, number or boolean where only nodes can stand.
    NotNodes,
    /// More work than the [`Budget`] holds.
    TooCostly,
}

impl XPath {
    /// The longest expression that is read, in bytes.
    pub const MAX_BYTES: usize = 4096;

    /// Reads an expression with the namespaces in scope where it stands, as (prefix, URI).
    ///
    /// Only prefixes that the expression uses are kept. The default namespace (an empty prefix) has no meaning
    /// in XPath 1.0, and `xml` needs no declaration.
    ///
    /// # Errors
    /// All of [`XPathError`] but [`XPathError::TooCostly`].
    pub fn parse(text: &str, namespaces: &[(&str, &str)]) -> Result<Self, XPathError> {
        let (expression, namespaces) = parse::expression(text, namespaces)?;
        Ok(Self(Arc::new(Parsed {
            text: text.to_owned(),
            namespaces,
            expression,
        })))
    }

    /// As it was written, with the white space around it.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The namespaces that the expression uses, as (prefix, URI), by prefix.
    pub fn namespaces(&self) -> &[(String, String)] {
        &self.0.namespaces
    }

    /// The nodes that the expression finds, in document order, with a budget of its own.
    ///
    /// Evaluated from the document node when `from` is `None`.
    ///
    /// # Errors
    /// [`XPathError::NotNodes`] when the result or a part that must be is not a node set, and
    /// [`XPathError::TooCostly`].
    pub fn select(
        &self,
        content: &Content,
        from: Option<NodeId>,
    ) -> Result<Vec<NodeId>, XPathError> {
        self.select_within(content, from, &Budget::default())
    }

    /// [`XPath::select`] with a budget that several evaluations share, as those of one decision do.
    ///
    /// # Errors
    /// As [`XPath::select`].
    pub fn select_within(
        &self,
        content: &Content,
        from: Option<NodeId>,
        budget: &Budget,
    ) -> Result<Vec<NodeId>, XPathError> {
        let evaluator = Evaluator { content, budget };
        let focus = Focus::alone(from.unwrap_or(NodeId::ROOT));
        evaluator.evaluate(&self.0.expression, focus)?.into_nodes()
    }
}

impl PartialEq for XPath {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text && self.0.namespaces == other.0.namespaces
    }
}

impl Eq for XPath {}

impl fmt::Debug for XPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("XPath").field(&self.0.text).finish()
    }
}

impl fmt::Display for XPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.text)
    }
}

impl std::error::Error for XPathError {}

impl fmt::Display for XPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            XPathError::TooLong => f.write_str("the XPath expression is too long"),
            XPathError::TooDeep => f.write_str("the XPath expression is nested too deeply"),
            XPathError::Syntax(at) => {
                write!(f, "the XPath expression is not valid from byte {at} on")
            }
            XPathError::UnknownPrefix(prefix) => {
                write!(f, "no namespace is declared for the prefix {prefix:?}")
            }
            XPathError::UnknownFunction(name) => {
                write!(f, "XPath 1.0 has no function {name:?}")
            }
            XPathError::Variable(name) => write!(f, "the variable ${name} is not bound"),
            XPathError::ArgumentCount(function) => {
                write!(f, "wrong number of arguments for the function {function}")
            }
            XPathError::NotNodes => f.write_str("the XPath expression does not select nodes"),
            XPathError::TooCostly => f.write_str("the XPath expression costs too much to evaluate"),
        }
    }
}
