use serde::Deserialize;
use time::Duration;

use super::ConfigFault;
use crate::domain::SessionLimits;

/// How long people stay logged in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionSettings {
    /// Minutes without a click.
    pub idle_minutes: Option<u32>,
    /// Minutes in all.
    pub absolute_minutes: Option<u32>,
}

/// Less would give nobody the time to answer the warning.
const LEAST_IDLE: i64 = 2;

impl SessionSettings {
    /// The limits, or everything that is wrong with them.
    pub(super) fn check(&self) -> Result<SessionLimits, Vec<ConfigFault>> {
        let usual = SessionLimits::default();
        let minutes = |set: Option<u32>, usual: Duration| {
            set.map_or(usual, |minutes| Duration::minutes(minutes.into()))
        };
        let limits = SessionLimits {
            idle: minutes(self.idle_minutes, usual.idle),
            absolute: minutes(self.absolute_minutes, usual.absolute),
        };
        let most = SessionLimits::MOST.whole_minutes();
        let allowed = Duration::minutes(LEAST_IDLE)..=SessionLimits::MOST;
        let mut faults = Vec::new();
        for (name, value) in [
            ("session.idle_minutes", limits.idle),
            ("session.absolute_minutes", limits.absolute),
        ] {
            if !allowed.contains(&value) {
                let problem = format!("must be from {LEAST_IDLE} to {most}");
                faults.push(ConfigFault::new(name, problem));
            }
        }
        if faults.is_empty() && limits.idle > limits.absolute {
            faults.push(ConfigFault::new(
                "session.idle_minutes",
                format!(
                    "must not be more than absolute_minutes, which is {}",
                    limits.absolute.whole_minutes()
                ),
            ));
        }
        if faults.is_empty() {
            Ok(limits)
        } else {
            Err(faults)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str) -> Result<SessionLimits, Vec<ConfigFault>> {
        toml::from_str::<SessionSettings>(text).unwrap().check()
    }

    #[test]
    fn sessions_last_half_an_hour_and_two_in_all_unless_set_and_never_above_twelve() {
        assert_eq!(check("").unwrap(), SessionLimits::default());
        let set = check("idle_minutes = 720\nabsolute_minutes = 720").unwrap();
        assert_eq!(set.idle, Duration::hours(12));
        for bad in [
            "idle_minutes = 1",
            "absolute_minutes = 721",
            "absolute_minutes = 0",
            "idle_minutes = 121",
            "idle_minutes = 4000000000",
        ] {
            assert_eq!(check(bad).unwrap_err().len(), 1, "{bad}");
        }
        let both = check("idle_minutes = 0\nabsolute_minutes = 9999");
        assert_eq!(both.unwrap_err().len(), 2);
        assert!(toml::from_str::<SessionSettings>("idle = 5").is_err());
    }
}
