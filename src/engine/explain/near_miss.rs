//! Rules that nearly permitted.

use std::sync::Arc;

use crate::engine::decide::is_covering;
use crate::engine::query::Query;
use crate::engine::xacml::{AnyOf, Effect, PlacedRule, Scope};

use super::part::{Part, Wanted, masked};
use super::{MAX_NEAR_MISSES, parts};

/// A rule that would have permitted, and what it lacked.
#[derive(Clone, Debug, PartialEq)]
pub struct NearMiss {
    pub policy: Arc<str>,
    pub rule: Arc<str>,
    /// For each part of its target that did not match: alternatives, of which one would have been enough. In an
    /// alternative, everything is needed.
    pub lacking: Vec<Vec<Vec<Wanted>>>,
    /// A delegation of the right would have been enough too.
    pub is_delegable: bool,
    /// What could not be worked out, in words.
    pub failed: Vec<String>,
    /// The target matches and the condition is not true.
    pub condition_is_false: bool,
}

/// The permit rules that lack least, in the order of the policy where they are equal. A rule about another resource or
/// action is no near miss as long as there is one about these.
pub(super) fn nearest(rules: &[PlacedRule], query: &Query) -> Vec<NearMiss> {
    let permits = rules
        .iter()
        .filter(|placed| placed.rule.effect == Effect::Permit);
    let mut misses: Vec<((bool, usize), NearMiss)> =
        permits.filter_map(|placed| miss(placed, query)).collect();
    misses.sort_by_key(|(distance, _)| *distance);
    let nearest = misses.first().map(|(distance, _)| *distance);
    misses.retain(|(distance, _)| Some(*distance) == nearest);
    misses.truncate(MAX_NEAR_MISSES);
    misses.into_iter().map(|(_, miss)| miss).collect()
}

/// The same where the policy came to a decision, which no delegation changes.
pub(super) fn without_delegation(mut misses: Vec<NearMiss>) -> Vec<NearMiss> {
    for miss in &mut misses {
        miss.is_delegable = false;
    }
    misses
}

/// With how far off it is: whether more than the subject is wrong, and how much is.
fn miss(placed: &PlacedRule, query: &Query) -> Option<((bool, usize), NearMiss)> {
    let (mut lacking, mut failed, mut is_elsewhere) = (Vec::new(), Vec::new(), false);
    for part in parts(placed, query) {
        match part {
            Part::Met(_) => {}
            Part::Unmet(any_of) => {
                is_elsewhere |= !is_about_subject(any_of);
                lacking.push(alternatives(any_of));
            }
            Part::Failed(message) => failed.push(masked(&message)),
        }
    }
    let mut condition_is_false = false;
    if lacking.is_empty() && failed.is_empty() {
        let scope = Scope::new(query, &placed.policy.variables);
        match placed.rule.holds(&scope) {
            Ok(true) => return None,
            Ok(false) => condition_is_false = true,
            Err(problem) => failed.extend(problem.into_status().message.as_deref().map(masked)),
        }
    }
    let distance = lacking.len() + failed.len() + usize::from(condition_is_false);
    let miss = NearMiss {
        policy: placed.policy.identifier.id.clone(),
        rule: placed.rule.id.clone(),
        is_delegable: is_covering(placed, query),
        lacking,
        failed,
        condition_is_false,
    };
    Some(((is_elsewhere, distance), miss))
}

fn is_about_subject(any_of: &AnyOf) -> bool {
    let mut named = any_of.matches().map(|one| one.designator());
    named.all(|designator| designator.is_some_and(|found| found.is_subject()))
}

fn alternatives(any_of: &AnyOf) -> Vec<Vec<Wanted>> {
    let all_of = any_of.all_of.iter();
    all_of
        .map(|all_of| all_of.matches.iter().map(Wanted::of).collect())
        .collect()
}
