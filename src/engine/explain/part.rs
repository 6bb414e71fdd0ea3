//! One `AnyOf` of a target, asked for and found or not.

use std::sync::Arc;

use crate::domain::LogText;
use crate::engine::context::{ContextAttribute, Origin};
use crate::engine::facts::{Facts, PackageFact, RoleFact};
use crate::engine::functions::Function;
use crate::engine::names;
use crate::engine::query::Query;
use crate::engine::value::Value;
use crate::engine::xacml::{AllOf, AnyOf, Match, Matched, Source as Place};

/// What a match asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub category: Arc<str>,
    /// The attribute's id, or the path into the content.
    pub attribute: Arc<str>,
    pub function: Function,
    /// Stars in place of a national id.
    pub value: Value,
    /// Who must have said it, when that matters.
    pub issuer: Option<Arc<str>>,
}

/// What a match asked for and found.
#[derive(Clone, Debug, PartialEq)]
pub struct Met {
    pub wanted: Wanted,
    pub source: Source,
}

/// Where an attribute came from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    Request,
    /// The request's content.
    Content,
    Clock,
    Role(RoleFact),
    Package(PackageFact),
    /// What the subject is by itself.
    Trait,
}

/// An `AnyOf` against a request.
pub(super) enum Part<'p> {
    Met(Vec<Met>),
    Unmet(&'p AnyOf),
    Failed(String),
}

impl<'p> Part<'p> {
    pub fn of(any_of: &'p AnyOf, query: &Query) -> Self {
        match any_of.matched(query) {
            Matched::No => Part::Unmet(any_of),
            Matched::Indeterminate(problem) => {
                Part::Failed(problem.into_status().message.unwrap_or_default())
            }
            Matched::Yes(_) => {
                let mut alternatives = any_of.all_of.iter();
                let is_true = |all_of: &&AllOf| matches!(all_of.matched(query), Matched::Yes(_));
                let matches = alternatives
                    .find(is_true)
                    .map(|all_of| all_of.matches.iter());
                Part::Met(
                    matches
                        .into_iter()
                        .flatten()
                        .map(|one| Met::of(one, query))
                        .collect(),
                )
            }
        }
    }

    pub fn is_met(&self) -> bool {
        matches!(self, Part::Met(_))
    }

    pub fn into_met(self) -> Vec<Met> {
        match self {
            Part::Met(met) => met,
            Part::Unmet(_) | Part::Failed(_) => Vec::new(),
        }
    }
}

impl Wanted {
    pub fn of(one: &Match) -> Self {
        let (category, attribute) = match &one.source {
            Place::Designator(named) => (named.category.clone(), named.attribute_id.clone()),
            Place::Selector(selector) => (selector.category.clone(), selector.path.text().into()),
        };
        Self {
            value: shown(&attribute, &one.value),
            category,
            attribute,
            function: one.function,
            issuer: one.designator().and_then(|named| named.issuer.clone()),
        }
    }
}

/// The value, if it is no national id.
fn shown(attribute: &str, value: &Value) -> Value {
    if attribute == names::PERSON_NUMBER {
        return Value::string("***********");
    }
    let text = value.text();
    let masked = masked(&text);
    if masked == text {
        value.clone()
    } else {
        Value::string(&masked)
    }
}

/// A text without national ids.
pub(super) fn masked(text: &str) -> String {
    LogText::new(text).to_string()
}

impl Met {
    fn of(one: &Match, query: &Query) -> Self {
        let found = one.designator().and_then(|designator| {
            let mut bag = query.context().bag(designator);
            bag.find(|attribute| one.fits(attribute.value) == Ok(true))
        });
        Self {
            wanted: Wanted::of(one),
            source: found.map_or(Source::Content, |found| Source::of(found, query.facts)),
        }
    }
}

impl Source {
    fn of(attribute: ContextAttribute, facts: &Facts) -> Self {
        let found = match attribute.origin {
            Origin::Role(place) => facts.roles.get(place).cloned().map(Source::Role),
            Origin::Package(place) => facts.packages.get(place).cloned().map(Source::Package),
            Origin::Trait(_) => Some(Source::Trait),
            Origin::Clock => Some(Source::Clock),
            Origin::Request(_) => None,
        };
        found.unwrap_or(Source::Request)
    }
}
