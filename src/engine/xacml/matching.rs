//! Targets against requests (XACML 3.0 core, §7.6–§7.7, tables 1–3).

use crate::engine::context::Origin;
use crate::engine::functions::FunctionError;
use crate::engine::query::Query;
use crate::engine::value::Value;

use super::model::{AllOf, AnyOf, Designator, Match, Selector, Source, Target};
use super::problem::Problem;

/// The result of a match, an `AllOf`, an `AnyOf` or a target.
#[derive(Clone, Debug, PartialEq)]
pub enum Matched {
    /// It matches; with the first subject attribute that made it so.
    Yes(Option<Origin>),
    No,
    Indeterminate(Problem),
}

impl Target {
    pub fn matched(&self, query: &Query) -> Matched {
        all(self.any_of.iter().map(|any_of| any_of.matched(query)))
    }
}

impl AnyOf {
    pub fn matched(&self, query: &Query) -> Matched {
        any(self.all_of.iter().map(|all_of| all_of.matched(query)))
    }
}

impl AllOf {
    pub fn matched(&self, query: &Query) -> Matched {
        all(self.matches.iter().map(|one| one.matched(query)))
    }
}

impl Match {
    pub fn matched(&self, query: &Query) -> Matched {
        match &self.source {
            Source::Designator(designator) => self.among_attributes(designator, query),
            Source::Selector(selector) => self.in_content(selector, query),
        }
    }

    fn among_attributes(&self, designator: &Designator, query: &Query) -> Matched {
        let found = query.context().bag(designator);
        let values = found.map(|attribute| {
            let origin = designator.is_subject().then_some(attribute.origin);
            (attribute.value, origin)
        });
        self.any_fits(values, || {
            designator
                .must_be_present
                .then(|| Problem::missing(designator))
        })
    }

    fn in_content(&self, selector: &Selector, query: &Query) -> Matched {
        match selector.select(query) {
            Err(problem) => Matched::Indeterminate(problem),
            Ok(values) => self.any_fits(values.iter().map(|value| (value, None)), || None),
        }
    }

    /// True as soon as one value of the bag fits, even if another one failed. An empty bag does not match, unless the
    /// attribute must be present (§7.3.5).
    fn any_fits<'v>(
        &self,
        values: impl Iterator<Item = (&'v Value, Option<Origin>)>,
        when_empty: impl FnOnce() -> Option<Problem>,
    ) -> Matched {
        let (mut is_present, mut problem) = (false, None);
        for (value, origin) in values {
            is_present = true;
            match self.fits(value) {
                Ok(true) => return Matched::Yes(origin),
                Ok(false) => {}
                Err(error) => problem = problem.or(Some(error)),
            }
        }
        let problem = match (is_present, problem) {
            (false, _) => when_empty(),
            (true, problem) => problem.map(Problem::from),
        };
        problem.map_or(Matched::No, Matched::Indeterminate)
    }

    pub fn fits(&self, value: &Value) -> Result<bool, FunctionError> {
        match &self.pattern {
            Some(pattern) => self.function.apply_pattern(pattern, value),
            None => self.function.holds(&self.value, value),
        }
    }
}

/// No match beats Indeterminate, which beats match.
fn all(parts: impl Iterator<Item = Matched>) -> Matched {
    let mut origin = None;
    let mut problem = None;
    for part in parts {
        match part {
            Matched::No => return Matched::No,
            Matched::Yes(found) => origin = origin.or(found),
            Matched::Indeterminate(found) => problem = problem.or(Some(found)),
        }
    }
    problem.map_or(Matched::Yes(origin), Matched::Indeterminate)
}

/// Match beats Indeterminate, which beats no match.
fn any(parts: impl Iterator<Item = Matched>) -> Matched {
    let mut problem = None;
    for part in parts {
        match part {
            Matched::Yes(origin) => return Matched::Yes(origin),
            Matched::No => {}
            Matched::Indeterminate(found) => problem = problem.or(Some(found)),
        }
    }
    problem.map_or(Matched::No, Matched::Indeterminate)
}
