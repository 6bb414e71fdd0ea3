//! National ids and organization numbers as callers send them.

use super::batch::Name;
use super::wire::SentNumber;
use crate::api::Problem;
use crate::domain::{NationalId, OrgNumber};

/// A number of the right shape. None inside: its control digits are wrong, so nobody has it.
pub enum Number {
    Person(Option<NationalId>),
    Organization(Option<OrgNumber>),
}

impl Number {
    /// Exactly one of the two must be sent; `at` is the place in the body, for the fault's words. The number itself is not
    /// repeated in them.
    pub fn read(sent: &SentNumber, at: &str) -> Result<Self, Problem> {
        let ssn = sent.ssn.as_deref().filter(|text| !text.is_empty());
        let organization = sent.orgno.as_deref().filter(|text| !text.is_empty());
        match (ssn, organization) {
            (Some(ssn), None) => national_id(ssn)
                .map(Self::Person)
                .ok_or_else(|| Problem::unreadable(format!("{at}ssn must be 11 digits"))),
            (None, Some(number)) => org_number(number)
                .map(Self::Organization)
                .ok_or_else(|| Problem::unreadable(format!("{at}orgNo must be 9 digits"))),
            _ => Err(Problem::unreadable(format!(
                "exactly one of {at}ssn and {at}orgNo is needed"
            ))),
        }
    }

    /// What the register knows the party by.
    pub fn name(self) -> Option<Name> {
        match self {
            Self::Person(id) => id.map(Name::Person),
            Self::Organization(number) => number.map(Name::Organization),
        }
    }
}

/// None when it is not even eleven digits; Some(None) when nobody can have it.
pub fn national_id(text: &str) -> Option<Option<NationalId>> {
    has_digits(text, 11).then(|| NationalId::parse(text))
}

/// The same for an organization number.
pub fn org_number(text: &str) -> Option<Option<OrgNumber>> {
    has_digits(text, 9).then(|| OrgNumber::parse(text))
}

fn has_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}
