use serde::Serialize;
use uuid::Uuid;

use super::urn;
use crate::domain::{Localized, PartyId, RoleAssignment};
use crate::reference::Role;

/// What the URNs of roles from other registers begin with; the register's code and the role's name follow.
const EXTERNAL_ROLE: &str = "urn:altinn:external-role:";

/// A role that comes from another register.
#[derive(Serialize)]
pub struct RoleWire<'a> {
    #[serde(flatten)]
    reference: RoleRef<'a>,
    code: Option<&'a str>,
    name: &'a Localized,
}

#[derive(Serialize)]
struct RoleRef<'a> {
    /// The register: `ccr`, `cra` …
    source: &'a str,
    identifier: &'a str,
    urn: &'a str,
}

impl<'a> RoleRef<'a> {
    fn of(role: &'a Role) -> Option<Self> {
        let named = role.urn.strip_prefix(EXTERNAL_ROLE)?;
        let (source, identifier) = named.split_once(':')?;
        Some(Self {
            source,
            identifier,
            urn: &role.urn,
        })
    }
}

impl<'a> RoleWire<'a> {
    /// None for a role of our own.
    pub fn of(role: &'a Role) -> Option<Self> {
        Some(Self {
            reference: RoleRef::of(role)?,
            code: role.er_code.as_deref(),
            name: &role.name,
        })
    }

    /// What lists of roles are sorted by.
    pub fn order(&self) -> (&'a str, &'a str) {
        (self.reference.source, self.reference.identifier)
    }
}

/// That somebody has a role from another register at a party.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignmentWire<'a> {
    role: RoleRef<'a>,
    from_party: PartyRef,
    to_party: PartyRef,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PartyRef {
    party_uuid: Uuid,
    urn: String,
}

impl PartyRef {
    fn of(id: PartyId) -> Self {
        Self {
            party_uuid: id.0,
            urn: urn::internal(id),
        }
    }
}

impl<'a> RoleAssignmentWire<'a> {
    /// None for a role of our own.
    pub fn of(assignment: &RoleAssignment, role: &'a Role) -> Option<Self> {
        Some(Self {
            role: RoleRef::of(role)?,
            from_party: PartyRef::of(assignment.at),
            to_party: PartyRef::of(assignment.holder),
        })
    }
}
