//! The decision log: every answer, written beside the road. Whoever answers puts an entry into a queue and goes on; a
//! writer of its own brings them to the database in batches. What does not fit the queue is counted and told, in
//! `/metrics`, in the log lines and in the database; nothing is lost in silence.

mod lost;
mod print;
mod writer;

use std::sync::{Arc, Mutex, PoisonError};

use time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::db::{Db, DbError};
use crate::domain::{DecisionEntry, Sampling};
use crate::store;
use crate::world::World;

use super::Core;
use lost::Lost;
use writer::Writer;

pub use crate::store::decision_log::Wanted;
pub use print::{Format, parse_since, read};

/// How many rows one clean-up statement removes at most, so that it does not hold up other writers.
const SWEEP_AT_ONCE: u32 = 2_000;

/// What the operator chose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    pub sampling: Sampling,
    /// How many entries may wait for the writer.
    pub queue: usize,
    /// How long entries are kept.
    pub keep: Duration,
}

/// Where answers are put down. Cheap to clone.
#[derive(Clone, Default)]
pub struct DecisionLog(Option<Arc<Running>>);

struct Running {
    settings: Settings,
    queue: mpsc::Sender<DecisionEntry>,
    lost: Arc<Lost>,
    stop: watch::Sender<bool>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

impl DecisionLog {
    /// Starts the writer. Must be called within tokio's runtime.
    pub fn start(db: Db, world: World, settings: Settings) -> Self {
        let (queue, entries) = mpsc::channel(settings.queue.max(1));
        let (stop, told) = watch::channel(false);
        let lost = Arc::<Lost>::default();
        let writer = Writer::new(db, world, entries, lost.clone());
        Self(Some(Arc::new(Running {
            settings,
            queue,
            lost,
            stop,
            writer: Mutex::new(Some(tokio::spawn(writer.run(told)))),
        })))
    }

    /// Puts an answer down, if it is one to keep. Never waits.
    pub fn record(&self, entry: DecisionEntry) {
        let Some(running) = &self.0 else { return };
        if !running.settings.sampling.keeps(&entry) {
            return;
        }
        if let Err(refused) = running.queue.try_send(entry) {
            running.lost.note(refused.into_inner().created);
        }
    }

    /// Whether no answer is put down at all.
    pub fn is_off(&self) -> bool {
        let settings = self.0.as_ref().map(|running| running.settings);
        settings.is_none_or(|settings| settings.sampling == Sampling::Off)
    }

    /// Writes what waits, within a few seconds, and ends the writer. What is recorded later is lost, and told so.
    pub async fn close(&self) {
        let Some(running) = &self.0 else { return };
        let _ = running.stop.send(true);
        let writer = running
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(writer) = writer
            && let Err(problem) = writer.await
        {
            tracing::error!(%problem, "the decision log's writer ended in disorder");
        }
    }
}

/// Removes what is older than the configuration wants kept; answers how many entries.
pub async fn sweep(core: &Core) -> Result<u64, DbError> {
    let Some(running) = &core.decision_log.0 else {
        return Ok(0);
    };
    let before = core.world.now().minus(running.settings.keep);
    let mut removed = 0;
    loop {
        let count = store::decision_log::delete_before(&core.db, before, SWEEP_AT_ONCE).await?;
        removed += count;
        if count < u64::from(SWEEP_AT_ONCE) {
            break;
        }
    }
    store::decision_log::delete_gaps_before(&core.db, before).await?;
    Ok(removed)
}
