//! Organization numbers out of what somebody pasted or uploaded: any separators, any other words beside them.

use crate::domain::OrgNumber;

/// More lines than this are refused, as are more numbers.
pub const MAX_LINES: usize = 100_000;

/// What was found, with the lines that it was found on, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Each number once, with its first line.
    pub numbers: Vec<(OrgNumber, usize)>,
    /// How many times a number stood there again.
    pub repeated: usize,
    /// Lines with something in them, but no number; and numbers whose check digit is wrong.
    pub unreadable: Vec<Unreadable>,
}

/// Something that is no organization number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub line: usize,
    /// The beginning of it.
    pub text: String,
}

/// There are more lines, or more numbers, than [`MAX_LINES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

/// How much of a line is repeated to the person.
const SHOWN: usize = 40;

/// Reads organization numbers: nine digits, together or in groups of three.
///
/// # Errors
/// [`TooMany`].
pub fn read(text: &str) -> Result<Pasted, TooMany> {
    let mut pasted = Pasted::default();
    let mut seen = std::collections::HashSet::new();
    for (place, line) in text.lines().enumerate() {
        if place >= MAX_LINES || pasted.numbers.len() > MAX_LINES {
            return Err(TooMany);
        }
        let candidates = candidates(line);
        if candidates.is_empty() && !line.trim().is_empty() {
            pasted.unreadable.push(unreadable(place + 1, line.trim()));
        }
        for candidate in candidates {
            match OrgNumber::parse(&candidate) {
                Some(number) if seen.insert(candidate.clone()) => {
                    pasted.numbers.push((number, place + 1))
                }
                Some(_) => pasted.repeated += 1,
                None => pasted.unreadable.push(unreadable(place + 1, &candidate)),
            }
        }
    }
    if pasted.numbers.len() > MAX_LINES {
        return Err(TooMany);
    }
    Ok(pasted)
}

fn unreadable(line: usize, text: &str) -> Unreadable {
    Unreadable {
        line,
        text: text
            .chars()
            .filter(|c| !c.is_control())
            .take(SHOWN)
            .collect(),
    }
}

/// The runs of nine digits in a line. Digits in groups of three count as one run, as people write these numbers.
fn candidates(line: &str) -> Vec<String> {
    let groups = digit_groups(line);
    let mut found = Vec::new();
    let mut rest = groups.as_slice();
    while let [first, after @ ..] = rest {
        rest = after;
        if first.digits.len() == 9 {
            found.push(first.digits.clone());
        } else if let [second, third, beyond @ ..] = after
            && [first, second, third]
                .iter()
                .all(|group| group.digits.len() == 3)
            && second.follows
            && third.follows
        {
            found.push(
                [first, second, third]
                    .map(|group| group.digits.as_str())
                    .concat(),
            );
            rest = beyond;
        }
    }
    found
}

/// Digits without anything between them.
struct Group {
    digits: String,
    /// Only one space or point stands between it and the group before.
    follows: bool,
}

fn digit_groups(line: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut between = String::from("|");
    let mut is_open = false;
    for c in line.chars() {
        if c.is_ascii_digit() {
            match groups.last_mut() {
                Some(group) if is_open => group.digits.push(c),
                _ => groups.push(Group {
                    digits: c.to_string(),
                    follows: matches!(between.as_str(), " " | "\u{a0}" | "." | "\u{202f}"),
                }),
            }
            is_open = true;
        } else {
            if is_open {
                between.clear();
            }
            is_open = false;
            between.push(c);
        }
    }
    groups
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<String> {
        let pasted = read(text).unwrap();
        pasted
            .numbers
            .iter()
            .map(|(number, line)| format!("{number}@{line}"))
            .collect()
    }

    #[test]
    fn numbers_are_found_whatever_stands_between_and_beside_them() {
        let expected = ["310501018@1", "310601004@1"];
        for text in [
            "310501018 310601004",
            "310501018,310601004",
            "310501018;310601004;",
            "310501018\t310601004",
            "310 501 018 310 601 004",
            "310.501.018 / 310.601.004",
            "NO310501018MVA | Bakeri 24 AS | 310\u{a0}601\u{a0}004",
        ] {
            assert_eq!(numbers(text), expected, "{text}");
        }
        let csv = "Orgnr;Navn\r\n\"310501018\";\"Bakeri\"\r\n\r\n310601004;Rør 3 4 5\r\n";
        assert_eq!(numbers(csv), ["310501018@2", "310601004@4"]);
        assert_eq!(
            read(csv).unwrap().unreadable.len(),
            1,
            "the heading is told"
        );
    }

    #[test]
    fn what_is_no_number_is_told_with_its_line() {
        let text = format!(
            "hei\n310501019\n3105010180\n12 34\n310501018\n310501018\n{}",
            "x".repeat(90)
        );
        let pasted = read(&text).unwrap();
        let told: Vec<(usize, usize)> = pasted
            .unreadable
            .iter()
            .map(|one| (one.line, one.text.len()))
            .collect();
        assert_eq!(told, [(1, 3), (2, 9), (3, 10), (4, 5), (7, 40)]);
        assert_eq!((pasted.numbers.len(), pasted.repeated), (1, 1));
        assert_eq!(read("").unwrap(), Pasted::default());
    }

    #[test]
    fn more_lines_than_a_list_takes_at_once_are_refused() {
        assert!(read(&"310501018\n".repeat(MAX_LINES)).is_ok());
        assert_eq!(read(&"\n".repeat(MAX_LINES + 1)), Err(TooMany));
    }
}
