use super::Written;
use crate::domain::{Localized, OrgNumber};

/// The longest name, in characters.
pub const MAX_NAME: usize = 80;
/// The longest description, in characters.
pub const MAX_DESCRIPTION: usize = 300;
/// The longest word made of a name.
const MAX_WORD: usize = 50;

/// A name and a description that have been found good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnName {
    pub name: Localized,
    pub description: Localized,
    pub name_id: String,
}

/// What is wrong with what was written, field by field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    NameMissing,
    NameNynorskMissing,
    NameTooLong,
    /// It has no letter or digit that an id could be made of.
    NameWithoutWord,
    DescriptionMissing,
    DescriptionNynorskMissing,
    DescriptionTooLong,
}

impl OwnName {
    /// Reads what somebody wrote. Bokmål and nynorsk are needed; English that is left out is taken from bokmål, so that
    /// no reader ever meets an empty name.
    pub fn check(
        organization: &OrgNumber,
        name: &Written,
        description: &Written,
    ) -> Result<Self, Vec<NameFault>> {
        let mut faults = Vec::new();
        let name = whole(name);
        let description = whole(description);
        if name.nb.is_empty() {
            faults.push(NameFault::NameMissing);
        } else if is_longer(&name, MAX_NAME) {
            faults.push(NameFault::NameTooLong);
        } else if word(&name.nb).is_empty() {
            faults.push(NameFault::NameWithoutWord);
        }
        if name.nn.is_empty() {
            faults.push(NameFault::NameNynorskMissing);
        }
        if description.nb.is_empty() {
            faults.push(NameFault::DescriptionMissing);
        } else if is_longer(&description, MAX_DESCRIPTION) {
            faults.push(NameFault::DescriptionTooLong);
        }
        if description.nn.is_empty() {
            faults.push(NameFault::DescriptionNynorskMissing);
        }
        match faults.is_empty() {
            true => Ok(Self {
                name_id: format!("{organization}_{}", word(&name.nb)),
                name,
                description,
            }),
            false => Err(faults),
        }
    }
}

fn whole(written: &Written) -> Localized {
    let clean = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        text.chars().filter(|c| !c.is_control()).collect::<String>()
    };
    let nb = clean(&written.nb);
    let en = clean(&written.en);
    Localized {
        nn: clean(&written.nn),
        en: if en.is_empty() { nb.clone() } else { en },
        nb,
    }
}

fn is_longer(text: &Localized, most: usize) -> bool {
    [&text.nb, &text.nn, &text.en]
        .iter()
        .any(|text| text.chars().count() > most)
}

/// A name as one word of lower-case ASCII letters, digits and hyphens.
fn word(name: &str) -> String {
    let mut word = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => word.push(c),
            'æ' | 'ä' => word.push_str("ae"),
            'ø' | 'ö' => word.push('o'),
            'å' => word.push('a'),
            'é' | 'è' | 'ê' => word.push('e'),
            'ü' => word.push('u'),
            _ if word.is_empty() || word.ends_with('-') => {}
            _ => word.push('-'),
        }
    }
    word.truncate(MAX_WORD);
    word.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn written(nb: &str) -> Written {
        Written {
            nb: nb.to_owned(),
            nn: nb.to_owned(),
            en: String::new(),
        }
    }

    fn check(name: &str, description: &str) -> Result<OwnName, Vec<NameFault>> {
        let organization = OrgNumber::parse("310601004").unwrap();
        OwnName::check(&organization, &written(name), &written(description))
    }

    #[test]
    fn the_id_is_the_number_and_the_name_as_a_word() {
        for (name, id) in [
            ("Rørleggerens lager", "310601004_rorleggerens-lager"),
            ("  Ærlig & Ålreit!  ", "310601004_aerlig-alreit"),
            ("Lønn 2.0", "310601004_lonn-2-0"),
        ] {
            assert_eq!(check(name, "x").unwrap().name_id, id);
        }
    }

    #[test]
    fn english_that_is_left_out_is_taken_from_bokmal() {
        let name = check("Lager\u{0}\n nord", "Teller varer").unwrap();
        assert_eq!(name.name, Localized::same("Lager nord"));
        assert_eq!(name.description.en, "Teller varer");
    }

    #[test]
    fn each_fault_is_told() {
        use NameFault as F;
        let missing = [
            F::NameMissing,
            F::NameNynorskMissing,
            F::DescriptionMissing,
            F::DescriptionNynorskMissing,
        ];
        assert_eq!(check(" ", "").unwrap_err(), missing);
        assert_eq!(check("***", "x").unwrap_err(), [F::NameWithoutWord]);
        let long = "a".repeat(301);
        assert_eq!(
            check(&long, &long).unwrap_err(),
            [F::NameTooLong, F::DescriptionTooLong]
        );
    }
}
