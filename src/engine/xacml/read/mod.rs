//! From XML to policies (XACML 3.0 core, §5), refusing what is not understood.

mod duties;
mod expression;
mod policy;
mod set;
mod share;
mod target;
mod variables;

use std::sync::Arc;

use roxmltree::Document;

use crate::engine::value::{DataType, Value, XPathValue};
use crate::engine::xpath::XPath;

use super::combine::Combining;
use super::error::{PolicyError, PolicyProblem, shortened};
use super::model::{Effect, Node};
use super::xml::{self, Element};

/// The longest policy that is read, in bytes.
pub const MAX_POLICY_BYTES: usize = 1024 * 1024;

/// How many regular expressions a policy may have; each is kept compiled.
const MAX_PATTERNS: usize = 50;

pub(super) fn node(text: &str) -> Result<Node, PolicyError> {
    let refuse = |problem| PolicyError {
        line: 1,
        element: String::new(),
        problem,
    };
    if text.len() > MAX_POLICY_BYTES {
        return Err(refuse(PolicyProblem::TooLarge));
    }
    let document = xml::parse(text)?;
    if patterns(&document) > MAX_PATTERNS {
        return Err(refuse(PolicyProblem::TooManyPatterns));
    }
    read_node(Element::root(&document)?)
}

/// How many functions of regular expressions are named; asked of what the text means, not of how it is written.
fn patterns(document: &Document) -> usize {
    let attributes = document.descendants().flat_map(|node| node.attributes());
    let named = attributes.filter(|one| one.value().trim().ends_with("-regexp-match"));
    named.count()
}

fn read_node(element: Element) -> Result<Node, PolicyError> {
    match element.name() {
        "Policy" => policy::read(element).map(Node::Policy),
        "PolicySet" => set::read(element).map(Node::PolicySet),
        _ => Err(element.error(PolicyProblem::UnexpectedElement)),
    }
}

/// The children of a policy, set or rule that may stand once.
#[derive(Default)]
struct Parts<'d> {
    description: Option<Element<'d>>,
    defaults: Option<Element<'d>>,
    target: Option<Element<'d>>,
    condition: Option<Element<'d>>,
    obligations: Option<Element<'d>>,
    advice: Option<Element<'d>>,
}

impl<'d> Parts<'d> {
    /// Takes a child that every kind of parent may have.
    fn place(&mut self, child: Element<'d>) -> Result<(), PolicyError> {
        let place = match child.name() {
            "Description" => {
                child.text()?;
                &mut self.description
            }
            "Target" => &mut self.target,
            "ObligationExpressions" => &mut self.obligations,
            "AdviceExpressions" => &mut self.advice,
            _ => return Err(refusal(child)),
        };
        xml::only_once(place, child)
    }
}

/// What the standard knows and this engine cannot follow is told from what the standard does not have.
fn refusal(element: Element) -> PolicyError {
    element.error(if element.name() == "PolicyIssuer" {
        PolicyProblem::Unsupported
    } else {
        PolicyProblem::UnexpectedElement
    })
}

/// The defaults can only choose a version of XPath (§5.4); all are evaluated as XPath 1.0.
fn check_defaults(element: Element) -> Result<(), PolicyError> {
    for child in element.children()? {
        if child.name() != "XPathVersion" {
            return Err(refusal(child));
        }
        child.text()?;
    }
    Ok(())
}

/// Parameters for combining algorithms (§5.15–§5.20). No algorithm of the standard has any, so they are checked and
/// left behind.
fn check_combiner_parameters(element: Element, refers_by: Option<&str>) -> Result<(), PolicyError> {
    element.allow_attributes(refers_by.as_slice())?;
    for parameter in element.children()? {
        if parameter.name() != "CombinerParameter" {
            return Err(refusal(parameter));
        }
        parameter.allow_attributes(&["ParameterName"])?;
        parameter.required("ParameterName")?;
        for value in parameter.children()? {
            if value.name() != "AttributeValue" {
                return Err(refusal(value));
            }
            read_value(value)?;
        }
    }
    Ok(())
}

/// `1`, `1.0`, `2.13.7` (§5.12).
fn version<'d>(element: Element<'d>) -> Result<&'d str, PolicyError> {
    let version = element.required("Version")?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if version.split('.').all(is_number) {
        Ok(version)
    } else {
        Err(element.error(PolicyProblem::bad_value("version", version)))
    }
}

fn combining(
    element: Element,
    attribute: &'static str,
    of_urn: fn(&str) -> Option<Combining>,
) -> Result<Combining, PolicyError> {
    let urn = element.required(attribute)?;
    of_urn(urn).ok_or_else(|| element.error(PolicyProblem::UnknownAlgorithm(shortened(urn))))
}

fn effect(element: Element, attribute: &'static str) -> Result<Effect, PolicyError> {
    match element.required(attribute)? {
        "Permit" => Ok(Effect::Permit),
        "Deny" => Ok(Effect::Deny),
        other => Err(element.error(PolicyProblem::bad_value("effect", other))),
    }
}

fn read_all<'d, T>(
    element: Element<'d>,
    name: &str,
    read: impl Fn(Element<'d>) -> Result<T, PolicyError>,
) -> Result<Vec<T>, PolicyError> {
    let children = element.children()?;
    let read_one = |child: Element<'d>| {
        if child.name() == name {
            read(child)
        } else {
            Err(refusal(child))
        }
    };
    children.into_iter().map(read_one).collect()
}

/// Refuses an empty list where the standard wants one or more.
fn at_least_one<T>(
    element: Element,
    children: &[T],
    name: &'static str,
) -> Result<(), PolicyError> {
    if children.is_empty() {
        return Err(element.error(PolicyProblem::MissingElement(name)));
    }
    Ok(())
}

/// A value of any type, as policies and requests write it (§5.31).
///
/// # Errors
/// A type that is not known, or a text that is none of its values.
pub fn read_value(element: Element) -> Result<Value, PolicyError> {
    let data_type = data_type(element)?;
    if data_type == DataType::XPathExpression {
        return read_xpath_value(element).map(|value| Value::XPath(Arc::new(value)));
    }
    element.allow_attributes(&["DataType"])?;
    let text = element.text()?;
    Value::parse(data_type, &text)
        .ok_or_else(|| element.error(PolicyProblem::bad_value(data_type.uri(), &text)))
}

/// A value of the type xpathExpression (A.3.15): a path and the category whose content it looks into.
fn read_xpath_value(element: Element) -> Result<XPathValue, PolicyError> {
    element.allow_attributes(&["DataType", "XPathCategory"])?;
    let category = element.required("XPathCategory")?;
    let text = element.text()?;
    Ok(XPathValue::new(
        category,
        text.trim(),
        &element.namespaces(),
    ))
}

/// A path, whose prefixes are those in scope at the element.
fn read_path(element: Element, text: &str) -> Result<XPath, PolicyError> {
    XPath::parse(text.trim(), &element.namespaces())
        .map_err(|error| element.error(PolicyProblem::BadPath(shortened(&error.to_string()))))
}

fn boolean(element: Element, attribute: &'static str) -> Result<bool, PolicyError> {
    match element.required(attribute)? {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        other => Err(element.error(PolicyProblem::bad_value("boolean", other))),
    }
}

fn data_type(element: Element) -> Result<DataType, PolicyError> {
    let uri = element.required("DataType")?;
    DataType::from_uri(uri)
        .ok_or_else(|| element.error(PolicyProblem::UnknownDataType(shortened(uri))))
}
