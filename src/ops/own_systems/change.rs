use crate::domain::{ActKind, KeyState, MAX_SCOPES, OwnKey, OwnSystem, OwnSystemId};
use crate::store;
use crate::tokens::KeyError;
use crate::tokens::client_key::{NewKey, PublicKey};

use super::{OpsError, Refusal, Writing, save, scopes};

/// Where a new key comes from.
pub enum KeyOrigin {
    /// It is made here, and its private half handed out once.
    Made,
    Brought(PublicKey),
}

/// What becomes of the keys that there are when a new one comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeysBefore {
    /// They count until somebody removes them, so that the system can change over in peace.
    Kept,
    /// They end as the new one begins.
    Ended,
}

/// Makes a key where it holds up nobody else: that takes a tenth of a second and more.
pub(super) async fn make_key() -> Result<NewKey, OpsError> {
    let made = tokio::task::spawn_blocking(NewKey::make).await;
    Ok(made.map_err(|_| KeyError::Generate)??)
}

/// Adds a key. Answers the private half, if it was made here: it exists nowhere else.
pub async fn add_key(
    acting: &Writing<'_>,
    id: OwnSystemId,
    origin: KeyOrigin,
    before: KeysBefore,
) -> Result<Result<(OwnSystem, Option<NewKey>), Refusal>, OpsError> {
    let system = match acting.find_free(id).await? {
        Ok(system) => system,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (public, made) = match origin {
        KeyOrigin::Brought(public) => (public, None),
        KeyOrigin::Made => {
            let made = make_key().await?;
            (made.public.clone(), Some(made))
        }
    };
    let now = acting.core.world.now();
    let key = OwnKey::new(public.kid.clone(), public.n, public.e, now);
    let key = match made {
        Some(_) => key.made_here(),
        None => key,
    };
    let old = system.clone();
    let with = match before {
        KeysBefore::Kept => system.with_key(key),
        // Five old ones are no hindrance then; the old ones stay in the row until it is done.
        KeysBefore::Ended if system.key(&key.kid).is_some() => {
            return Ok(Err(Refusal::Key(crate::domain::UseKeyFault::Known)));
        }
        KeysBefore::Ended => {
            let mut with = system;
            with.keys.push(key);
            Ok(with)
        }
    };
    let with = match with {
        Ok(with) => with,
        Err(fault) => return Ok(Err(Refusal::Key(fault))),
    };
    let Some(taken) = save(acting.core, with.taken(now), None).await? else {
        return Ok(Err(Refusal::Busy));
    };
    let wanted: Vec<OwnKey> = match before {
        KeysBefore::Kept => taken.keys.clone(),
        KeysBefore::Ended => taken.key(&public.kid).cloned().into_iter().collect(),
    };
    let added = finish_key(acting, taken, wanted, (&old, &public.kid)).await?;
    Ok(added.map(|system| (system, made)))
}

async fn finish_key(
    acting: &Writing<'_>,
    taken: OwnSystem,
    wanted: Vec<OwnKey>,
    (old, kid): (&OwnSystem, &str),
) -> Result<Result<OwnSystem, Refusal>, OpsError> {
    let Some(client_id) = taken.client_id.clone() else {
        return Ok(Err(Refusal::NotFound));
    };
    match acting.registry.put_keys(&client_id, &wanted).await {
        Ok(()) => {}
        Err(problem) if problem.is_without_effect() => {
            let back = OwnSystem {
                keys: old.keys.clone(),
                ..taken
            };
            save(acting.core, back.settled(), None).await?;
            return Ok(Err(Refusal::Refused(problem)));
        }
        // The job lets Maskinporten have the keys of before, when this is over for certain.
        Err(_) => return Ok(Err(Refusal::Unclear)),
    }
    let act = acting
        .act(ActKind::OwnKeyAdded, taken.id, Some(kid))
        .await?;
    let mut keys = wanted;
    for key in &mut keys {
        key.state = KeyState::InUse;
    }
    let done = OwnSystem { keys, ..taken };
    let saved = save(acting.core, done.settled(), Some(&act)).await?;
    Ok(saved.ok_or(Refusal::Unclear))
}

/// Removes a key. From here on it is gone; what Maskinporten has not taken yet, the job brings to it.
pub async fn remove_key(
    acting: &Writing<'_>,
    id: OwnSystemId,
    kid: &str,
) -> Result<Result<OwnSystem, Refusal>, OpsError> {
    let mut system = match acting.find_free(id).await? {
        Ok(system) => system,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if system.key(kid).is_none() {
        return Ok(Err(Refusal::NotFound));
    }
    if system.keys.len() == 1 {
        return Ok(Err(Refusal::LastKey));
    }
    system.keys.retain(|key| key.kid != kid);
    let act = acting.act(ActKind::OwnKeyRemoved, id, Some(kid)).await?;
    let taken = system.taken(acting.core.world.now());
    let Some(taken) = save(acting.core, taken, Some(&act)).await? else {
        return Ok(Err(Refusal::Busy));
    };
    let Some(client_id) = &taken.client_id else {
        return Ok(Err(Refusal::NotFound));
    };
    let told = acting.registry.put_keys(client_id, &taken.keys).await;
    leave(acting, taken, told.is_ok()).await
}

/// Lets the system ask for these scopes and no others.
pub async fn change_scopes(
    acting: &Writing<'_>,
    id: OwnSystemId,
    chosen: Vec<String>,
) -> Result<Result<OwnSystem, Refusal>, OpsError> {
    let system = match acting.find_free(id).await? {
        Ok(system) => system,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if chosen.is_empty() {
        return Ok(Err(Refusal::NoScopes));
    }
    // What it has already it may keep, though it is offered no more.
    let new: Vec<String> = chosen
        .iter()
        .filter(|scope| !system.scopes.contains(scope))
        .cloned()
        .collect();
    if chosen.len() > MAX_SCOPES || !scopes::are_offered(acting, &new).await? {
        return Ok(Err(Refusal::UnknownScope));
    }
    let old = system.scopes.clone();
    let changed = OwnSystem {
        scopes: chosen,
        ..system
    };
    let act = acting.act(ActKind::OwnScopesChanged, id, None).await?;
    let taken = changed.taken(acting.core.world.now());
    let Some(taken) = save(acting.core, taken, Some(&act)).await? else {
        return Ok(Err(Refusal::Busy));
    };
    let Some(client_id) = &taken.client_id else {
        return Ok(Err(Refusal::NotFound));
    };
    let told = acting
        .registry
        .update(client_id, &taken, &acting.organization)
        .await;
    match told {
        Err(problem) if problem.is_without_effect() => {
            let back = OwnSystem {
                scopes: old,
                ..taken
            };
            // The way back is an act too: the log tells what has counted, and when.
            let act = acting.act(ActKind::OwnScopesChanged, id, None).await?;
            save(acting.core, back.settled(), Some(&act)).await?;
            Ok(Err(Refusal::Refused(problem)))
        }
        told => leave(acting, taken, told.is_ok()).await,
    }
}

/// Leaves it settled, or to the job.
async fn leave(
    acting: &Writing<'_>,
    taken: OwnSystem,
    is_told: bool,
) -> Result<Result<OwnSystem, Refusal>, OpsError> {
    if !is_told {
        return Ok(Ok(taken));
    }
    let (id, party) = (taken.id, taken.party);
    match save(acting.core, taken.settled(), None).await? {
        Some(settled) => Ok(Ok(settled)),
        // The job was there in the meantime.
        None => {
            let found = store::own_systems::find_of(&acting.core.db, party, id).await?;
            Ok(found.ok_or(Refusal::NotFound))
        }
    }
}
