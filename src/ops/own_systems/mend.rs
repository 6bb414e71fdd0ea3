//! Bringing to an end what stopped half-way, so that Maskinporten knows of each integration what stands here.

use crate::db::DbError;
use crate::domain::{DRAFT_KEPT, KeyState, OwnSystem, OwnSystemState};
use crate::ops::Core;
use crate::store;
use crate::tokens::client_administration::AdministrationError;

use super::{ClientRegistry, OpsError, save};

/// What a look around has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    pub done: u64,
    /// Those that Maskinporten did not take; they are tried again later.
    pub left: u64,
}

/// Finishes or undoes everything whose turn is over. May run at the same time in several processes: each integration
/// is taken by one of them.
pub async fn mend(core: &Core) -> Result<Mended, OpsError> {
    let Some(registry) = core.client_registry.as_deref() else {
        return Ok(Mended::default());
    };
    let mut mended = Mended::default();
    let now = core.world.now();
    for system in store::own_systems::list_unfinished(&core.db, now).await? {
        let Some(taken) = save(core, system.taken(now), None).await? else {
            continue;
        };
        match finish(core, registry, taken).await? {
            true => mended.done += 1,
            false => mended.left += 1,
        }
    }
    Ok(mended)
}

/// Ends keys whose year is over, and forgets drafts that nobody works on.
pub async fn tidy(core: &Core) -> Result<(), OpsError> {
    end_old_keys(core).await?;
    forget_old_drafts(core).await
}

/// Brings one to its end; false when Maskinporten does not take it now.
pub(super) async fn finish(
    core: &Core,
    registry: &ClientRegistry,
    taken: OwnSystem,
) -> Result<bool, OpsError> {
    match taken.state {
        OwnSystemState::Draft => Ok(save(core, taken.settled(), None).await?.is_some()),
        OwnSystemState::Creating => undo(core, registry, taken).await,
        OwnSystemState::Active => bring_up_to_date(core, registry, taken).await,
        OwnSystemState::Removing => match remove_clients(registry, &taken).await {
            Ok(()) => forget(core, &taken).await,
            Err(problem) => leave(core, taken, problem).await,
        },
    }
}

/// Takes back what was begun: no client stays at Maskinporten, and the person has the draft again.
pub(super) async fn undo(
    core: &Core,
    registry: &ClientRegistry,
    begun: OwnSystem,
) -> Result<bool, OpsError> {
    match remove_clients(registry, &begun).await {
        Ok(()) => give_back_draft(core, begun).await,
        Err(problem) => leave(core, begun, problem).await,
    }
}

/// The draft as it was. A key that was made here is forgotten: nobody has its private half.
pub(super) async fn give_back_draft(core: &Core, begun: OwnSystem) -> Result<bool, OpsError> {
    let mut draft = begun.settled();
    draft.state = OwnSystemState::Draft;
    draft.client_id = None;
    draft.keys.retain(|key| !key.is_made_here);
    Ok(save(core, draft, None).await?.is_some())
}

/// Removes the client, or all that were made for this row when the answer with the id was lost.
async fn remove_clients(
    registry: &ClientRegistry,
    system: &OwnSystem,
) -> Result<(), AdministrationError> {
    let clients = match &system.client_id {
        Some(client_id) => vec![client_id.clone()],
        None => registry.find(system.id).await?,
    };
    for client_id in clients {
        registry.delete(&client_id).await?;
    }
    Ok(())
}

async fn bring_up_to_date(
    core: &Core,
    registry: &ClientRegistry,
    taken: OwnSystem,
) -> Result<bool, OpsError> {
    let whole = taken.without_unfinished_keys();
    let party = store::parties::find(&core.db, whole.party).await?;
    let organization = party.as_ref().and_then(|party| party.org_number());
    let (Some(client_id), Some(organization)) = (&whole.client_id, organization) else {
        return Ok(false);
    };
    let told = match registry.update(client_id, &whole, organization).await {
        Ok(()) => registry.put_keys(client_id, &whole.keys).await,
        refused => refused,
    };
    match told {
        Ok(()) => Ok(save(core, whole.settled(), None).await?.is_some()),
        Err(problem) => leave(core, whole, problem).await,
    }
}

async fn leave(
    core: &Core,
    system: OwnSystem,
    problem: AdministrationError,
) -> Result<bool, OpsError> {
    tracing::warn!(own_system = %system.id, state = system.state.as_str(), %problem, "Maskinporten is behind; tried again later");
    let later = system.left_behind(core.world.now());
    save(core, later, None).await?;
    Ok(false)
}

async fn forget(core: &Core, system: &OwnSystem) -> Result<bool, OpsError> {
    let mut tx = core.db.write().await?;
    match store::own_systems::delete(&mut tx, system).await {
        // Another process has done it.
        Err(DbError::NotAsExpected) => return Ok(true),
        other => other?,
    }
    tx.commit().await?;
    Ok(true)
}

/// Takes keys away whose year is over, as Maskinporten itself does, so that nobody counts on them.
async fn end_old_keys(core: &Core) -> Result<(), OpsError> {
    let now = core.world.now();
    for mut system in store::own_systems::list_active(&core.db).await? {
        let before = system.keys.len();
        system.keys.retain(|key| !key.is_expired(now));
        let is_settled = system.keys.iter().all(|key| key.state == KeyState::InUse);
        if system.keys.len() < before && is_settled {
            system.is_behind = true;
            save(core, system, None).await?;
        }
    }
    Ok(())
}

async fn forget_old_drafts(core: &Core) -> Result<(), OpsError> {
    let mut tx = core.db.write().await?;
    let before = core.world.now().minus(DRAFT_KEPT);
    store::own_systems::delete_old_drafts(&mut tx, before).await?;
    Ok(tx.commit().await?)
}
