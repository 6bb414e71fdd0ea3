//! Work that no request waits for.

use std::time::Duration;

use tokio::sync::watch;

use crate::db::DbError;
use crate::domain::LookupTries;
use crate::ops::{Core, decision_log};
use crate::store;

/// How often expired rows are swept away.
const SWEEP_EVERY: Duration = Duration::from_secs(600);

/// How long launches and their tickets are kept after they ran out, for questions and the replay alarm. What was done is
/// in the log of acts, which stays.
const LAUNCHES_KEPT: time::Duration = time::Duration::days(30);

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

/// Removes sessions, kept forms and one-time ids that have run out, launches that did so long ago, decisions older than they are
/// to be kept, and wrong guesses that no longer count.
pub async fn sweep(core: &Core) -> Result<(), DbError> {
    let now = core.world.now();
    let sessions = store::sessions::delete_expired(&core.db, now).await?;
    let forms = store::kept_forms::delete_expired(&core.db, now).await?;
    let tokens = store::keys::forget_expired(&core.db, now).await?;
    let mut tx = core.db.write().await?;
    let launches = store::launches::delete_expired(&mut tx, now.minus(LAUNCHES_KEPT)).await?;
    let before = LookupTries::forgotten_before(now);
    let lookups = store::person_lookups::delete_unchanged(&mut tx, before).await?;
    tx.commit().await?;
    let decisions = decision_log::sweep(core).await?;
    if sessions + forms + tokens + launches + lookups + decisions > 0 {
        tracing::debug!(
            sessions,
            forms,
            tokens,
            launches,
            lookups,
            decisions,
            "swept away"
        );
    }
    Ok(())
}
