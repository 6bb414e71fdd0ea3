//! `Target` and what is in it, designators and selectors.

use std::sync::Arc;

use crate::engine::functions::{Function, Pattern, Type};
use crate::engine::names;
use crate::engine::value::{DataType, Value};

use super::super::error::{PolicyError, PolicyProblem, shortened};
use super::super::model::{AllOf, AnyOf, Designator, Match, Selector, Source, Target};
use super::super::xml::{Element, only_once};
use super::{at_least_one, boolean, data_type, read_all, read_path, read_value, refusal};

pub(super) fn read_required(
    element: Element,
    target: Option<Element>,
) -> Result<Target, PolicyError> {
    let missing = || element.error(PolicyProblem::MissingElement("Target"));
    read(target.ok_or_else(missing)?)
}

pub(super) fn read(element: Element) -> Result<Target, PolicyError> {
    element.allow_attributes(&[])?;
    let any_of = read_all(element, "AnyOf", read_any_of)?;
    Ok(Target { any_of })
}

/// An empty `AnyOf` or `AllOf` is not XACML: it would match everything or nothing.
fn read_any_of(element: Element) -> Result<AnyOf, PolicyError> {
    element.allow_attributes(&[])?;
    let all_of = read_all(element, "AllOf", read_all_of)?;
    at_least_one(element, &all_of, "AllOf")?;
    Ok(AnyOf { all_of })
}

fn read_all_of(element: Element) -> Result<AllOf, PolicyError> {
    element.allow_attributes(&[])?;
    let matches = read_all(element, "Match", read_match)?;
    at_least_one(element, &matches, "Match")?;
    Ok(AllOf { matches })
}

fn read_match(element: Element) -> Result<Match, PolicyError> {
    element.allow_attributes(&["MatchId"])?;
    let (mut value, mut source) = (None, None);
    for child in element.children()? {
        match child.name() {
            "AttributeValue" => only_once(&mut value, child)?,
            "AttributeDesignator" | "AttributeSelector" => only_once(&mut source, child)?,
            _ => return Err(refusal(child)),
        }
    }
    let missing = |name| element.error(PolicyProblem::MissingElement(name));
    let value = read_value(value.ok_or_else(|| missing("AttributeValue"))?)?;
    let source = read_source(source.ok_or_else(|| missing("AttributeDesignator"))?)?;
    let function = read_function(element, &value, &source)?;
    Ok(Match {
        function,
        pattern: pattern(element, function, &value)?.map(Box::new),
        value,
        source,
    })
}

fn read_source(element: Element) -> Result<Source, PolicyError> {
    if element.name() == "AttributeDesignator" {
        read_designator(element).map(|designator| Source::Designator(Arc::new(designator)))
    } else {
        read_selector(element).map(|selector| Source::Selector(Box::new(selector)))
    }
}

/// A match takes any function of two single values that gives a boolean (§7.6).
fn read_function(
    element: Element,
    value: &Value,
    source: &Source,
) -> Result<Function, PolicyError> {
    let urn = element.required("MatchId")?;
    let function = Function::from_urn(urn)
        .ok_or_else(|| element.error(PolicyProblem::UnknownFunction(shortened(urn))))?;
    let types = [Type::One(value.data_type()), Type::One(source_type(source))];
    match function.result_type(&types) {
        Ok(Type::One(DataType::Boolean)) => Ok(function),
        Ok(other) => Err(element.error(PolicyProblem::NotBoolean(other))),
        Err(mismatch) => Err(element.error(PolicyProblem::WrongArguments(mismatch))),
    }
}

fn source_type(source: &Source) -> DataType {
    match source {
        Source::Designator(designator) => designator.data_type,
        Source::Selector(selector) => selector.data_type,
    }
}

/// Makes a literal regular expression ready, once.
pub(super) fn pattern(
    element: Element,
    function: Function,
    value: &Value,
) -> Result<Option<Pattern>, PolicyError> {
    if !function.is_regexp() {
        return Ok(None);
    }
    Pattern::compile(&value.text())
        .map(Some)
        .map_err(|error| element.error(PolicyProblem::BadPattern(shortened(&error.to_string()))))
}

pub(super) fn read_designator(element: Element) -> Result<Designator, PolicyError> {
    element.allow_attributes(&[
        "Category",
        "AttributeId",
        "DataType",
        "Issuer",
        "MustBePresent",
        "SubjectCategory",
    ])?;
    element.no_children()?;
    let category = element.required("Category")?;
    check_old_category(element, category)?;
    Ok(Designator {
        category: names::shared(category),
        attribute_id: names::shared(element.required("AttributeId")?),
        data_type: data_type(element)?,
        issuer: element.optional("Issuer").map(Into::into),
        must_be_present: boolean(element, "MustBePresent")?,
    })
}

/// XACML 2.0 named the category of a subject in another attribute, which policies brought over from there still carry.
/// It may stand when it says the same.
fn check_old_category(element: Element, category: &str) -> Result<(), PolicyError> {
    match element.optional("SubjectCategory") {
        Some(old) if old != category => {
            let name = "SubjectCategory".to_owned();
            Err(element.error(PolicyProblem::UnexpectedAttribute(name)))
        }
        _ => Ok(()),
    }
}

pub(super) fn read_selector(element: Element) -> Result<Selector, PolicyError> {
    element.allow_attributes(&[
        "Category",
        "ContextSelectorId",
        "Path",
        "DataType",
        "MustBePresent",
    ])?;
    element.no_children()?;
    Ok(Selector {
        category: element.required("Category")?.into(),
        path: read_path(element, element.required("Path")?)?,
        context_selector: element.optional("ContextSelectorId").map(Into::into),
        data_type: data_type(element)?,
        must_be_present: boolean(element, "MustBePresent")?,
    })
}
