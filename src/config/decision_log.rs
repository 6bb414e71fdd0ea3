use serde::Deserialize;

use super::ConfigFault;
use crate::domain::Sampling;

/// What the decision log keeps, and how long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DecisionLogConfig {
    pub sampling: Sampling,
    /// How many days entries are kept.
    pub keep_days: u32,
    /// How many entries may wait for being written; those beyond are lost and counted.
    pub queue: usize,
}

/// What the file may say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionLogSettings {
    pub mode: Option<Mode>,
    /// The share of the Permits that are kept when sampled, from 0 to 1.
    pub permit_sample: Option<f64>,
    pub keep_days: Option<u32>,
    pub queue: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Every answer.
    #[default]
    Full,
    /// A share of the Permits, and everything else.
    Sampled,
    Off,
}

const DEFAULT_KEEP_DAYS: u32 = 90;
/// A hundred years; more is a mistake.
const MOST_KEEP_DAYS: u32 = 36_500;
const DEFAULT_QUEUE: usize = 10_000;
/// Waiting entries are kept in memory, about one kilobyte each.
const LONGEST_QUEUE: usize = 1_000_000;

impl DecisionLogSettings {
    /// Makes the settings whole, or tells everything that is wrong with them.
    pub(super) fn check(&self) -> Result<DecisionLogConfig, Vec<ConfigFault>> {
        let keep_days = self.keep_days.unwrap_or(DEFAULT_KEEP_DAYS);
        let queue = self.queue.unwrap_or(DEFAULT_QUEUE);
        let mut faults = Vec::new();
        let sampling = self.sampling().unwrap_or_else(|fault| {
            faults.push(fault);
            Sampling::Full
        });
        if !(1..=MOST_KEEP_DAYS).contains(&keep_days) {
            let problem = format!("must be from 1 to {MOST_KEEP_DAYS}");
            faults.push(ConfigFault::new("decision_log.keep_days", problem));
        }
        if !(1..=LONGEST_QUEUE).contains(&queue) {
            let problem = format!("must be from 1 to {LONGEST_QUEUE}");
            faults.push(ConfigFault::new("decision_log.queue", problem));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(DecisionLogConfig {
            sampling,
            keep_days,
            queue,
        })
    }

    fn sampling(&self) -> Result<Sampling, ConfigFault> {
        let fault = |problem| Err(ConfigFault::new("decision_log.permit_sample", problem));
        match (self.mode.unwrap_or_default(), self.permit_sample) {
            (Mode::Full, None) => Ok(Sampling::Full),
            (Mode::Off, None) => Ok(Sampling::Off),
            (Mode::Sampled, Some(share)) if (0.0..=1.0).contains(&share) => {
                Ok(Sampling::Permits(share))
            }
            (Mode::Sampled, Some(_)) => fault("must be from 0.0 to 1.0"),
            (Mode::Sampled, None) => fault("is needed with mode = \"sampled\""),
            (_, Some(_)) => {
                fault("counts only with mode = \"sampled\"; take it away, or set the mode")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(text: &str) -> Result<DecisionLogConfig, Vec<ConfigFault>> {
        toml::from_str::<DecisionLogSettings>(text).unwrap().check()
    }

    #[test]
    fn nothing_set_means_everything_for_ninety_days() {
        let config = check("").unwrap();
        assert_eq!((config.sampling, config.keep_days), (Sampling::Full, 90));
    }

    #[test]
    fn a_sample_needs_its_share_and_nothing_else_has_one() {
        let sampled = check("mode = \"sampled\"\npermit_sample = 0.1").unwrap();
        assert_eq!(sampled.sampling, Sampling::Permits(0.1));
        assert_eq!(check("mode = \"off\"").unwrap().sampling, Sampling::Off);
        for bad in [
            "mode = \"sampled\"",
            "mode = \"sampled\"\npermit_sample = 1.5",
            "mode = \"sampled\"\npermit_sample = nan",
            "permit_sample = 0.1",
            "mode = \"off\"\npermit_sample = 0.1",
        ] {
            let faults = check(bad).unwrap_err();
            assert_eq!(faults.len(), 1, "{bad}");
            assert!(
                faults
                    .iter()
                    .all(|fault| fault.setting == "decision_log.permit_sample")
            );
        }
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = check("mode = \"sampled\"\nkeep_days = 0\nqueue = 0").unwrap_err();
        assert_eq!(faults.len(), 3);
        assert!(toml::from_str::<DecisionLogSettings>("mode = \"some\"").is_err());
        assert!(toml::from_str::<DecisionLogSettings>("sample = 1").is_err());
    }
}
