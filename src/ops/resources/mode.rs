use super::{Administrator, Refusal, keep_first_version, own};
use crate::domain::{AccessListMode, ActKind, Resource};
use crate::ops::registry_log::Entry;
use crate::ops::{Core, OpsError};
use crate::store::{registry_clock, resources};

/// Opens a resource for all that its policy permits, or closes it for those outside access lists, when it has the
/// `expected` version. What else is said about it stays, also what a new description could not say.
pub async fn set_access_list_mode(
    core: &Core,
    by: &Administrator,
    id: &str,
    mode: AccessListMode,
    expected: i64,
) -> Result<Result<Resource, Refusal>, OpsError> {
    let signature = by.author().sign(core).await?;
    let mut tx = core.db.write().await?;
    let stamp = registry_clock::tick(&mut tx, core.world.now()).await?;
    let old = match own(&mut tx, by, id, Some(expected)).await? {
        Ok(old) => old,
        Err(refusal) => return Ok(Err(refusal)),
    };
    keep_first_version(&mut tx, &old, stamp).await?;
    let resource = Resource {
        access_list_mode: mode,
        version: old.version + 1,
        ..old
    };
    resources::update(&mut tx, &resource, stamp).await?;
    let kind = match mode {
        AccessListMode::Enabled => ActKind::ResourceLimited,
        AccessListMode::Disabled => ActKind::ResourceOpened,
    };
    let (owner, entries) = (&resource.owner, vec![Entry::on_resource(kind, id)]);
    signature.put_down(core, &mut tx, owner, entries).await?;
    tx.commit().await?;
    Ok(Ok(resource))
}
