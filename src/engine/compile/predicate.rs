//! Comparisons of one attribute with one string.

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::context::Origin;
use crate::engine::fact_index::FactHash;
use crate::engine::functions::Function;
use crate::engine::names;
use crate::engine::request::Category;
use crate::engine::value::{DataType, Value};
use crate::engine::xacml::Match;

/// A match that cannot fail: some value of an attribute is a certain string.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Predicate {
    /// Place among the index's categories.
    pub category: usize,
    pub attribute_id: Arc<str>,
    pub function: Function,
    pub value: Value,
    pub hash: FactHash,
    pub is_about_subject: bool,
    /// Facts alone say this of the subject; the request's own word does not count.
    is_granted_by_facts: bool,
}

/// The different predicates of a policy.
#[derive(Default)]
pub(super) struct Predicates {
    pub known: Vec<Predicate>,
    pub categories: Vec<Arc<str>>,
    places: HashMap<(usize, Arc<str>, Function, String), usize>,
}

impl Predicates {
    /// The place of a match's predicate; `None` when it can fail, or compares anything but strings.
    pub fn place(&mut self, one: &Match) -> Option<usize> {
        let designator = one.designator()?;
        let may_fail = designator.must_be_present || designator.issuer.is_some();
        let is_text = matches!(one.value.data_type(), DataType::String | DataType::AnyUri);
        if may_fail || !is_text || one.function.as_equality().is_none() {
            return None;
        }
        let category = self.category(&designator.category);
        let id = designator.attribute_id.clone();
        let text = one.value.text().into_owned();
        let hash = FactHash::of(&id, &text);
        let key = (category, id, one.function, text);
        let next = self.known.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.known.push(Predicate {
                category,
                attribute_id: designator.attribute_id.clone(),
                function: one.function,
                value: one.value.clone(),
                hash,
                is_about_subject: designator.is_subject(),
                is_granted_by_facts: designator.category.starts_with(names::SUBJECT_CATEGORIES)
                    && names::is_granted_by_facts(&designator.attribute_id),
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

impl Predicate {
    /// Whether a value is the one asked for. Values of another type are not.
    pub fn fits(&self, value: &Value) -> bool {
        self.function.holds(&self.value, value) == Ok(true)
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
