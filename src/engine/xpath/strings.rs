//! The string functions (XPath 1.0, §4.2), on text that is already paid for.

use std::collections::HashMap;

use super::lexer::is_space;
use super::numbers::rounded;

pub(super) fn before(text: &str, mark: &str) -> String {
    text.split_once(mark)
        .map_or("", |(before, _)| before)
        .to_owned()
}

pub(super) fn after(text: &str, mark: &str) -> String {
    text.split_once(mark)
        .map_or("", |(_, after)| after)
        .to_owned()
}

/// The characters from a position on, the first being 1; not-a-number finds none.
pub(super) fn substring(text: &str, start: f64, length: Option<f64>) -> String {
    let start = rounded(start);
    let end = length.map_or(f64::INFINITY, |length| start + rounded(length));
    let is_within = |position: f64| position >= start && position < end;
    text.chars()
        .enumerate()
        .filter(|(before, _)| is_within((before + 1) as f64))
        .map(|(_, character)| character)
        .collect()
}

/// Without white space at the ends, and one space for each run of it.
pub(super) fn normalized(text: &str) -> String {
    let words: Vec<_> = text
        .split(is_space)
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Puts for each character of `from` the one at its place in `to`, nothing where there is none.
pub(super) fn translated(text: &str, from: &str, to: &str) -> String {
    let replacements = to.chars().map(Some).chain(std::iter::repeat(None));
    let mut table = HashMap::new();
    for (character, replacement) in from.chars().zip(replacements) {
        table.entry(character).or_insert(replacement);
    }
    text.chars()
        .filter_map(|character| table.get(&character).copied().unwrap_or(Some(character)))
        .collect()
}
