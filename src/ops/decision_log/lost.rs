use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::domain::{DecisionGap, Timestamp};

/// How often the log lines tell of losses.
const TOLD_EVERY: Duration = Duration::from_secs(5);

/// Entries that did not reach the writer and that the database has not been told of.
#[derive(Default)]
pub struct Lost(Mutex<State>);

#[derive(Default)]
struct State {
    gap: Option<DecisionGap>,
    told: Option<Instant>,
}

impl Lost {
    /// Counts an entry, made at `at`, that was lost.
    pub fn note(&self, at: Timestamp) {
        count(1);
        let one = DecisionGap {
            first: at,
            last: at,
            dropped: 1,
        };
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let gap = state.gap.map_or(one, |gap| gap.and(one));
        state.gap = Some(gap);
        if state.told.is_none_or(|told| told.elapsed() >= TOLD_EVERY) {
            state.told = Some(Instant::now());
            tracing::warn!(
                dropped = gap.dropped,
                since = %gap.first,
                "the decision log's queue is full; entries are lost"
            );
        }
    }

    /// What has been lost since this was asked last.
    pub fn take(&self) -> Option<DecisionGap> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .gap
            .take()
    }
}

/// Adds to the counter of lost entries.
pub fn count(entries: u64) {
    metrics::counter!("fullmakt_decision_log_dropped_total").increment(entries);
}
