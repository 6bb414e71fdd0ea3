//! Filling in what shall become an integration, step by step. Drafts are kept, so that no step depends on the one before
//! it being in the same browser; a private key is never in one.

use crate::db::DbError;
use crate::domain::{
    Localized, MAX_OWN_SYSTEMS, MAX_SCOPES, OwnKey, OwnName, OwnSystem, OwnSystemId, OwnSystemState,
};
use crate::store;
use crate::tokens::client_key::PublicKey;

use super::powers::{self, Powers};
use super::{OpsError, Refusal, Writing, save, scopes};

/// Begins a draft; answers its id.
pub async fn begin(
    acting: &Writing<'_>,
    name: OwnName,
) -> Result<Result<OwnSystemId, Refusal>, OpsError> {
    let core = acting.core;
    if is_taken(acting, &name.name_id).await? {
        return Ok(Err(Refusal::NameTaken));
    }
    let now = core.world.now();
    let empty = OwnSystem {
        id: OwnSystemId(core.world.random_id()),
        party: acting.party().id,
        state: OwnSystemState::Draft,
        name_id: String::new(),
        name: Localized::default(),
        description: Localized::default(),
        scopes: Vec::new(),
        keys: Vec::new(),
        resources: Vec::new(),
        packages: Vec::new(),
        client_id: None,
        is_behind: false,
        busy_until: None,
        tries: 0,
        version: 1,
        created_at: now,
        created_by: acting.person.party,
        changed_at: now,
    };
    let draft = named(empty, name);
    let mut tx = core.db.write().await?;
    // Counted inside, so that a row of clicks does not pass the limit together.
    let all = store::own_systems::list_of(&mut tx, acting.party().id).await?;
    if all.len() >= MAX_OWN_SYSTEMS {
        return Ok(Err(Refusal::TooMany));
    }
    store::own_systems::insert(&mut tx, &draft).await?;
    tx.commit().await?;
    Ok(Ok(draft.id))
}

fn named(draft: OwnSystem, name: OwnName) -> OwnSystem {
    OwnSystem {
        name: name.name,
        description: name.description,
        name_id: name.name_id,
        ..draft
    }
}

/// Whether a system of this id exists or has existed, or is being made.
async fn is_taken(acting: &Writing<'_>, name_id: &str) -> Result<bool, OpsError> {
    let db = &acting.core.db;
    if store::systems::find_by_name(db, name_id).await?.is_some() {
        return Ok(true);
    }
    let all = store::own_systems::list_of(db, acting.party().id).await?;
    let mut live = all
        .iter()
        .filter(|one| one.state == OwnSystemState::Creating);
    Ok(live.any(|one| one.name_id == name_id))
}

/// The person's own draft.
pub async fn find(acting: &Writing<'_>, id: OwnSystemId) -> Result<Option<OwnSystem>, OpsError> {
    acting.find(id, OwnSystemState::Draft).await
}

pub async fn rename(
    acting: &Writing<'_>,
    id: OwnSystemId,
    name: OwnName,
) -> Result<Result<(), Refusal>, OpsError> {
    if is_taken(acting, &name.name_id).await? {
        return Ok(Err(Refusal::NameTaken));
    }
    change(acting, id, |draft| named(draft, name)).await
}

/// Takes the scopes that the system may ask for. `is_whole` says that the person is done choosing.
pub async fn choose_scopes(
    acting: &Writing<'_>,
    id: OwnSystemId,
    chosen: Vec<String>,
    is_whole: bool,
) -> Result<Result<(), Refusal>, OpsError> {
    if chosen.is_empty() && is_whole {
        return Ok(Err(Refusal::NoScopes));
    }
    if chosen.len() > MAX_SCOPES || !scopes::are_offered(acting, &chosen).await? {
        return Ok(Err(Refusal::UnknownScope));
    }
    change(acting, id, |draft| OwnSystem {
        scopes: chosen,
        ..draft
    })
    .await
}

/// Takes the key that the person brings along; none leaves the key to be made when all is confirmed.
pub async fn choose_key(
    acting: &Writing<'_>,
    id: OwnSystemId,
    key: Option<PublicKey>,
) -> Result<Result<(), Refusal>, OpsError> {
    let now = acting.core.world.now();
    let keys = key.map(|key| OwnKey::new(key.kid, key.n, key.e, now));
    change(acting, id, |draft| OwnSystem {
        keys: keys.into_iter().collect(),
        ..draft
    })
    .await
}

/// Takes what the system user shall be given, of which the person may give everything.
pub async fn choose_powers(
    acting: &Writing<'_>,
    id: OwnSystemId,
    chosen: Powers,
    is_whole: bool,
) -> Result<Result<(), Refusal>, OpsError> {
    // Before anything is said about what was chosen: somebody else's draft does not exist.
    if find(acting, id).await?.is_none() {
        return Ok(Err(Refusal::NotFound));
    }
    if chosen.is_empty() && is_whole {
        return Ok(Err(Refusal::NoPowers));
    }
    if powers::check(acting, &chosen).await?.lacks_something() {
        return Ok(Err(Refusal::Lacking));
    }
    change(acting, id, |draft| OwnSystem {
        resources: chosen.resources,
        packages: chosen.packages,
        ..draft
    })
    .await
}

/// Throws a draft away. One that is gone is thrown away.
pub async fn discard(acting: &Writing<'_>, id: OwnSystemId) -> Result<(), OpsError> {
    let Some(draft) = find(acting, id).await? else {
        return Ok(());
    };
    let mut tx = acting.core.db.write().await?;
    match store::own_systems::delete(&mut tx, &draft).await {
        Err(DbError::NotAsExpected) => return Ok(()),
        other => other?,
    }
    Ok(tx.commit().await?)
}

async fn change(
    acting: &Writing<'_>,
    id: OwnSystemId,
    how: impl FnOnce(OwnSystem) -> OwnSystem,
) -> Result<Result<(), Refusal>, OpsError> {
    let Some(draft) = find(acting, id).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    let saved = save(acting.core, how(draft), None).await?;
    Ok(saved.map(|_| ()).ok_or(Refusal::Busy))
}
