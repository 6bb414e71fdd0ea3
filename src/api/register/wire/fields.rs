//! The fields of the newer shape: what callers may ask for through `?fields=`.

/// One member of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Uuid,
    Id,
    Type,
    DisplayName,
    PersonId,
    OrgId,
    Created,
    Modified,
    Deleted,
    DeletedAt,
    Version,
    UserId,
    UserName,
    PersonSource,
    FirstName,
    MiddleName,
    LastName,
    ShortName,
    PersonAddress,
    PersonMailingAddress,
    DateOfBirth,
    DateOfDeath,
    OrgSource,
    UnitStatus,
    UnitType,
    TelephoneNumber,
    MobileNumber,
    FaxNumber,
    EmailAddress,
    InternetAddress,
    OrgMailingAddress,
    BusinessAddress,
    /// Not a member: the subunits come beside the party.
    Subunits,
}

/// A set of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields(u64);

use Field as F;

const PARTY: &[Field] = &[
    F::Uuid,
    F::Id,
    F::Type,
    F::DisplayName,
    F::PersonId,
    F::OrgId,
    F::Created,
    F::Modified,
    F::Deleted,
    F::DeletedAt,
    F::Version,
];
const IDENTIFIERS: &[Field] = &[F::Uuid, F::Id, F::PersonId, F::OrgId];
const USER: &[Field] = &[F::UserId, F::UserName];
const PERSON: &[Field] = &[
    F::PersonSource,
    F::FirstName,
    F::MiddleName,
    F::LastName,
    F::ShortName,
    F::PersonAddress,
    F::PersonMailingAddress,
    F::DateOfBirth,
    F::DateOfDeath,
];
const ORGANIZATION: &[Field] = &[
    F::OrgSource,
    F::UnitStatus,
    F::UnitType,
    F::TelephoneNumber,
    F::MobileNumber,
    F::FaxNumber,
    F::EmailAddress,
    F::InternetAddress,
    F::OrgMailingAddress,
    F::BusinessAddress,
];

/// The words of `?fields=`. The kinds of party that this register holds none of have words too, which give nothing.
const WORDS: [(&str, &[Field]); 44] = [
    ("uuid", &[F::Uuid]),
    ("id", &[F::Id]),
    ("type", &[F::Type]),
    ("display-name", &[F::DisplayName]),
    ("person-id", &[F::PersonId]),
    ("org-id", &[F::OrgId]),
    ("created", &[F::Created]),
    ("modified", &[F::Modified]),
    ("deleted", &[F::Deleted]),
    ("deleted-at", &[F::DeletedAt]),
    ("version", &[F::Version]),
    ("identifiers", IDENTIFIERS),
    ("party", PARTY),
    ("user", USER),
    ("user.id", &[F::UserId]),
    ("user.name", &[F::UserName]),
    ("person", PERSON),
    ("person.source", &[F::PersonSource]),
    ("person.first-name", &[F::FirstName]),
    ("person.middle-name", &[F::MiddleName]),
    ("person.last-name", &[F::LastName]),
    ("person.short-name", &[F::ShortName]),
    ("person.address", &[F::PersonAddress]),
    ("person.mailing-address", &[F::PersonMailingAddress]),
    ("person.date-of-birth", &[F::DateOfBirth]),
    ("person.date-of-death", &[F::DateOfDeath]),
    ("org", ORGANIZATION),
    ("org.source", &[F::OrgSource]),
    ("org.unit-status", &[F::UnitStatus]),
    ("org.unit-type", &[F::UnitType]),
    ("org.telephone-number", &[F::TelephoneNumber]),
    ("org.mobile-number", &[F::MobileNumber]),
    ("org.fax-number", &[F::FaxNumber]),
    ("org.email-address", &[F::EmailAddress]),
    ("org.internet-address", &[F::InternetAddress]),
    ("org.mailing-address", &[F::OrgMailingAddress]),
    ("org.business-address", &[F::BusinessAddress]),
    ("org.subunits", &[F::Subunits]),
    ("si", &[]),
    ("si.type", &[]),
    ("si.email", &[]),
    ("sysuser", &[]),
    ("sysuser.type", &[]),
    ("owner-uuid", &[]),
];

