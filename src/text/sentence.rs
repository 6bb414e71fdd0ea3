//! Texts with placeholders such as `{system}`, filled either to plain text or to parts that a template marks up.

#[cfg(test)]
use std::collections::BTreeSet;

use crate::domain::Timestamp;

/// What stands in a placeholder's place.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// A name, shown with emphasis.
    Name(&'a str),
    /// Words without emphasis.
    Word(&'a str),
    /// A day, marked up as time.
    Date(Timestamp),
}

/// A piece of a filled sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    Plain(String),
    Name(String),
    Date(Timestamp),
}

/// Fills the placeholders of `text`; one that has no value stays, and the test of the page samples finds it.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let pieces = pieces(text).into_iter().map(|piece| match piece {
        Piece::Plain(plain) => plain,
        Piece::Placeholder { whole, name } => values
            .iter()
            .find(|(key, _)| *key == name)
            .map_or(whole, |(_, value)| *value),
    });
    pieces.collect()
}

/// Fills the placeholders of `text` and keeps apart what is name, date and plain text.
pub fn say(text: &str, values: &[(&str, Value)]) -> Vec<Part> {
    let parts = pieces(text).into_iter().map(|piece| match piece {
        Piece::Plain(plain) => Part::Plain(plain.to_owned()),
        Piece::Placeholder { whole, name } => match values.iter().find(|(key, _)| *key == name) {
            Some((_, Value::Name(text))) => Part::Name((*text).to_owned()),
            Some((_, Value::Word(text))) => Part::Plain((*text).to_owned()),
            Some((_, Value::Date(at))) => Part::Date(*at),
            None => Part::Plain(whole.to_owned()),
        },
    });
    parts.collect()
}

/// The names of the placeholders of `text`.
#[cfg(test)]
pub(super) fn placeholders(text: &str) -> BTreeSet<&str> {
    let names = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Placeholder { name, .. } => Some(name),
        Piece::Plain(_) => None,
    });
    names.collect()
}

enum Piece<'a> {
    Plain(&'a str),
    Placeholder { whole: &'a str, name: &'a str },
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{')
        && let Some((name, tail)) = after.split_once('}')
    {
        let whole = rest
            .get(before.len()..rest.len() - tail.len())
            .unwrap_or_default();
        pieces.push(Piece::Plain(before));
        pieces.push(Piece::Placeholder { whole, name });
        rest = tail;
    }
    pieces.push(Piece::Plain(rest));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_by_name() {
        assert_eq!(
            fill("{a} og {b}, {a}", &[("a", "x"), ("b", "y")]),
            "x og y, x"
        );
    }

    #[test]
    fn a_value_is_never_read_as_a_text() {
        assert_eq!(fill("{a} {b}", &[("a", "{b}"), ("b", "y")]), "{b} y");
    }

    #[test]
    fn a_missing_value_is_left_to_be_seen() {
        assert_eq!(fill("Til {vendor}", &[]), "Til {vendor}");
    }

    #[test]
    fn names_are_kept_apart_from_plain_text() {
        let parts = say("For {party}.", &[("party", Value::Name("Bakeriet"))]);
        assert_eq!(
            parts,
            [
                Part::Plain("For ".into()),
                Part::Name("Bakeriet".into()),
                Part::Plain(".".into())
            ]
        );
    }
}
