//! A first look at the text of a policy, before it is parsed: it must not be able to cost more than it weighs.
//!
//! The XML library copies the namespaces in scope per element and compares the attributes of an element with
//! each other; both are harmless once depth and number of attributes are bounded. The scan needs not to be a
//! full XML parser: what it misreads, the library refuses.

use super::error::PolicyProblem;

const MAX_DEPTH: usize = 64;
const MAX_ATTRIBUTES: usize = 32;

/// Refuses deep nesting, elements with many attributes and document types; says at which byte.
pub(in crate::engine) fn check(text: &str) -> Result<(), (usize, PolicyProblem)> {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some((_, markup)) = rest.split_once('<') {
        let refuse = |problem| Err((text.len() - markup.len(), problem));
        rest = if let Some(comment) = markup.strip_prefix("!--") {
            past(comment, "-->")
        } else if let Some(literal) = markup.strip_prefix("![CDATA[") {
            past(literal, "]]>")
        } else if let Some(instruction) = markup.strip_prefix('?') {
            past(instruction, "?>")
        } else if markup.starts_with('!') {
            return refuse(PolicyProblem::DocumentType);
        } else if let Some(end_tag) = markup.strip_prefix('/') {
            depth = depth.saturating_sub(1);
            end_tag
        } else {
            let tag = StartTag::scan(markup);
            depth += usize::from(!tag.is_empty);
            if tag.attributes > MAX_ATTRIBUTES {
                return refuse(PolicyProblem::TooManyAttributes);
            }
            if depth > MAX_DEPTH {
                return refuse(PolicyProblem::TooDeep);
            }
            tag.after
        };
    }
    Ok(())
}

fn past<'t>(text: &'t str, end: &str) -> &'t str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

struct StartTag<'t> {
    attributes: usize,
    is_empty: bool,
    after: &'t str,
}

impl<'t> StartTag<'t> {
    /// Reads from the element's name to the closing bracket.
    fn scan(text: &'t str) -> Self {
        let mut attributes = 0;
        let mut quote = None;
        let mut previous = ' ';
        for (at, character) in text.char_indices() {
            match (quote, character) {
                (Some(open), _) if open == character => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(character),
                (None, '=') => attributes += 1,
                (None, '>') => {
                    return Self {
                        attributes,
                        is_empty: previous == '/',
                        after: text.get(at + 1..).unwrap_or_default(),
                    };
                }
                (None, _) => {}
            }
            previous = character;
        }
        Self {
            attributes,
            is_empty: false,
            after: "",
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_documents_pass() {
        let text =
            "<?xml version='1.0'?><!-- <a><b> --><a x='>' y=\"/>\"><b/><c><![CDATA[<d>]]></c></a>";
        assert_eq!(check(text), Ok(()));
        assert_eq!(check(&"<a><b/></a>".repeat(1000)), Ok(()));
    }

    #[test]
    fn deep_and_wide_documents_do_not() {
        assert_eq!(
            check(&"<a>".repeat(10_000)),
            Err((64 * 3 + 1, PolicyProblem::TooDeep))
        );
        let wide = format!("<a {}/>", "x='' ".repeat(100));
        assert_eq!(check(&wide), Err((1, PolicyProblem::TooManyAttributes)));
        let entities = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
        assert_eq!(check(entities), Err((1, PolicyProblem::DocumentType)));
    }

    #[test]
    fn unfinished_documents_end_the_scan() {
        for text in [
            "<",
            "<a",
            "<!--",
            "<![CDATA[",
            "<?",
            "</",
            "<a x='",
            "<a x='>",
        ] {
            assert!(
                matches!(check(text), Ok(()) | Err((_, PolicyProblem::DocumentType))),
                "{text}"
            );
        }
    }
}
