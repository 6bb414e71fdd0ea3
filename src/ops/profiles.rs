//! A person's own contact details.

use crate::domain::{ActKind, Email};
use crate::store;

use super::{Core, OpsError, Person};

/// Keeps the person's e-mail address, or takes it away, and logs the act (never the address).
pub async fn set_email(core: &Core, person: Person, email: Option<&Email>) -> Result<(), OpsError> {
    if store::profiles::find_email(&core.db, person.party)
        .await?
        .as_ref()
        == email
    {
        return Ok(());
    }
    let act = core.act(
        person.party,
        person.party,
        ActKind::EmailChanged,
        person.party.0,
    );
    let mut tx = core.db.write().await?;
    store::profiles::set_email(&mut tx, person.party, email, core.world.now()).await?;
    store::acts::insert(&mut tx, &act).await?;
    tx.commit().await?;
    Ok(())
}
