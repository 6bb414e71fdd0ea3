use super::{Edit, ListName, Refusal, changed, entry, lock};
use crate::db::Tx;
use crate::domain::{AccessList, AccessListId, ActKind, Connection, DatedConnection, Timestamp};
use crate::ops::{Core, OpsError};
use crate::store;
use crate::store::access_lists::ConnectionPage;

/// At most `limit` connections of a list by resource, from the first one after `after`, with the list as it was then.
pub async fn connections(
    core: &Core,
    name: ListName<'_>,
    after: &str,
    limit: i64,
) -> Result<Option<ConnectionPage>, OpsError> {
    let (owner, identifier) = (name.owner, name.identifier);
    Ok(store::access_lists::list_connections(&core.db, owner, identifier, after, limit).await?)
}

/// Connects a list to a resource of the same owner, or changes which actions it opens there. Answers the list as it is
/// then, and the connection.
pub async fn connect(
    core: &Core,
    name: ListName<'_>,
    wanted: &Connection,
    edit: Edit<'_>,
) -> Result<Result<(AccessList, DatedConnection), Refusal>, OpsError> {
    let now = core.world.now();
    let signature = edit.by.sign(core).await?;
    let mut tx = core.db.write().await?;
    // The resource first, then the list: in the order of those who delete resources.
    let owner = store::access_lists::lock_resource(&mut tx, &wanted.resource).await?;
    let list = match lock(&mut tx, name, edit.expected).await? {
        Ok(list) => list,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match owner {
        None => return Ok(Err(Refusal::UnknownResource)),
        Some(owner) if owner != list.owner => return Ok(Err(Refusal::ForeignResource)),
        Some(_) => {}
    }
    let current = find(&mut tx, list.id, &wanted.resource).await?;
    if let Some(same) = current.clone().filter(|one| one.connection == *wanted) {
        return Ok(Ok((list, same)));
    }
    store::access_lists::put_connection(&mut tx, list.id, wanted, now).await?;
    let connected = entry(ActKind::ListConnected, &list).to(&wanted.resource, &wanted.actions);
    signature
        .put_down(core, &mut tx, name.owner, vec![connected])
        .await?;
    tx.commit().await?;
    Ok(Ok((changed(list, now), dated(wanted, current, now))))
}

/// Ends a connection. Answers the list as it is then, and what the connection was; None when there was none.
pub async fn disconnect(
    core: &Core,
    name: ListName<'_>,
    resource: &str,
    edit: Edit<'_>,
) -> Result<Result<(AccessList, Option<DatedConnection>), Refusal>, OpsError> {
    let now = core.world.now();
    let signature = edit.by.sign(core).await?;
    let mut tx = core.db.write().await?;
    let list = match lock(&mut tx, name, edit.expected).await? {
        Ok(list) => list,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(current) = find(&mut tx, list.id, resource).await? else {
        return Ok(Ok((list, None)));
    };
    store::access_lists::remove_connection(&mut tx, list.id, resource, now).await?;
    let ended = entry(ActKind::ListDisconnected, &list).to(resource, &[]);
    signature
        .put_down(core, &mut tx, name.owner, vec![ended])
        .await?;
    tx.commit().await?;
    Ok(Ok((changed(list, now), Some(current))))
}

async fn find(
    tx: &mut Tx,
    list: AccessListId,
    resource: &str,
) -> Result<Option<DatedConnection>, OpsError> {
    let found = store::access_lists::list_connections_of(tx, &[list], Some(resource)).await?;
    Ok(found.into_iter().flatten().next())
}

fn dated(wanted: &Connection, before: Option<DatedConnection>, now: Timestamp) -> DatedConnection {
    DatedConnection {
        connection: wanted.clone(),
        created_at: before.map_or(now, |before| before.created_at),
        updated_at: now,
    }
}
