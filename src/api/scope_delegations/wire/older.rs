//! The older API's bodies. What is read has its names in lower case, as [`LooseJson`](crate::api::json::LooseJson) makes them.

use serde::{Deserialize, Serialize};

use super::{reason_code, sentence};
use crate::domain::{Localized, Resource, ResourceType, SCOPE_ACCESS};
use crate::ops::scope_delegations::ApiCheck;
use crate::store::scope_delegations::DelegatedApi;

/// Something by the name that an attribute gives it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Named {
    pub id: String,
    pub value: String,
}

impl Named {
    pub fn resource(id: &str) -> Self {
        Self {
            id: "urn:altinn:resource".to_owned(),
            value: id.to_owned(),
        }
    }

    /// The second name is the one that was used before.
    pub fn is_organization(&self) -> bool {
        [
            "urn:altinn:organization:identifier-no",
            "urn:altinn:organizationnumber",
        ]
        .contains(&self.id.as_str())
    }
}

#[derive(Debug, Deserialize)]
pub struct CheckBody {
    #[serde(default)]
    pub resource: Vec<Named>,
}

/// To whom, or from whom, and what.
#[derive(Debug, Deserialize)]
pub struct DelegationBody {
    #[serde(default)]
    pub to: Vec<Named>,
    #[serde(default)]
    pub from: Vec<Named>,
    #[serde(default)]
    pub rights: Vec<NamedRight>,
}

#[derive(Debug, Deserialize)]
pub struct NamedRight {
    #[serde(default)]
    pub resource: Vec<Named>,
}

/// A right, and what became of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RightWire {
    right_key: String,
    resource: Vec<Named>,
    action: &'static str,
    status: &'static str,
    details: Vec<DetailWire>,
}

#[derive(Serialize)]
struct DetailWire {
    code: &'static str,
    description: &'static str,
}

impl RightWire {
    fn of(resource: &str, status: &'static str, details: Vec<DetailWire>) -> Self {
        Self {
            right_key: format!("{resource}/{SCOPE_ACCESS}"),
            resource: vec![Named::resource(resource)],
            action: SCOPE_ACCESS,
            status,
            details,
        }
    }

    pub fn checked(check: &ApiCheck) -> Self {
        let (status, description) = match check.problem {
            None => (
                "Delegable",
                "the person has a role or access package that gives it",
            ),
            Some(problem) => ("NotDelegable", sentence(problem)),
        };
        let detail = DetailWire {
            code: reason_code(check.problem),
            description,
        };
        Self::of(&check.resource.id, status, vec![detail])
    }
}

/// What has been delegated to whom.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DelegationOutput {
    to: Vec<Named>,
    right_delegation_results: Vec<RightWire>,
}

impl DelegationOutput {
    pub fn of(to: &[Named], resource: &str) -> Self {
        Self {
            to: to.to_vec(),
            right_delegation_results: vec![RightWire::of(resource, "Delegated", Vec::new())],
        }
    }
}

/// A delegation in the lists of both sides.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SchemaDelegation {
    offered_by_party_id: i64,
    offered_by_name: String,
    offered_by_organization_number: String,
    covered_by_party_id: i64,
    covered_by_name: String,
    covered_by_organization_number: String,
    /// 0 when no person gave it.
    performed_by_user_id: i64,
    created: String,
    resource_id: String,
    resource_title: Localized,
    resource_description: Localized,
    resource_type: ResourceType,
    has_competent_authority: Authority,
    resource_references: Vec<ReferenceWire>,
}

#[derive(Serialize)]
struct Authority {
    orgcode: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReferenceWire {
    reference_source: &'static str,
    reference: String,
    reference_type: &'static str,
}

impl SchemaDelegation {
    pub fn of(api: &DelegatedApi) -> Self {
        let DelegatedApi {
            consumer,
            supplier,
            resource,
            ..
        } = api;
        Self {
            offered_by_party_id: consumer.number,
            offered_by_name: consumer.name.clone(),
            offered_by_organization_number: consumer.org_number.as_str().to_owned(),
            covered_by_party_id: supplier.number,
            covered_by_name: supplier.name.clone(),
            covered_by_organization_number: supplier.org_number.as_str().to_owned(),
            performed_by_user_id: api.given_by.unwrap_or_default(),
            created: api.delegation.given_at.rfc3339(),
            resource_id: resource.id.clone(),
            resource_title: resource.title.clone(),
            resource_description: resource.description.clone(),
            resource_type: resource.kind,
            has_competent_authority: Authority {
                orgcode: resource.owner.clone(),
            },
            resource_references: references(resource),
        }
    }
}

fn references(resource: &Resource) -> Vec<ReferenceWire> {
    let references = resource.details.references.iter();
    let references = references.map(|one| ReferenceWire {
        reference_source: one.source.as_str(),
        reference: one.value.clone(),
        reference_type: one.kind.as_str(),
    });
    references.collect()
}
