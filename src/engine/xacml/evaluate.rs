//! Rules, policies and policy sets against requests (XACML 3.0 core, §7.11–§7.14, §7.18).

use crate::engine::compile::{Candidate, Known};
use crate::engine::context::Origin;
use crate::engine::outcome::PolicyIdentifier;
use crate::engine::query::Query;

use super::combine::Combining;
use super::duties::Duties;
use super::expression::Scope;
use super::matching::Matched;
use super::model::{Child, Effect, Node, Policy, PolicySet, Rule, Target};
use super::problem::Problem;

/// The result of a rule, a policy or a policy set.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation<'p> {
    pub verdict: Verdict,
    pub duties: Duties,
    /// The first error, when the verdict is Indeterminate.
    pub problem: Option<Problem>,
    pub cause: Cause<'p>,
}

/// A decision inside the engine, where Indeterminate says what it could have been (§7.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Permit,
    Deny,
    NotApplicable,
    Indeterminate(Extended),
}

/// Indeterminate{P}, Indeterminate{D} and Indeterminate{DP} (§7.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extended {
    Permit,
    Deny,
    DenyOrPermit,
}

/// What a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause<'p> {
    /// A rule, by its place in its policy, and the subject attribute that made it match.
    Rule {
        policy: &'p Policy,
        index: usize,
        subject: Option<Origin>,
    },
    /// No rule; only a combining algorithm.
    NoRule,
    /// The target or the obligations of a policy or policy set.
    Policy,
}

impl<'p> Evaluation<'p> {
    pub fn plain(verdict: Verdict, cause: Cause<'p>) -> Self {
        Self {
            verdict,
            duties: Duties::default(),
            problem: None,
            cause,
        }
    }

    pub fn not_applicable(cause: Cause<'p>) -> Self {
        Self::plain(Verdict::NotApplicable, cause)
    }

    pub fn failed(kind: Extended, problem: Problem, cause: Cause<'p>) -> Self {
        Self {
            problem: Some(problem),
            ..Self::plain(Verdict::Indeterminate(kind), cause)
        }
    }

    /// The same failure with another extended value, and without obligations.
    pub fn indeterminate(self, kind: Extended) -> Self {
        Self {
            problem: self.problem,
            ..Self::plain(Verdict::Indeterminate(kind), self.cause)
        }
    }
}

impl Verdict {
    /// Permit or Deny.
    pub fn effect(self) -> Option<Effect> {
        match self {
            Verdict::Permit => Some(Effect::Permit),
            Verdict::Deny => Some(Effect::Deny),
            Verdict::NotApplicable | Verdict::Indeterminate(_) => None,
        }
    }
}

impl Effect {
    pub fn verdict(self) -> Verdict {
        match self {
            Effect::Permit => Verdict::Permit,
            Effect::Deny => Verdict::Deny,
        }
    }

    pub fn extended(self) -> Extended {
        match self {
            Effect::Permit => Extended::Permit,
            Effect::Deny => Extended::Deny,
        }
    }
}

impl Node {
    /// Evaluates a policy (§7.12) or a policy set (§7.13).
    pub fn evaluate(&self, query: &Query) -> Evaluation<'_> {
        match self {
            Node::Policy(policy) => policy.evaluate(query),
            Node::PolicySet(set) => set.evaluate(query),
        }
    }

    /// Its own obligations and advice for an effect, without those of what is in it.
    pub fn own_duties(&self, effect: Effect, query: &Query) -> Result<Duties, Problem> {
        match self {
            Node::Policy(policy) => {
                let scope = Scope::new(query, &policy.variables);
                policy.duties.fulfilled(effect, &scope)
            }
            Node::PolicySet(set) => set.duties.fulfilled(effect, &Scope::new(query, &[])),
        }
    }
}

impl Policy {
    pub fn evaluate(&self, query: &Query) -> Evaluation<'_> {
        let scope = Scope::new(query, &self.variables);
        let evaluation = evaluated(
            &self.target,
            query,
            || self.combined(&scope),
            |effect| self.duties.fulfilled(effect, &scope),
        );
        note_applied(evaluation, query, &self.identifier)
    }

    fn combined(&self, scope: &Scope) -> Evaluation<'_> {
        let candidates = self.index.candidates(scope.query);
        let rules = candidates.filter_map(|found| Some((found, self.rules.get(found.index)?)));
        self.combining
            .combine(rules.map(|(found, rule)| rule.evaluate(self, found, scope)))
    }
}

