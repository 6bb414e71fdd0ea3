use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AccessListId, OrgNumber, PartyId, Timestamp, Versioned};

/// How long the identifier of a list may be, in characters.
const MAX_IDENTIFIER: usize = 255;

/// A service owner's list of organizations that may use some of its resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessList {
    pub id: AccessListId,
    /// The code of the service owner.
    pub owner: String,
    /// The name that the owner chose; with the owner's code it names the list.
    pub identifier: String,
    pub name: String,
    pub description: String,
    /// Grows with every change to the list, its members and its resources.
    pub version: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl AccessList {
    /// What conditions look at.
    pub fn versioned(&self) -> Versioned {
        Versioned {
            version: self.version,
            updated_at: self.updated_at,
        }
    }
}

/// Whether a text can name a list: the characters that stand in an address as they are (RFC 3986, §2.3), but no name that
/// would lead to another address (`.` and `..`).
pub fn is_list_identifier(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    (1..=MAX_IDENTIFIER).contains(&text.len())
        && text.chars().all(is_plain)
        && !text.chars().all(|c| c == '.')
}

/// A member of a list, an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub party: PartyId,
    /// The numeric party id.
    pub number: i64,
    pub org_number: OrgNumber,
    pub name: String,
    pub since: Timestamp,
    /// From this moment it is a member no more.
    pub expires_at: Option<Timestamp>,
}

/// How long new members stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expiry {
    /// Those who are members already stay as long as before; new ones without end.
    #[default]
    AsBefore,
    /// All without end.
    Never,
    /// All until this moment.
    At(Timestamp),
}

impl Expiry {
    /// The end that it sets, if any.
    pub fn moment(self) -> Option<Timestamp> {
        match self {
            Self::At(moment) => Some(moment),
            Self::AsBefore | Self::Never => None,
        }
    }
}

/// One of the ways in which an organization is named as a member.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MemberName {
    Party(PartyId),
    Number(i64),
    /// Nine digits, whatever the last one says: a number that cannot be right is one that nobody has.
    OrgNumber(String),
}

impl MemberName {
    const PARTY: &str = "urn:altinn:party:uuid:";
    const NUMBER: &str = "urn:altinn:party:id:";
    const ORG_NUMBER: &str = "urn:altinn:organization:identifier-no:";

    /// Reads one of the urns `urn:altinn:party:uuid:…`, `urn:altinn:party:id:…` and
    /// `urn:altinn:organization:identifier-no:…`.
    pub fn parse(urn: &str) -> Option<Self> {
        if let Some(id) = urn.strip_prefix(Self::PARTY) {
            return Uuid::try_parse(id).ok().map(PartyId).map(Self::Party);
        }
        if let Some(number) = urn.strip_prefix(Self::NUMBER) {
            let is_plain = number.bytes().all(|byte| byte.is_ascii_digit());
            return number.parse().ok().filter(|_| is_plain).map(Self::Number);
        }
        urn.strip_prefix(Self::ORG_NUMBER)
            .and_then(Self::parse_org_number)
    }

    /// Reads nine digits.
    pub fn parse_org_number(text: &str) -> Option<Self> {
        let is_number = text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| Self::OrgNumber(text.to_owned()))
    }
}

impl fmt::Display for MemberName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Party(id) => write!(f, "{}{id}", Self::PARTY),
            Self::Number(number) => write!(f, "{}{number}", Self::NUMBER),
            Self::OrgNumber(number) => write!(f, "{}{number}", Self::ORG_NUMBER),
        }
    }
}

/// Whether a resource is only for the members of access lists (`accessListMode` in the resource registry).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccessListMode {
    #[default]
    Disabled,
    /// What the policy permits also needs a membership.
    Enabled,
}

impl AccessListMode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Disabled => "Disabled",
            Self::Enabled => "Enabled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Disabled, Self::Enabled]
            .into_iter()
            .find(|mode| mode.as_str() == text)
    }
}

/// That a party is a member of a list, with one of the resources that the list is connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub owner: String,
    /// The list's identifier.
    pub list: String,
    pub since: Timestamp,
    /// From this moment the party is a member no more.
    pub expires_at: Option<Timestamp>,
    /// None when the list is connected to nothing.
    pub connection: Option<Connection>,
}

/// A resource that a list is connected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    pub resource: String,
    /// The actions that the list opens; empty means all.
    pub actions: Vec<String>,
}

/// A connection with its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedConnection {
    pub connection: Connection,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

impl Membership {
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether the member may do `action` on `resource`, as far as this list goes. `None` is an action that is not
    /// known.
    pub fn admits(&self, resource: &str, action: Option<&str>, now: Timestamp) -> bool {
        let connects = |connection: &Connection| {
            let fits = |open: &String| action.is_some_and(|one| open.eq_ignore_ascii_case(one));
            connection.resource == resource
                && (connection.actions.is_empty() || connection.actions.iter().any(fits))
        };
        self.is_valid(now) && self.connection.as_ref().is_some_and(connects)
    }

    /// The list in one word, as the subject attribute `urn:altinn:access-list` has it.
    pub fn list_name(&self) -> String {
        format!("{}:{}", self.owner, self.list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Duration;
    use time::macros::datetime;

    fn now() -> Timestamp {
        Timestamp::from_datetime(datetime!(2026-11-22 12:00 UTC))
    }

    fn membership(actions: &[&str]) -> Membership {
        Membership {
            owner: "dts".into(),
            list: "banks".into(),
            since: now(),
            expires_at: None,
            connection: Some(Connection {
                resource: "loans".into(),
                actions: actions.iter().map(|action| (*action).into()).collect(),
            }),
        }
    }

    #[test]
    fn a_list_without_filters_opens_all_and_one_with_filters_those_alone() {
        let (all, read) = (membership(&[]), membership(&["read", "sign"]));
        for (membership, resource, action, admitted) in [
            (&all, "loans", Some("write"), true),
            (&all, "loans", None, true),
            (&all, "other", Some("read"), false),
            (&read, "loans", Some("read"), true),
            (&read, "loans", Some("Sign"), true),
            (&read, "loans", Some("write"), false),
            (&read, "loans", None, false),
        ] {
            let found = membership.admits(resource, action, now());
            assert_eq!(found, admitted, "{resource} {action:?}");
        }
        let unconnected = Membership {
            connection: None,
            ..all
        };
        assert!(!unconnected.admits("loans", None, now()));
        assert_eq!(read.list_name(), "dts:banks");
    }

    #[test]
    fn a_membership_ends_at_the_very_moment() {
        let ending = Membership {
            expires_at: Some(now()),
            ..membership(&[])
        };
        let before = now().minus(Duration::microseconds(1));
        assert!(ending.admits("loans", None, before));
        assert!(!ending.admits("loans", None, now()));
    }
}
