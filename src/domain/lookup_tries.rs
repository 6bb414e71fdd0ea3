use time::Duration;

use super::Timestamp;

/// How many wrong guesses a caller may make within [`COUNTED`].
const MAX_FAILURES: usize = 10;
/// How long a wrong guess counts.
const COUNTED: Duration = Duration::hours(1);
/// How long a caller with too many is blocked.
const BLOCKED: Duration = Duration::hours(1);

/// The wrong guesses of one caller that looks persons up by number and surname, and what came of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookupTries {
    /// When guesses were wrong; those that no longer count are dropped with the next one.
    pub failures: Vec<Timestamp>,
    pub blocked_until: Option<Timestamp>,
}

/// Too many wrong guesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blocked {
    pub until: Timestamp,
}

impl LookupTries {
    /// Says whether the caller may try now.
    pub fn check(&self, now: Timestamp) -> Result<(), Blocked> {
        match self.blocked_until {
            Some(until) if now < until => Err(Blocked { until }),
            _ => Ok(()),
        }
    }

    /// Counts a wrong guess; the tenth within an hour blocks for an hour, after which counting starts anew.
    pub fn fail(&mut self, now: Timestamp) {
        self.failures.retain(|at| now < at.plus(COUNTED));
        self.failures.push(now);
        self.blocked_until = None;
        if self.failures.len() >= MAX_FAILURES {
            self.failures.clear();
            self.blocked_until = Some(now.plus(BLOCKED));
        }
    }

    /// From when on a row that was last changed at `changed` says nothing any more.
    pub fn forgotten_before(now: Timestamp) -> Timestamp {
        now.minus(COUNTED.max(BLOCKED))
    }
}

impl Blocked {
    /// How long to wait, in whole seconds, rounded up.
    pub fn seconds_from(self, now: Timestamp) -> i64 {
        let wait = self.until.as_datetime() - now.as_datetime();
        (wait + Duration::seconds(1) - Duration::nanoseconds(1)).whole_seconds()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::OffsetDateTime;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_datetime(OffsetDateTime::UNIX_EPOCH).plus(Duration::minutes(minutes))
    }

    #[test]
    fn the_tenth_wrong_guess_within_an_hour_blocks_for_an_hour() {
        let mut tries = LookupTries::default();
        for minute in 0..9 {
            tries.fail(at(minute));
            assert_eq!(tries.check(at(minute)), Ok(()));
        }
        tries.fail(at(59));
        let until = at(119);
        assert_eq!(tries.check(at(59)), Err(Blocked { until }));
        assert_eq!(tries.check(at(118)), Err(Blocked { until }));
        assert_eq!(tries.check(at(119)), Ok(()));
        tries.fail(at(119));
        assert_eq!(tries.check(at(119)), Ok(()));
    }

    #[test]
    fn a_wrong_guess_counts_for_an_hour() {
        let mut tries = LookupTries::default();
        for minute in 0..9 {
            tries.fail(at(minute));
        }
        tries.fail(at(60));
        assert_eq!(tries.check(at(60)), Ok(()));
        assert_eq!(tries.failures.len(), 9);
    }

    #[test]
    fn the_wait_is_rounded_up() {
        let blocked = Blocked { until: at(1) };
        assert_eq!(blocked.seconds_from(at(0)), 60);
        let later = at(0).plus(Duration::microseconds(1));
        assert_eq!(blocked.seconds_from(later), 60);
        let almost = at(1).minus(Duration::microseconds(1));
        assert_eq!(blocked.seconds_from(almost), 1);
    }
}