impl Rule {
    /// Evaluates the rule (§7.11, table 4).
    fn evaluate<'p>(
        &'p self,
        policy: &'p Policy,
        found: Candidate,
        scope: &Scope,
    ) -> Evaluation<'p> {
        let cause = |subject| Cause::Rule {
            policy,
            index: found.index,
            subject,
        };
        let failed =
            |problem, subject| Evaluation::failed(self.effect.extended(), problem, cause(subject));
        let target = match found.target {
            Known::Matches(subject) => Matched::Yes(subject),
            Known::Nothing => self.target.matched(scope.query),
        };
        let subject = match target {
            Matched::No => return Evaluation::not_applicable(cause(None)),
            Matched::Indeterminate(problem) => return failed(problem, None),
            Matched::Yes(subject) => subject,
        };
        match self.holds(scope) {
            Ok(true) => {}
            Ok(false) => return Evaluation::not_applicable(cause(subject)),
            Err(problem) => return failed(problem, subject),
        }
        match self.duties.fulfilled(self.effect, scope) {
            Err(problem) => failed(problem, subject),
            Ok(duties) => Evaluation {
                duties,
                ..Evaluation::plain(self.effect.verdict(), cause(subject))
            },
        }
    }

    /// Whether the condition is true; a rule without one always applies (§7.9).
    pub fn holds(&self, scope: &Scope) -> Result<bool, Problem> {
        match &self.condition {
            None => Ok(true),
            Some(condition) => condition.is_true(scope),
        }
    }
}

impl PolicySet {
    fn evaluate(&self, query: &Query) -> Evaluation<'_> {
        let scope = Scope::new(query, &[]);
        let evaluation = evaluated(
            &self.target,
            query,
            || self.combined(query),
            |effect| self.duties.fulfilled(effect, &scope),
        );
        note_applied(evaluation, query, &self.identifier)
    }

    fn combined(&self, query: &Query) -> Evaluation<'_> {
        if self.combining == Combining::OnlyOneApplicable {
            return self.only_one_applicable(query);
        }
        self.combining
            .combine(self.children.iter().map(|child| child.evaluate(query)))
    }

    /// C.9: more than one child whose target matches is an error, and so is a target that fails.
    fn only_one_applicable(&self, query: &Query) -> Evaluation<'_> {
        let mut only = None;
        for child in &self.children {
            match child.matched(query) {
                Matched::No => {}
                Matched::Indeterminate(problem) => return several(problem),
                Matched::Yes(_) if only.is_some() => {
                    return several(Problem::processing("more than one policy applies"));
                }
                Matched::Yes(_) => only = Some(child),
            }
        }
        match only {
            Some(child) => child.evaluate(query),
            None => Evaluation::not_applicable(Cause::NoRule),
        }
    }
}

fn several<'p>(problem: Problem) -> Evaluation<'p> {
    Evaluation::failed(Extended::DenyOrPermit, problem, Cause::Policy)
}

impl Child {
    fn evaluate(&self, query: &Query) -> Evaluation<'_> {
        match (self.node(), self) {
            (Some(node), _) => node.evaluate(query),
            (None, Child::Reference(reference)) => several(Problem::unresolved(reference)),
            (None, Child::Node(_)) => Evaluation::not_applicable(Cause::Policy),
        }
    }

    fn matched(&self, query: &Query) -> Matched {
        match (self.node(), self) {
            (Some(node), _) => node.target().matched(query),
            (None, Child::Reference(reference)) => {
                Matched::Indeterminate(Problem::unresolved(reference))
            }
            (None, Child::Node(_)) => Matched::No,
        }
    }
}

/// A policy whose target does not match is not looked into. One whose target fails is Indeterminate with what its
/// children would have said (§7.14, table 7).
fn evaluated<'p>(
    target: &Target,
    query: &Query,
    combined: impl FnOnce() -> Evaluation<'p>,
    own: impl FnOnce(Effect) -> Result<Duties, Problem>,
) -> Evaluation<'p> {
    match target.matched(query) {
        Matched::No => Evaluation::not_applicable(Cause::Policy),
        Matched::Indeterminate(problem) => failed_target(combined(), problem),
        Matched::Yes(_) => with_own_duties(combined(), own),
    }
}

fn failed_target<'p>(inside: Evaluation<'p>, problem: Problem) -> Evaluation<'p> {
    let kind = match inside.verdict {
        Verdict::NotApplicable => return Evaluation::not_applicable(Cause::Policy),
        Verdict::Permit => Extended::Permit,
        Verdict::Deny => Extended::Deny,
        Verdict::Indeterminate(kind) => kind,
    };
    Evaluation::failed(kind, problem, Cause::Policy)
}

fn with_own_duties<'p>(
    mut evaluation: Evaluation<'p>,
    own: impl FnOnce(Effect) -> Result<Duties, Problem>,
) -> Evaluation<'p> {
    let Some(effect) = evaluation.verdict.effect() else {
        return evaluation;
    };
    match own(effect) {
        Err(problem) => Evaluation::failed(effect.extended(), problem, Cause::Policy),
        Ok(duties) => {
            evaluation.duties.extend(duties);
            evaluation
        }
    }
}

fn note_applied<'p>(
    evaluation: Evaluation<'p>,
    query: &Query,
    policy: &PolicyIdentifier,
) -> Evaluation<'p> {
    if evaluation.verdict.effect().is_some() {
        query.applied(policy);
    }
    evaluation
}
