use crate::domain::{Delegation, OwnSystem, OwnSystemId, OwnSystemState, SystemUser, SystemUserId};
use crate::store;

use super::{Acting, OpsError};

/// One integration with what hangs on it.
pub struct Look {
    pub system: OwnSystem,
    /// None when somebody has deleted it.
    pub user: Option<SystemUser>,
    pub delegations: Vec<Delegation>,
}

/// Those of the organization that the person may see, the newest first; his own drafts among them.
pub async fn list(acting: &Acting<'_>) -> Result<Vec<OwnSystem>, OpsError> {
    let mut all = store::own_systems::list_of(&acting.core.db, acting.party().id).await?;
    all.retain(|one| acting.is_shown(one));
    Ok(all)
}

/// One that is in use.
pub async fn look(acting: &Acting<'_>, id: OwnSystemId) -> Result<Option<Look>, OpsError> {
    let Some(system) = acting.find(id, OwnSystemState::Active).await? else {
        return Ok(None);
    };
    let db = &acting.core.db;
    let user = SystemUserId::from(id);
    Ok(Some(Look {
        system,
        user: store::system_users::find_of(db, acting.party().id, user).await?,
        delegations: store::delegations::list_to_system_user(db, user).await?,
    }))
}
