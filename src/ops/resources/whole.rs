//! A resource with all that belongs to it, brought in at once by whoever runs the registry.

use crate::db::Tx;
use crate::domain::{ActKind, LinkService, Naming, PolicySubject, Resource, ResourceDraft};
use crate::ops::registry_log::{Author, Entry};
use crate::ops::{Core, OpsError};
use crate::store::registry_clock::{self, RegistryStamp};
use crate::store::{link_services, policies, resources, subjects};

use super::{Administrator, Refusal, add, check_policy, checked, policy, replace};

/// What a resource shall be. What is left out stays as it is.
#[derive(Clone, Debug)]
pub struct Whole {
    pub draft: ResourceDraft,
    pub policy: Option<String>,
    pub link: Option<LinkService>,
}

/// What became of something that was brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brought {
    New,
    Changed,
    AsBefore,
}

/// Makes the resource what it shall be, all or nothing, by the rules that its owner is held to. What is so already is not
/// written again.
pub async fn bring(core: &Core, whole: Whole) -> Result<Result<Brought, Vec<Refusal>>, OpsError> {
    let policy = read_policy(&whole);
    let Whole { draft, link, .. } = whole;
    let mut tx = core.db.write().await?;
    let stamp = registry_clock::tick(&mut tx, core.world.now()).await?;
    let old = resources::find(&mut tx, &draft.id).await?;
    let naming = match &old {
        Some(_) => Naming::Existing,
        None => Naming::New,
    };
    let described = checked(&mut tx, &Administrator::Operator, draft, naming).await?;
    let (mut resource, policy) = match (described, policy) {
        (Ok(resource), Ok(policy)) => (resource, policy),
        (described, policy) => {
            let refusals = described.err().into_iter().chain(policy.err());
            return Ok(Err(refusals.collect()));
        }
    };
    let mut is_changed = match &old {
        Some(old) => describe(&mut tx, old, &mut resource, stamp).await?,
        None if add(&mut tx, &mut resource, stamp).await? => true,
        None => return Ok(Err(vec![Refusal::Taken])),
    };
    let mut entries = Vec::new();
    if is_changed {
        let kind = match &old {
            Some(_) => ActKind::ResourceChanged,
            None => ActKind::ResourceCreated,
        };
        entries.push(Entry::on_resource(kind, &resource.id));
    }
    if let Some(policy) = policy
        && guard(&mut tx, &resource.id, &policy, stamp).await?
    {
        is_changed = true;
        entries.push(Entry::on_resource(ActKind::PolicyPublished, &resource.id));
    }
    if let Some(link) = link {
        is_changed |= put_link(&mut tx, &link).await?;
    }
    if !is_changed {
        return Ok(Ok(Brought::AsBefore));
    }
    let signature = Author::Unknown.sign(core).await?;
    signature
        .put_down(core, &mut tx, &resource.owner, entries)
        .await?;
    tx.commit().await?;
    Ok(Ok(match old {
        Some(_) => Brought::Changed,
        None => Brought::New,
    }))
}

/// A policy that was found good.
struct Policy {
    text: String,
    subjects: Vec<PolicySubject>,
}

fn read_policy(whole: &Whole) -> Result<Option<Policy>, Refusal> {
    let Some(text) = &whole.policy else {
        return Ok(None);
    };
    let tree = check_policy(&whole.draft.id, text).map_err(Refusal::Policy)?;
    Ok(Some(Policy {
        text: text.clone(),
        subjects: policy::subjects(&tree),
    }))
}

async fn describe(
    tx: &mut Tx,
    old: &Resource,
    resource: &mut Resource,
    stamp: RegistryStamp,
) -> Result<bool, OpsError> {
    resource.version = old.version;
    if resource == old {
        return Ok(false);
    }
    replace(tx, old, resource, stamp).await?;
    Ok(true)
}

async fn guard(
    tx: &mut Tx,
    id: &str,
    policy: &Policy,
    stamp: RegistryStamp,
) -> Result<bool, OpsError> {
    let kept = policies::find(&mut *tx, id).await?;
    if kept.and_then(|kept| kept.policy).as_ref() == Some(&policy.text) {
        return Ok(false);
    }
    policies::put(tx, id, &policy.text, stamp).await?;
    subjects::set(tx, id, &policy.subjects, stamp).await?;
    Ok(true)
}

async fn put_link(tx: &mut Tx, link: &LinkService) -> Result<bool, OpsError> {
    match link_services::find(&mut *tx, &link.resource).await? {
        Some(kept) if kept == *link => return Ok(false),
        Some(_) => link_services::update(tx, link).await?,
        None => link_services::insert(tx, link).await?,
    }
    Ok(true)
}
