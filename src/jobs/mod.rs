//! Work that no request waits for.

use std::time::Duration;

use tokio::sync::watch;

use crate::db::DbError;
use crate::ops::Core;
use crate::store;

/// How often expired rows are swept away.
const SWEEP_EVERY: Duration = Duration::from_secs(600);

/// Runs until told to stop.
pub async fn run(core: Core, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(error) = sweep(&core).await {
            tracing::warn!(%error, "expired rows could not be swept away; tried again later");
        }
        tokio::select! {
            _ = tokio::time::sleep(SWEEP_EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Removes sessions and one-time ids that have run out.
pub async fn sweep(core: &Core) -> Result<(), DbError> {
    let now = core.world.now();
    let sessions = store::sessions::delete_expired(&core.db, now).await?;
    let tokens = store::keys::forget_expired(&core.db, now).await?;
    if sessions + tokens > 0 {
        tracing::debug!(sessions, tokens, "swept away");
    }
    Ok(())
}
