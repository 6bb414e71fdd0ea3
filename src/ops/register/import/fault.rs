/// What is wrong with one line or element. No value that may be somebody's number is repeated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("not JSON of the documented form: {0}")]
    Unreadable(String),
    #[error("longer than 4 MiB")]
    TooLong,
    #[error("the file ends in the middle of the array")]
    CutOff,
    #[error("there is more after the end of the array; it is not read")]
    Trailing,
    #[error("the file is empty")]
    Empty,
    #[error(
        "neither \"type\" nor \"organisasjonsnummer\" is there, so it is not known what this is"
    )]
    UnknownKind,
    #[error("\"{0}\" is missing")]
    Missing(&'static str),
    #[error("\"{field}\" {problem}")]
    Field {
        field: &'static str,
        problem: &'static str,
    },
    #[error("no organization form \"{0}\" is known")]
    UnknownForm(String),
    #[error("no role \"{0}\" is known in the registers")]
    UnknownRole(String),
    #[error("the {0} is not in the register")]
    NotInRegister(&'static str),
    #[error("the unit is not of a form that has a main unit (BEDR, AAFY)")]
    NoSubunit,
    #[error("the main unit is itself a subunit")]
    MainIsSubunit,
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(without_numbers(&error.to_string()))
    }
}

/// Cuts out what may be a national id; the reader of JSON repeats what it did not expect.
fn without_numbers(text: &str) -> String {
    const SHOWN: usize = 300;
    let mut clean = String::new();
    let mut digits = String::new();
    for c in text.chars().take(SHOWN).chain(std::iter::once(' ')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        clean.push_str(if digits.len() < 11 { &digits } else { "…" });
        digits.clear();
        clean.push(c);
    }
    clean.truncate(clean.trim_end().len());
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_national_id_is_not_repeated() {
        let said = without_numbers(
            "invalid type: integer `12847421027`, expected a string at line 1 column 40",
        );
        assert_eq!(
            said,
            "invalid type: integer `…`, expected a string at line 1 column 40"
        );
        assert_eq!(without_numbers("12847421027"), "…");
    }
}
