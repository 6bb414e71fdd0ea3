//! Expressions (§5.25), with the types of all functions checked.

use crate::engine::functions::{Function, HigherOrder, Type};
use crate::engine::value::DataType;

use super::super::error::{PolicyError, PolicyProblem, shortened};
use super::super::model::{Apply, Callee, Expression, XPathFunction};
use super::super::xml::Element;
use super::variables::Scope;
use super::{read_value, refusal, target};

pub(super) fn read<'d>(element: Element<'d>, scope: &Scope<'d>) -> Result<Expression, PolicyError> {
    match element.name() {
        "AttributeValue" => read_value(element).map(Expression::Literal),
        "AttributeDesignator" => target::read_designator(element).map(Expression::Designator),
        "AttributeSelector" => {
            target::read_selector(element).map(|found| Expression::Selector(Box::new(found)))
        }
        "VariableReference" => scope.refer(element),
        "Apply" => {
            let apply = scope.step(element, || read_apply(element, scope))?;
            Ok(Expression::Apply(Box::new(apply)))
        }
        _ => Err(refusal(element)),
    }
}

fn read_apply<'d>(element: Element<'d>, scope: &Scope<'d>) -> Result<Apply, PolicyError> {
    element.allow_attributes(&["FunctionId"])?;
    let mut children = element.children()?;
    if children
        .first()
        .is_some_and(|first| first.name() == "Description")
    {
        children.remove(0).text()?;
    }
    let urn = element.required("FunctionId")?;
    let higher_order = HigherOrder::from_urn(urn);
    let inner = match higher_order {
        Some(_) => Some(read_function(element, &mut children)?),
        None => None,
    };
    let arguments = children.into_iter().map(|child| read(child, scope));
    let arguments: Vec<Expression> = arguments.collect::<Result<_, _>>()?;
    let types: Vec<Type> = arguments.iter().map(Expression::result).collect();
    let called = match (higher_order, inner) {
        (Some(higher_order), Some(inner)) => higher_order
            .result_type(inner, &types)
            .map(|result| (Callee::HigherOrder(higher_order, inner), result))
            .map_err(PolicyProblem::WrongArguments),
        _ => called(urn, &types),
    };
    let (callee, result) = called.map_err(|problem| element.error(problem))?;
    let callee = with_pattern(element, callee, &arguments)?;
    Ok(Apply {
        callee,
        arguments,
        result,
    })
}

/// The function that a higher-order one applies; it stands first (A.3.12).
fn read_function<'d>(
    element: Element<'d>,
    children: &mut Vec<Element<'d>>,
) -> Result<Function, PolicyError> {
    let is_first = children
        .first()
        .is_some_and(|first| first.name() == "Function");
    if !is_first {
        return Err(element.error(PolicyProblem::MissingElement("Function")));
    }
    let inner = children.remove(0);
    inner.allow_attributes(&["FunctionId"])?;
    inner.no_children()?;
    let urn = inner.required("FunctionId")?;
    Function::from_urn(urn)
        .ok_or_else(|| inner.error(PolicyProblem::UnknownFunction(shortened(urn))))
}

fn called(urn: &str, types: &[Type]) -> Result<(Callee, Type), PolicyProblem> {
    if let Some(function) = Function::from_urn(urn) {
        let result = function.result_type(types);
        let result = result.map_err(PolicyProblem::WrongArguments)?;
        return Ok((Callee::Function(function), result));
    }
    let (callee, parameters, result) =
        xpath_function(urn).ok_or_else(|| PolicyProblem::UnknownFunction(shortened(urn)))?;
    let expected: Vec<Type> = parameters.iter().map(|one| Type::One(*one)).collect();
    if types != expected {
        return Err(PolicyProblem::WrongTypes {
            expected,
            found: types.to_vec(),
        });
    }
    Ok((callee, Type::One(result)))
}

/// The functions that look into the request's content (A.3.15), with their parameters and result.
fn xpath_function(urn: &str) -> Option<(Callee, &'static [DataType], DataType)> {
    const XPATH: DataType = DataType::XPathExpression;
    let name = urn.strip_prefix("urn:oasis:names:tc:xacml:3.0:function:")?;
    Some(match name {
        "xpath-node-count" => (
            Callee::XPath(XPathFunction::Count),
            &[XPATH],
            DataType::Integer,
        ),
        "xpath-node-equal" => (
            Callee::XPath(XPathFunction::Equal),
            &[XPATH, XPATH],
            DataType::Boolean,
        ),
        "xpath-node-match" => (
            Callee::XPath(XPathFunction::Match),
            &[XPATH, XPATH],
            DataType::Boolean,
        ),
        _ => return None,
    })
}

fn with_pattern(
    element: Element,
    callee: Callee,
    arguments: &[Expression],
) -> Result<Callee, PolicyError> {
    let (Callee::Function(function), Some(Expression::Literal(value))) =
        (&callee, arguments.first())
    else {
        return Ok(callee);
    };
    Ok(match target::pattern(element, *function, value)? {
        Some(pattern) => Callee::Pattern(*function, pattern),
        None => callee,
    })
}
