//! Comparisons of one attribute with one string.

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::context::Origin;
use crate::engine::fact_index::FactHash;
use crate::engine::functions::{Equality, equal_ignoring_case};
use crate::engine::names;
use crate::engine::request::Category;
use crate::engine::value::{DataType, Value};
use crate::engine::xacml::Match;

/// A match that cannot fail: some value of an attribute is a certain text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Predicate {
    /// Place among the index's categories.
    pub category: usize,
    pub attribute_id: Arc<str>,
    comparison: Comparison,
    text: Arc<str>,
    pub hash: FactHash,
    pub is_about_subject: bool,
    /// Facts alone say this of the subject; the request's own word does not count.
    is_granted_by_facts: bool,
}

/// How a text is compared, and of which type it has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Comparison {
    Strings,
    StringsIgnoringCase,
    Uris,
}

/// The different predicates of a policy.
#[derive(Default)]
pub(super) struct Predicates {
    pub known: Vec<Predicate>,
    pub categories: Vec<Arc<str>>,
    places: HashMap<(usize, Arc<str>, Comparison, Arc<str>), usize>,
}

impl Predicates {
    /// The place of a match's predicate; `None` when it can fail, or compares anything but texts.
    pub fn place(&mut self, one: &Match) -> Option<usize> {
        let designator = one.designator()?;
        let comparison = Comparison::of(one)?;
        if designator.must_be_present || designator.issuer.is_some() {
            return None;
        }
        let category = self.category(&designator.category);
        let id = designator.attribute_id.clone();
        let text = text(&one.value)?.clone();
        let next = self.known.len();
        let key = (category, id.clone(), comparison, text.clone());
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.known.push(Predicate {
                category,
                hash: FactHash::of(&id, &text),
                is_granted_by_facts: designator.category.starts_with(names::SUBJECT_CATEGORIES)
                    && names::is_granted_by_facts(&id),
                attribute_id: id,
                comparison,
                text,
                is_about_subject: designator.is_subject(),
            });
        }
        Some(place)
    }

    fn category(&mut self, id: &Arc<str>) -> usize {
        match self.categories.iter().position(|known| known == id) {
            Some(place) => place,
            None => {
                self.categories.push(id.clone());
                self.categories.len() - 1
            }
        }
    }
}

impl Comparison {
    fn of(one: &Match) -> Option<Self> {
        match one.function.as_equality()? {
            Equality::Exact(DataType::String) => Some(Self::Strings),
            Equality::Exact(DataType::AnyUri) => Some(Self::Uris),
            Equality::IgnoreCase => Some(Self::StringsIgnoringCase),
            Equality::Exact(_) => None,
        }
    }
}

fn text(value: &Value) -> Option<&Arc<str>> {
    match value {
        Value::String(text) | Value::AnyUri(text) => Some(text),
        _ => None,
    }
}

impl Predicate {
    /// Whether a value is the one asked for. Values of another type are not.
    pub fn fits(&self, value: &Value) -> bool {
        match (self.comparison, value) {
            (Comparison::Strings, Value::String(text))
            | (Comparison::Uris, Value::AnyUri(text)) => *self.text == **text,
            (Comparison::StringsIgnoringCase, Value::String(text)) => {
                *self.text == **text || equal_ignoring_case(&self.text, text)
            }
            _ => false,
        }
    }

    /// Where the request itself says so.
    pub fn in_request(&self, category: Option<&Category>) -> Option<Origin> {
        let category = category.filter(|_| !self.is_granted_by_facts)?;
        let mut attributes = category.attributes.iter().enumerate();
        attributes
            .find(|(_, attribute)| {
                *attribute.id == *self.attribute_id && self.fits(&attribute.value)
            })
            .map(|(place, _)| Origin::Request(place))
    }
}
