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
        let enough = if self.first_settles && query.uses_index {
            1
        } else {
            usize::MAX
        };
        let candidates = self.entered(query).filter_map(move |index| {
            if !query.uses_index {
                return Some(Candidate {
                    index,
                    target: Known::Nothing,
                });
            }
            let target = answers.of_rule(self.rules.get(index)?)?;
            Some(Candidate { index, target })
        });
        candidates.take(enough)
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

/// The answers to one question, as far as they have been asked for.
struct Answers<'i, 'a> {
    index: &'i RuleIndex,
    query: &'i Query<'a>,
    /// The request's categories at the places of the index's; most policies are about three.
    categories: [Option<&'a Category>; 4],
    predicates: KnownAnswers,
    clauses: KnownAnswers,
    /// The predicate that was found true last, with the attribute that made it so.
    last: Option<(usize, Origin)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Answer {
    Unknown,
    No,
    Yes,
}

/// Answers by place, without an allocation for most policies.
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

    fn get(&self, place: usize) -> Answer {
        let known = match place.checked_sub(self.first.len()) {
            None => self.first.get(place),
            Some(further) => self.rest.get(further),
        };
        known.copied().unwrap_or(Answer::Unknown)
    }

    fn set(&mut self, place: usize, answer: Answer) {
        let known = match place.checked_sub(self.first.len()) {
            None => self.first.get_mut(place),
            Some(further) => self.rest.get_mut(further),
        };
        if let Some(known) = known {
            *known = answer;
        }
    }
}

impl<'i, 'a> Answers<'i, 'a> {
    fn new(index: &'i RuleIndex, query: &'i Query<'a>) -> Self {
        let mut categories = [None; 4];
        for (place, id) in categories.iter_mut().zip(&index.categories) {
            *place = query.request.category(id);
        }
        Self {
            index,
            query,
            categories,
            predicates: KnownAnswers::new(index.predicates.len()),
            clauses: KnownAnswers::new(index.clauses.len()),
            last: None,
        }
    }

    /// `None` when the rule cannot match.
    fn of_rule(&mut self, rule: &IndexedRule) -> Option<Known> {
        let mut subject = None;
        for place in &rule.clauses {
            let clause = self.index.clauses.get(*place as usize)?;
            let alternative = self.true_alternative(*place as usize, clause)?;
            if clause.is_about_subject && subject.is_none() {
                subject = self.subject_of(alternative);
            }
        }
        if !rule.is_whole {
            return Some(Known::Nothing);
        }
        Some(Known::Matches(subject))
    }

    fn true_alternative<'c>(
        &mut self,
        place: usize,
        clause: &'c Clause,
    ) -> Option<&'c Alternative> {
        if self.clauses.get(place) == Answer::No {
            return None;
        }
        let mut alternatives = clause.alternatives.iter();
        let found = alternatives.find(|one| one.places().all(|place| self.is_true(place)));
        if found.is_none() {
            self.clauses.set(place, Answer::No);
        }
        found
    }

    fn is_true(&mut self, place: usize) -> bool {
        let known = self.predicates.get(place);
        if known != Answer::Unknown {
            return known == Answer::Yes;
        }
        let predicates = &self.index.predicates;
        let origin = predicates.get(place).and_then(|one| self.origin(one));
        if let Some(origin) = origin {
            self.last = Some((place, origin));
        }
        let answer = origin.map_or(Answer::No, |_| Answer::Yes);
        self.predicates.set(place, answer);
        answer == Answer::Yes
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
        match self.categories.get(place) {
            Some(category) => *category,
            None => self
                .query
                .request
                .category(self.index.categories.get(place)?),
        }
    }

    /// Where the first subject attribute of an alternative that is true came from, if it asks for one.
    fn subject_of(&self, alternative: &Alternative) -> Option<Origin> {
        let mut places = alternative.places();
        let (place, predicate) = places.find_map(|place| {
            let predicate = self.index.predicates.get(place)?;
            predicate.is_about_subject.then_some((place, predicate))
        })?;
        match self.last {
            Some((known, origin)) if known == place => Some(origin),
            _ => self.origin(predicate),
        }
    }
}
