use super::{Localized, OrgNumber, RedirectPolicy, ServiceOwner, is_redirect_address};

/// How many scope prefixes or environments an owner may have.
pub const MOST_WORDS: usize = 20;
/// How many administrators are named at once.
pub const MOST_ADMINISTRATORS: usize = 20;
const MOST_NAME: usize = 200;
const MOST_URL: usize = 500;
const MOST_SCOPE: usize = 200;

/// What somebody wants a service owner to be; not yet checked. Empty texts are what was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnerDraft {
    pub name: Localized,
    pub logo: String,
    pub homepage: String,
    pub environments: Vec<String>,
    pub scope_prefixes: Vec<String>,
}

/// Where something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerField {
    Code,
    OrgNumber,
    NameNb,
    NameNn,
    NameEn,
    Logo,
    Homepage,
    Environments,
    ScopePrefixes,
    Administrators,
    Scope,
}

/// One thing wrong with what somebody wants of a service owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerFault {
    pub field: OwnerField,
    pub problem: OwnerProblem,
}

/// What is wrong. Of several persons, `place` tells which, since their numbers are not repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnerProblem {
    Missing,
    TooLong {
        most: usize,
    },
    TooMany {
        most: usize,
    },
    BadCode,
    BadNumber,
    BadName,
    BadUrl,
    BadWord {
        word: String,
    },
    BadScope {
        scope: String,
    },
    CodeTaken,
    NumberTaken {
        code: String,
    },
    NotInRegister,
    OrganizationDeleted,
    PrefixTaken {
        prefix: String,
        code: String,
    },
    BadNationalId {
        place: Option<usize>,
    },
    NoSuchPerson {
        place: Option<usize>,
    },
    AlreadyAdministrator {
        name: String,
    },
    NotAdministrator,
    ScopeGranted {
        scope: String,
    },
    ScopeNotGranted {
        scope: String,
    },
    /// It begins with a prefix of this owner's, who gives it out itself.
    ScopeOfOwner {
        scope: String,
        code: String,
    },
}

impl OwnerField {
    pub fn with(self, problem: OwnerProblem) -> OwnerFault {
        OwnerFault {
            field: self,
            problem,
        }
    }
}

/// A word that stands where codes stand in the addresses of access lists.
const RESERVED_CODE: &str = "memberships";

/// Says whether `code` can be a service owner's: 2 to 15 of a to z and 0 to 9, a letter first.
pub fn check_owner_code(code: &str) -> Result<(), OwnerProblem> {
    let is_good = (2..=15).contains(&code.len())
        && code != RESERVED_CODE
        && code.starts_with(|c: char| c.is_ascii_lowercase())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    match code {
        "" => Err(OwnerProblem::Missing),
        _ if is_good => Ok(()),
        _ => Err(OwnerProblem::BadCode),
    }
}

/// Reads an organization number as somebody may write it: with spaces between the digits.
pub fn read_org_number(text: &str) -> Result<OrgNumber, OwnerProblem> {
    match without_spaces(text).as_str() {
        "" => Err(OwnerProblem::Missing),
        digits => OrgNumber::parse(digits).ok_or(OwnerProblem::BadNumber),
    }
}

/// A number without the spaces that people write into it.
pub fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Says whether `scope` can be a scope in Maskinporten: a prefix, a colon, and a name.
pub fn check_scope(scope: &str) -> Result<(), OwnerProblem> {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_good = scope.len() <= MOST_SCOPE
        && scope
            .bytes()
            .all(|byte| is_part(byte) || b":/._-".contains(&byte))
        && scope
            .split_once(':')
            .is_some_and(|(prefix, name)| check_word(prefix).is_ok() && !name.is_empty());
    match is_good {
        true => Ok(()),
        false => Err(OwnerProblem::BadScope {
            scope: shortened(scope),
        }),
    }
}

impl OwnerDraft {
    /// The owner, when nothing is wrong that can be seen without the others; all that is wrong otherwise.
    pub fn checked(self, code: String, number: OrgNumber) -> Result<ServiceOwner, Vec<OwnerFault>> {
        let faults = self.faults();
        if !faults.is_empty() {
            return Err(faults);
        }
        let Self {
            name,
            logo,
            homepage,
            environments,
            scope_prefixes,
        } = self;
        Ok(ServiceOwner {
            code,
            number,
            name: Localized {
                nb: name.nb.trim().to_owned(),
                nn: name.nn.trim().to_owned(),
                en: name.en.trim().to_owned(),
            },
            logo: written(&logo),
            homepage: written(&homepage),
            environments: each_once(environments),
            scope_prefixes: each_once(scope_prefixes),
        })
    }

    /// All that is wrong and can be seen without the other owners.
    pub fn faults(&self) -> Vec<OwnerFault> {
        use OwnerField as Field;
        let checks = [
            (Field::NameNb, check_name(&self.name.nb)),
            (Field::NameNn, check_name(&self.name.nn)),
            (Field::NameEn, check_name(&self.name.en)),
            (Field::Logo, check_url(&self.logo)),
            (Field::Homepage, check_url(&self.homepage)),
            (Field::Environments, check_words(&self.environments)),
            (Field::ScopePrefixes, check_words(&self.scope_prefixes)),
        ];
        let faults = checks
            .into_iter()
            .filter_map(|(field, check)| check.err().map(|problem| field.with(problem)));
        faults.collect()
    }
}

