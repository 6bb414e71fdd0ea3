//! The decision: roles and packages first, then what was delegated.

use std::sync::Arc;

use crate::domain::Timestamp;

use super::context::{Clock, Context, Origin};
use super::facts::{DelegatedRight, Facts};
use super::names;
use super::outcome::{Basis, Decision, MissingAttribute, Outcome, Reason, Status, StatusCode};
use super::request::Request;
use super::xacml::{Cause, Effect, Evaluation, Extended, Matched, Policy, Problem, Rule, Verdict};

/// Decides a request by a resource's policy.
///
/// What the request says about the subject's roles, packages, access lists and party type is put aside; only
/// `facts` count. The environment attributes for the current time are added when they are absent. When the
/// policy does not apply, a delegated right to the requested action on the requested resource permits, as
/// long as the policy still holds that right. A Deny or Indeterminate of the policy stands.
pub fn decide(policy: &Policy, request: &Request, facts: &Facts, now: Timestamp) -> Outcome {
    let clock = Clock::at(now);
    let context = Context::new(request, facts, &clock);
    let mut evaluation = policy.evaluate(&context);
    let mut delegation = None;
    if evaluation.verdict == Verdict::NotApplicable {
        let stage = DelegationStage {
            policy,
            request,
            facts,
            context: &context,
        };
        if let Some((index, right, permitted)) = stage.permit() {
            evaluation = permitted;
            delegation = Some(Reason::Delegation {
                index,
                id: right.delegation,
            });
        }
    }
    let reason = delegation.unwrap_or_else(|| reason(policy, evaluation.cause));
    Outcome {
        decision: decision(evaluation.verdict),
        status: evaluation.problem.map_or(Status::OK, status),
        obligations: evaluation.obligations,
        advice: evaluation.advice,
        returned: request.returned(),
        policies: Vec::new(),
        reason,
    }
}

/// Looks for a delegated right after the policy itself did not apply.
struct DelegationStage<'a> {
    policy: &'a Policy,
    request: &'a Request,
    facts: &'a Facts,
    context: &'a Context<'a>,
}

impl<'a> DelegationStage<'a> {
    fn permit(&self) -> Option<(usize, &'a DelegatedRight, Evaluation<'a>)> {
        let (index, right) = self.delegated()?;
        let rules = self.covering_rules();
        (!rules.is_empty()).then(|| (index, right, self.permitted(&rules)))
    }

    /// A delegated right to what is asked for. A request for two resources or actions at once is for none.
    fn delegated(&self) -> Option<(usize, &'a DelegatedRight)> {
        let resource = self.request.single(names::RESOURCE, names::RESOURCE_ID);
        let action = self.request.single(names::ACTION, names::ACTION_ID);
        let (resource, action) = (resource.ok()??, action.ok()??);
        self.facts
            .delegations
            .iter()
            .enumerate()
            .find(|(_, right)| {
                right.resource_id == resource && right.action.eq_ignore_ascii_case(&action)
            })
    }

    /// The rules that hold the right today: what was given may since have been taken out of the policy.
    fn covering_rules(&self) -> Vec<&'a Rule> {
        if !matches!(self.policy.target.matched(self.context), Matched::Yes(_)) {
            return Vec::new();
        }
        let rules = self.policy.rules.iter();
        rules.filter(|rule| rule.covers(self.context)).collect()
    }

    /// Permit with what the policy and these rules demand of anybody who has the right.
    fn permitted(&self, rules: &[&'a Rule]) -> Evaluation<'a> {
        let own = self.policy.duties(Effect::Permit, self.context);
        let of_rules = rules.iter().map(|rule| rule.duties(self.context));
        let mut permit = Evaluation::plain(Verdict::Permit, Cause::NoRule);
        for duties in of_rules.chain([own]) {
            match duties {
                Ok((obligations, advice)) => {
                    permit.obligations.extend(obligations);
                    permit.advice.extend(advice);
                }
                Err(problem) => {
                    return Evaluation::failed(Extended::Permit, problem, Cause::Policy);
                }
            }
        }
        permit
    }
}

fn decision(verdict: Verdict) -> Decision {
    match verdict {
        Verdict::Permit => Decision::Permit,
        Verdict::Deny => Decision::Deny,
        Verdict::NotApplicable => Decision::NotApplicable,
        Verdict::Indeterminate(_) => Decision::Indeterminate,
    }
}

fn status(problem: Problem) -> Status {
    match problem {
        Problem::MissingAttribute(designator) => Status {
            code: StatusCode::MissingAttribute,
            message: Some(format!(
                "missing attribute {} of type {} in category {}",
                designator.attribute_id,
                designator.data_type.uri(),
                designator.category
            )),
            missing: vec![MissingAttribute {
                category: designator.category.clone(),
                id: designator.attribute_id.clone(),
                data_type: designator.data_type,
                issuer: designator.issuer.clone(),
            }],
        },
    }
}

fn reason(policy: &Policy, cause: Cause) -> Reason {
    match cause {
        Cause::NoRule => Reason::NoRule,
        Cause::Policy => Reason::Policy,
        Cause::Rule { index, subject } => match policy.rules.get(index) {
            None => Reason::NoRule,
            Some(rule) => Reason::Rule {
                index,
                id: Arc::clone(&rule.id),
                subject: subject.and_then(basis),
            },
        },
    }
}

fn basis(origin: Origin) -> Option<Basis> {
    match origin {
        Origin::Request(index) => Some(Basis::Request(index)),
        Origin::Role(index) => Some(Basis::Role(index)),
        Origin::Package(index) => Some(Basis::Package(index)),
        Origin::Trait(index) => Some(Basis::Trait(index)),
        Origin::Clock => None,
    }
}

#[cfg(test)]
mod tests;
