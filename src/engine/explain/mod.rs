//! Why a request was decided as it was, and what would have been enough.
//!
//! An explanation looks at every rule once more, so it is made only for those who ask; decisions pay nothing for it. It
//! holds no national ids: what looks like one in a policy's values or in messages is masked.

mod admission;
mod near_miss;
mod part;
#[cfg(test)]
mod tests;
mod text;

use std::sync::Arc;

use crate::domain::Timestamp;

use super::decide::decide;
use super::facts::{DelegatedRight, Facts};
use super::outcome::{DecidingFact, Decision, Outcome, Reason};
use super::query::Query;
use super::request::Request;
use super::xacml::{Effect, PlacedRule, PolicyTree, Scope};

pub use admission::Admission;
pub use near_miss::NearMiss;
pub use part::{Met, Source, Wanted};

use part::Part;

/// An outcome with its grounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    pub outcome: Outcome,
    /// What decided, when it was a rule; or what would have decided, when access lists turned a Permit into a Deny.
    pub rule: Option<DecidingRule>,
    /// The delegation that decided, or would have, when it was one.
    pub delegation: Option<DelegatedRight>,
    /// For anything but Permit: what was closest to a Permit, closest first; at most [`MAX_NEAR_MISSES`].
    pub near_misses: Vec<NearMiss>,
    /// What the access lists made of a Permit, when they were asked; see [`Explanation::limited`].
    pub admission: Option<Admission>,
    /// How many rules the policy has.
    pub rules: usize,
}

/// The rule that decided, with the attributes that made it match.
#[derive(Clone, Debug, PartialEq)]
pub struct DecidingRule {
    pub policy: Arc<str>,
    pub rule: Arc<str>,
    pub effect: Effect,
    /// What its target, and those of the policies around it, asked for and found.
    pub met: Vec<Met>,
    /// Whether it has a condition, which then was true.
    pub has_condition: bool,
}

/// More near misses than this say nothing new.
pub const MAX_NEAR_MISSES: usize = 5;

/// Decides a request and tells why; see [`decide`].
pub fn explain(
    policy: &PolicyTree,
    request: &Request,
    facts: &Facts,
    now: Timestamp,
) -> Explanation {
    let outcome = decide(policy, request, facts, now);
    let query = Query::new(request, facts, now);
    let rules = policy.placed_rules();
    Explanation {
        rule: deciding_rule(&outcome.reason, &rules, &query),
        delegation: deciding_delegation(&outcome.reason, facts),
        near_misses: match outcome.decision {
            Decision::Permit => Vec::new(),
            // What was delegated is asked for only then.
            Decision::NotApplicable => near_miss::nearest(&rules, &query),
            _ => near_miss::without_delegation(near_miss::nearest(&rules, &query)),
        },
        admission: None,
        rules: rules.len(),
        outcome,
    }
}

fn deciding_rule(reason: &Reason, rules: &[PlacedRule], query: &Query) -> Option<DecidingRule> {
    let Reason::Rule {
        policy, id, index, ..
    } = reason
    else {
        return None;
    };
    let is_meant = |placed: &&PlacedRule| {
        let at_place = placed.policy.rules.get(*index);
        placed.policy.identifier.id == *policy
            && at_place.is_some_and(|rule| std::ptr::eq(rule, placed.rule))
            && is_met(placed, query)
    };
    let placed = rules.iter().find(is_meant)?;
    Some(DecidingRule {
        policy: policy.clone(),
        rule: id.clone(),
        effect: placed.rule.effect,
        met: parts(placed, query)
            .into_iter()
            .flat_map(Part::into_met)
            .collect(),
        has_condition: placed.rule.condition.is_some(),
    })
}

fn deciding_delegation(reason: &Reason, facts: &Facts) -> Option<DelegatedRight> {
    match reason.fact(facts) {
        Some(DecidingFact::Delegation(right)) => Some(right.clone()),
        _ => None,
    }
}

/// Whether the rule applies; ids of policies need not be different.
fn is_met(placed: &PlacedRule, query: &Query) -> bool {
    let scope = Scope::new(query, &placed.policy.variables);
    parts(placed, query).iter().all(Part::is_met) && placed.rule.holds(&scope) == Ok(true)
}

/// All that has to match before the rule does.
fn parts<'p>(placed: &PlacedRule<'p>, query: &Query) -> Vec<Part<'p>> {
    let above = placed.nodes.iter().flat_map(|node| &node.target().any_of);
    let all = above.chain(&placed.rule.target.any_of);
    all.map(|any_of| Part::of(any_of, query)).collect()
}
