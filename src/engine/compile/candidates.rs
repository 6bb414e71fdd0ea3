//! From a question to the rules that can match it.

use crate::engine::context::Origin;
use crate::engine::query::Query;
use crate::engine::request::Category;

use super::clause::{Alternative, Clause};
use super::predicate::Predicate;
use super::{IndexedRule, RuleIndex};

/// A rule that can match.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Its place in the policy.
    pub index: usize,
    pub target: Known,
}

/// What is known of a candidate's target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Known {
    /// It matches; with the first subject attribute that made it so.
    Matches(Option<Origin>),
    /// It has to be evaluated.
    Nothing,
}

impl RuleIndex {
    /// The rules that can match, in the order of the policy.
    pub fn candidates<'i, 'a>(
        &'i self,
        query: &'i Query<'a>,
    ) -> impl Iterator<Item = Candidate> + use<'i, 'a> {
        let mut answers = Answers::new(self, query);
        self.entered(query).filter_map(move |index| {
            if !query.uses_index {
                return Some(Candidate {
                    index,
                    target: Known::Nothing,
                });
            }
            let target = answers.of_rule(self.rules.get(index)?)?;
            Some(Candidate { index, target })
        })
    }

    /// The rules that the buckets let through, or all.
    fn entered(&self, query: &Query) -> Entered {
        match self.buckets.as_ref().filter(|_| query.uses_index) {
            Some(buckets) => Entered::Some(buckets.rules(&self.categories, query).into_iter()),
            None => Entered::All(0..self.rules.len()),
        }
    }
}

enum Entered {
    All(std::ops::Range<usize>),
    Some(std::vec::IntoIter<usize>),
}

impl Iterator for Entered {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            Entered::All(range) => range.next(),
            Entered::Some(chosen) => chosen.next(),
        }
    }
}

/// The predicates' answers to one question, as far as they have been asked for.
struct Answers<'i, 'a> {
    index: &'i RuleIndex,
    query: &'i Query<'a>,
    categories: CategoryPlaces<'a>,
    known: KnownAnswers,
}

/// Most policies are about three categories.
const FEW_CATEGORIES: usize = 4;

/// The request's categories at the places of the index's.
struct CategoryPlaces<'a>([Option<&'a Category>; FEW_CATEGORIES]);

#[derive(Clone, Copy, PartialEq)]
enum Answer {
    Unknown,
    No,
    Yes,
}

/// Answers by the place of their predicate, without an allocation for most policies.
struct KnownAnswers {
    first: [Answer; 64],
    rest: Vec<Answer>,
}

impl KnownAnswers {
    fn new(count: usize) -> Self {
        Self {
            first: [Answer::Unknown; 64],
            rest: vec![Answer::Unknown; count.saturating_sub(64)],
        }
    }

    fn at(&mut self, place: usize) -> Option<&mut Answer> {
        match place.checked_sub(self.first.len()) {
            None => self.first.get_mut(place),
            Some(further) => self.rest.get_mut(further),
        }
    }
}

impl<'i, 'a> Answers<'i, 'a> {
    fn new(index: &'i RuleIndex, query: &'i Query<'a>) -> Self {
        let mut places = [None; FEW_CATEGORIES];
        for (place, id) in places.iter_mut().zip(&index.categories) {
            *place = query.request.category(id);
        }
        Self {
            index,
            query,
            categories: CategoryPlaces(places),
            known: KnownAnswers::new(index.predicates.len()),
        }
    }

    /// `None` when the rule cannot match.
    fn of_rule(&mut self, rule: &IndexedRule) -> Option<Known> {
        for clause in &rule.clauses {
            self.true_alternative(clause)?;
        }
        if !rule.is_whole {
            return Some(Known::Nothing);
        }
        Some(Known::Matches(self.subject(rule)))
    }

    fn true_alternative<'c>(&mut self, clause: &'c Clause) -> Option<&'c Alternative> {
        let mut alternatives = clause.alternatives.iter();
        alternatives.find(|places| places.iter().all(|place| self.is_true(*place)))
    }

    fn is_true(&mut self, place: usize) -> bool {
        let Some(predicate) = self.index.predicates.get(place) else {
            return false;
        };
        let known = self.known.at(place).map_or(Answer::Unknown, |known| *known);
        if known != Answer::Unknown {
            return known == Answer::Yes;
        }
        let is_true = self.origin(predicate).is_some();
        if let Some(known) = self.known.at(place) {
            *known = if is_true { Answer::Yes } else { Answer::No };
        }
        is_true
    }

    fn origin(&self, predicate: &Predicate) -> Option<Origin> {
        let found = predicate.in_request(self.category(predicate.category));
        if found.is_some() || !predicate.is_about_subject {
            return found;
        }
        let facts = self.query.facts;
        facts.find(predicate.hash, &predicate.attribute_id, |value| {
            predicate.fits(value)
        })
    }

    fn category(&self, place: usize) -> Option<&'a Category> {
        match self.categories.0.get(place) {
            Some(category) => *category,
            None => self
                .query
                .request
                .category(self.index.categories.get(place)?),
        }
    }

    /// The first subject attribute, in the order of the target, that made a matching rule match.
    fn subject(&mut self, rule: &IndexedRule) -> Option<Origin> {
        for clause in rule.clauses.iter().filter(|clause| clause.is_about_subject) {
            let alternative = self.true_alternative(clause)?;
            let predicates = alternative.iter();
            let mut predicates = predicates.filter_map(|place| self.index.predicates.get(*place));
            if let Some(first) = predicates.find(|predicate| predicate.is_about_subject) {
                return self.origin(first);
            }
        }
        None
    }
}
