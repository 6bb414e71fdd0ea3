use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// How much of a surname is compared, in characters: enough to tell families apart, little enough to forgive spelling.
const COMPARED: usize = 4;

/// Whether what somebody typed is the surname that is registered: the first four letters, without blanks around them,
/// case and diacritics. `å` is a letter of its own and no `a` with a ring.
pub fn is_same_surname(typed: &str, registered: &str) -> bool {
    let typed = compared(typed);
    !typed.is_empty() && typed == compared(registered)
}

/// Composed first, so that `å` is one character however it was written.
fn compared(name: &str) -> String {
    name.trim()
        .nfc()
        .flat_map(char::to_lowercase)
        .flat_map(base_letters)
        .take(COMPARED)
        .collect()
}

fn base_letters(letter: char) -> Vec<char> {
    if letter == 'å' {
        return vec![letter];
    }
    let parts = std::iter::once(letter).nfd();
    parts.filter(|part| !is_combining_mark(*part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_letters_are_compared_without_case_blanks_and_diacritics() {
        for (typed, registered) in [
            ("Nøkkelvik", "Nøkkelvik"),
            ("nøkk", "Nøkkelvik"),
            ("  NØKKELBERG ", "Nøkkelvik"),
            ("Muller", "Müller"),
            ("Müller", "MULLER"),
            ("Lindén", "Linde"),
            ("Ås", "ås"),
            // A ring by itself after the a.
            ("A\u{30a}s", "Ås"),
            ("Bo", "BO"),
        ] {
            assert!(is_same_surname(typed, registered), "{typed} {registered}");
        }
    }

    #[test]
    fn other_names_differ() {
        for (typed, registered) in [
            ("As", "Ås"),
            ("Aasen", "Åsen"),
            ("Nokkelvik", "Nøkkelvik"),
            ("Nøk", "Nøkkelvik"),
            ("Nøkkelvik", "Nøk"),
            ("Nøklevik", "Nøkkelvik"),
            ("", ""),
            ("  ", "Nøkkelvik"),
            ("\u{301}", ""),
        ] {
            assert!(!is_same_surname(typed, registered), "{typed} {registered}");
        }
    }
}
