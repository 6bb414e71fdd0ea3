//! Work that no request waits for.

use std::time::Duration;

use tokio::sync::watch;

use crate::domain::LookupTries;
use crate::ops::{Core, OpsError, decision_log, keys, own_systems};
use crate::store;

/// How often expired rows are swept away.
const SWEEP_EVERY: Duration = Duration::from_secs(600);

/// How often integrations at Maskinporten that stopped half-way are looked for.
const MEND_EVERY: Duration = Duration::from_secs(60);

/// How long launches and their tickets are kept after they ran out, for questions and the replay alarm. What was done is
/// in the log of acts, which stays.
const LAUNCHES_KEPT: time::Duration = time::Duration::days(30);

/// Runs until told to stop.
pub async fn run(core: Core, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            // Cut off by the order to stop: a sweep that waits for somebody's lock would hold up the end for as long.
            swept = sweep(&core) => if let Err(error) = swept {
                tracing::warn!(%error, "expired rows could not be swept away; tried again later");
            },
            _ = stop.wait_for(|stop| *stop) => return,
        }
        tokio::select! {
            _ = mend_for(&core, SWEEP_EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Looks after integrations that stopped half-way, again and again for so long. Told to stop it is cut off, like a
/// process that ends: the next look finds what it left.
async fn mend_for(core: &Core, long: Duration) {
    let until = tokio::time::Instant::now() + long;
    if let Err(error) = own_systems::mend::tidy(core).await {
        tracing::warn!(%error, "old keys and drafts could not be looked after");
    }
    while tokio::time::Instant::now() < until {
        match own_systems::mend::mend(core).await {
            Ok(mended) if mended.done + mended.left > 0 => {
                tracing::info!(mended.done, mended.left, "looked after integrations");
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "integrations could not be looked after"),
        }
        tokio::time::sleep(MEND_EVERY).await;
    }
}

/// Removes sessions, kept forms and one-time ids that have run out, launches that did so long ago, decisions older than they are
/// to be kept, wrong guesses that no longer count, and keys that are published no longer.
pub async fn sweep(core: &Core) -> Result<(), OpsError> {
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
    let keys = keys::sweep(core).await?;
    if keys + sessions + forms + tokens + launches + lookups + decisions > 0 {
        tracing::debug!(
            keys,
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
