//! Access lists, for their owners: what the API and the portal's pages do alike.
//!
//! A list is found by its owner and its name, so that nobody reaches another owner's; whether the caller may act for that
//! owner is asked before. Every change is one transaction that locks the list, looks at what the caller expects
//! ([`Preconditions`]) and at all that is named, and then writes all or nothing: of two who expect the same version one
//! is refused, and of two who expect nothing neither loses what the other did.

mod connections;
mod lockout;
mod members;
mod whole;

use crate::db::Tx;
use crate::domain::{
    AccessList, AccessListId, ActKind, DatedConnection, MemberName, Membership, PartyId,
    Preconditions, Timestamp,
};
use crate::store;

use super::registry_log::{Author, Entry};
use super::{Core, OpsError};

pub use connections::{connect, connections, disconnect};
pub use lockout::{Lockout, who_would_lose_access};
pub use members::{MAX_AT_ONCE, MemberChange, change_members, members};
pub use whole::{WholeList, bring};

/// Which list: the code of its owner, in lower case, and its identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListName<'a> {
    pub owner: &'a str,
    pub identifier: &'a str,
}

/// What an owner says about a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListText<'a> {
    pub name: &'a str,
    pub description: &'a str,
}

/// A change about to be made: by whom, and what he expects of the list.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a> {
    pub by: &'a Author,
    pub expected: &'a Preconditions,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The owner has no such list.
    NotFound,
    /// No service owner has this code.
    UnknownOwner,
    /// The list is not as the caller expects it: somebody was faster.
    NotAsExpected,
    /// No organizations have these names. Nothing was written.
    UnknownParties(Vec<MemberName>),
    /// More than [`MAX_AT_ONCE`].
    TooManyMembers,
    UnknownResource,
    /// The resource belongs to another service owner.
    ForeignResource,
}

/// The list of that name.
pub async fn find(core: &Core, name: ListName<'_>) -> Result<Option<AccessList>, OpsError> {
    Ok(store::access_lists::find(&core.db, name.owner, name.identifier).await?)
}

