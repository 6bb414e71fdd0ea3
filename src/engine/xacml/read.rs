//! From XML to [`Policy`] (XACML 3.0 core, §5), refusing what is not understood.

use crate::engine::value::{DataType, Value};

use super::combine::Combining;
use super::error::{PolicyError, PolicyProblem, shortened};
use super::functions::MatchFunction;
use super::model::{
    AllOf, AnyOf, AssignmentExpression, Designator, Effect, Expression, Match,
    ObligationExpression, Policy, Rule, Target,
};
use super::xml::{self, Element, only_once};

/// The longest policy that is read, in bytes.
pub const MAX_POLICY_BYTES: usize = 1024 * 1024;

pub(super) fn policy(text: &str) -> Result<Policy, PolicyError> {
    if text.len() > MAX_POLICY_BYTES {
        return Err(PolicyError {
            line: 1,
            element: String::new(),
            problem: PolicyProblem::TooLarge,
        });
    }
    let document = xml::parse(text)?;
    let root = Element::root(&document)?;
    match root.name() {
        "Policy" => read_policy(root),
        _ => Err(refusal(root)),
    }
}

/// Tells what the standard knows from what it does not.
fn refusal(element: Element) -> PolicyError {
    const NOT_SUPPORTED: [&str; 13] = [
        "PolicySet",
        "PolicyIssuer",
        "CombinerParameters",
        "RuleCombinerParameters",
        "VariableDefinition",
        "VariableReference",
        "Condition",
        "Apply",
        "Function",
        "AttributeSelector",
        "PolicySetIdReference",
        "PolicyIdReference",
        "PolicySetDefaults",
    ];
    element.error(if NOT_SUPPORTED.contains(&element.name()) {
        PolicyProblem::Unsupported
    } else {
        PolicyProblem::UnexpectedElement
    })
}

fn read_policy(element: Element) -> Result<Policy, PolicyError> {
    element.allow_attributes(&["PolicyId", "Version", "RuleCombiningAlgId"])?;
    let mut parts = Parts::default();
    let mut rules = Vec::new();
    for child in element.children()? {
        match child.name() {
            "Rule" => rules.push(read_rule(child)?),
            "PolicyDefaults" => only_once(&mut parts.defaults, child)?,
            _ => parts.place(child)?,
        }
    }
    parts.defaults.map(check_defaults).transpose()?;
    let target = parts
        .target
        .ok_or_else(|| element.error(PolicyProblem::MissingElement("Target")))?;
    Ok(Policy {
        id: element.required("PolicyId")?.into(),
        version: version(element)?.into(),
        target: read_target(target)?,
        combining: combining(element)?,
        rules,
        obligations: read_expressions(parts.obligations, &OBLIGATION)?,
        advice: read_expressions(parts.advice, &ADVICE)?,
    })
}

fn read_rule(element: Element) -> Result<Rule, PolicyError> {
    element.allow_attributes(&["RuleId", "Effect"])?;
    let mut parts = Parts::default();
    for child in element.children()? {
        parts.place(child)?;
    }
    let target = parts.target.map(read_target).transpose()?;
    Ok(Rule {
        id: element.required("RuleId")?.into(),
        effect: effect(element, "Effect")?,
        target: target.unwrap_or_default(),
        obligations: read_expressions(parts.obligations, &OBLIGATION)?,
        advice: read_expressions(parts.advice, &ADVICE)?,
    })
}

/// The children of a policy or rule that may stand once.
#[derive(Default)]
struct Parts<'d> {
    description: Option<Element<'d>>,
    defaults: Option<Element<'d>>,
    target: Option<Element<'d>>,
    obligations: Option<Element<'d>>,
    advice: Option<Element<'d>>,
}

impl<'d> Parts<'d> {
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
        only_once(place, child)
    }
}

