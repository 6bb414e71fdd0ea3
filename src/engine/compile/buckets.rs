//! The way into a policy with many rules: from what the request says to the rules that want it.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::engine::fact_index::FactHash;
use crate::engine::query::Query;

use super::IndexedRule;
use super::clause::Clause;
use super::predicate::Predicate;

/// Rules by one of the predicates that they cannot do without.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Buckets {
    by_predicate: HashMap<(usize, FactHash), Vec<usize>, FixedState>,
    /// The categories that the buckets are about.
    categories: Vec<usize>,
    /// Rules that no predicate leads to.
    always: Vec<usize>,
}

impl Buckets {
    pub fn of(rules: &[IndexedRule], predicates: &[Predicate]) -> Self {
        let mut buckets = Self {
            by_predicate: HashMap::default(),
            categories: Vec::new(),
            always: Vec::new(),
        };
        let uses = uses(rules, predicates.len());
        for (index, rule) in rules.iter().enumerate() {
            let clauses = rule.clauses.iter().filter(|clause| clause.is_entry());
            match clauses.min_by_key(|clause| clause.crowd(&uses)) {
                Some(clause) => buckets.enter(index, clause, predicates),
                None => buckets.always.push(index),
            }
        }
        buckets
    }

    fn enter(&mut self, index: usize, clause: &Clause, predicates: &[Predicate]) {
        let places = clause
            .alternatives
            .iter()
            .filter_map(|places| places.first());
        for predicate in places.filter_map(|place| predicates.get(*place)) {
            let key = (predicate.category, predicate.hash);
            self.by_predicate.entry(key).or_default().push(index);
            if !self.categories.contains(&predicate.category) {
                self.categories.push(predicate.category);
            }
        }
    }

    /// The rules that the request leads to, in their order.
    pub fn rules(&self, categories: &[Arc<str>], query: &Query) -> Vec<usize> {
        let mut rules = self.always.clone();
        for place in &self.categories {
            let category = categories.get(*place);
            let category = category.and_then(|id| query.request.category(id));
            let attributes = category.map(|category| category.attributes.as_slice());
            for attribute in attributes.unwrap_or_default() {
                let hash = FactHash::of(&attribute.id, &attribute.value.text());
                rules.extend(self.by_predicate.get(&(*place, hash)).into_iter().flatten());
            }
        }
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// How many clauses use each predicate.
fn uses(rules: &[IndexedRule], count: usize) -> Vec<usize> {
    let mut uses = vec![0; count];
    let clauses = rules.iter().flat_map(|rule| &rule.clauses);
    for place in clauses.flat_map(|clause| &clause.alternatives).flatten() {
        if let Some(uses) = uses.get_mut(*place) {
            *uses += 1;
        }
    }
    uses
}

impl Clause {
    /// Whether the request alone can make it true; what facts say has no hash to enter by.
    fn is_entry(&self) -> bool {
        !self.is_about_subject
    }

    /// How many others come in the same way.
    fn crowd(&self, uses: &[usize]) -> usize {
        let first = self.alternatives.iter().filter_map(|places| places.first());
        first.filter_map(|place| uses.get(*place)).sum()
    }
}
