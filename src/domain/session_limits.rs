use time::Duration;

use super::Timestamp;

/// How long somebody stays logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a click.
    pub idle: Duration,
    /// Whatever happens.
    pub absolute: Duration,
}

impl Default for SessionLimits {
    /// ID-porten's own: half an hour, and two hours in all.
    fn default() -> Self {
        Self {
            idle: Duration::minutes(30),
            absolute: Duration::minutes(120),
        }
    }
}

impl SessionLimits {
    /// Nobody stays logged in longer than this, whatever is configured.
    pub const MOST: Duration = Duration::hours(12);

    /// When a session ends that began at `began` and in which something was done last at `seen`.
    pub fn end(self, began: Timestamp, seen: Timestamp) -> Timestamp {
        self.last_end(began).min(seen.plus(self.idle))
    }

    /// When it ends whatever is done in it.
    pub fn last_end(self, began: Timestamp) -> Timestamp {
        began.plus(self.absolute)
    }

    /// How long before its end the person is warned: five minutes, or half the time when that is less.
    pub fn warning(self) -> Duration {
        Duration::minutes(5).min(self.idle / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_for_want_of_clicks_or_when_its_time_is_over() {
        let limits = SessionLimits::default();
        let began = Timestamp::MIN;
        let after = |minutes| began.plus(Duration::minutes(minutes));
        assert_eq!(limits.end(began, began), after(30));
        assert_eq!(limits.end(began, after(20)), after(50));
        assert_eq!(limits.end(began, after(110)), after(120));
        assert_eq!(limits.warning(), Duration::minutes(5));
    }
}
