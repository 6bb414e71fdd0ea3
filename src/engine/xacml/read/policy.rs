//! `Policy` and `Rule`.

use crate::engine::compile::RuleIndex;
use crate::engine::functions::Type;
use crate::engine::outcome::{PolicyIdentifier, PolicyKind};
use crate::engine::value::DataType;

use super::super::combine::Combining;
use super::super::error::{PolicyError, PolicyProblem};
use super::super::model::{DutyExpressions, Expression, Policy, Rule};
use super::super::xml::{Element, only_once};
use super::share::share;
use super::variables::Scope;
use super::{
    Parts, check_combiner_parameters, check_defaults, combining, duties, effect, target, version,
};

pub(super) fn read(element: Element) -> Result<Policy, PolicyError> {
    element.allow_attributes(&[
        "PolicyId",
        "Version",
        "RuleCombiningAlgId",
        "MaxDelegationDepth",
    ])?;
    let mut parts = Parts::default();
    let (mut rules, mut variables) = (Vec::new(), Vec::new());
    for child in element.children()? {
        match child.name() {
            "Rule" => rules.push(child),
            "VariableDefinition" => variables.push(child),
            "PolicyDefaults" => only_once(&mut parts.defaults, child)?,
            "CombinerParameters" => check_combiner_parameters(child, None)?,
            "RuleCombinerParameters" => check_combiner_parameters(child, Some("RuleIdRef"))?,
            _ => parts.place(child)?,
        }
    }
    parts.defaults.map(check_defaults).transpose()?;
    let scope = Scope::new(&variables)?;
    let rules = rules.into_iter().map(|rule| read_rule(rule, &scope));
    let mut rules: Vec<Rule> = rules.collect::<Result<_, _>>()?;
    share(&mut rules);
    Ok(Policy {
        identifier: PolicyIdentifier {
            kind: PolicyKind::Policy,
            id: element.required("PolicyId")?.into(),
            version: version(element)?.into(),
        },
        target: target::read_required(element, parts.target)?,
        combining: combining(element, "RuleCombiningAlgId", Combining::of_rules)?,
        index: Box::new(RuleIndex::of(&rules)),
        rules,
        duties: DutyExpressions {
            obligations: duties::read(parts.obligations, &duties::OBLIGATION, &scope)?,
            advice: duties::read(parts.advice, &duties::ADVICE, &scope)?,
        },
        variables: scope.finish()?,
    })
}

fn read_rule<'d>(element: Element<'d>, scope: &Scope<'d>) -> Result<Rule, PolicyError> {
    element.allow_attributes(&["RuleId", "Effect"])?;
    let mut parts = Parts::default();
    for child in element.children()? {
        match child.name() {
            "Condition" => only_once(&mut parts.condition, child)?,
            _ => parts.place(child)?,
        }
    }
    let target = parts.target.map(target::read).transpose()?;
    let condition = parts.condition.map(|found| read_condition(found, scope));
    Ok(Rule {
        id: element.required("RuleId")?.into(),
        effect: effect(element, "Effect")?,
        target: target.unwrap_or_default(),
        condition: condition.transpose()?,
        duties: DutyExpressions {
            obligations: duties::read(parts.obligations, &duties::OBLIGATION, scope)?,
            advice: duties::read(parts.advice, &duties::ADVICE, scope)?,
        },
    })
}

/// One boolean expression (§5.26).
fn read_condition<'d>(element: Element<'d>, scope: &Scope<'d>) -> Result<Expression, PolicyError> {
    element.allow_attributes(&[])?;
    let inside = element.only_child("Apply")?;
    let expression = scope.read(inside)?;
    match expression.result() {
        Type::One(DataType::Boolean) => Ok(expression),
        found => Err(inside.error(PolicyProblem::NotBoolean(found))),
    }
}
