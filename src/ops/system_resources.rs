//! The product's own resources: what its pages and APIs are protected by. They exist in every installation.

use crate::db::{Db, DbError, Tx};
use crate::domain::{
    AccessListMode, Localized, OrgNumber, Resource, ResourceDetails, ResourceType, ServiceOwner,
    Timestamp,
};
use crate::ops::resources::insert_with_policy;
use crate::store::{resources, service_owners};

/// The code that the product's own resources are owned by.
pub const OWNER_CODE: &str = "por";
/// A number from the synthetic series, which belongs to no real organization.
const OWNER_NUMBER: &str = "310903000";

/// Adds the owner `por` and the resources it owns, where they are missing. Those that exist are left as they are.
pub async fn ensure(db: &Db, now: Timestamp) -> Result<(), DbError> {
    match add_missing(db, now).await {
        // Another process that starts at the same time was faster, and did the same.
        Err(DbError::Duplicate) => Ok(()),
        other => other,
    }
}

async fn add_missing(db: &Db, now: Timestamp) -> Result<(), DbError> {
    let mut tx = db.write().await?;
    ensure_owner(&mut tx).await?;
    for (resource, policy) in system_resources() {
        if resources::find(&mut tx, &resource.id).await?.is_none() {
            insert_with_policy(&mut tx, &resource, policy, now).await?;
        }
    }
    tx.commit().await
}

async fn ensure_owner(tx: &mut Tx) -> Result<(), DbError> {
    if service_owners::find(&mut *tx, OWNER_CODE).await?.is_some() {
        return Ok(());
    }
    match owner() {
        Some(owner) => service_owners::insert(tx, &owner).await,
        None => Err(DbError::NotAsExpected),
    }
}

/// Whether this is the owner of the product's own resources, which nobody registers or changes.
pub(super) fn is_owner(owner: &ServiceOwner) -> bool {
    owner.code == OWNER_CODE
}

fn owner() -> Option<ServiceOwner> {
    let number = OrgNumber::parse(OWNER_NUMBER)?;
    Some(ServiceOwner::new(
        OWNER_CODE,
        number,
        Localized::same("Fullmakt"),
    ))
}

fn system_resources() -> [(Resource, &'static str); 7] {
    [
        system_resource(
            "altinn_access_management",
            ["Tilgangsstyring", "Tilgangsstyring", "Access management"],
            include_str!("../reference/policies/altinn_access_management.xml"),
        ),
        system_resource(
            "altinn_system_user_overview",
            [
                "Oversikt over systembrukere",
                "Oversikt over systembrukarar",
                "Overview of system users",
            ],
            include_str!("../reference/policies/altinn_system_user_overview.xml"),
        ),
        system_resource(
            "altinn_client_administration",
            [
                "Klientadministrasjon",
                "Klientadministrasjon",
                "Client administration",
            ],
            include_str!("../reference/policies/altinn_client_administration.xml"),
        ),
        system_resource(
            "altinn_access_management_hovedadmin",
            [
                "Hovedadministrasjon",
                "Hovudadministrasjon",
                "Main administration",
            ],
            include_str!("../reference/policies/altinn_access_management_hovedadmin.xml"),
        ),
        system_resource(
            "altinn_maskinporten_scope_delegation",
            [
                "Delegering av API i Maskinporten",
                "Delegering av API i Maskinporten",
                "Delegation of APIs at Maskinporten",
            ],
            include_str!("../reference/policies/altinn_maskinporten_scope_delegation.xml"),
        ),
        system_resource(
            "fullmakt_resource_administration",
            [
                "Ressursadministrasjon",
                "Ressursadministrasjon",
                "Resource administration",
            ],
            include_str!("../reference/policies/fullmakt_resource_administration.xml"),
        ),
        system_resource(
            "fullmakt_operation",
            ["Drift", "Drift", "Operation"],
            include_str!("../reference/policies/fullmakt_operation.xml"),
        ),
    ]
}

fn system_resource(
    id: &str,
    [nb, nn, en]: [&str; 3],
    policy: &'static str,
) -> (Resource, &'static str) {
    let title = Localized {
        nb: nb.to_owned(),
        nn: nn.to_owned(),
        en: en.to_owned(),
    };
    let resource = Resource {
        id: id.to_owned(),
        owner: OWNER_CODE.to_owned(),
        description: title.clone(),
        title,
        kind: ResourceType::Systemresource,
        is_delegable: false,
        is_visible: false,
        available_for: Vec::new(),
        access_list_mode: AccessListMode::Disabled,
        details: ResourceDetails::default(),
        version: 1,
    };
    (resource, policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_has_a_valid_number() {
        assert!(owner().is_some());
    }
}
