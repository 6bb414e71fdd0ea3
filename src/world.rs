//! What the product asks of the world outside: the time, new ids and random secrets. Nothing else asks for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::domain::Timestamp;

/// The clock and the source of chance. A clone shares the same clock.
#[derive(Clone, Debug)]
pub struct World {
    /// Seconds that the clock has been moved forward; zero but in tests.
    ahead: Arc<AtomicI64>,
    /// Where the clock has been stopped; only in tests of what is held to the second.
    stopped_at: Option<Timestamp>,
    started: Instant,
}

impl Default for World {
    fn default() -> Self {
        Self {
            ahead: Arc::default(),
            stopped_at: None,
            started: Instant::now(),
        }
    }
}

impl World {
    /// A world whose clock stands still until it is moved.
    pub fn stopped() -> Self {
        Self {
            stopped_at: Some(Timestamp::from_datetime(OffsetDateTime::now_utc())),
            ..Self::default()
        }
    }

    pub fn now(&self) -> Timestamp {
        let ahead = Duration::seconds(self.ahead.load(Ordering::Relaxed));
        let now = self.stopped_at;
        now.unwrap_or_else(|| Timestamp::from_datetime(OffsetDateTime::now_utc()))
            .plus(ahead)
    }

    /// The time since the start, which does not jump when somebody sets the computer's clock.
    pub fn uptime(&self) -> std::time::Duration {
        let ahead = self.ahead.load(Ordering::Relaxed).max(0);
        self.started.elapsed() + std::time::Duration::from_secs(ahead.unsigned_abs())
    }

    /// Moves the clock forward, for tests of what time does.
    pub fn advance(&self, by: Duration) {
        self.ahead.fetch_add(by.whole_seconds(), Ordering::Relaxed);
    }

    /// A new id that sorts after the ones before it (RFC 9562 §5.7), which suits indexes.
    pub fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// A new id that tells nothing about when it was made (RFC 9562 §5.4), for ids that leave the house.
    pub fn random_id(&self) -> Uuid {
        Uuid::new_v4()
    }

    /// 256 random bits as base64url.
    pub fn secret(&self) -> Result<String, NoRandomness> {
        let mut bytes = [0_u8; 32];
        rand::fill(&mut bytes).map_err(|_| NoRandomness)?;
        Ok(URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// The source of chance that the crypto library asks its callers for.
pub fn chance() -> rand::SystemRandom {
    rand::SystemRandom::new()
}

/// The operating system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;
