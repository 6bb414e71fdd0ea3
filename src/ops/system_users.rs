//! What access managers do with their business's system users.

use crate::db::DbError;
use crate::domain::{
    Act, ActKind, Delegation, Party, PartyId, Request, RequestId, SecurityLevel, System,
    SystemUser, SystemUserId,
};
use crate::store;

use super::access::{ACCESS_MANAGEMENT, Access, Person, Relation, SYSTEM_USER_OVERVIEW};
use super::{Core, OpsError};

/// One system user with the system that it acts for.
pub struct SystemUserRow {
    pub user: SystemUser,
    pub system: System,
    pub vendor: String,
}

/// A forwarded request that waits for an answer.
pub struct PendingRow {
    pub request: Request,
    pub system: System,
    pub vendor: String,
}

/// What the overview shows.
pub struct Overview {
    pub users: Vec<SystemUserRow>,
    /// Empty for those who may look but not answer.
    pub pending: Vec<PendingRow>,
}

/// One system user with all that it has been given and all that was done to it.
pub struct Detail {
    pub row: SystemUserRow,
    pub delegations: Vec<Delegation>,
    pub created_by: Option<Party>,
    /// Newest first, with who did it.
    pub acts: Vec<(Act, Option<Party>)>,
    pub may_change: bool,
}

/// Why a change was not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such system user at this party, or none that this person may know of.
    NotFound,
    NoAccess,
    LevelTooLow(SecurityLevel),
    /// It already is so: somebody was faster.
    AlreadyDone,
}

/// A change that an access manager can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Deactivate,
    Activate,
    /// Takes away all its rights, and frees the vendor to ask again.
    Delete,
}

/// The system users of `party` and the requests that wait.
pub async fn overview(
    core: &Core,
    person: Person,
    party: PartyId,
) -> Result<Result<Overview, Refusal>, OpsError> {
    let relation = match reader(core, person, party).await? {
        Ok(relation) => relation,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mut users = Vec::new();
    for user in store::system_users::list_of(&core.db, party).await? {
        users.extend(row(core, user).await?);
    }
    let mut pending = Vec::new();
    if relation.may("write", ACCESS_MANAGEMENT).await?.is_granted() {
        for request in store::requests::list_escalated(&core.db, party).await? {
            pending.extend(pending_row(core, request).await?);
        }
    }
    Ok(Ok(Overview { users, pending }))
}

/// One system user of `party`.
pub async fn detail(
    core: &Core,
    person: Person,
    party: PartyId,
    id: SystemUserId,
) -> Result<Result<Detail, Refusal>, OpsError> {
    let relation = match reader(core, person, party).await? {
        Ok(relation) => relation,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some(user) = store::system_users::find_of(&core.db, party, id).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    let created_by = store::parties::find(&core.db, user.created_by).await?;
    let Some(row) = row(core, user).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    let may_change = relation.may("write", ACCESS_MANAGEMENT).await?.is_granted();
    Ok(Ok(Detail {
        row,
        delegations: store::delegations::list_to_system_user(&core.db, id).await?,
        created_by,
        acts: acts(core, party, id).await?,
        may_change,
    }))
}

/// Makes a change in one transaction, with its entry in the log of acts.
pub async fn change(
    core: &Core,
    person: Person,
    party: PartyId,
    id: SystemUserId,
    change: Change,
) -> Result<Result<(), Refusal>, OpsError> {
    let Some(relation) = Relation::load(core, person, party).await? else {
        return Ok(Err(Refusal::NoAccess));
    };
    if let Err(refusal) = granted(relation.may("write", ACCESS_MANAGEMENT).await?) {
        return Ok(Err(refusal));
    }
    let act = core.act(person.party, party, kind(change), id.0);
    let act = act.by_power(relation.power("write", ACCESS_MANAGEMENT).await?);
    if store::system_users::find_of(&core.db, party, id)
        .await?
        .is_none()
    {
        return Ok(Err(Refusal::NotFound));
    }
    let now = core.world.now();
    let mut tx = core.db.write().await?;
    let written = match change {
        Change::Deactivate => store::system_users::set_active(&mut tx, party, id, false).await,
        Change::Activate => store::system_users::set_active(&mut tx, party, id, true).await,
        Change::Delete => store::system_users::delete(&mut tx, party, id, now).await,
    };
    match written {
        Err(DbError::NotAsExpected) => return Ok(Err(Refusal::AlreadyDone)),
        other => other?,
    }
    if change == Change::Delete {
        store::delegations::revoke_all_to_system_user(&mut tx, id, person.party, now).await?;
        // The request that it came from, if it came from one.
        store::requests::delete(&mut tx, RequestId(id.0), now).await?;
    }
    store::acts::insert(&mut tx, &act).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

fn kind(change: Change) -> ActKind {
    match change {
        Change::Deactivate => ActKind::SystemUserDeactivated,
        Change::Activate => ActKind::SystemUserActivated,
        Change::Delete => ActKind::SystemUserDeleted,
    }
}

/// The person's relation to the party, if it lets him see its system users.
async fn reader(
    core: &Core,
    person: Person,
    party: PartyId,
) -> Result<Result<Relation<'_>, Refusal>, OpsError> {
    let Some(relation) = Relation::load(core, person, party).await? else {
        return Ok(Err(Refusal::NoAccess));
    };
    let access = relation.may("read", SYSTEM_USER_OVERVIEW).await?;
    Ok(granted(access).map(|()| relation))
}

fn granted(access: Access) -> Result<(), Refusal> {
    match access {
        Access::Granted => Ok(()),
        Access::LevelTooLow(level) => Err(Refusal::LevelTooLow(level)),
        Access::Refused => Err(Refusal::NoAccess),
    }
}

async fn row(core: &Core, user: SystemUser) -> Result<Option<SystemUserRow>, OpsError> {
    let Some(system) = store::systems::find(&core.db, user.system).await? else {
        return Ok(None);
    };
    let vendor = super::requests::vendor_name(core, &system).await?;
    Ok(Some(SystemUserRow {
        user,
        system,
        vendor,
    }))
}

async fn pending_row(core: &Core, request: Request) -> Result<Option<PendingRow>, OpsError> {
    let Some(system) = store::systems::find(&core.db, request.system).await? else {
        return Ok(None);
    };
    if system.is_deleted || request.is_expired(core.world.now()) {
        return Ok(None);
    }
    let vendor = super::requests::vendor_name(core, &system).await?;
    Ok(Some(PendingRow {
        request,
        system,
        vendor,
    }))
}

async fn acts(
    core: &Core,
    party: PartyId,
    id: SystemUserId,
) -> Result<Vec<(Act, Option<Party>)>, OpsError> {
    let acts = store::acts::list_on(&core.db, party, id.0).await?;
    let actors: Vec<PartyId> = acts.iter().map(|act| act.actor).collect();
    let known = store::parties::list(&core.db, &actors).await?;
    Ok(acts
        .into_iter()
        .map(|act| {
            let actor = known.iter().find(|party| party.id == act.actor).cloned();
            (act, actor)
        })
        .collect())
}
