//! Regular expressions (`fn:matches` of XQuery 1.0 and XPath 2.0 functions, §7.6), in linear time.

mod blocks;
mod class;
mod translate;

use regex::{Regex, RegexBuilder};

use super::FunctionError;

/// How long an expression may be, in bytes.
const MAX_LENGTH: usize = 2_000;

/// How large it may become when compiled, in bytes; repetitions are written out then.
const MAX_COMPILED: usize = 2 << 20;

/// A compiled regular expression.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

impl Pattern {
    /// Compiles an expression of XPath 2.0's syntax.
    ///
    /// Back-references are refused, as no linear time is known for them; so are expressions beyond the limits.
    pub fn compile(text: &str) -> Result<Self, FunctionError> {
        if text.len() > MAX_LENGTH {
            return Err(too_large());
        }
        let translated = translate::translate(text).map_err(|problem| refused(problem.words()))?;
        RegexBuilder::new(&translated)
            .size_limit(MAX_COMPILED)
            .dfa_size_limit(MAX_COMPILED)
            .build()
            .map(Self)
            .map_err(|error| match error {
                regex::Error::CompiledTooBig(_) => too_large(),
                _ => refused("the syntax is wrong"),
            })
    }

    /// Whether the expression fits some part of the text: it is not anchored unless it says so.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Patterns are the same when they were written the same.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

fn too_large() -> FunctionError {
    refused("it is too large")
}

fn refused(reason: &str) -> FunctionError {
    FunctionError::BadPattern(reason.into())
}

#[cfg(test)]
mod tests;
