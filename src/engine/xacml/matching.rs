//! Targets against requests (XACML 3.0 core, §7.6–§7.7, tables 1–3).

use crate::engine::context::{Context, Origin};

use super::evaluate::Problem;
use super::model::{AllOf, AnyOf, Designator, Match, Target};

/// The result of a match, an `AllOf`, an `AnyOf` or a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Matched<'p> {
    /// It matches; with the first subject attribute that made it so.
    Yes(Option<Origin>),
    No,
    Indeterminate(Problem<'p>),
}

impl Target {
    pub fn matched(&self, context: &Context) -> Matched<'_> {
        all(self.any_of.iter().map(|any_of| any_of.matched(context)))
    }
}

impl AnyOf {
    pub fn matched(&self, context: &Context) -> Matched<'_> {
        any(self.all_of.iter().map(|all_of| all_of.matched(context)))
    }
}

impl AllOf {
    fn matched(&self, context: &Context) -> Matched<'_> {
        all(self.matches.iter().map(|one| one.matched(context)))
    }
}

impl Match {
    /// True as soon as one value of the bag fits. An empty bag does not match, unless the attribute must be
    /// present (§7.3.5).
    fn matched(&self, context: &Context) -> Matched<'_> {
        let mut is_present = false;
        for attribute in context.bag(&self.designator) {
            if self.function.holds(&self.value, attribute.value) {
                return Matched::Yes(self.subject_origin(attribute.origin));
            }
            is_present = true;
        }
        if is_present {
            Matched::No
        } else {
            self.designator.absent()
        }
    }

    fn subject_origin(&self, origin: Origin) -> Option<Origin> {
        self.designator.is_subject().then_some(origin)
    }
}

impl Designator {
    fn absent(&self) -> Matched<'_> {
        if self.must_be_present {
            Matched::Indeterminate(Problem::MissingAttribute(self))
        } else {
            Matched::No
        }
    }
}

/// No match beats Indeterminate, which beats match.
fn all<'p>(parts: impl Iterator<Item = Matched<'p>>) -> Matched<'p> {
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
fn any<'p>(parts: impl Iterator<Item = Matched<'p>>) -> Matched<'p> {
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
