use sha2::{Digest, Sha256};

use super::{Administrator, PolicyRefusal, Refusal, check_policy, own, policy};
use crate::domain::ActKind;
use crate::engine::policy_table::Reading;
use crate::ops::registry_log::Entry;
use crate::ops::{Core, OpsError};
use crate::store::{policies, registry_clock, subjects};

/// Reads a policy that is to guard the resource as a table.
///
/// # Errors
/// As [`check_policy`].
pub fn read_table(resource: &str, policy: &str) -> Result<Reading, PolicyRefusal> {
    check_policy(resource, policy).map(|tree| Reading::of(&tree, resource))
}

/// What became of a policy that was to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    Done,
    /// The stored policy is not the one that the change was made from. Nothing was written.
    Changed,
    Refused(Refusal),
}

/// A short sign of a stored policy, or of none, to tell later whether it is still the same.
pub fn policy_mark(policy: Option<&str>) -> String {
    let Some(policy) = policy else {
        return "none".to_owned();
    };
    let digest = Sha256::digest(policy.as_bytes());
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Makes this the policy of a resource, if the stored one still has the mark `seen`.
pub async fn publish_policy(
    core: &Core,
    by: &Administrator,
    id: &str,
    policy: &str,
    seen: &str,
) -> Result<Published, OpsError> {
    let signature = by.author().sign(core).await?;
    let mut tx = core.db.write().await?;
    let stamp = registry_clock::tick(&mut tx, core.world.now()).await?;
    let resource = match own(&mut tx, by, id, None).await? {
        Ok(resource) => resource,
        Err(refusal) => return Ok(Published::Refused(refusal)),
    };
    // Before anything else: what could never be published is not compared with what is.
    let subjects = match check_policy(id, policy) {
        Ok(tree) => policy::subjects(&tree),
        Err(refusal) => return Ok(Published::Refused(Refusal::Policy(refusal))),
    };
    let stored = policies::find(&mut tx, id).await?;
    if policy_mark(stored.as_ref().and_then(|stored| stored.policy.as_deref())) != seen {
        return Ok(Published::Changed);
    }
    policies::put(&mut tx, id, policy, stamp).await?;
    subjects::set(&mut tx, id, &subjects, stamp).await?;
    let entries = vec![Entry::on_resource(ActKind::PolicyPublished, id)];
    signature
        .put_down(core, &mut tx, &resource.owner, entries)
        .await?;
    tx.commit().await?;
    Ok(Published::Done)
}
