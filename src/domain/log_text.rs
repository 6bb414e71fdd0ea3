use std::fmt;

/// A text from outside, fit for the log: personal numbers masked, control characters replaced, not longer than
/// [`LogText::LONGEST`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogText(String);

impl LogText {
    pub const LONGEST: usize = 200;

    pub fn new(text: &str) -> Self {
        if is_fit(text) {
            return Self(text.to_owned());
        }
        // Masked before it is cut, or the cut could leave most of a number.
        let head: String = text
            .chars()
            .take(Self::LONGEST + MASKED)
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        Self(mask(&head).chars().take(Self::LONGEST).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LogText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether nothing needs to be done to a text: most are, and seen to be so at a glance.
fn is_fit(text: &str) -> bool {
    let mut digits = 0;
    text.len() <= LogText::LONGEST
        && text.bytes().all(|byte| {
            digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
            digits < DIGITS_OF_DATE && (byte == b' ' || byte.is_ascii_graphic())
        })
}

/// How many digits every national id begins with.
const DIGITS_OF_DATE: usize = 6;

/// How long a national id is as people write it, with one sign after the date.
const MASKED: usize = 12;

/// Puts stars for everything that could be a national id: eleven digits, or six and five with one sign between, of which
/// the first six are a day of birth. The control digits are not asked: a number with a wrong digit still points to
/// somebody.
fn mask(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let length = chars.get(at..).map_or(0, length_of_national_id);
        for c in chars.iter_mut().skip(at).take(length) {
            *c = '*';
        }
        at += length.max(1);
    }
    chars.into_iter().collect()
}

/// How many of the first characters make a national id; 0 for none.
fn length_of_national_id(chars: &[char]) -> usize {
    let is_digits = |from: usize, to: usize| {
        chars
            .get(from..to)
            .is_some_and(|part| part.iter().all(char::is_ascii_digit))
    };
    if !is_digits(0, 6) || !is_day(chars) {
        return 0;
    }
    if is_digits(6, 11) {
        return 11;
    }
    let is_sign = chars.get(6).is_some_and(|c| [' ', '-', '.'].contains(c));
    if is_sign && is_digits(7, 12) {
        return 12;
    }
    0
}

/// Day and month, with what is added to them for D-numbers (40 to the day) and test persons (40, 65 or 80 to the month).
fn is_day(chars: &[char]) -> bool {
    let number = |from: usize| {
        let digits = chars.get(from..from + 2)?.iter();
        digits
            .map(|c| c.to_digit(10))
            .try_fold(0, |sum, digit| Some(sum * 10 + digit?))
    };
    let is_day = number(0).is_some_and(|day| (1..=31).contains(&(day % 40)));
    let is_month = number(2).is_some_and(|month| {
        [0, 40, 65, 80]
            .iter()
            .any(|added| (added + 1..=added + 12).contains(&month))
    });
    is_day && is_month
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        LogText::new(text).to_string()
    }

    #[test]
    fn what_could_be_a_personal_number_is_masked_wherever_it_stands() {
        // A synthetic number; the same with a wrong control digit; a D-number.
        for number in [
            "12847421027",
            "12847421028",
            "52847421027",
            "128474 21027",
            "128474-21027",
        ] {
            for (before, after) in [("", ""), ("x", "y"), ("50010001/", "/a"), ("9", "9")] {
                let text = masked(&format!("{before}{number}{after}"));
                assert!(text.contains("***********"), "{number}: {text}");
                assert!(!text.contains("21027") && !text.contains("21028"), "{text}");
            }
        }
        let at_the_end = format!("{}12847421027", "x".repeat(LogText::LONGEST - 3));
        assert!(masked(&at_the_end).ends_with("x***"));
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in [
            "dts-skattegrunnlag",
            "urn:altinn:instance-id:50010001/f0a10000-0000-4000-8000-000000020001",
            "310501018",
            "read",
            "00000000000",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn a_text_is_cut_and_holds_no_sign_that_a_database_or_a_terminal_stumbles_over() {
        assert_eq!(masked("a\0b\n\u{1b}[2J"), "a b  [2J");
        assert_eq!(masked(&"å".repeat(5_000)).chars().count(), LogText::LONGEST);
    }
}
