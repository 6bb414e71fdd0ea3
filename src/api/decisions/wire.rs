//! The JSON of decision requests and answers: the XACML JSON profile 1.1 in Altinn's spelling.
//!
//! Differences from the profile that callers rely on: names in answers are camelCase with nulls written, the
//! advice is called `associateAdvice`, values in answers are always text.

mod answer;
mod error;
mod parts;

use std::collections::HashSet;
use std::sync::Arc;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value as Json};

use crate::engine::names;
use crate::engine::request::{Attribute, Category, Request};
use crate::engine::value::{DataType, Value};

pub use answer::{DecisionResponse, response};
pub use error::{PartError, WireError};

/// The most decisions that one call may ask for.
pub const MAX_DECISIONS: usize = 1_000;
/// The most values that one category may hold.
pub const MAX_VALUES: usize = 500;
/// The longest name of an attribute, issuer or category, in bytes; a name is kept once per value.
pub const MAX_NAME: usize = 1_000;
/// The most categories that one request may have; several elements of one category count once.
pub const MAX_CATEGORIES: usize = 50;
/// The most text that all parts together may ask to have repeated, in bytes: one category can be in every part.
const MAX_RETURNED_BYTES: usize = 4 * 1024 * 1024;

/// What a caller asks: one part per decision, in the order of the answer.
#[derive(Debug, PartialEq)]
pub struct DecisionQuestion {
    pub parts: Vec<Result<Request, PartError>>,
}

/// Reads a question.
///
/// Names of properties are read whatever their case. Several `RequestReference`s, or several elements of one
/// category without references (XACML multiple decision profile, §2.2 and §2.3), ask for several decisions.
///
/// # Errors
/// What makes the whole body unusable. What is wrong with one part only is in that part.
pub fn parse(body: &[u8]) -> Result<DecisionQuestion, WireError> {
    let json =
        serde_json::from_slice(body).map_err(|error| WireError::NotJson(error.to_string()))?;
    let envelope: Envelope = no_list(with_lower_case_names(json)?)
        .map_err(|error: serde_json::Error| WireError::Shape(error.to_string()))?;
    envelope.request.question()
}

fn with_lower_case_names(json: Json) -> Result<Json, WireError> {
    Ok(match json {
        Json::Object(members) => {
            let mut lower = Map::new();
            for (name, member) in members {
                let name = name.to_ascii_lowercase();
                if lower.contains_key(&name) {
                    return Err(WireError::AmbiguousName(name));
                }
                lower.insert(name, with_lower_case_names(member)?);
            }
            Json::Object(lower)
        }
        Json::Array(elements) => {
            let elements = elements.into_iter().map(with_lower_case_names);
            Json::Array(elements.collect::<Result<_, _>>()?)
        }
        other => other,
    })
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(deserialize_with = "no_list")]
    request: RequestWire,
}

/// `ReturnPolicyIdList`, `CombinedDecision` and `XPathVersion` are not looked at, as in Altinn.
#[derive(Deserialize)]
struct RequestWire {
    accesssubject: Option<OneOrMany<CategoryWire>>,
    action: Option<OneOrMany<CategoryWire>>,
    resource: Option<OneOrMany<CategoryWire>>,
    environment: Option<OneOrMany<CategoryWire>>,
    recipientsubject: Option<OneOrMany<CategoryWire>>,
    intermediarysubject: Option<OneOrMany<CategoryWire>>,
    requestingmachine: Option<OneOrMany<CategoryWire>>,
    category: Option<OneOrMany<CategoryWire>>,
    #[serde(default, deserialize_with = "no_list")]
    multirequests: Option<MultiRequestsWire>,
}

/// The profile lets a list of one be written without the list.
enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Json::deserialize(deserializer)? {
            Json::Array(elements) => {
                let many = elements.into_iter().map(no_list);
                many.collect::<Result<_, _>>().map(OneOrMany::Many)
            }
            one => no_list(one).map(OneOrMany::One),
        }
        .map_err(D::Error::custom)
    }
}

/// serde would take a list for an object, its elements for the members in order.
fn no_list<'de, T: DeserializeOwned, D: Deserializer<'de>>(json: D) -> Result<T, D::Error> {
    match Json::deserialize(json)? {
        Json::Array(_) => Err(D::Error::custom("a list where none is expected")),
        json => T::deserialize(json).map_err(D::Error::custom),
    }
}

impl<T> OneOrMany<T> {
    fn into_vec(self) -> Vec<T> {
        match self {
            OneOrMany::Many(many) => many,
            OneOrMany::One(one) => vec![one],
        }
    }
}

#[derive(Deserialize)]
struct CategoryWire {
    categoryid: Option<String>,
    id: Option<String>,
    attribute: Option<OneOrMany<AttributeWire>>,
}

