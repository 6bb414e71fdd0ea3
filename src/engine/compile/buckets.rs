//! The way into a policy with many rules: from what the request says to the rules that want it.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::engine::fact_index::FactHash;
use crate::engine::query::Query;

use super::RuleIndex;
use super::clause::{Alternative, Clause};
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
    pub fn of(index: &RuleIndex) -> Self {
        let mut buckets = Self {
            by_predicate: HashMap::default(),
            categories: Vec::new(),
            always: Vec::new(),
        };
        let uses = uses(index);
        for (place, rule) in index.rules.iter().enumerate() {
            let clauses = index.clauses_of(rule).filter(|clause| clause.is_entry());
            match clauses.min_by_key(|clause| clause.crowd(&uses)) {
                Some(clause) => buckets.enter(place, clause, &index.predicates),
                None => buckets.always.push(place),
            }
        }
        buckets
    }

    fn enter(&mut self, index: usize, clause: &Clause, predicates: &[Predicate]) {
        for predicate in clause.entries().filter_map(|place| predicates.get(place)) {
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

/// How many rules use each predicate.
fn uses(index: &RuleIndex) -> Vec<usize> {
    let mut uses = vec![0; index.predicates.len()];
    let clauses = index.rules.iter().flat_map(|rule| index.clauses_of(rule));
    for place in clauses
        .flat_map(|clause| &clause.alternatives)
        .flat_map(Alternative::places)
    {
        if let Some(uses) = uses.get_mut(place) {
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

    /// One predicate of each alternative.
    fn entries(&self) -> impl Iterator<Item = usize> {
        self.alternatives.iter().map(|one| one.first as usize)
    }

    /// How many others come in the same way.
    fn crowd(&self, uses: &[usize]) -> usize {
        self.entries().filter_map(|place| uses.get(place)).sum()
    }
}
