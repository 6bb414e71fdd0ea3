use std::collections::HashMap;

use super::{Edit, ListName, Refusal, changed, lock};
use crate::db::Tx;
use crate::domain::{AccessList, AccessListId, ActKind, Expiry, MemberName, PartyId};
use crate::ops::registry_log::Entry;
use crate::ops::{Core, OpsError};
use crate::store::access_lists::{self as lists, MemberChanges, MemberPage};

/// The most members that one change may name.
pub const MAX_AT_ONCE: usize = 100_000;

/// What is done to the members of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberChange {
    /// Makes the named ones members.
    Add(Expiry),
    Remove,
    /// Makes the named ones members, and nobody else.
    Replace(Expiry),
}

/// At most `limit` members by party, from the first one after `after`, with the list as it was then.
pub async fn members(
    core: &Core,
    name: ListName<'_>,
    after: Option<PartyId>,
    limit: i64,
) -> Result<Option<MemberPage>, OpsError> {
    let name = (name.owner, name.identifier);
    let now = core.world.now();
    Ok(lists::list_members(&core.db, name, after, limit, now).await?)
}

/// Changes the members of a list. Answers the list as it is then; naming somebody twice, adding a member and
/// removing who is none change nothing. If any name is unknown, nothing is changed.
pub async fn change_members(
    core: &Core,
    name: ListName<'_>,
    named: &[MemberName],
    change: MemberChange,
    edit: Edit<'_>,
) -> Result<Result<AccessList, Refusal>, OpsError> {
    if named.len() > MAX_AT_ONCE {
        return Ok(Err(Refusal::TooManyMembers));
    }
    let signature = edit.by.sign(core).await?;
    let mut tx = core.db.write().await?;
    let list = match lock(&mut tx, name, edit.expected).await? {
        Ok(list) => list,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let parties = match find_all(&mut tx, named).await? {
        Ok(parties) => parties,
        Err(unknown) => return Ok(Err(Refusal::UnknownParties(unknown))),
    };
    let (id, now) = (list.id, core.world.now());
    let changes = match change {
        MemberChange::Add(expiry) => lists::add_members(&mut tx, id, &parties, expiry, now).await?,
        MemberChange::Remove => lists::remove_members(&mut tx, id, &parties, now).await?,
        MemberChange::Replace(expiry) => {
            lists::replace_members(&mut tx, id, &parties, expiry, now).await?
        }
    };
    if !changes.is_any() {
        return Ok(Ok(list));
    }
    let done = entries(list.id, &list.identifier, changes);
    signature.put_down(core, &mut tx, name.owner, done).await?;
    tx.commit().await?;
    Ok(Ok(changed(list, now)))
}

/// What was done to the members, each as one entry with their count.
pub(super) fn entries(list: AccessListId, identifier: &str, changes: MemberChanges) -> Vec<Entry> {
    let kinds = [
        (ActKind::ListMembersRemoved, changes.removed),
        (ActKind::ListMembersAdded, changes.added),
    ];
    let done = kinds.into_iter().filter(|(_, count)| *count > 0);
    done.map(|(kind, count)| Entry::on_list(kind, list.0, identifier).members(count))
        .collect()
}

/// The parties with these names, or the names that no organization has, each once.
pub(super) async fn find_all(
    tx: &mut Tx,
    named: &[MemberName],
) -> Result<Result<Vec<PartyId>, Vec<MemberName>>, OpsError> {
    let found: HashMap<MemberName, PartyId> = lists::find_organizations(tx, named).await?;
    let mut unknown: Vec<MemberName> = Vec::new();
    let mut parties = Vec::with_capacity(named.len());
    for name in named {
        match found.get(name) {
            Some(party) => parties.push(*party),
            None => unknown.push(name.clone()),
        }
    }
    if unknown.is_empty() {
        parties.sort();
        parties.dedup();
        Ok(Ok(parties))
    } else {
        unknown.sort_by_key(ToString::to_string);
        unknown.dedup();
        Ok(Err(unknown))
    }
}
