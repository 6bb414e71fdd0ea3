//! Rules in an indexed form, so that a decision touches only those that can match.
//!
//! Nearly all targets of published policies compare strings: resource, action and subject, none of which must be
//! present. Such a comparison (a [`Predicate`]) never fails, so an `AnyOf` made of them alone (a [`Clause`]) is either
//! true or false. A rule with a clause that is false does not match, whatever its other parts say (XACML 3.0 core,
//! table 2: no match beats Indeterminate), and need not be looked at. A rule whose target is clauses only needs no
//! other look at its target; any other one is evaluated in full, with the same result as without the index.
//!
//! A predicate is worked out once per question, however many rules ask for it, and only when one does. What the facts
//! say about the subject is found by hash. A policy with many rules is entered by resource and action, by hash too.

mod buckets;
mod candidates;
mod clause;
mod predicate;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use buckets::Buckets;
use clause::{Clause, Clauses};
use predicate::Predicate;

use super::xacml::Rule;

pub use candidates::{Candidate, Known};

/// The indexed form of a policy's rules.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleIndex {
    predicates: Vec<Predicate>,
    /// The categories that predicates are about.
    categories: Vec<Arc<str>>,
    clauses: Vec<Clause>,
    rules: Vec<IndexedRule>,
    /// None when looking at every rule is as quick.
    buckets: Option<Buckets>,
    /// Whether the rules after the first one that matches change nothing, whatever the combining algorithm.
    first_settles: bool,
}

/// What the index knows of a rule.
#[derive(Clone, Debug, PartialEq)]
struct IndexedRule {
    /// Places of the clauses that must all be true. Those about the subject stand last: the others are quicker to find
    /// false.
    clauses: Box<[u32]>,
    /// Whether the clauses are the whole target.
    is_whole: bool,
}

/// With fewer rules than this, each is looked at.
const FEW_RULES: usize = 16;

impl RuleIndex {
    pub fn of(rules: &[Rule]) -> Self {
        let mut clauses = Clauses::default();
        let indexed = rules.iter().map(|rule| IndexedRule::of(rule, &mut clauses));
        let mut index = Self {
            rules: indexed.collect(),
            clauses: clauses.known,
            predicates: clauses.predicates.known,
            categories: clauses.predicates.categories,
            buckets: None,
            first_settles: false,
        };
        index.first_settles = first_settles(rules) && index.rules.iter().all(|rule| rule.is_whole);
        index.buckets = (rules.len() >= FEW_RULES).then(|| Buckets::of(&index));
        index
    }

    fn clauses_of<'i>(&'i self, rule: &'i IndexedRule) -> impl Iterator<Item = &'i Clause> {
        let places = rule.clauses.iter();
        places.filter_map(|place| self.clauses.get(*place as usize))
    }
}

/// Rules of one effect that cannot fail and bring nothing along with them: the next one would say the same again. So
/// are those of nearly all published policies.
fn first_settles(rules: &[Rule]) -> bool {
    let effect = rules.first().map(|rule| rule.effect);
    rules.iter().all(|rule| {
        Some(rule.effect) == effect && rule.condition.is_none() && rule.duties.is_empty()
    })
}

impl IndexedRule {
    fn of(rule: &Rule, clauses: &mut Clauses) -> Self {
        let any_of = &rule.target.any_of;
        let mut places: Vec<u32> = any_of.iter().filter_map(|one| clauses.place(one)).collect();
        let is_whole = places.len() == any_of.len();
        let is_about_subject = |place: &u32| {
            let clause = clauses.known.get(*place as usize);
            clause.is_some_and(|clause| clause.is_about_subject)
        };
        places.sort_by_key(is_about_subject);
        Self {
            clauses: places.into(),
            is_whole,
        }
    }
}
