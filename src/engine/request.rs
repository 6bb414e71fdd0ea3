//! What is asked: attributes by category (XACML 3.0 core, §5.42–§5.46).

use std::borrow::Cow;
use std::sync::Arc;

use super::names;
use super::value::Value;
use super::xpath::Content;

/// A request for one decision. The requests of one question share their categories.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    pub categories: Vec<Arc<Category>>,
    /// Whether the answer shall name the policies that applied (XACML 3.0 core, §5.42).
    pub return_policy_ids: bool,
}

/// The attributes of one category; a request holds each category at most once (see [`Request::with`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    pub id: String,
    pub attributes: Vec<Attribute>,
    /// XML that selectors look into (§5.45).
    pub content: Option<Content>,
}

/// One attribute with one value; an attribute with several values stands there several times.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    pub id: String,
    pub value: Value,
    pub issuer: Option<String>,
    /// Whether the answer shall repeat the attribute.
    pub include_in_result: bool,
}

/// An attribute that should have one value has several different ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeveralValues;

impl Attribute {
    pub fn new(id: &str, value: Value) -> Self {
        Self {
            id: id.to_owned(),
            value,
            issuer: None,
            include_in_result: false,
        }
    }
}

impl Request {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute to the category, which is created when it is not there.
    #[must_use]
    pub fn with(mut self, category: &str, attribute: Attribute) -> Self {
        self.add(category, attribute);
        self
    }

    /// Adds a string attribute of the subject.
    #[must_use]
    pub fn subject(self, id: &str, value: &str) -> Self {
        self.with(names::SUBJECT, Attribute::new(id, Value::string(value)))
    }

    /// Adds a string attribute of the resource.
    #[must_use]
    pub fn resource(self, id: &str, value: &str) -> Self {
        self.with(names::RESOURCE, Attribute::new(id, Value::string(value)))
    }

    /// Adds the action's id, such as `read`.
    #[must_use]
    pub fn action(self, action_id: &str) -> Self {
        let attribute = Attribute::new(names::ACTION_ID, Value::string(action_id));
        self.with(names::ACTION, attribute)
    }

    /// Adds an attribute to the category, which is created when it is not there.
    pub fn add(&mut self, category: &str, attribute: Attribute) {
        let mut categories = self.categories.iter_mut();
        match categories.find(|known| known.id == category) {
            Some(known) => Arc::make_mut(known).attributes.push(attribute),
            None => self.categories.push(Arc::new(Category {
                id: category.to_owned(),
                attributes: vec![attribute],
                content: None,
            })),
        }
    }

    /// A category by its id.
    pub fn category(&self, id: &str) -> Option<&Category> {
        let mut categories = self.categories.iter();
        categories
            .find(|category| category.id == id)
            .map(Arc::as_ref)
    }

    /// All values of an attribute, whatever their type and issuer.
    pub fn values<'r>(&'r self, category: &str, id: &str) -> impl Iterator<Item = &'r Value> {
        self.categories
            .iter()
            .filter(move |known| known.id == category)
            .flat_map(|known| &known.attributes)
            .filter(move |attribute| attribute.id == id)
            .map(|attribute| &attribute.value)
    }

    /// The text of an attribute's one value; the same value twice counts as one.
    pub fn single(&self, category: &str, id: &str) -> Result<Option<Cow<'_, str>>, SeveralValues> {
        let mut values = self.values(category, id).map(Value::text);
        let first = values.next();
        if values.any(|other| Some(&other) != first.as_ref()) {
            return Err(SeveralValues);
        }
        Ok(first)
    }

    /// The attributes to repeat in the answer: subject, action, resource, then the other categories.
    pub fn returned(&self) -> Vec<Category> {
        let mut returned: Vec<Category> = self
            .categories
            .iter()
            .filter_map(|category| returned_part(category))
            .collect();
        returned.sort_by_key(|category| match category.id.as_str() {
            names::SUBJECT => 0,
            names::ACTION => 1,
            names::RESOURCE => 2,
            _ => 3,
        });
        returned
    }
}

fn returned_part(category: &Category) -> Option<Category> {
    let wanted = category
        .attributes
        .iter()
        .filter(|attribute| attribute.include_in_result);
    let attributes: Vec<Attribute> = wanted.cloned().collect();
    (!attributes.is_empty()).then(|| Category {
        id: category.id.clone(),
        attributes,
        content: None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn a_single_value_is_found_and_two_different_ones_are_not_one() {
        let request = Request::new()
            .resource(names::RESOURCE_ID, "a")
            .resource(names::RESOURCE_ID, "a")
            .resource(names::PARTY_ID, "1")
            .resource(names::PARTY_ID, "2");
        let single = |id| request.single(names::RESOURCE, id);
        assert_eq!(single(names::RESOURCE_ID).unwrap().unwrap(), "a");
        assert_eq!(single(names::PARTY_ID), Err(SeveralValues));
        assert_eq!(single(names::ORG), Ok(None));
    }

    #[test]
    fn returned_attributes_come_in_the_documented_order() {
        let wanted = |id: &str| Attribute {
            include_in_result: true,
            ..Attribute::new(id, Value::string("x"))
        };
        let request = Request::new()
            .with(names::ENVIRONMENT, wanted("e"))
            .with(names::RESOURCE, wanted("r"))
            .resource("not wanted", "y")
            .with(names::SUBJECT, wanted("s"))
            .action("read");
        let returned = request.returned();
        let ids: Vec<_> = returned.iter().map(|category| &*category.id).collect();
        assert_eq!(ids, [names::SUBJECT, names::RESOURCE, names::ENVIRONMENT]);
        assert!(
            returned
                .iter()
                .all(|category| category.attributes.len() == 1)
        );
    }
}
