//! Connections as JSON: the reference's shapes, with its slips (`partyid`, and `legacyurn` with a blank at its end) beside
//! the names that were meant.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{Day, Language, Party, PartyId, PartyKind, Registered};
use crate::ops::connections::{Attribute, NamedRight};
use crate::reference::{AccessPackage, Role, action_name, reference};

/// A party.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    pub id: Uuid,
    name: String,
    r#type: &'static str,
    variant: String,
    pub parent: Option<Box<Entity>>,
    pub children: Vec<Entity>,
    #[serde(rename = "partyid")]
    slipped_party_id: i64,
    party_id: i64,
    user_id: Option<i64>,
    username: Option<String>,
    organization_identifier: Option<String>,
    person_identifier: Option<String>,
    date_of_birth: Option<String>,
    date_of_death: Option<String>,
    is_deleted: bool,
    deleted_at: Option<String>,
}

impl Entity {
    pub fn of(party: &Party) -> Self {
        let (person, organization) = (party.person(), party.organization());
        let day = |day: Day| day.to_string();
        Self {
            id: party.id.0,
            name: party.name.clone(),
            r#type: match party.kind {
                PartyKind::Person(_) => "Person",
                PartyKind::Organization(_) => "Organisasjon",
            },
            variant: organization.map_or_else(|| "Person".to_owned(), |one| one.form.clone()),
            parent: None,
            children: Vec::new(),
            slipped_party_id: party.number,
            party_id: party.number,
            user_id: person.map(|person| person.user_number),
            username: None,
            organization_identifier: organization.map(|one| one.number.to_string()),
            person_identifier: person.map(|person| person.national_id.expose().to_owned()),
            date_of_birth: person.map(|person| day(person.born)),
            date_of_death: person.and_then(|person| person.died).map(day),
            is_deleted: party.is_deleted,
            deleted_at: None,
        }
    }

    pub fn registered(registered: &Registered) -> Self {
        Self {
            deleted_at: registered.deleted_at.map(|at| at.rfc3339()),
            ..Self::of(&registered.party)
        }
    }
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleWire {
    id: Uuid,
    code: &'static str,
    urn: &'static str,
    #[serde(rename = "legacyurn ")]
    slipped_legacy_urn: Option<&'static str>,
    legacy_urn: Option<&'static str>,
    children: [(); 0],
}

impl RoleWire {
    pub fn of(role: &'static Role) -> Self {
        let legacy = role.legacy_urn.as_deref();
        Self {
            id: role.id,
            code: &role.code,
            urn: &role.urn,
            slipped_legacy_urn: legacy,
            legacy_urn: legacy,
            children: [],
        }
    }
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PackageWire {
    id: Uuid,
    urn: &'static str,
    area_id: Option<Uuid>,
}

impl PackageWire {
    pub fn of(package: &'static AccessPackage) -> Self {
        Self {
            id: package.id,
            urn: &package.urn,
            area_id: reference().area(&package.area).map(|area| area.id),
        }
    }
}

#[derive(Clone, Serialize)]
pub struct ResourceWire {
    pub id: String,
    pub value: String,
}

impl ResourceWire {
    pub fn of(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            value: format!("urn:altinn:resource:{id}"),
        }
    }
}

/// All that lies between two parties.
#[derive(Serialize)]
pub struct ConnectionWire {
    pub party: Entity,
    pub roles: Vec<RoleWire>,
    pub packages: Vec<PackageWire>,
    pub resources: Vec<ResourceWire>,
    /// Powers over single instances are not kept here.
    pub instances: [(); 0],
    pub connections: Vec<ConnectionWire>,
}

/// One thing that is held, with the ways to it.
#[derive(Serialize)]
pub struct PackageHeld {
    pub package: PackageWire,
    pub permissions: Vec<Permission>,
}

#[derive(Serialize)]
pub struct RoleHeld {
    pub role: RoleWire,
    pub permissions: Vec<Permission>,
}

#[derive(Serialize)]
pub struct ResourceHeld {
    pub resource: ResourceWire,
    pub permissions: Vec<Permission>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RightsHeld {
    pub resource: ResourceWire,
    pub direct_rights: Vec<RightHeld>,
    pub indirect_rights: Vec<RightHeld>,
}

#[derive(Serialize)]
pub struct RightHeld {
    pub right: RightWire,
    pub reason: ReasonWire,
    pub permissions: Vec<Permission>,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Permission {
    pub from: Entity,
    pub to: Entity,
    pub via: Option<Via>,
    pub role: Option<RoleWire>,
    pub via_role: Option<RoleWire>,
    pub reason: ReasonWire,
}

#[derive(Clone, Serialize)]
pub struct Via {
    pub id: Uuid,
}

impl Via {
    pub fn of(party: PartyId) -> Self {
        Self { id: party.0 }
    }
}

#[derive(Clone, Serialize)]
pub struct ReasonWire {
    pub flag: &'static str,
    pub items: [ReasonItem; 1],
}

#[derive(Clone, Serialize)]
pub struct ReasonItem {
    pub name: &'static str,
    pub description: &'static str,
}

/// A right as those who give it name it.
#[derive(Clone, Serialize)]
pub struct RightWire {
    pub key: String,
    name: String,
    resource: Vec<AttributeWire>,
    action: AttributeWire,
}

#[derive(Clone, Serialize)]
struct AttributeWire {
    r#type: String,
    value: String,
}

impl RightWire {
    pub fn of(right: &NamedRight, language: Language) -> Self {
        let attribute = |one: &Attribute| AttributeWire {
            r#type: one.id.clone(),
            value: one.value.clone(),
        };
        let action = &right.action.value;
        Self {
            key: right.key.clone(),
            name: action_name(action, language).to_owned(),
            resource: right.resource.iter().map(attribute).collect(),
            action: attribute(&right.action),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentWire {
    pub id: Uuid,
    pub role_id: Option<Uuid>,
    pub from_id: Uuid,
    pub to_id: Uuid,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GivenPackageWire {
    pub id: Uuid,
    pub assignment_id: Uuid,
    pub package_id: Uuid,
}

#[derive(Serialize)]
pub struct PackageCheckWire {
    pub package: PackageWire,
    pub result: bool,
    pub reasons: Vec<PackageReasonWire>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PackageReasonWire {
    pub description: String,
    pub role_id: Option<Uuid>,
    pub role_urn: Option<&'static str>,
    pub from_id: Option<Uuid>,
    pub from_name: Option<String>,
    pub to_id: Option<Uuid>,
    pub to_name: Option<String>,
    pub via_id: Option<Uuid>,
    pub via_name: Option<String>,
    pub via_role_id: Option<Uuid>,
    pub via_role_urn: Option<&'static str>,
}

#[derive(Serialize)]
pub struct RoleCheckWire {
    pub role: RoleWire,
    pub result: bool,
    pub reasons: [(); 0],
}

#[derive(Serialize)]
pub struct RightsCheckWire {
    pub resource: CheckedResource,
    pub rights: Vec<RightCheckWire>,
}

#[derive(Serialize)]
pub struct CheckedResource {
    pub id: String,
    pub value: String,
    pub name: String,
    pub description: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RightCheckWire {
    pub right: RightWire,
    pub result: bool,
    pub reason_codes: Vec<&'static str>,
}

/// A person named by number and surname; names are read whatever their case.
#[derive(Debug, Deserialize)]
pub struct PersonBody {
    #[serde(default)]
    pub personidentifier: String,
    #[serde(default)]
    pub lastname: String,
}

#[derive(Debug, Deserialize)]
pub struct RightKeysBody {
    pub directrightkeys: Option<Vec<String>>,
}
