use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::{Quota, RateLimiter};

use super::TooMany;
use super::keys::Keys;
use crate::world::World;

/// The world's clock, as it can be moved by tests and not be set back by anybody.
#[derive(Clone, Debug)]
struct Uptime(World);

impl Clock for Uptime {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.uptime()
    }
}

type Counting = RateLimiter<u64, Keys, Uptime, NoOpMiddleware<Duration>>;

/// So many a minute for each key, all of which may come at once (GCRA). None at all when it is off.
pub struct Limiter(Option<Counting>);

impl Limiter {
    /// `per_minute` zero is no limit.
    pub fn new(per_minute: u32, world: &World) -> Self {
        let per_minute = NonZeroU32::new(per_minute);
        Self(per_minute.map(|per_minute| {
            let clock = Uptime(world.clone());
            RateLimiter::new(Quota::per_minute(per_minute), Keys::new(&clock.0), clock)
        }))
    }

    pub fn count(&self, key: u64) -> Result<(), TooMany> {
        let Some(limiter) = &self.0 else {
            return Ok(());
        };
        limiter.check_key(&key).map_err(|refused| {
            let wait = refused.wait_time_from(limiter.clock().now());
            TooMany {
                seconds: whole_seconds(wait),
            }
        })
    }
}

/// Rounded up, and never zero: a caller that comes back at once is too early.
fn whole_seconds(wait: Duration) -> u64 {
    let more = u64::from(wait.subsec_nanos() > 0);
    (wait.as_secs() + more).max(1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn so_many_may_come_at_once_and_then_one_for_each_part_of_the_minute() {
        let world = World::default();
        let limiter = Limiter::new(6, &world);
        for _ in 0..6 {
            assert_eq!(limiter.count(1), Ok(()));
        }
        let refused = limiter.count(1).unwrap_err();
        assert!((9..=10).contains(&refused.seconds), "{}", refused.seconds);
        assert_eq!(limiter.count(2), Ok(()), "another key");
        world.advance(time::Duration::seconds(10));
        assert_eq!(limiter.count(1), Ok(()));
        assert!(limiter.count(1).is_err());
        world.advance(time::Duration::minutes(1));
        for _ in 0..6 {
            assert_eq!(limiter.count(1), Ok(()));
        }
    }

    #[test]
    fn zero_is_no_limit() {
        let limiter = Limiter::new(0, &World::default());
        assert!((0..10_000).all(|_| limiter.count(1).is_ok()));
    }

    #[test]
    fn the_wait_is_rounded_up_and_never_nothing() {
        assert_eq!(whole_seconds(Duration::from_millis(1)), 1);
        assert_eq!(whole_seconds(Duration::from_secs(2)), 2);
        assert_eq!(whole_seconds(Duration::from_millis(2_001)), 3);
        assert_eq!(whole_seconds(Duration::ZERO), 1);
    }
}
