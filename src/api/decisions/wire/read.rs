//! The objects of a request (JSON profile 1.1, §4) as they stand in a body.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::object::{Member, Members, Object, OneOrMany, Text};
use crate::engine::multiple::{Element, Question};
use crate::engine::names;

type List<T> = Option<OneOrMany<Object<T>>>;

#[derive(Default)]
pub(super) struct Envelope<'de> {
    pub request: Option<Object<RequestWire<'de>>>,
}

impl<'de> Members<'de> for Envelope<'de> {
    const WHAT: &'static str = "a body";

    fn read<A: MapAccess<'de>>(&mut self, member: Member<'_, A>) -> Result<(), A::Error> {
        match member.name() {
            "request" => member.put(&mut self.request),
            _ => member.ignore(),
        }
    }

    fn missing(&self) -> Option<&'static str> {
        self.request.is_none().then_some("Request")
    }
}

/// `XPathVersion` is not looked at: expressions are read as XPath 1.0.
#[derive(Default)]
pub(super) struct RequestWire<'de> {
    access_subject: List<CategoryWire<'de>>,
    action: List<CategoryWire<'de>>,
    resource: List<CategoryWire<'de>>,
    environment: List<CategoryWire<'de>>,
    recipient_subject: List<CategoryWire<'de>>,
    intermediary_subject: List<CategoryWire<'de>>,
    requesting_machine: List<CategoryWire<'de>>,
    category: List<CategoryWire<'de>>,
    multi_requests: Option<Object<MultiRequestsWire<'de>>>,
    return_policy_id_list: Option<bool>,
    combined_decision: Option<bool>,
}

impl<'de> Members<'de> for RequestWire<'de> {
    const WHAT: &'static str = "a request";

    fn read<A: MapAccess<'de>>(&mut self, member: Member<'_, A>) -> Result<(), A::Error> {
        match member.name() {
            "accesssubject" => member.put(&mut self.access_subject),
            "action" => member.put(&mut self.action),
            "resource" => member.put(&mut self.resource),
            "environment" => member.put(&mut self.environment),
            "recipientsubject" => member.put(&mut self.recipient_subject),
            "intermediarysubject" => member.put(&mut self.intermediary_subject),
            "requestingmachine" => member.put(&mut self.requesting_machine),
            "category" => member.put(&mut self.category),
            "multirequests" => member.put(&mut self.multi_requests),
            "returnpolicyidlist" => member.put(&mut self.return_policy_id_list),
            "combineddecision" => member.put(&mut self.combined_decision),
            _ => member.ignore(),
        }
    }
}

impl RequestWire<'_> {
    /// The categories in the order of the profile.
    pub fn into_question(self) -> Question {
        let named = [
            (Some(names::SUBJECT), self.access_subject),
            (Some(names::ACTION), self.action),
            (Some(names::RESOURCE), self.resource),
            (Some(names::ENVIRONMENT), self.environment),
            (Some(names::RECIPIENT_SUBJECT), self.recipient_subject),
            (Some(names::INTERMEDIARY_SUBJECT), self.intermediary_subject),
            (Some(names::REQUESTING_MACHINE), self.requesting_machine),
            (None, self.category),
        ];
        let elements = named.into_iter().flat_map(|(category, elements)| {
            let elements = elements.map(|list| list.0).unwrap_or_default();
            let elements = elements.into_iter();
            elements.map(move |element| element.0.into_element(category))
        });
        Question {
            elements: elements.collect(),
            references: self.multi_requests.map_or_else(Vec::new, references),
            return_policy_ids: self.return_policy_id_list.unwrap_or(false),
            combined_decision: self.combined_decision.unwrap_or(false),
        }
    }
}

fn references(multi_requests: Object<MultiRequestsWire>) -> Vec<Vec<String>> {
    let references = multi_requests.0.references.map(|list| list.0);
    let ids = |reference: Object<ReferenceWire>| {
        let ids = reference.0.ids.map(|list| list.0).unwrap_or_default();
        ids.into_iter().map(|id| id.0.into_owned()).collect()
    };
    references
        .unwrap_or_default()
        .into_iter()
        .map(ids)
        .collect()
}

#[derive(Default)]
pub(super) struct CategoryWire<'de> {
    pub category_id: Option<Text<'de>>,
    pub id: Option<Text<'de>>,
    pub content: Option<Text<'de>>,
    pub attributes: List<AttributeWire<'de>>,
}

impl<'de> Members<'de> for CategoryWire<'de> {
    const WHAT: &'static str = "a category";

    fn read<A: MapAccess<'de>>(&mut self, member: Member<'_, A>) -> Result<(), A::Error> {
        match member.name() {
            "categoryid" => member.put(&mut self.category_id),
            "id" => member.put(&mut self.id),
            "content" => member.put(&mut self.content),
            "attribute" => member.put(&mut self.attributes),
            _ => member.ignore(),
        }
    }
}