impl Fields {
    /// What is answered when nothing is asked for.
    pub const DEFAULT: Self = Self::of(IDENTIFIERS).and(Self::of(&[F::Type]));
    /// Everything.
    pub const ALL: Self = Self(u64::MAX);

    pub const fn of(mut fields: &[Field]) -> Self {
        let mut bits = 0;
        while let [first, rest @ ..] = fields {
            bits |= 1 << *first as u64;
            fields = rest;
        }
        Self(bits)
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn has(self, field: Field) -> bool {
        self.0 & (1 << field as u64) != 0
    }

    pub const fn without(self, field: Field) -> Self {
        Self(self.0 & !(1 << field as u64))
    }

    /// Reads words with commas between them, all of which must be in `allowed`.
    ///
    /// # Errors
    /// The first word that is unknown, or that this caller is not given.
    pub fn read(text: Option<&str>, allowed: Self) -> Result<Self, String> {
        let words = text.unwrap_or_default().split(',').map(str::trim);
        let mut words = words.filter(|word| !word.is_empty()).peekable();
        if words.peek().is_none() {
            return Ok(Self::DEFAULT);
        }
        words.try_fold(Self(0), |fields, word| {
            let known = WORDS.iter().find(|(name, _)| *name == word);
            let asked = known.map(|(_, fields)| Self::of(fields));
            match asked.filter(|asked| asked.0 & !allowed.0 == 0) {
                Some(asked) => Ok(fields.and(asked)),
                None => Err(word.to_owned()),
            }
        })
    }
}

/// What every consumer of the trimmed variants may ask for: who it is, and no more.
pub const WHO: Fields = Fields::of(PARTY)
    .and(Fields::of(USER))
    .and(Fields::of(&[F::UnitType, F::Subunits]));

/// What access management needs besides: names to find somebody by, and whether somebody can act at all.
pub const WHO_CAN_ACT: Fields = WHO.and(Fields::of(&[
    F::FirstName,
    F::MiddleName,
    F::LastName,
    F::ShortName,
    F::DateOfBirth,
    F::DateOfDeath,
    F::UnitStatus,
]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_gathered_and_unknown_ones_told() {
        let read = |text| Fields::read(Some(text), Fields::ALL);
        assert_eq!(read("uuid, org-id"), Ok(Fields::of(&[F::Uuid, F::OrgId])));
        assert_eq!(read("identifiers"), Ok(Fields::of(IDENTIFIERS)));
        assert_eq!(read(" , "), Ok(Fields::DEFAULT));
        assert_eq!(read("uuid,UUID"), Err("UUID".to_owned()));
        assert_eq!(
            read("person.everything"),
            Err("person.everything".to_owned())
        );
    }

    #[test]
    fn a_consumer_is_not_given_what_it_does_not_need() {
        assert!(Fields::read(Some("party,org.unit-type"), WHO).is_ok());
        for word in ["person", "person.address", "person.date-of-birth", "org"] {
            assert_eq!(Fields::read(Some(word), WHO), Err(word.to_owned()));
        }
        assert!(Fields::read(Some("person.date-of-birth"), WHO_CAN_ACT).is_ok());
        assert!(Fields::read(Some("person.address"), WHO_CAN_ACT).is_err());
    }

    #[test]
    fn every_field_has_a_bit_and_a_word_of_its_own() {
        let mut seen = Fields(0);
        for (word, fields) in WORDS {
            if let [field] = fields {
                assert!(!seen.has(*field), "{word}");
                seen = seen.and(Fields::of(fields));
            }
        }
        assert_eq!(seen.0, (1 << (F::Subunits as u64 + 1)) - 1);
    }
}
