//! The resource registry: descriptions and policies of resources, changed by their owners and nobody else.
//!
//! Each operation is one transaction, which begins by ticking the registry's clock: writers of the registry wait for one
//! another, so that the feeds follow the commits and what was checked is still so when it is written.

mod administrator;
mod mode;
mod policy;
mod publish;
mod whole;

use std::sync::Arc;

use crate::db::{Db, DbError, Tx};
use crate::domain::{
    ActKind, GuardedResource, Naming, OrgNumber, PolicySubject, Resource, ResourceDraft,
    ResourceFault, ServiceOwner, Timestamp,
};
use crate::engine::PolicyTree;
use crate::ops::registry_log::Entry;
use crate::ops::{Core, OpsError};
use crate::store::registry_clock::{self, RegistryStamp};
use crate::store::resources::Claimed;
use crate::store::{access_lists, policies, resources, service_owners, subjects};

pub use administrator::Administrator;
pub use mode::set_access_list_mode;
pub use policy::{PolicyReason, PolicyRefusal, check_policy};
pub use publish::{Published, policy_mark, publish_policy, read_table};
pub use whole::{Brought, Whole, bring};

/// Why the registry was not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// What is wrong with the description.
    Invalid(Vec<ResourceFault>),
    /// Scopes in Maskinporten with prefixes that the caller does not have.
    ForeignScopes(Vec<String>),
    /// It belongs to another organization.
    NotYours,
    /// The id is in use.
    Taken,
    NotFound,
    /// Somebody changed it since the caller read it; this is its version now.
    Changed(i64),
    Policy(PolicyRefusal),
}