/// At most `limit` lists of an owner by identifier, from the first one after `after`.
pub async fn list(
    core: &Core,
    owner: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<AccessList>, OpsError> {
    Ok(store::access_lists::list_after(&core.db, owner, after, limit).await?)
}

/// The connections of each of `lists`, in the order of these: all, or that with one resource.
pub async fn connections_of(
    core: &Core,
    lists: &[AccessList],
    resource: Option<&str>,
) -> Result<Vec<Vec<DatedConnection>>, OpsError> {
    let ids: Vec<AccessListId> = lists.iter().map(|list| list.id).collect();
    Ok(store::access_lists::list_connections_of(&core.db, &ids, resource).await?)
}

/// The lists that a party is a member of now.
pub async fn lists_of_member(core: &Core, party: PartyId) -> Result<Vec<AccessList>, OpsError> {
    let now = core.world.now();
    Ok(store::access_lists::list_of_member(&core.db, party, now).await?)
}

/// What a party's memberships open now: one for each list and connected resource.
pub async fn memberships(core: &Core, party: PartyId) -> Result<Vec<Membership>, OpsError> {
    let now = core.world.now();
    let mut found = store::access_lists::list_memberships(&core.db, party).await?;
    found.retain(|membership| membership.is_valid(now));
    Ok(found)
}

/// Makes a list, or changes what is said about it. What says nothing new changes nothing, the version neither.
pub async fn put(
    core: &Core,
    name: ListName<'_>,
    text: ListText<'_>,
    edit: Edit<'_>,
) -> Result<Result<AccessList, Refusal>, OpsError> {
    let now = core.world.now();
    let signature = edit.by.sign(core).await?;
    let mut tx = core.db.write().await?;
    // Two who make the same list at once wait for each other here.
    if !store::access_lists::lock_owner(&mut tx, name.owner).await? {
        return Ok(Err(Refusal::UnknownOwner));
    }
    let current = match lock_if_there(&mut tx, name, edit.expected).await? {
        Ok(current) => current,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (list, kind) = match current {
        Some(list) if list.name == text.name && list.description == text.description => {
            return Ok(Ok(list));
        }
        Some(list) => {
            let id = list.id;
            store::access_lists::rename(&mut tx, id, text.name, text.description, now).await?;
            (renamed(list, text, now), ActKind::ListChanged)
        }
        None => {
            let list = AccessList {
                version: store::access_lists::first_version(&mut tx).await?,
                ..new_list(core, name, text)
            };
            store::access_lists::insert(&mut tx, &list).await?;
            (list, ActKind::ListCreated)
        }
    };
    let entries = vec![entry(kind, &list)];
    signature
        .put_down(core, &mut tx, name.owner, entries)
        .await?;
    tx.commit().await?;
    Ok(Ok(list))
}

/// Removes a list with its members and connections, and answers what it was; None when there was none.
pub async fn delete(
    core: &Core,
    name: ListName<'_>,
    edit: Edit<'_>,
) -> Result<Result<Option<AccessList>, Refusal>, OpsError> {
    let signature = edit.by.sign(core).await?;
    let mut tx = core.db.write().await?;
    let list = match lock(&mut tx, name, edit.expected).await? {
        Ok(list) => list,
        Err(Refusal::NotFound) => return Ok(Ok(None)),
        Err(refusal) => return Ok(Err(refusal)),
    };
    store::access_lists::delete(&mut tx, list.id).await?;
    let entries = vec![entry(ActKind::ListDeleted, &list)];
    signature
        .put_down(core, &mut tx, name.owner, entries)
        .await?;
    tx.commit().await?;
    Ok(Ok(Some(list)))
}

fn entry(kind: ActKind, list: &AccessList) -> Entry {
    Entry::on_list(kind, list.id.0, &list.identifier)
}

/// The list, if it is there and as expected; nobody else changes it before the transaction ends.
async fn lock(
    tx: &mut Tx,
    name: ListName<'_>,
    expected: &Preconditions,
) -> Result<Result<AccessList, Refusal>, OpsError> {
    let found = store::access_lists::find_locked(tx, name.owner, name.identifier).await?;
    let Some(list) = found else {
        return Ok(Err(Refusal::NotFound));
    };
    Ok(match expected.check_change(Some(list.versioned())) {
        Ok(()) => Ok(list),
        Err(_) => Err(Refusal::NotAsExpected),
    })
}

/// The same for a list that need not be there yet, unless that is expected.
async fn lock_if_there(
    tx: &mut Tx,
    name: ListName<'_>,
    expected: &Preconditions,
) -> Result<Result<Option<AccessList>, Refusal>, OpsError> {
    Ok(match lock(tx, name, expected).await? {
        Ok(list) => Ok(Some(list)),
        Err(Refusal::NotFound) => match expected.check_change(None) {
            Ok(()) => Ok(None),
            Err(_) => Err(Refusal::NotAsExpected),
        },
        Err(refusal) => Err(refusal),
    })
}

fn new_list(core: &Core, name: ListName<'_>, text: ListText<'_>) -> AccessList {
    let now = core.world.now();
    AccessList {
        id: AccessListId(core.world.new_id()),
        owner: name.owner.to_owned(),
        identifier: name.identifier.to_owned(),
        name: text.name.to_owned(),
        description: text.description.to_owned(),
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

fn renamed(list: AccessList, text: ListText<'_>, now: Timestamp) -> AccessList {
    AccessList {
        name: text.name.to_owned(),
        description: text.description.to_owned(),
        ..changed(list, now)
    }
}

/// The list as the statement that raised its version left it.
fn changed(list: AccessList, now: Timestamp) -> AccessList {
    AccessList {
        version: list.version + 1,
        updated_at: now,
        ..list
    }
}
