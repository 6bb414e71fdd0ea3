use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep, timeout_at};
use uuid::Uuid;

use super::lost::{self, Lost};
use crate::db::{Db, DbError};
use crate::domain::{DecisionEntry, DecisionGap};
use crate::store;
use crate::world::World;

/// How many entries one transaction writes at most.
const BATCH: usize = 500;
/// How long an entry waits for others at most, so that many share a transaction.
const GATHER: Duration = Duration::from_millis(250);
/// How long the writer waits after a failed write, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// How long the rest may take when the server stops.
const FLUSH: Duration = Duration::from_secs(5);

/// Brings entries from the queue to the database.
pub struct Writer {
    db: Db,
    world: World,
    queue: mpsc::Receiver<DecisionEntry>,
    lost: Arc<Lost>,
    /// Taken from the queue and not yet written for certain.
    batch: Vec<DecisionEntry>,
    /// Taken from `lost` and not yet written for certain; a second try has the same id.
    gap: Option<(Uuid, DecisionGap)>,
}

impl Writer {
    pub fn new(
        db: Db,
        world: World,
        queue: mpsc::Receiver<DecisionEntry>,
        lost: Arc<Lost>,
    ) -> Self {
        Self {
            db,
            world,
            queue,
            lost,
            batch: Vec::with_capacity(BATCH),
            gap: None,
        }
    }

    /// Writes until told to stop, or until nobody can record any more; then what is left.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        // A write that is cut off here is tried again below; entries that it did write are passed over then.
        tokio::select! {
            () = self.write_all() => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
        self.queue.close();
        if timeout_at(Instant::now() + FLUSH, self.write_rest())
            .await
            .is_err()
        {
            self.give_up();
        }
    }

    async fn write_all(&mut self) {
        while self.gather().await {
            self.write_with_patience().await;
        }
    }

    /// Fills the batch; false when the queue has ended.
    async fn gather(&mut self) -> bool {
        if self.queue.recv_many(&mut self.batch, BATCH).await == 0 {
            return false;
        }
        let until = Instant::now() + GATHER;
        while self.batch.len() < BATCH {
            let room = BATCH - self.batch.len();
            match timeout_at(until, self.queue.recv_many(&mut self.batch, room)).await {
                Ok(0) | Err(_) => break,
                Ok(_) => {}
            }
        }
        true
    }

    /// Writes the batch however often it takes. Meanwhile the queue holds what comes.
    async fn write_with_patience(&mut self) {
        let mut pause = FIRST_PAUSE;
        while let Err(problem) = self.write().await {
            metrics::counter!("fullmakt_decision_log_write_failures_total").increment(1);
            tracing::warn!(
                %problem,
                waiting = self.batch.len() + self.queue.len(),
                "the decision log could not be written; tried again"
            );
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn write(&mut self) -> Result<(), DbError> {
        let waiting = self.batch.len() + self.queue.len();
        metrics::gauge!("fullmakt_decision_log_waiting").set(waiting as f64);
        if self.gap.is_none() {
            self.gap = self.lost.take().map(|gap| (self.world.new_id(), gap));
        }
        if self.batch.is_empty() && self.gap.is_none() {
            return Ok(());
        }
        let mut tx = self.db.write().await?;
        store::decision_log::insert(&mut tx, &self.batch).await?;
        if let Some((id, gap)) = &self.gap {
            store::decision_log::insert_gap(&mut tx, *id, gap).await?;
        }
        tx.commit().await?;
        let written = u64::try_from(self.batch.len()).unwrap_or(u64::MAX);
        metrics::counter!("fullmakt_decision_log_written_total").increment(written);
        self.batch.clear();
        self.gap = None;
        Ok(())
    }

    /// After the queue was closed: what is in it, and what was lost of late.
    async fn write_rest(&mut self) {
        loop {
            let room = BATCH - self.batch.len().min(BATCH);
            let is_end = room > 0 && self.queue.recv_many(&mut self.batch, room).await == 0;
            self.write_with_patience().await;
            if is_end {
                return;
            }
        }
    }

    /// The database did not take the rest in time: tells how much is lost.
    fn give_up(&mut self) {
        let waiting = self.batch.len() + self.queue.len();
        let waiting = u64::try_from(waiting).unwrap_or(u64::MAX);
        lost::count(waiting);
        let told_before = self.gap.map_or(0, |(_, gap)| gap.dropped)
            + self.lost.take().map_or(0, |gap| gap.dropped);
        tracing::error!(
            lost = waiting,
            dropped_before = told_before,
            "the decision log could not be written before the end; entries are lost"
        );
    }
}
