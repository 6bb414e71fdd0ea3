use super::members::{entries, find_all};
use super::{ListName, ListText, Refusal, new_list};
use crate::db::Tx;
use crate::domain::{AccessList, AccessListId, ActKind, Connection, Expiry, MemberName};
use crate::ops::registry_log::{Author, Entry};
use crate::ops::resources::Brought;
use crate::ops::{Core, OpsError};
use crate::store;

/// What a list shall be: these members and these connections, and no others.
#[derive(Clone, Copy, Debug)]
pub struct WholeList<'a> {
    pub text: ListText<'a>,
    pub members: &'a [MemberName],
    pub connections: &'a [Connection],
}

/// Makes the list what it shall be, all or nothing. What is so already is not written again; members stay as long as
/// before.
pub async fn bring(
    core: &Core,
    name: ListName<'_>,
    whole: WholeList<'_>,
) -> Result<Result<Brought, Refusal>, OpsError> {
    let now = core.world.now();
    let mut tx = core.db.write().await?;
    if !store::access_lists::lock_owner(&mut tx, name.owner).await? {
        return Ok(Err(Refusal::UnknownOwner));
    }
    if let Err(refusal) = check_connections(&mut tx, name, whole.connections).await? {
        return Ok(Err(refusal));
    }
    let members = match find_all(&mut tx, whole.members).await? {
        Ok(members) => members,
        Err(unknown) => return Ok(Err(Refusal::UnknownParties(unknown))),
    };
    let old = store::access_lists::find_locked(&mut tx, name.owner, name.identifier).await?;
    let is_new = old.is_none();
    let (list, is_said) = match old {
        Some(list) => say(core, &mut tx, list, whole.text).await?,
        None => (make(core, &mut tx, name, whole.text).await?, true),
    };
    let on_list = |kind| Entry::on_list(kind, list.0, name.identifier);
    let mut done = Vec::new();
    if is_said {
        done.push(on_list(match is_new {
            true => ActKind::ListCreated,
            false => ActKind::ListChanged,
        }));
    }
    let keep = Expiry::AsBefore;
    let changes = store::access_lists::replace_members(&mut tx, list, &members, keep, now).await?;
    done.extend(entries(list, name.identifier, changes));
    let turned = connect_only(core, &mut tx, list, whole.connections).await?;
    done.extend(
        turned
            .into_iter()
            .map(|(kind, one)| on_list(kind).to(&one.resource, &one.actions)),
    );
    let is_changed = !done.is_empty();
    if is_changed {
        let signature = Author::Unknown.sign(core).await?;
        signature.put_down(core, &mut tx, name.owner, done).await?;
        tx.commit().await?;
    }
    Ok(Ok(match (is_new, is_changed) {
        (true, _) => Brought::New,
        (false, true) => Brought::Changed,
        (false, false) => Brought::AsBefore,
    }))
}

async fn make(
    core: &Core,
    tx: &mut Tx,
    name: ListName<'_>,
    text: ListText<'_>,
) -> Result<AccessListId, OpsError> {
    let list = AccessList {
        version: store::access_lists::first_version(tx).await?,
        ..new_list(core, name, text)
    };
    store::access_lists::insert(tx, &list).await?;
    Ok(list.id)
}

async fn say(
    core: &Core,
    tx: &mut Tx,
    list: AccessList,
    text: ListText<'_>,
) -> Result<(AccessListId, bool), OpsError> {
    let is_new = list.name != text.name || list.description != text.description;
    if is_new {
        let now = core.world.now();
        store::access_lists::rename(tx, list.id, text.name, text.description, now).await?;
    }
    Ok((list.id, is_new))
}

/// Every resource must be the owner's.
async fn check_connections(
    tx: &mut Tx,
    name: ListName<'_>,
    connections: &[Connection],
) -> Result<Result<(), Refusal>, OpsError> {
    for connection in connections {
        match store::access_lists::lock_resource(tx, &connection.resource).await? {
            Some(owner) if owner == name.owner => {}
            Some(_) => return Ok(Err(Refusal::ForeignResource)),
            None => return Ok(Err(Refusal::UnknownResource)),
        }
    }
    Ok(Ok(()))
}

async fn connect_only(
    core: &Core,
    tx: &mut Tx,
    list: AccessListId,
    wanted: &[Connection],
) -> Result<Vec<(ActKind, Connection)>, OpsError> {
    let now = core.world.now();
    let kept = store::access_lists::list_connections_of(&mut *tx, &[list], None).await?;
    let kept: Vec<Connection> = kept
        .into_iter()
        .flatten()
        .map(|one| one.connection)
        .collect();
    let mut done = Vec::new();
    for connection in wanted.iter().filter(|one| !kept.contains(one)) {
        store::access_lists::put_connection(tx, list, connection, now).await?;
        done.push((ActKind::ListConnected, connection.clone()));
    }
    let is_wanted = |one: &&Connection| wanted.iter().any(|other| other.resource == one.resource);
    for connection in kept.iter().filter(|one| !is_wanted(one)) {
        store::access_lists::remove_connection(tx, list, &connection.resource, now).await?;
        done.push((ActKind::ListDisconnected, connection.clone()));
    }
    Ok(done)
}