impl CategoryWire<'_> {
    fn into_element(self, category: Option<&str>) -> Element {
        Element {
            category: self.typed(category),
            id: self.id.map(|id| id.0.into_owned()),
        }
    }
}

#[derive(Default)]
pub(super) struct AttributeWire<'de> {
    pub attribute_id: Option<Text<'de>>,
    pub values: Option<OneOrMany<Scalar<'de>>>,
    pub issuer: Option<Text<'de>>,
    pub data_type: Option<Text<'de>>,
    pub include_in_result: Option<bool>,
}

impl<'de> Members<'de> for AttributeWire<'de> {
    const WHAT: &'static str = "an attribute";

    fn read<A: MapAccess<'de>>(&mut self, member: Member<'_, A>) -> Result<(), A::Error> {
        match member.name() {
            "attributeid" => member.put(&mut self.attribute_id),
            "value" => member.put(&mut self.values),
            "issuer" => member.put(&mut self.issuer),
            "datatype" => member.put(&mut self.data_type),
            "includeinresult" => member.put(&mut self.include_in_result),
            _ => member.ignore(),
        }
    }

    fn missing(&self) -> Option<&'static str> {
        if self.attribute_id.is_none() {
            return Some("AttributeId");
        }
        self.values.is_none().then_some("Value")
    }
}

/// One value. JSON's own types say what it is when the attribute does not (§3.3.1).
pub(super) enum Scalar<'de> {
    Text(Cow<'de, str>),
    Truth(bool),
    Whole(i128),
    Number(f64),
    Path(PathWire<'de>),
}

impl<'de> Deserialize<'de> for Scalar<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ScalarVisitor;
        impl<'de> Visitor<'de> for ScalarVisitor {
            type Value = Scalar<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a string, number, boolean or XPath expression")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Scalar<'de>, E> {
                Ok(Scalar::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar<'de>, E> {
                Ok(Scalar::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_bool<E: Error>(self, truth: bool) -> Result<Scalar<'de>, E> {
                Ok(Scalar::Truth(truth))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar<'de>, E> {
                Ok(Scalar::Whole(number.into()))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar<'de>, E> {
                Ok(Scalar::Whole(number.into()))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar<'de>, E> {
                Ok(Scalar::Number(number))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Scalar<'de>, A::Error> {
                let path: Object<PathWire> = Object::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Scalar::Path(path.0))
            }
        }
        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// An XPath expression as an object (JSON profile 1.1, §3.3.5).
#[derive(Default)]
pub(super) struct PathWire<'de> {
    pub category: Option<Text<'de>>,
    pub path: Option<Text<'de>>,
    pub namespaces: List<NamespaceWire<'de>>,
}

impl<'de> Members<'de> for PathWire<'de> {
    const WHAT: &'static str = "an XPath expression";

    fn read<A: MapAccess<'de>>(&mut self, member: Member<'_, A>) -> Result<(), A::Error> {
        match member.name() {
            "xpathcategory" => member.put(&mut self.category),
            "xpath" => member.put(&mut self.path),
            "namespaces" => member.put(&mut self.namespaces),
            _ => member.ignore(),
        }
    }

    fn missing(&self) -> Option<&'static str> {
        if self.category.is_none() {
            return Some("XPathCategory");
        }
        self.path.is_none().then_some("XPath")
    }
}

/// A namespace that an expression uses; without a prefix it is none's.
#[derive(Default)]
pub(super) struct NamespaceWire<'de> {
    pub prefix: Option<Text<'de>>,
    pub namespace: Option<Text<'de>>,
}

impl<'de> Members<'de> for NamespaceWire<'de> {
    const WHAT: &'static str = "a namespace";

    fn read<A: MapAccess<'de>>(&mut self, member: Member<'_, A>) -> Result<(), A::Error> {
        match member.name() {
            "prefix" => member.put(&mut self.prefix),
            "namespace" => member.put(&mut self.namespace),
            _ => member.ignore(),
        }
    }

    fn missing(&self) -> Option<&'static str> {
        self.namespace.is_none().then_some("Namespace")
    }
}

#[derive(Default)]
struct MultiRequestsWire<'de> {
    references: List<ReferenceWire<'de>>,
}

impl<'de> Members<'de> for MultiRequestsWire<'de> {
    const WHAT: &'static str = "MultiRequests";

    fn read<A: MapAccess<'de>>(&mut self, member: Member<'_, A>) -> Result<(), A::Error> {
        match member.name() {
            "requestreference" => member.put(&mut self.references),
            _ => member.ignore(),
        }
    }
}

#[derive(Default)]
struct ReferenceWire<'de> {
    ids: Option<OneOrMany<Text<'de>>>,
}

impl<'de> Members<'de> for ReferenceWire<'de> {
    const WHAT: &'static str = "a reference";

    fn read<A: MapAccess<'de>>(&mut self, member: Member<'_, A>) -> Result<(), A::Error> {
        match member.name() {
            "referenceid" => member.put(&mut self.ids),
            _ => member.ignore(),
        }
    }
}