/// The defaults can only choose a version of XPath (§5.4), which nothing that is supported uses.
fn check_defaults(element: Element) -> Result<(), PolicyError> {
    for child in element.children()? {
        if child.name() != "XPathVersion" {
            return Err(refusal(child));
        }
        child.text()?;
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

fn combining(element: Element) -> Result<Combining, PolicyError> {
    let urn = element.required("RuleCombiningAlgId")?;
    Combining::from_urn(urn)
        .ok_or_else(|| element.error(PolicyProblem::UnknownAlgorithm(shortened(urn))))
}

fn effect(element: Element, attribute: &'static str) -> Result<Effect, PolicyError> {
    match element.required(attribute)? {
        "Permit" => Ok(Effect::Permit),
        "Deny" => Ok(Effect::Deny),
        other => Err(element.error(PolicyProblem::bad_value("effect", other))),
    }
}

fn read_target(element: Element) -> Result<Target, PolicyError> {
    element.allow_attributes(&[])?;
    let any_of = read_all(element, "AnyOf", read_any_of)?;
    Ok(Target { any_of })
}

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

/// An empty `AnyOf` or `AllOf` is not XACML: it would match everything or nothing.
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

fn read_all<T>(
    element: Element,
    name: &str,
    read: impl Fn(Element) -> Result<T, PolicyError>,
) -> Result<Vec<T>, PolicyError> {
    let children = element.children()?;
    let read_one = |child: Element| {
        if child.name() == name {
            read(child)
        } else {
            Err(refusal(child))
        }
    };
    children.into_iter().map(read_one).collect()
}

fn read_match(element: Element) -> Result<Match, PolicyError> {
    element.allow_attributes(&["MatchId"])?;
    let (mut value, mut designator) = (None, None);
    for child in element.children()? {
        match child.name() {
            "AttributeValue" => only_once(&mut value, child)?,
            "AttributeDesignator" => only_once(&mut designator, child)?,
            _ => return Err(refusal(child)),
        }
    }
    let missing = |name| element.error(PolicyProblem::MissingElement(name));
    let value = value.ok_or_else(|| missing("AttributeValue"))?;
    let designator = designator.ok_or_else(|| missing("AttributeDesignator"))?;
    let function = function(element)?;
    Ok(Match {
        function,
        value: of_type(function, value, read_value(value)?, Value::data_type)?,
        designator: of_type(function, designator, read_designator(designator)?, |read| {
            read.data_type
        })?,
    })
}

fn function(element: Element) -> Result<MatchFunction, PolicyError> {
    let urn = element.required("MatchId")?;
    MatchFunction::from_urn(urn)
        .ok_or_else(|| element.error(PolicyProblem::UnknownFunction(shortened(urn))))
}

/// Lets an argument pass when it has the type that the function takes.
fn of_type<T>(
    function: MatchFunction,
    element: Element,
    argument: T,
    type_of: impl Fn(&T) -> DataType,
) -> Result<T, PolicyError> {
    let (expected, found) = (function.parameter_type(), type_of(&argument));
    if expected == found {
        return Ok(argument);
    }
    Err(element.error(PolicyProblem::WrongType {
        expected: expected.uri(),
        found: found.uri(),
    }))
}

fn read_value(element: Element) -> Result<Value, PolicyError> {
    element.allow_attributes(&["DataType"])?;
    let data_type = data_type(element)?;
    let text = element.text()?;
    Value::parse(data_type, &text)
        .ok_or_else(|| element.error(PolicyProblem::bad_value(data_type.uri(), &text)))
}

fn read_designator(element: Element) -> Result<Designator, PolicyError> {
    element.allow_attributes(&[
        "Category",
        "AttributeId",
        "DataType",
        "Issuer",
        "MustBePresent",
    ])?;
    if let Some(child) = element.children()?.into_iter().next() {
        return Err(refusal(child));
    }
    Ok(Designator {
        category: element.required("Category")?.into(),
        attribute_id: element.required("AttributeId")?.into(),
        data_type: data_type(element)?,
        issuer: element.optional("Issuer").map(Into::into),
        must_be_present: must_be_present(element)?,
    })
}

fn must_be_present(element: Element) -> Result<bool, PolicyError> {
    match element.required("MustBePresent")? {
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

/// Obligations and advice differ in names only.
struct Kind {
    element: &'static str,
    id: &'static str,
    applies_to: &'static str,
}

const OBLIGATION: Kind = Kind {
    element: "ObligationExpression",
    id: "ObligationId",
    applies_to: "FulfillOn",
};
const ADVICE: Kind = Kind {
    element: "AdviceExpression",
    id: "AdviceId",
    applies_to: "AppliesTo",
};

fn read_expressions(
    element: Option<Element>,
    kind: &Kind,
) -> Result<Vec<ObligationExpression>, PolicyError> {
    let Some(element) = element else {
        return Ok(Vec::new());
    };
    element.allow_attributes(&[])?;
    let expressions = read_all(element, kind.element, |child| read_expression(child, kind))?;
    at_least_one(element, &expressions, kind.element)?;
    Ok(expressions)
}

fn read_expression(element: Element, kind: &Kind) -> Result<ObligationExpression, PolicyError> {
    element.allow_attributes(&[kind.id, kind.applies_to])?;
    Ok(ObligationExpression {
        id: element.required(kind.id)?.into(),
        applies_to: effect(element, kind.applies_to)?,
        assignments: read_all(element, "AttributeAssignmentExpression", read_assignment)?,
    })
}

fn read_assignment(element: Element) -> Result<AssignmentExpression, PolicyError> {
    element.allow_attributes(&["AttributeId", "Category", "Issuer"])?;
    let mut expression = None;
    for child in element.children()? {
        only_once(&mut expression, child)?;
    }
    let expression =
        expression.ok_or_else(|| element.error(PolicyProblem::MissingElement("AttributeValue")))?;
    Ok(AssignmentExpression {
        attribute_id: element.required("AttributeId")?.into(),
        category: element.optional("Category").map(Into::into),
        issuer: element.optional("Issuer").map(Into::into),
        expression: match expression.name() {
            "AttributeValue" => Expression::Literal(read_value(expression)?),
            "AttributeDesignator" => Expression::Designator(read_designator(expression)?),
            _ => return Err(refusal(expression)),
        },
    })
}