#[derive(Deserialize)]
struct AttributeWire {
    attributeid: String,
    value: ValueWire,
    issuer: Option<String>,
    datatype: Option<String>,
    includeinresult: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ValueWire {
    One(Scalar),
    Many(Vec<Scalar>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Truth(bool),
    Number(serde_json::Number),
}

#[derive(Deserialize)]
struct MultiRequestsWire {
    requestreference: Option<OneOrMany<ReferenceWire>>,
}

#[derive(Deserialize)]
struct ReferenceWire {
    referenceid: Option<OneOrMany<String>>,
}

/// A category that was read, or why it could not be.
type ReadCategory = Result<Arc<Category>, PartError>;

impl RequestWire {
    fn question(mut self) -> Result<DecisionQuestion, WireError> {
        let references = self
            .multirequests
            .take()
            .and_then(|multi| multi.requestreference);
        let references = references.map(OneOrMany::into_vec).unwrap_or_default();
        let categories = self.categories();
        if distinct_categories(&categories) > MAX_CATEGORIES {
            return Err(WireError::TooManyCategories);
        }
        let parts = if references.is_empty() {
            parts::by_repetition(categories)?
        } else {
            parts::by_reference(&references, categories)?
        };
        if returned_bytes(&parts) > MAX_RETURNED_BYTES {
            return Err(WireError::TooMuchToReturn);
        }
        Ok(DecisionQuestion { parts })
    }

    /// All categories in the order of the profile, with the ids that references use.
    fn categories(self) -> Vec<(Option<String>, ReadCategory)> {
        let named = [
            (names::SUBJECT, self.accesssubject),
            (names::ACTION, self.action),
            (names::RESOURCE, self.resource),
            (names::ENVIRONMENT, self.environment),
            (names::RECIPIENT_SUBJECT, self.recipientsubject),
            (names::INTERMEDIARY_SUBJECT, self.intermediarysubject),
            (names::REQUESTING_MACHINE, self.requestingmachine),
        ];
        let named = named.into_iter().map(|(id, elements)| (Some(id), elements));
        named
            .chain([(None, self.category)])
            .flat_map(|(category, elements)| {
                let elements = elements.map(OneOrMany::into_vec).unwrap_or_default();
                elements
                    .into_iter()
                    .map(move |element| element.read(category))
            })
            .collect()
    }
}

fn distinct_categories(categories: &[(Option<String>, ReadCategory)]) -> usize {
    let read = categories.iter().filter_map(|(_, read)| read.as_ref().ok());
    let ids: HashSet<&str> = read.map(|category| category.id.as_str()).collect();
    ids.len()
}

fn returned_bytes(parts: &[Result<Request, PartError>]) -> usize {
    let categories = parts
        .iter()
        .flatten()
        .flat_map(|request| &request.categories);
    categories.map(|category| category_bytes(category)).sum()
}

/// What the answer repeats of a category, with the names around each value.
fn category_bytes(category: &Category) -> usize {
    const FRAME: usize = 100;
    let wanted = category
        .attributes
        .iter()
        .filter(|attribute| attribute.include_in_result);
    let issuer = |attribute: &Attribute| attribute.issuer.as_ref().map_or(0, String::len);
    let attributes: usize = wanted
        .map(|one| FRAME + one.id.len() + one.value.text().len() + issuer(one))
        .sum();
    match attributes {
        0 => 0,
        some => some + category.id.len(),
    }
}

impl CategoryWire {
    fn read(self, category: Option<&str>) -> (Option<String>, ReadCategory) {
        let read = self.attributes().and_then(|attributes| {
            let id = category.map(ToOwned::to_owned).or(self.categoryid);
            let id = id.ok_or(PartError::MissingCategoryId)?;
            check_name(&id)?;
            Ok(Arc::new(Category {
                id,
                attributes,
                content: None,
            }))
        });
        (self.id, read)
    }

    fn attributes(&self) -> Result<Vec<Attribute>, PartError> {
        let wires = match &self.attribute {
            None => &[],
            Some(OneOrMany::One(attribute)) => std::slice::from_ref(attribute),
            Some(OneOrMany::Many(attributes)) => attributes.as_slice(),
        };
        let mut attributes = Vec::new();
        for wire in wires {
            wire.read_into(&mut attributes)?;
        }
        Ok(attributes)
    }
}

impl AttributeWire {
    fn read_into(&self, attributes: &mut Vec<Attribute>) -> Result<(), PartError> {
        let values = match &self.value {
            ValueWire::One(value) => std::slice::from_ref(value),
            ValueWire::Many(values) => values.as_slice(),
        };
        check_name(&self.attributeid)?;
        check_name(self.issuer.as_deref().unwrap_or_default())?;
        if attributes.len() + values.len() > MAX_VALUES {
            return Err(PartError::TooManyValues);
        }
        for value in values {
            attributes.push(Attribute {
                id: self.attributeid.clone(),
                value: self.typed(value)?,
                issuer: self.issuer.clone(),
                include_in_result: self.includeinresult.unwrap_or_default(),
            });
        }
        Ok(())
    }

    fn typed(&self, scalar: &Scalar) -> Result<Value, PartError> {
        let data_type = match self.datatype.as_deref() {
            None | Some("") => scalar.own_type(),
            Some(name) => DataType::from_uri_or_short_name(name)
                .ok_or_else(|| PartError::UnknownDataType(shortened(name)))?,
        };
        Value::parse(data_type, &scalar.text()).ok_or_else(|| PartError::BadValue {
            attribute_id: shortened(&self.attributeid),
            data_type: data_type.short_name(),
        })
    }
}

impl Scalar {
    /// The type of a value whose type is not given (JSON profile 1.1, §3.3.1).
    fn own_type(&self) -> DataType {
        match self {
            Scalar::Text(_) => DataType::String,
            Scalar::Truth(_) => DataType::Boolean,
            Scalar::Number(number) if number.is_f64() => DataType::Double,
            Scalar::Number(_) => DataType::Integer,
        }
    }

    fn text(&self) -> String {
        match self {
            Scalar::Text(text) => text.clone(),
            Scalar::Truth(truth) => truth.to_string(),
            Scalar::Number(number) => number.to_string(),
        }
    }
}

fn check_name(name: &str) -> Result<(), PartError> {
    if name.len() > MAX_NAME {
        return Err(PartError::NameTooLong);
    }
    Ok(())
}

/// A message names what is wrong, however long the caller made it.
fn shortened(text: &str) -> String {
    text.chars().take(120).collect()
}

#[cfg(test)]
mod tests;
