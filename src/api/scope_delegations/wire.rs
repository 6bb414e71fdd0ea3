use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::faults::{self, reason_code, sentence};
use crate::api::problem::Problem;
use crate::domain::{
    Assignment, AssignmentRole, Business, Party, Receiver, Resource, ResourceType, SCOPE_ACCESS,
};
use crate::ops::scope_delegations::{ApiCheck, Counterpart};
use crate::reference::reference;
use crate::store::scope_delegations::DelegatedApi;

mod older;

pub use older::{CheckBody, DelegationBody, DelegationOutput, Named, RightWire, SchemaDelegation};

#[derive(Debug, Deserialize)]
pub struct SupplierQuery {
    /// The acting party.
    pub party: Uuid,
    /// An organization number.
    pub supplier: Option<String>,
    pub resource: Option<String>,
    pub cascade: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub struct ConsumerQuery {
    /// The acting party.
    pub party: Uuid,
    /// An organization number.
    pub consumer: Option<String>,
    pub resource: Option<String>,
    pub cascade: Option<bool>,
}

pub fn resource_of(sent: &Option<String>) -> Result<&str, Problem> {
    let sent = sent.as_deref().filter(|id| !id.is_empty());
    sent.ok_or_else(faults::resource_missing)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentWire {
    id: Uuid,
    role_id: Option<Uuid>,
    from_id: Uuid,
    to_id: Option<Uuid>,
}

impl AssignmentWire {
    pub fn of(assignment: &Assignment) -> Self {
        Self {
            id: assignment.id.0,
            role_id: reference()
                .role(assignment.role.as_str())
                .map(|role| role.id),
            from_id: assignment.from.0,
            to_id: match assignment.to {
                Receiver::Party(party) => Some(party.0),
                Receiver::SystemUser(_) => None,
            },
        }
    }
}

/// A supplier or consumer, in the shape of all connections.
#[derive(Serialize)]
pub struct ConnectionWire {
    party: CompactParty,
    roles: Vec<CompactRole>,
    packages: [(); 0],
    resources: [(); 0],
    instances: [(); 0],
    connections: [(); 0],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CompactParty {
    id: Uuid,
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    variant: Option<String>,
    parent: Option<Uuid>,
    children: Option<()>,
    /// All in lower case, as in the original.
    #[serde(rename = "partyid")]
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CompactRole {
    id: Uuid,
    code: String,
    urn: String,
    /// With the original's blank at the end.
    #[serde(rename = "legacyurn ")]
    legacy_urn_blank: Option<String>,
    #[serde(rename = "legacyurn")]
    legacy_urn: Option<String>,
}

impl ConnectionWire {
    pub fn of(found: &Counterpart) -> Self {
        Self {
            party: CompactParty::of(&found.party),
            roles: CompactRole::supplier().into_iter().collect(),
            packages: [],
            resources: [],
            instances: [],
            connections: [],
        }
    }
}

impl CompactParty {
    fn of(party: &Party) -> Self {
        let organization = party.organization();
        Self {
            variant: organization.map(|one| one.form.clone()),
            parent: organization.and_then(|one| one.parent).map(|id| id.0),
            is_deleted: party.is_deleted,
            ..Self::named(
                party.id.0,
                &party.name,
                party.number,
                organization.map(|one| one.number.as_str()),
            )
        }
    }

    fn of_business(business: &Business) -> Self {
        let number = Some(business.org_number.as_str());
        Self::named(business.id.0, &business.name, business.number, number)
    }

    /// Suppliers and consumers are organizations.
    fn named(id: Uuid, name: &str, number: i64, org_number: Option<&str>) -> Self {
        Self {
            id,
            name: name.to_owned(),
            kind: "Organisasjon",
            variant: None,
            parent: None,
            children: None,
            party_id: number,
            user_id: None,
            username: None,
            organization_identifier: org_number.map(str::to_owned),
            person_identifier: None,
            date_of_birth: None,
            date_of_death: None,
            is_deleted: false,
            deleted_at: None,
        }
    }
}

impl CompactRole {
    fn supplier() -> Option<Self> {
        let role = reference().role(AssignmentRole::Supplier.as_str())?;
        Some(Self {
            id: role.id,
            code: role.code.clone(),
            urn: role.urn.clone(),
            legacy_urn_blank: role.legacy_urn.clone(),
            legacy_urn: role.legacy_urn.clone(),
        })
    }
}

/// An API that is delegated, and between whom.
#[derive(Serialize)]
pub struct PermissionWire {
    resource: ResourceWire,
    permissions: Vec<BetweenWire>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourceWire {
    id: String,
    ref_id: String,
    name: String,
    description: String,
    #[serde(rename = "type")]
    kind: ResourceType,
    provider: String,
    scopes: Vec<String>,
}

#[derive(Serialize)]
struct BetweenWire {
    from: CompactParty,
    to: CompactParty,
    role: Option<CompactRole>,
    created: String,
}

impl PermissionWire {
    /// Each API once, with all between whom it is delegated; or one alone.
    pub fn list(found: &[DelegatedApi], only: Option<&str>) -> Vec<Self> {
        let mut list: Vec<Self> = Vec::new();
        let wanted = found
            .iter()
            .filter(|api| only.is_none_or(|id| id == api.resource.id));
        for api in wanted {
            let between = BetweenWire::of(api);
            let same = list
                .iter_mut()
                .find(|one| one.resource.id == api.resource.id);
            match same {
                Some(known) => known.permissions.push(between),
                None => list.push(Self {
                    resource: ResourceWire::of(&api.resource),
                    permissions: vec![between],
                }),
            }
        }
        list
    }
}

impl BetweenWire {
    fn of(api: &DelegatedApi) -> Self {
        Self {
            from: CompactParty::of_business(&api.consumer),
            to: CompactParty::of_business(&api.supplier),
            role: CompactRole::supplier(),
            created: api.delegation.given_at.rfc3339(),
        }
    }
}

impl ResourceWire {
    fn of(resource: &Resource) -> Self {
        Self {
            id: resource.id.clone(),
            ref_id: resource.id.clone(),
            name: resource.title.nb.clone(),
            description: resource.description.nb.clone(),
            kind: resource.kind,
            provider: resource.owner.clone(),
            scopes: resource.scopes().map(str::to_owned).collect(),
        }
    }
}

/// Whether the person may delegate an API: its one right, and why.
#[derive(Serialize)]
pub struct CheckWire {
    resource: ResourceWire,
    rights: Vec<CheckedRight>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckedRight {
    right: KeyedRight,
    result: bool,
    reason_codes: Vec<&'static str>,
    reasons: Vec<&'static str>,
}

#[derive(Serialize)]
struct KeyedRight {
    key: Option<String>,
    name: &'static str,
    resource: Vec<Named>,
    action: &'static str,
}

impl CheckWire {
    pub fn of(check: &ApiCheck) -> Self {
        let right = CheckedRight {
            right: KeyedRight {
                key: check.right_key.clone(),
                name: SCOPE_ACCESS,
                resource: vec![Named::resource(&check.resource.id)],
                action: SCOPE_ACCESS,
            },
            result: check.problem.is_none(),
            reason_codes: vec![reason_code(check.problem)],
            reasons: check.problem.map(sentence).into_iter().collect(),
        };
        Self {
            resource: ResourceWire::of(&check.resource),
            rights: vec![right],
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LookUpQuery {
    pub supplier_org: Option<String>,
    pub consumer_org: Option<String>,
    pub scope: Option<String>,
}

/// A delegation as Maskinporten reads it.
#[derive(Serialize)]
pub struct MaskinportenDelegation {
    consumer_org: String,
    supplier_org: String,
    /// Written like this in the original.
    #[serde(rename = "delegation_scheme_Id")]
    delegation_scheme_id: Option<Uuid>,
    scopes: Vec<String>,
    created: String,
    #[serde(rename = "resourceid")]
    resource_id: String,
}

impl MaskinportenDelegation {
    pub fn of(api: &DelegatedApi) -> Self {
        let scheme = api.resource.delegation_scheme();
        Self {
            consumer_org: api.consumer.org_number.as_str().to_owned(),
            supplier_org: api.supplier.org_number.as_str().to_owned(),
            delegation_scheme_id: scheme.and_then(|id| Uuid::try_parse(id).ok()),
            scopes: api.resource.scopes().map(str::to_owned).collect(),
            created: api.delegation.given_at.rfc3339(),
            resource_id: api.resource.id.clone(),
        }
    }
}
