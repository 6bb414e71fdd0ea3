use crate::db::DbError;
use crate::domain::{ActKind, OwnSystem, OwnSystemId, OwnSystemState, SystemUserId};
use crate::store;

use super::{OpsError, Refusal, Writing, mend, save_in};

/// Ends an integration: here at once, with its system and its system user, and at Maskinporten after that. Answers
/// whether Maskinporten has done its part already; if not, the job sees to it.
pub async fn end(acting: &Writing<'_>, id: OwnSystemId) -> Result<Result<bool, Refusal>, OpsError> {
    let Some(system) = acting.find(id, OwnSystemState::Active).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    let core = acting.core;
    let now = core.world.now();
    let (party, person) = (system.party, acting.person.party);
    let act = acting.act(ActKind::OwnSystemDeleted, id, None).await?;
    let entry = store::systems::find_by_name(&core.db, &system.name_id).await?;
    let user = SystemUserId::from(id);
    let mut tx = core.db.write().await?;
    if let Some(entry) = entry.filter(|entry| !entry.is_deleted) {
        store::systems::delete(&mut tx, entry.id).await?;
    }
    match store::system_users::delete(&mut tx, party, user, now).await {
        // Somebody has deleted it among the system accesses.
        Ok(()) | Err(DbError::NotAsExpected) => {}
        Err(other) => return Err(other.into()),
    }
    store::delegations::revoke_all_to_system_user(&mut tx, user, person, now).await?;
    let removing = OwnSystem {
        state: OwnSystemState::Removing,
        changed_at: now,
        ..system.taken(now)
    };
    let Some(removing) = save_in(&mut tx, removing).await? else {
        return Ok(Err(Refusal::Busy));
    };
    store::acts::insert(&mut tx, &act).await?;
    tx.commit().await?;
    Ok(Ok(mend::finish(core, acting.registry, removing).await?))
}
