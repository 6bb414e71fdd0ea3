use crate::domain::{ActKind, PartyId};
use crate::ops::{Core, OpsError};
use crate::store;

/// Puts down that a person has logged in.
pub async fn logged_in(core: &Core, person: PartyId) -> Result<(), OpsError> {
    put_down(core, person, ActKind::LoggedIn).await
}

/// Puts down that a person has logged out. Logins that end by themselves leave no act.
pub async fn logged_out(core: &Core, person: PartyId) -> Result<(), OpsError> {
    put_down(core, person, ActKind::LoggedOut).await
}

async fn put_down(core: &Core, person: PartyId, kind: ActKind) -> Result<(), OpsError> {
    let act = core.act(person, person, kind, person.0);
    let mut tx = core.db.write().await?;
    store::acts::insert(&mut tx, &act).await?;
    Ok(tx.commit().await?)
}
