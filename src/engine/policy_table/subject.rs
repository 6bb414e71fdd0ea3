//! Who can have a row of the table.

use crate::engine::functions::Equality;
use crate::engine::names;
use crate::engine::value::DataType;

/// Whom a row of the table is about. Ordered by kind, then by value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableSubject {
    kind: SubjectKind,
    value: String,
}

/// What kind of attribute names the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// A role by its code.
    RoleCode,
    /// A role of Altinn 3 by its name.
    Role,
    /// A role from the Central Coordinating Register by its name.
    RegisterRole,
    /// A guardian's role by its name.
    GuardianRole,
    /// A role in a deceased's estate.
    EstateRole,
    AccessPackage,
    /// One organization by its number.
    Organization,
    /// The members of an access list, `{owner}:{list}`.
    AccessList,
    /// Organizations, or persons.
    PartyType,
    /// A service owner by its code.
    ServiceOwner,
}

impl SubjectKind {
    pub const ALL: [Self; 10] = [
        Self::RoleCode,
        Self::Role,
        Self::RegisterRole,
        Self::GuardianRole,
        Self::EstateRole,
        Self::AccessPackage,
        Self::Organization,
        Self::AccessList,
        Self::PartyType,
        Self::ServiceOwner,
    ];

    /// The subject attribute that policies name it by.
    pub fn attribute_id(self) -> &'static str {
        match self {
            Self::RoleCode => names::ROLE_CODE,
            Self::Role => names::ROLE,
            Self::RegisterRole => names::EXTERNAL_ROLE_CCR,
            Self::GuardianRole => names::EXTERNAL_ROLE_CRA,
            Self::EstateRole => names::ESTATE_ROLE,
            Self::AccessPackage => names::ACCESS_PACKAGE,
            Self::Organization => names::ORGANIZATION_NUMBER,
            Self::AccessList => names::ACCESS_LIST,
            Self::PartyType => names::PARTY_TYPE,
            Self::ServiceOwner => names::ORG,
        }
    }

    pub fn of_attribute(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.attribute_id() == id)
    }

    pub fn is_role(self) -> bool {
        matches!(
            self,
            Self::RoleCode
                | Self::Role
                | Self::RegisterRole
                | Self::GuardianRole
                | Self::EstateRole
        )
    }

    /// Roles and packages have names in lower case alone, so that case makes no difference to them.
    fn is_in_lower_case(self) -> bool {
        self.is_role() || self == Self::AccessPackage
    }
}

impl TableSubject {
    const MAX_CHARS: usize = 200;

    /// None when the value is empty, too long, or has white space in it.
    pub fn new(kind: SubjectKind, value: &str) -> Option<Self> {
        let value = match kind.is_in_lower_case() {
            true => value.to_lowercase(),
            false => value.to_owned(),
        };
        let is_value = is_plain(&value) && value.chars().count() <= Self::MAX_CHARS;
        is_value.then_some(Self { kind, value })
    }

    /// Reads what [`TableSubject::urn`] wrote.
    pub fn parse(urn: &str) -> Option<Self> {
        let of_kind = |kind: SubjectKind| {
            let value = urn.strip_prefix(kind.attribute_id())?.strip_prefix(':')?;
            Self::new(kind, value)
        };
        SubjectKind::ALL.into_iter().find_map(of_kind)
    }

    /// The value that a policy compares with in this way, if the comparison means what the table's does.
    pub(super) fn compared(kind: SubjectKind, equality: Equality, value: &str) -> Option<Self> {
        let fits = match equality {
            Equality::IgnoreCase => kind.is_in_lower_case(),
            Equality::Exact(DataType::String) => {
                !kind.is_in_lower_case() || value == value.to_lowercase()
            }
            Equality::Exact(_) => false,
        };
        fits.then(|| Self::new(kind, value)).flatten()
    }

    pub fn kind(&self) -> SubjectKind {
        self.kind
    }

    pub fn value(&self) -> &str {
        &self.value
    }

    /// Attribute and value in one, such as `urn:altinn:rolecode:dagl`.
    pub fn urn(&self) -> String {
        format!("{}:{}", self.kind.attribute_id(), self.value)
    }
}

/// Whether a name has something in it, and no white space or control characters.
pub(super) fn is_plain(text: &str) -> bool {
    let is_odd =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    !text.is_empty() && !text.chars().any(is_odd)
}
