use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::domain::{
    AccessList, AccessListId, DatedConnection, Member, MemberName, Membership, PartyId,
    RESOURCE_ATTRIBUTE,
};

/// What an owner says about a list. Names are in lower case: see `LooseJson`.
#[derive(Debug, Deserialize)]
pub struct ListBody {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
}

/// Members by their urns.
#[derive(Debug, Deserialize)]
pub struct MembersBody {
    #[serde(default)]
    pub data: Option<Vec<String>>,
    /// Ours. None when it was not sent; what was sent may be null.
    #[serde(default, deserialize_with = "sent")]
    pub expiresat: Option<Value>,
}

#[derive(Debug, Deserialize)]
pub struct ConnectionBody {
    #[serde(default)]
    pub actionfilters: Option<Vec<String>>,
}

/// A whole list as a file says it. Names as in the API, with their case.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListFileBody {
    pub name: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub members: Vec<String>,
    #[serde(default)]
    pub resource_connections: Vec<FileConnectionBody>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileConnectionBody {
    pub resource_identifier: String,
    #[serde(default)]
    pub action_filters: Option<Vec<String>>,
}

fn sent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Which list, and which resource of it, an address names beside the owner.
#[derive(Debug, Deserialize)]
pub struct ListPath {
    pub list: String,
}

#[derive(Debug, Deserialize)]
pub struct ConnectionPath {
    pub list: String,
    pub resource: String,
}

#[derive(Debug, Deserialize)]
pub struct PageQuery {
    pub token: Option<String>,
}

/// Where the next page of an owner's lists begins.
#[derive(Debug, Serialize, Deserialize)]
pub struct ListsPlace {
    pub after: String,
}

/// Where the next page of a list's members begins, and of which version of which list.
#[derive(Debug, Serialize, Deserialize)]
pub struct MembersPlace {
    pub list: AccessListId,
    pub version: i64,
    pub after: PartyId,
}

/// The same for a list's connections.
#[derive(Debug, Serialize, Deserialize)]
pub struct ConnectionsPlace {
    pub list: AccessListId,
    pub version: i64,
    pub after: String,
}

/// A list as its owner sees it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListAnswer {
    urn: String,
    identifier: String,
    name: String,
    description: String,
    created_at: String,
    updated_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_connections: Option<Vec<ConnectionAnswer>>,
}

impl ListAnswer {
    pub fn of(list: &AccessList) -> Self {
        Self {
            urn: format!("urn:altinn:access-list:{}:{}", list.owner, list.identifier),
            identifier: list.identifier.clone(),
            name: list.name.clone(),
            description: list.description.clone(),
            created_at: list.created_at.rfc3339(),
            updated_at: list.updated_at.rfc3339(),
            resource_connections: None,
        }
    }

    #[must_use]
    pub fn with_connections(self, connections: Vec<ConnectionAnswer>) -> Self {
        Self {
            resource_connections: Some(connections),
            ..self
        }
    }
}

/// A resource that a list is connected to.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionAnswer {
    resource_identifier: String,
    /// None: all actions, or not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    action_filters: Option<Vec<String>>,
    created_at: String,
    updated_at: String,
}

impl ConnectionAnswer {
    pub fn of(dated: &DatedConnection) -> Self {
        Self {
            action_filters: filters(&dated.connection.actions),
            ..Self::without_actions(dated)
        }
    }

    pub fn without_actions(dated: &DatedConnection) -> Self {
        Self {
            resource_identifier: dated.connection.resource.clone(),
            action_filters: None,
            created_at: dated.created_at.rfc3339(),
            updated_at: dated.updated_at.rfc3339(),
        }
    }
}

fn filters(actions: &[String]) -> Option<Vec<String>> {
    (!actions.is_empty()).then(|| actions.to_vec())
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberAnswer {
    id: String,
    since: String,
    identifiers: Identifiers,
    /// Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct Identifiers {
    #[serde(rename = "urn:altinn:party:uuid")]
    party: String,
    #[serde(rename = "urn:altinn:party:id")]
    number: String,
    #[serde(rename = "urn:altinn:organization:identifier-no")]
    org_number: String,
}

impl MemberAnswer {
    pub fn of(member: &Member) -> Self {
        Self {
            id: MemberName::Party(member.party).to_string(),
            since: member.since.rfc3339(),
            identifiers: Identifiers {
                party: member.party.to_string(),
                number: member.number.to_string(),
                org_number: member.org_number.to_string(),
            },
            expires_at: member.expires_at.map(|end| end.rfc3339()),
        }
    }
}

/// An answer that is no page of anything.
#[derive(Debug, Serialize)]
pub struct Whole<T> {
    pub data: Vec<T>,
}

/// What a membership opens to a party.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MembershipAnswer {
    party: String,
    resource: String,
    since: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    action_filters: Option<Vec<String>>,
    /// Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

impl MembershipAnswer {
    /// None when the list is connected to nothing.
    pub fn of(party: PartyId, membership: &Membership) -> Option<Self> {
        let connection = membership.connection.as_ref()?;
        Some(Self {
            party: MemberName::Party(party).to_string(),
            resource: format!("{RESOURCE_ATTRIBUTE}:{}", connection.resource),
            since: membership.since.rfc3339(),
            action_filters: filters(&connection.actions),
            expires_at: membership.expires_at.map(|end| end.rfc3339()),
        })
    }
}