/// Adds a resource.
pub async fn create(
    core: &Core,
    by: &Administrator,
    draft: ResourceDraft,
) -> Result<Result<Resource, Refusal>, OpsError> {
    let signature = by.author().sign(core).await?;
    let mut tx = core.db.write().await?;
    let stamp = registry_clock::tick(&mut tx, core.world.now()).await?;
    let mut resource = match checked(&mut tx, by, draft, Naming::New).await? {
        Ok(resource) => resource,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !add(&mut tx, &mut resource, stamp).await? {
        return Ok(Err(Refusal::Taken));
    }
    let entry = Entry::on_resource(ActKind::ResourceCreated, &resource.id);
    let (owner, entries) = (&resource.owner, vec![entry]);
    signature.put_down(core, &mut tx, owner, entries).await?;
    tx.commit().await?;
    Ok(Ok(resource))
}

/// Adds a resource, unless its id is taken.
async fn add(tx: &mut Tx, resource: &mut Resource, stamp: RegistryStamp) -> Result<bool, DbError> {
    match resources::find_claim(&mut *tx, &resource.id).await? {
        Claimed::Free => resources::insert(tx, resource, stamp).await?,
        // Another owner's id stays taken, as others may still have it in their systems.
        Claimed::Deleted(old) if old.owner == resource.owner => {
            resource.version = old.version + 1;
            resources::update(tx, resource, stamp).await?;
        }
        Claimed::Deleted(_) | Claimed::Taken(_) => return Ok(false),
    }
    Ok(true)
}

/// Replaces the description of the resource that the draft names, when it has the `expected` version or any.
pub async fn update(
    core: &Core,
    by: &Administrator,
    draft: ResourceDraft,
    expected: Option<i64>,
) -> Result<Result<Resource, Refusal>, OpsError> {
    let signature = by.author().sign(core).await?;
    let mut tx = core.db.write().await?;
    let stamp = registry_clock::tick(&mut tx, core.world.now()).await?;
    let mut resource = match checked(&mut tx, by, draft, Naming::Existing).await? {
        Ok(resource) => resource,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let old = match own(&mut tx, by, &resource.id, expected).await? {
        Ok(old) => old,
        Err(refusal) => return Ok(Err(refusal)),
    };
    replace(&mut tx, &old, &mut resource, stamp).await?;
    let entry = Entry::on_resource(ActKind::ResourceChanged, &resource.id);
    let (owner, entries) = (&old.owner, vec![entry]);
    signature.put_down(core, &mut tx, owner, entries).await?;
    tx.commit().await?;
    Ok(Ok(resource))
}

/// Puts a description in the place of `old`.
async fn replace(
    tx: &mut Tx,
    old: &Resource,
    resource: &mut Resource,
    stamp: RegistryStamp,
) -> Result<(), DbError> {
    keep_first_version(tx, old, stamp).await?;
    resource.version = old.version + 1;
    resources::update(tx, resource, stamp).await?;
    if old.owner != resource.owner {
        // Whose it was no longer says who may use it.
        access_lists::disconnect_all(tx, &resource.id, stamp.at()).await?;
    }
    Ok(())
}

/// Deletes a resource with all that was given on it.
pub async fn delete(
    core: &Core,
    by: &Administrator,
    id: &str,
) -> Result<Result<(), Refusal>, OpsError> {
    let signature = by.author().sign(core).await?;
    let mut tx = core.db.write().await?;
    let stamp = registry_clock::tick(&mut tx, core.world.now()).await?;
    let old = match own(&mut tx, by, id, None).await? {
        Ok(old) => old,
        Err(refusal) => return Ok(Err(refusal)),
    };
    subjects::set(&mut tx, id, &[], stamp).await?;
    resources::delete(&mut tx, id, stamp).await?;
    let entries = vec![Entry::on_resource(ActKind::ResourceDeleted, id)];
    signature
        .put_down(core, &mut tx, &old.owner, entries)
        .await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Makes this the policy of a resource.
pub async fn put_policy(
    core: &Core,
    by: &Administrator,
    id: &str,
    policy: &str,
) -> Result<Result<(), Refusal>, OpsError> {
    // A large policy takes a while to read; nobody waits for the registry's clock meanwhile.
    let resource = resources::find(&core.db, id).await?;
    let owner = match &resource {
        Some(resource) => service_owners::find(&core.db, &resource.owner).await?,
        None => None,
    };
    if let Err(refusal) = by.change(resource, owner.as_ref(), None) {
        return Ok(Err(refusal));
    }
    let subjects = match check_policy(id, policy) {
        Ok(tree) => policy::subjects(&tree),
        Err(refusal) => return Ok(Err(Refusal::Policy(refusal))),
    };
    let signature = by.author().sign(core).await?;
    let mut tx = core.db.write().await?;
    let stamp = registry_clock::tick(&mut tx, core.world.now()).await?;
    let resource = match own(&mut tx, by, id, None).await? {
        Ok(resource) => resource,
        Err(refusal) => return Ok(Err(refusal)),
    };
    policies::put(&mut tx, id, policy, stamp).await?;
    subjects::set(&mut tx, id, &subjects, stamp).await?;
    let entries = vec![Entry::on_resource(ActKind::PolicyPublished, id)];
    signature
        .put_down(core, &mut tx, &resource.owner, entries)
        .await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// The policy of a resource; None when there is no such resource, or it has no policy.
pub async fn policy(core: &Core, id: &str) -> Result<Option<Arc<PolicyTree>>, OpsError> {
    let known = core.known().await?.resource(id).await?;
    match known.filter(|resource| resource.has_policy()) {
        Some(resource) => Ok(Some(resource.policy()?.clone())),
        None => Ok(None),
    }
}

/// Reads the subjects of a resource's policy anew. Nothing is written when they are as they were: anybody may ask.
pub async fn reload_subjects(core: &Core, id: &str) -> Result<(), OpsError> {
    let text = |guarded: Option<GuardedResource>| guarded.and_then(|found| found.policy);
    let Some(policy) = text(policies::find(&core.db, id).await?) else {
        return Ok(());
    };
    if is_indexed(&core.db, id, &policy).await? {
        return Ok(());
    }
    let mut tx = core.db.write().await?;
    let stamp = registry_clock::tick(&mut tx, core.world.now()).await?;
    // The policy may be another one by now.
    if let Some(policy) = text(policies::find(&mut tx, id).await?) {
        subjects::set(&mut tx, id, &policy::subjects_of(&policy), stamp).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Reads the subjects of those policies that came into the registry before their subjects were kept.
pub async fn index_all(core: &Core) -> Result<(), OpsError> {
    for id in policies::list_without_subjects(&core.db).await? {
        reload_subjects(core, &id).await?;
    }
    Ok(())
}

async fn is_indexed(db: &Db, id: &str, policy: &str) -> Result<bool, DbError> {
    let rows = subjects::list_of_resource(db, id).await?;
    let mut kept: Vec<PolicySubject> = rows.into_iter().map(|row| row.subject).collect();
    kept.sort();
    Ok(kept == policy::subjects_of(policy))
}

/// Adds a resource with its policy, unchecked: for the product's own and for demo data.
pub async fn insert_with_policy(
    tx: &mut Tx,
    resource: &Resource,
    policy: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    let stamp = registry_clock::tick(tx, now).await?;
    resources::insert(tx, resource, stamp).await?;
    policies::put(tx, &resource.id, policy, stamp).await?;
    subjects::set(tx, &resource.id, &policy::subjects_of(policy), stamp).await
}

/// The resource that a draft describes, when nothing is wrong with it and the caller may own it.
async fn checked(
    tx: &mut Tx,
    by: &Administrator,
    draft: ResourceDraft,
    naming: Naming,
) -> Result<Result<Resource, Refusal>, DbError> {
    let faults = draft.faults(naming);
    if !faults.is_empty() {
        return Ok(Err(Refusal::Invalid(faults)));
    }
    let foreign = by.foreign_scopes(tx, &draft).await?;
    if !foreign.is_empty() {
        return Ok(Err(Refusal::ForeignScopes(foreign)));
    }
    let owner = claimed_owner(tx, &draft).await?;
    if !by.may_own(&draft, owner.as_ref()) {
        return Ok(Err(Refusal::NotYours));
    }
    let resource = owner.and_then(|owner| draft.resource_of(&owner));
    Ok(resource.ok_or_else(|| Refusal::Invalid(vec![unknown_owner()])))
}

/// The service owner that a draft names, when its code and number fit.
async fn claimed_owner(
    tx: &mut Tx,
    draft: &ResourceDraft,
) -> Result<Option<ServiceOwner>, DbError> {
    let number = OrgNumber::parse(&draft.organization);
    let fits = |owner: &ServiceOwner| {
        draft.organization.is_empty() || number.as_ref() == Some(&owner.number)
    };
    let found = match (&number, draft.owner_code.is_empty()) {
        (_, false) => service_owners::find(tx, &draft.owner_code).await?,
        (Some(number), true) => service_owners::find_by_number(tx, number).await?,
        (None, true) => None,
    };
    Ok(found.filter(fits))
}

fn unknown_owner() -> ResourceFault {
    ResourceFault {
        field: "HasCompetentAuthority",
        message: "No service owner is registered with this code and this organization number"
            .to_owned(),
    }
}

/// The resource, when the caller may change it.
async fn own(
    tx: &mut Tx,
    by: &Administrator,
    id: &str,
    expected: Option<i64>,
) -> Result<Result<Resource, Refusal>, DbError> {
    let resource = resources::find(&mut *tx, id).await?;
    let owner = match &resource {
        Some(resource) => service_owners::find(tx, &resource.owner).await?,
        None => None,
    };
    Ok(by.change(resource, owner.as_ref(), expected))
}

/// A description from before there were versions is kept before it goes.
async fn keep_first_version(
    tx: &mut Tx,
    old: &Resource,
    stamp: RegistryStamp,
) -> Result<(), DbError> {
    let kept = resources::find_version(&mut *tx, &old.id, old.version).await?;
    match kept {
        Some(_) => Ok(()),
        None => resources::keep_version(tx, old, stamp).await,
    }
}
