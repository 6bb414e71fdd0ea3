//! Alternatives of which one must be true.

use crate::engine::xacml::{AllOf, AnyOf};

use super::predicate::Predicates;

/// An `AnyOf` made of predicates.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    pub alternatives: Vec<Alternative>,
    /// Whether any of its predicates is about the subject.
    pub is_about_subject: bool,
}

/// An `AllOf`: places of the predicates that must all be true.
pub(super) type Alternative = Vec<usize>;

impl Clause {
    /// `None` when a part of it can fail.
    pub fn of(any_of: &AnyOf, predicates: &mut Predicates) -> Option<Self> {
        let alternatives = any_of
            .all_of
            .iter()
            .map(|all_of| places(all_of, predicates));
        let alternatives: Vec<Alternative> = alternatives.collect::<Option<_>>()?;
        let is_about_subject = any_of
            .matches()
            .any(|one| one.designator().is_some_and(|named| named.is_subject()));
        Some(Self {
            alternatives,
            is_about_subject,
        })
    }
}

fn places(all_of: &AllOf, predicates: &mut Predicates) -> Option<Alternative> {
    let matches = all_of.matches.iter();
    matches.map(|one| predicates.place(one)).collect()
}
