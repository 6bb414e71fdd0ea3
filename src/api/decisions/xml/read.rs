//! From XML to a [`Question`], refusing what XACML does not have.

use std::fmt;
use std::sync::Arc;

use super::encoding::decode;
use crate::engine::multiple::{self, MAX_VALUES, PartError, Question};
use crate::engine::request::{Attribute, Category};
use crate::engine::xacml::xml::{self, Element, only_once};
use crate::engine::xacml::{PolicyError, PolicyProblem, read_value};
use crate::engine::xpath::Content;

/// Why a text is no question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlError {
    /// Neither UTF-8 nor UTF-16.
    NotText,
    /// No XML, or XML of another kind than a request.
    NotRequest(PolicyError),
    /// A request that is not as the standard has it.
    Invalid(PolicyError),
}

impl std::error::Error for XmlError {}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            XmlError::NotText => f.write_str("the request is neither UTF-8 nor UTF-16"),
            XmlError::NotRequest(error) | XmlError::Invalid(error) => write!(f, "{error}"),
        }
    }
}

/// Reads a question. What must be there by the schema but has an obvious meaning when it is not
/// (`ReturnPolicyIdList`, `CombinedDecision`, `IncludeInResult`: false) may be left out.
///
/// # Errors
/// What makes the whole request unusable. A value that is none of its type is in the category that it is in.
pub fn parse(body: &[u8]) -> Result<Question, XmlError> {
    let text = decode(body).ok_or(XmlError::NotText)?;
    let document = xml::parse(&text).map_err(XmlError::NotRequest)?;
    let root = Element::root(&document).map_err(XmlError::NotRequest)?;
    if root.name() != "Request" {
        let error = root.error(PolicyProblem::UnexpectedElement);
        return Err(XmlError::NotRequest(error));
    }
    read_request(root).map_err(XmlError::Invalid)
}

fn read_request(element: Element) -> Result<Question, PolicyError> {
    element.allow_attributes(&["ReturnPolicyIdList", "CombinedDecision"])?;
    let mut question = Question {
        return_policy_ids: flag(element, "ReturnPolicyIdList")?,
        combined_decision: flag(element, "CombinedDecision")?,
        ..Question::default()
    };
    let (mut defaults, mut references) = (None, None);
    for child in element.children()? {
        match child.name() {
            "Attributes" => question.elements.push(read_attributes(child)?),
            "RequestDefaults" => only_once(&mut defaults, child)?,
            "MultiRequests" => only_once(&mut references, child)?,
            _ => return Err(child.error(PolicyProblem::UnexpectedElement)),
        }
    }
    if question.elements.is_empty() {
        return Err(element.error(PolicyProblem::MissingElement("Attributes")));
    }
    defaults.map(check_defaults).transpose()?;
    if let Some(references) = references {
        question.references = read_references(references)?;
    }
    Ok(question)
}

fn flag(element: Element, name: &'static str) -> Result<bool, PolicyError> {
    match element.optional(name) {
        None | Some("false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(other) => Err(element.error(PolicyProblem::bad_value("boolean", other))),
    }
}

/// The defaults can only choose a version of XPath (§5.43); expressions are read as XPath 1.0.
fn check_defaults(element: Element) -> Result<(), PolicyError> {
    element.allow_attributes(&[])?;
    for child in children_named(element, "XPathVersion")? {
        child.text()?;
    }
    Ok(())
}

fn read_references(element: Element) -> Result<Vec<Vec<String>>, PolicyError> {
    element.allow_attributes(&[])?;
    let references = some_named(element, "RequestReference")?;
    references.into_iter().map(read_reference).collect()
}

fn read_reference(element: Element) -> Result<Vec<String>, PolicyError> {
    element.allow_attributes(&[])?;
    let ids = some_named(element, "AttributesReference")?;
    let id = |reference: Element| {
        reference.allow_attributes(&["ReferenceId"])?;
        children_named(reference, "")?;
        reference.required("ReferenceId").map(ToOwned::to_owned)
    };
    ids.into_iter().map(id).collect()
}

fn read_attributes(element: Element) -> Result<multiple::Element, PolicyError> {
    element.allow_attributes(&["Category"])?;
    let category = match read_category(element) {
        Ok(category) => category.map(Arc::new),
        Err(error) => Err(part_error(error)?),
    };
    Ok(multiple::Element {
        id: element.xml_id().map(ToOwned::to_owned),
        category,
    })
}

/// A value that cannot be read spoils its own category only.
fn part_error(error: PolicyError) -> Result<PartError, PolicyError> {
    match error.problem {
        PolicyProblem::BadValue { .. }
        | PolicyProblem::BadPath(_)
        | PolicyProblem::UnknownDataType(_) => Ok(PartError::Unreadable(error.to_string())),
        _ => Err(error),
    }
}

fn read_category(element: Element) -> Result<Result<Category, PartError>, PolicyError> {
    let id = element.required("Category")?;
    let mut content = None;
    let mut values = Values::default();
    for child in element.children()? {
        match child.name() {
            "Content" => only_once(&mut content, child)?,
            "Attribute" => values.read(child)?,
            _ => return Err(child.error(PolicyProblem::UnexpectedElement)),
        }
    }
    let read = multiple::check_name(id).and(values.refused.map_or(Ok(()), Err));
    let content = read.and_then(|()| content.map(read_content).transpose());
    Ok(content.map(|content| Category {
        id: id.to_owned(),
        content,
        attributes: values.attributes,
    }))
}

fn read_content(element: Element) -> Result<Content, PartError> {
    let content = Content::from_xml(element.node());
    content.map_err(|error| PartError::Content(error.to_string()))
}

/// The values of a category, as far as they are within the limits.
#[derive(Default)]
struct Values {
    attributes: Vec<Attribute>,
    refused: Option<PartError>,
}

impl Values {
    fn read(&mut self, element: Element) -> Result<(), PolicyError> {
        element.allow_attributes(&["AttributeId", "Issuer", "IncludeInResult"])?;
        let id = element.required("AttributeId")?;
        let issuer = element.optional("Issuer");
        let include_in_result = flag(element, "IncludeInResult")?;
        let values = some_named(element, "AttributeValue")?;
        if let Err(refused) = self.check(id, issuer, values.len()) {
            self.refused = Some(refused);
            return Ok(());
        }
        for value in values {
            self.attributes.push(Attribute {
                id: id.to_owned(),
                value: read_value(value)?,
                issuer: issuer.map(ToOwned::to_owned),
                include_in_result,
            });
        }
        Ok(())
    }

    fn check(&self, id: &str, issuer: Option<&str>, more: usize) -> Result<(), PartError> {
        multiple::check_name(id)?;
        multiple::check_name(issuer.unwrap_or_default())?;
        if self.attributes.len() + more > MAX_VALUES {
            return Err(PartError::TooManyValues);
        }
        Ok(())
    }
}

fn children_named<'d>(
    element: Element<'d>,
    name: &'static str,
) -> Result<Vec<Element<'d>>, PolicyError> {
    let children = element.children()?;
    match children.iter().find(|child| child.name() != name) {
        Some(other) => Err(other.error(PolicyProblem::UnexpectedElement)),
        None => Ok(children),
    }
}

fn some_named<'d>(
    element: Element<'d>,
    name: &'static str,
) -> Result<Vec<Element<'d>>, PolicyError> {
    let children = children_named(element, name)?;
    if children.is_empty() {
        return Err(element.error(PolicyProblem::MissingElement(name)));
    }
    Ok(children)
}
