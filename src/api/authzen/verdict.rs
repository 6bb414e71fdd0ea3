//! From the engine's outcome to the one bit that AuthZEN's callers act on.
//!
//! A point of enforcement must refuse access when it cannot fulfil an obligation (XACML 3.0 core, §7.18), and AuthZEN's
//! callers need not read the context that obligations stand in. So the answer is yes only when nothing is left to be
//! fulfilled: Permit, a security level that is known to be high enough, and no other obligation. A caller who fulfils
//! obligations himself goes by `xacml_decision`.

use super::fault::HIGHEST_LEVEL;
use crate::engine::{Decision, Outcome};

/// What the caller tells about the subject's login.
#[derive(Clone, Copy, Debug, Default)]
pub struct Circumstances {
    /// The security level, when it was said.
    pub level: Option<u8>,
    /// Organizations have an obligation of their own.
    pub is_organization: bool,
}

/// The answer, and the level that it hangs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub answer: Answer,
    pub required_level: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    /// The engine does not permit.
    NotPermitted,
    /// Permitted at a level that the caller did not say the subject has.
    LevelUnknown(u8),
    LevelTooLow {
        needed: u8,
        held: u8,
    },
    /// Permitted with an obligation that only the caller could fulfil.
    Obliged(String),
}

impl Circumstances {
    /// For searches: whoever could log in at the needed level is found, unless a level is said.
    pub fn at_best(self) -> Self {
        Self {
            level: self.level.or(Some(HIGHEST_LEVEL)),
            ..self
        }
    }
}

impl Verdict {
    pub fn of(outcome: &Outcome, circumstances: Circumstances) -> Self {
        if outcome.decision != Decision::Permit {
            return Self {
                answer: Answer::NotPermitted,
                required_level: None,
            };
        }
        let required_level = outcome.required_level(circumstances.is_organization);
        let other = outcome.other_obligation();
        let answer = match (other, required_level, circumstances.level) {
            (Some(obligation), _, _) => Answer::Obliged(obligation.id.to_string()),
            (None, None, _) => Answer::Yes,
            (None, Some(needed), None) => Answer::LevelUnknown(needed),
            (None, Some(needed), Some(held)) if held < needed => {
                Answer::LevelTooLow { needed, held }
            }
            (None, Some(_), Some(_)) => Answer::Yes,
        };
        Self {
            answer,
            required_level,
        }
    }

    pub fn is_yes(&self) -> bool {
        self.answer == Answer::Yes
    }

    /// Why the answer is no.
    pub fn reason(&self, outcome: &Outcome) -> Option<String> {
        Some(match &self.answer {
            Answer::Yes => return None,
            Answer::LevelUnknown(needed) => format!(
                "security level {needed} is needed; say the level of the subject's login in context.level"
            ),
            Answer::LevelTooLow { needed, held } => {
                format!("security level {needed} is needed, and the login has {held}")
            }
            Answer::Obliged(id) => {
                format!("the obligation {id} must be fulfilled by the caller")
            }
            Answer::NotPermitted => {
                let message = outcome.status.message.clone();
                message.unwrap_or_else(|| not_permitted(outcome.decision).to_owned())
            }
        })
    }
}

fn not_permitted(decision: Decision) -> &'static str {
    match decision {
        Decision::Deny => "the policy of the resource denies it",
        Decision::Indeterminate => "it could not be decided",
        Decision::NotApplicable | Decision::Permit => {
            "nothing in the policy of the resource permits it"
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::names;
    use crate::engine::outcome::{Assignment, Obligation, StatusCode};
    use crate::engine::value::Value;

    fn permit(levels: &[(&str, i64)]) -> Outcome {
        let obligation = |(category, level): &(&str, i64)| Obligation {
            id: "o".into(),
            assignments: vec![Assignment {
                attribute_id: "a".into(),
                category: Some((*category).into()),
                issuer: None,
                value: Value::Integer(*level),
            }],
        };
        Outcome {
            decision: Decision::Permit,
            obligations: levels.iter().map(obligation).map(Arc::new).collect(),
            ..Outcome::failed(StatusCode::Ok, "")
        }
    }

    fn answer(outcome: &Outcome, level: Option<u8>, is_organization: bool) -> Answer {
        let circumstances = Circumstances {
            level,
            is_organization,
        };
        Verdict::of(outcome, circumstances).answer
    }

    #[test]
    fn an_organization_has_a_level_of_its_own() {
        let both = permit(&[(names::MINIMUM_LEVEL, 4), (names::MINIMUM_LEVEL_ORG, 2)]);
        assert_eq!(answer(&both, Some(3), true), Answer::Yes);
        let too_low = Answer::LevelTooLow { needed: 4, held: 3 };
        assert_eq!(answer(&both, Some(3), false), too_low);
    }

    #[test]
    fn a_permit_without_obligations_needs_no_level() {
        assert_eq!(answer(&permit(&[]), None, false), Answer::Yes);
    }

    #[test]
    fn a_level_that_is_no_level_is_reached_by_nobody() {
        let nonsense = permit(&[(names::MINIMUM_LEVEL, 999)]);
        let best = Circumstances::default().at_best();
        assert!(!Verdict::of(&nonsense, best).is_yes());
    }

    #[test]
    fn only_a_permit_is_a_yes() {
        for decision in [
            Decision::Deny,
            Decision::NotApplicable,
            Decision::Indeterminate,
        ] {
            let outcome = Outcome {
                decision,
                ..permit(&[])
            };
            assert_eq!(answer(&outcome, Some(4), false), Answer::NotPermitted);
        }
    }
}
