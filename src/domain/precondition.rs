use super::Timestamp;

/// What a thing with versions is now, as conditions look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versioned {
    pub version: i64,
    pub updated_at: Timestamp,
}

/// The versions that a condition names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Versions {
    /// Any that there is (`*`).
    Any,
    /// These. Empty when the caller named only versions that were never ours.
    These(Vec<i64>),
}

/// What a caller expects of a thing before it is read or changed (RFC 9110, §13). Nothing expected: [`Default`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preconditions {
    /// `If-Match`.
    pub is: Option<Versions>,
    /// `If-None-Match`.
    pub is_not: Option<Versions>,
    /// `If-Modified-Since`; counts for reading, and when `is_not` is not set.
    pub changed_since: Option<Timestamp>,
    /// `If-Unmodified-Since`; counts when `is` is not set.
    pub unchanged_since: Option<Timestamp>,
}

/// The thing is not as the caller expects it: somebody else has changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAsExpected;

/// What to answer to somebody who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    Send,
    /// The reader has it already.
    Unchanged,
    NotAsExpected,
}

impl Versions {
    fn has(&self, current: Option<Versioned>) -> bool {
        match (self, current) {
            (_, None) => false,
            (Self::Any, Some(_)) => true,
            (Self::These(versions), Some(current)) => versions.contains(&current.version),
        }
    }
}

impl Preconditions {
    /// Exactly this version.
    pub fn version(version: i64) -> Self {
        Self {
            is: Some(Versions::These(vec![version])),
            ..Self::default()
        }
    }

    /// Whether a change may be made to what is now `current`; None when it does not exist.
    ///
    /// # Errors
    /// [`NotAsExpected`] when a condition is not met.
    pub fn check_change(&self, current: Option<Versioned>) -> Result<(), NotAsExpected> {
        let is_not = self.is_not.as_ref();
        if self.is_met(current) && !is_not.is_some_and(|versions| versions.has(current)) {
            Ok(())
        } else {
            Err(NotAsExpected)
        }
    }

    /// What to answer to a reader of what is now `current`.
    pub fn check_reading(&self, current: Versioned) -> Reading {
        if !self.is_met(Some(current)) {
            return Reading::NotAsExpected;
        }
        let has_it = match (&self.is_not, self.changed_since) {
            (Some(versions), _) => versions.has(Some(current)),
            (None, Some(since)) => seconds(current) <= since.unix_seconds(),
            (None, None) => false,
        };
        if has_it {
            Reading::Unchanged
        } else {
            Reading::Send
        }
    }

    /// `If-Match`, or else `If-Unmodified-Since`, in the order of RFC 9110, §13.2.2.
    fn is_met(&self, current: Option<Versioned>) -> bool {
        match (&self.is, self.unchanged_since, current) {
            (Some(versions), _, _) => versions.has(current),
            (None, Some(since), Some(current)) => seconds(current) <= since.unix_seconds(),
            (None, _, _) => true,
        }
    }
}

/// When it was changed, as precisely as HTTP's dates tell.
fn seconds(current: Versioned) -> i64 {
    current.updated_at.unix_seconds()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Duration;
    use time::macros::datetime;

    fn changed() -> Timestamp {
        Timestamp::from_datetime(datetime!(2026-11-22 12:00:00.5 UTC))
    }

    fn current() -> Versioned {
        Versioned {
            version: 7,
            updated_at: changed(),
        }
    }

    fn these(versions: &[i64]) -> Option<Versions> {
        Some(Versions::These(versions.to_vec()))
    }

    #[test]
    fn a_change_needs_what_the_caller_expects() {
        let none = Preconditions::default();
        let is = |is| Preconditions {
            is,
            ..Preconditions::default()
        };
        let is_not = |is_not| Preconditions {
            is_not,
            ..Preconditions::default()
        };
        let since = |seconds| Preconditions {
            unchanged_since: Some(changed().plus(Duration::seconds(seconds))),
            ..Preconditions::default()
        };
        let both = Preconditions {
            is: these(&[7]),
            ..since(-10)
        };
        for (conditions, when_there, when_missing) in [
            (none, true, true),
            (Preconditions::version(7), true, false),
            (is(these(&[6, 7])), true, false),
            (is(these(&[6])), false, false),
            (is(these(&[])), false, false),
            (is(Some(Versions::Any)), true, false),
            (is_not(these(&[7])), false, true),
            (is_not(these(&[6])), true, true),
            (is_not(Some(Versions::Any)), false, true),
            (since(0), true, true),
            (since(-1), false, true),
            (both, true, false),
        ] {
            let there = conditions.check_change(Some(current())).is_ok();
            let missing = conditions.check_change(None).is_ok();
            assert_eq!(
                (there, missing),
                (when_there, when_missing),
                "{conditions:?}"
            );
        }
    }

    #[test]
    fn a_reader_gets_what_he_does_not_have_yet() {
        let since = |seconds| Some(changed().plus(Duration::seconds(seconds)));
        let with = |is_not, changed_since| Preconditions {
            is_not,
            changed_since,
            ..Preconditions::default()
        };
        for (conditions, answer) in [
            (with(None, None), Reading::Send),
            (with(these(&[7]), None), Reading::Unchanged),
            (with(these(&[6]), None), Reading::Send),
            (with(Some(Versions::Any), None), Reading::Unchanged),
            (with(None, since(0)), Reading::Unchanged),
            (with(None, since(-1)), Reading::Send),
            // The tag is the more exact of the two.
            (with(these(&[6]), since(0)), Reading::Send),
            (Preconditions::version(6), Reading::NotAsExpected),
        ] {
            assert_eq!(
                conditions.check_reading(current()),
                answer,
                "{conditions:?}"
            );
        }
    }
}
