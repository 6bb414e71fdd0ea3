//! Alternatives of which one must be true.

use std::collections::HashMap;

use crate::engine::xacml::{AllOf, AnyOf};

use super::predicate::Predicates;

/// An `AnyOf` made of predicates.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Clause {
    pub alternatives: Box<[Alternative]>,
    /// Whether any of its predicates is about the subject.
    pub is_about_subject: bool,
}

/// An `AllOf`: places of the predicates that must all be true; nearly always one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Alternative {
    pub first: u32,
    pub others: Box<[u32]>,
}

/// The different clauses of a policy: its rules tend to share them.
#[derive(Default)]
pub(super) struct Clauses {
    pub known: Vec<Clause>,
    pub predicates: Predicates,
    places: HashMap<Clause, u32>,
}

impl Clauses {
    /// The place of an `AnyOf`'s clause; `None` when a part of it can fail.
    pub fn place(&mut self, any_of: &AnyOf) -> Option<u32> {
        let clause = Clause::of(any_of, &mut self.predicates)?;
        let next = u32::try_from(self.known.len()).ok()?;
        let place = *self.places.entry(clause.clone()).or_insert(next);
        if place == next {
            self.known.push(clause);
        }
        Some(place)
    }
}

impl Clause {
    fn of(any_of: &AnyOf, predicates: &mut Predicates) -> Option<Self> {
        let alternatives = any_of.all_of.iter();
        let alternatives = alternatives.map(|all_of| Alternative::of(all_of, predicates));
        let is_about_subject = any_of
            .matches()
            .any(|one| one.designator().is_some_and(|named| named.is_subject()));
        Some(Self {
            alternatives: alternatives.collect::<Option<_>>()?,
            is_about_subject,
        })
    }
}

impl Alternative {
    fn of(all_of: &AllOf, predicates: &mut Predicates) -> Option<Self> {
        let mut places = all_of.matches.iter().map(|one| {
            let place = predicates.place(one)?;
            u32::try_from(place).ok()
        });
        Some(Self {
            first: places.next()??,
            others: places.collect::<Option<_>>()?,
        })
    }

    pub fn places(&self) -> impl Iterator<Item = usize> {
        let places = std::iter::once(&self.first).chain(&self.others);
        places.map(|place| *place as usize)
    }
}