fn check_name(name: &str) -> Result<(), OwnerProblem> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err(OwnerProblem::Missing),
        length if length > MOST_NAME => Err(OwnerProblem::TooLong { most: MOST_NAME }),
        _ if name.contains(char::is_control) => Err(OwnerProblem::BadName),
        _ => Ok(()),
    }
}

/// Nothing, or an address on the web over https: no `javascript:`, no user names.
fn check_url(text: &str) -> Result<(), OwnerProblem> {
    match text.trim() {
        "" => Ok(()),
        text if text.len() > MOST_URL => Err(OwnerProblem::TooLong { most: MOST_URL }),
        text if is_redirect_address(text, RedirectPolicy::HttpsOnly) => Ok(()),
        _ => Err(OwnerProblem::BadUrl),
    }
}

fn check_words(words: &[String]) -> Result<(), OwnerProblem> {
    if words.len() > MOST_WORDS {
        return Err(OwnerProblem::TooMany { most: MOST_WORDS });
    }
    words.iter().try_for_each(|word| check_word(word))
}

/// A scope prefix or the name of an environment.
fn check_word(word: &str) -> Result<(), OwnerProblem> {
    let is_good = (2..=50).contains(&word.len())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    match is_good {
        true => Ok(()),
        false => Err(OwnerProblem::BadWord {
            word: shortened(word),
        }),
    }
}

/// Enough to know again what was written.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn written(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn each_once(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        if !kept.contains(&word) {
            kept.push(word);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn draft() -> OwnerDraft {
        OwnerDraft {
            name: Localized::same("Havetaten"),
            logo: "https://hav.example/logo.svg".to_owned(),
            homepage: String::new(),
            environments: vec!["tt02".to_owned()],
            scope_prefixes: vec!["hav".to_owned(), "hav".to_owned()],
        }
    }

    fn number() -> OrgNumber {
        OrgNumber::parse("310904015").unwrap()
    }

    #[test]
    fn a_good_draft_becomes_an_owner_with_each_word_once() {
        let owner = draft().checked("hav".to_owned(), number()).unwrap();
        assert_eq!(owner.scope_prefixes, ["hav"]);
        assert_eq!(owner.homepage, None);
        assert_eq!(owner.logo.as_deref(), Some("https://hav.example/logo.svg"));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let bad = OwnerDraft {
            name: Localized {
                nb: " ".to_owned(),
                nn: "a\u{0}b".to_owned(),
                en: "x".repeat(201),
            },
            logo: "javascript:alert(1)".to_owned(),
            homepage: "https://user@evil.example/".to_owned(),
            environments: vec!["TT02".to_owned()],
            scope_prefixes: vec!["hav:x".to_owned()],
        };
        let fields: Vec<OwnerField> = bad.faults().into_iter().map(|fault| fault.field).collect();
        use OwnerField as Field;
        assert_eq!(
            fields,
            [
                Field::NameNb,
                Field::NameNn,
                Field::NameEn,
                Field::Logo,
                Field::Homepage,
                Field::Environments,
                Field::ScopePrefixes,
            ]
        );
    }

    #[test]
    fn a_code_is_short_and_plain() {
        for good in ["ttd", "skd", "digdir", "a1"] {
            assert!(check_owner_code(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "1a",
            "Skd",
            "a-b",
            "ås",
            "abcdefghijklmnop",
            "memberships",
            "a b",
        ] {
            assert!(check_owner_code(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_scope_has_a_prefix_and_a_name() {
        for good in ["altinn:serviceowner", "altinn:a/b.c-d_e", "dts:x:y"] {
            assert!(check_scope(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "altinn",
            "altinn:",
            ":x",
            "a b:c",
            "Altinn:x",
            "altinn:å",
        ] {
            assert!(check_scope(bad).is_err(), "{bad}");
        }
        assert!(check_scope(&format!("altinn:{}", "x".repeat(200))).is_err());
    }

    #[test]
    fn addresses_on_the_web_are_taken_and_nothing_else() {
        let of = |homepage: &str| OwnerDraft {
            homepage: homepage.to_owned(),
            ..draft()
        };
        for good in ["", "https://hav.example", "https://hav.example:8080/a?b#c"] {
            assert!(of(good).faults().is_empty(), "{good}");
        }
        for bad in [
            "hav.example",
            "http://hav.example",
            "https://",
            "https:///x",
            "data:text/html,x",
            "https://a b",
            "//x",
        ] {
            assert_eq!(of(bad).faults().len(), 1, "{bad}");
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(read_org_number(" 310 904 015 "), Ok(number()));
        assert_eq!(read_org_number(""), Err(OwnerProblem::Missing));
        assert_eq!(read_org_number("310904016"), Err(OwnerProblem::BadNumber));
    }
}
