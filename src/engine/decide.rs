//! The decision: roles and packages first, then what was delegated.

use crate::domain::Timestamp;

use super::context::Origin;
use super::facts::{DelegatedRight, Facts};
use super::names;
use super::outcome::{Basis, Decision, Outcome, Reason, Status};
use super::query::Query;
use super::request::Request;
use super::xacml::{
    Cause, Duties, Effect, Evaluation, Extended, Matched, Node, PlacedRule, PolicyTree, Problem,
    Scope, Verdict,
};

/// Decides a request by a resource's policy.
///
/// What the request says about the subject's roles, packages, access lists and party type is put aside; only `facts`
/// count. The environment attributes for the current time are added when they are absent. When the policy does not
/// apply, a delegated right to the requested action on the requested resource permits, as long as the policy still
/// holds that right. A Deny or Indeterminate of the policy stands.
pub fn decide(policy: &PolicyTree, request: &Request, facts: &Facts, now: Timestamp) -> Outcome {
    let query = Query::new(request, facts, now);
    answer(policy, query)
}

/// Decides a question that has been put together.
pub(super) fn answer(policy: &PolicyTree, query: Query) -> Outcome {
    let mut evaluation = policy.evaluate(&query);
    let mut delegation = None;
    if evaluation.verdict == Verdict::NotApplicable {
        let stage = DelegationStage {
            policy,
            query: &query,
        };
        if let Some((index, right, permitted)) = stage.permit() {
            evaluation = permitted;
            delegation = Some(Reason::Delegation {
                index,
                id: right.delegation,
            });
        }
    }
    if query.budget.is_exhausted() && evaluation.verdict == Verdict::Permit {
        evaluation = too_costly();
        delegation = None;
    }
    let reason = delegation.unwrap_or_else(|| reason(evaluation.cause));
    Outcome {
        decision: decision(evaluation.verdict),
        status: evaluation.problem.map_or(Status::OK, Problem::into_status),
        obligations: evaluation.duties.obligations,
        advice: evaluation.duties.advice,
        returned: query.request.returned(),
        policies: evaluation.policies,
        reason,
    }
}

/// No Permit rests on a rule that was too costly to be evaluated. The standard lets `permit-unless-deny` pass over
/// errors; but a limit is ours, and whoever can make content or bags larger could switch a Deny off with it.
fn too_costly<'p>() -> Evaluation<'p> {
    let problem = Problem::processing("a part of the policy is too costly to evaluate");
    Evaluation::failed(Extended::DenyOrPermit, problem, Cause::Policy)
}

/// Looks for a delegated right after the policy itself did not apply.
struct DelegationStage<'p, 'q, 'a> {
    policy: &'p PolicyTree,
    query: &'q Query<'a>,
}

impl<'p, 'a> DelegationStage<'p, '_, 'a> {
    fn permit(&self) -> Option<(usize, &'a DelegatedRight, Evaluation<'p>)> {
        let (index, right) = self.delegated()?;
        let rules = self.covering_rules();
        (!rules.is_empty()).then(|| (index, right, self.permitted(&rules)))
    }

    /// A delegated right to what is asked for. A request for two resources or actions at once is for none.
    fn delegated(&self) -> Option<(usize, &'a DelegatedRight)> {
        if self.query.facts.delegations.is_empty() {
            return None;
        }
        let request = self.query.request;
        let resource = request.single(names::RESOURCE, names::RESOURCE_ID);
        let action = request.single(names::ACTION, names::ACTION_ID);
        let (resource, action) = (resource.ok()??, action.ok()??);
        let delegations = self.query.facts.delegations.iter();
        delegations.enumerate().find(|(_, right)| {
            right.resource_id == resource && right.action.eq_ignore_ascii_case(&action)
        })
    }

    /// The rules that hold the right today: what was given may since have been taken out of the policy.
    fn covering_rules(&self) -> Vec<PlacedRule<'p>> {
        let mut rules = self.policy.placed_rules();
        rules.retain(|placed| is_covering(placed, self.query));
        rules
    }

    /// Permit with what these rules and the policies around them demand of anybody who has the right.
    fn permitted(&self, rules: &[PlacedRule<'p>]) -> Evaluation<'p> {
        let mut permit = Evaluation::plain(Verdict::Permit, Cause::NoRule);
        match self.duties(rules) {
            Ok(duties) => {
                permit.duties = duties;
                permit
            }
            Err(problem) => Evaluation::failed(Extended::Permit, problem, Cause::Policy),
        }
    }

    fn duties(&self, rules: &[PlacedRule<'p>]) -> Result<Duties, Problem> {
        let mut duties = Duties::default();
        let mut nodes: Vec<&Node> = Vec::new();
        for placed in rules {
            let scope = Scope::new(self.query, &placed.policy.variables);
            duties.extend(placed.rule.duties.fulfilled(Effect::Permit, &scope)?);
            for node in placed.nodes.iter().rev() {
                if !nodes.iter().any(|known| std::ptr::eq(*known, *node)) {
                    nodes.push(node);
                }
            }
        }
        for node in nodes {
            duties.extend(node.own_duties(Effect::Permit, self.query)?);
        }
        Ok(duties)
    }
}

/// Whether the rule permits whoever has been delegated what is asked for.
pub(super) fn is_covering(placed: &PlacedRule, query: &Query) -> bool {
    let applies = |node: &&Node| matches!(node.target().matched(query), Matched::Yes(_));
    let scope = Scope::new(query, &placed.policy.variables);
    placed.rule.covers(query)
        && placed.rule.holds(&scope) == Ok(true)
        && placed.nodes.iter().all(applies)
}

fn decision(verdict: Verdict) -> Decision {
    match verdict {
        Verdict::Permit => Decision::Permit,
        Verdict::Deny => Decision::Deny,
        Verdict::NotApplicable => Decision::NotApplicable,
        Verdict::Indeterminate(_) => Decision::Indeterminate,
    }
}

fn reason(cause: Cause) -> Reason {
    match cause {
        Cause::NoRule => Reason::NoRule,
        Cause::Policy => Reason::Policy,
        Cause::Rule {
            policy,
            index,
            subject,
        } => match policy.rules.get(index) {
            None => Reason::NoRule,
            Some(rule) => Reason::Rule {
                policy: policy.identifier.id.clone(),
                index,
                id: rule.id.clone(),
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
