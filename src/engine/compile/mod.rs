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

use buckets::Buckets;
use clause::Clause;
use predicate::{Predicate, Predicates};

use super::xacml::Rule;

pub use candidates::{Candidate, Known};

/// The indexed form of a policy's rules.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleIndex {
    predicates: Vec<Predicate>,
    /// The categories that predicates are about.
    categories: Vec<std::sync::Arc<str>>,
    rules: Vec<IndexedRule>,
    /// None when looking at every rule is as quick.
    buckets: Option<Buckets>,
}

/// What the index knows of a rule.
#[derive(Clone, Debug, PartialEq)]
struct IndexedRule {
    /// All must be true. Those about the subject stand last: the others are quicker to find false.
    clauses: Vec<Clause>,
    /// Whether the clauses are the whole target.
    is_whole: bool,
}

/// With fewer rules than this, each is looked at.
const FEW_RULES: usize = 16;

impl RuleIndex {
    pub fn of(rules: &[Rule]) -> Self {
        let mut predicates = Predicates::default();
        let indexed: Vec<IndexedRule> = rules
            .iter()
            .map(|rule| IndexedRule::of(rule, &mut predicates))
            .collect();
        let buckets = (rules.len() >= FEW_RULES).then(|| Buckets::of(&indexed, &predicates.known));
        Self {
            predicates: predicates.known,
            categories: predicates.categories,
            rules: indexed,
            buckets,
        }
    }
}

impl IndexedRule {
    fn of(rule: &Rule, predicates: &mut Predicates) -> Self {
        let any_of = &rule.target.any_of;
        let clauses = any_of.iter().filter_map(|one| Clause::of(one, predicates));
        let mut clauses: Vec<Clause> = clauses.collect();
        let is_whole = clauses.len() == any_of.len();
        clauses.sort_by_key(|clause| clause.is_about_subject);
        Self { clauses, is_whole }
    }
}
