//! The issuer's keys, as far as time passes over them.

use super::{Core, OpsError};
use crate::tokens::own;

/// Removes the keys that are published no longer; answers how many.
pub async fn sweep(core: &Core) -> Result<u64, OpsError> {
    Ok(own::forget_retired(&core.db, core.world.now()).await?)
}
