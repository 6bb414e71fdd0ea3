//! Rules and policies against requests (XACML 3.0 core, §7.11–§7.14, §7.18).

use std::sync::Arc;

use crate::engine::context::{Context, Origin};
use crate::engine::outcome::{Assignment, Obligation};
use crate::engine::value::Value;

use super::matching::Matched;
use super::model::{
    AssignmentExpression, Designator, Effect, Expression, ObligationExpression, Policy, Rule,
};

/// The result of a rule or a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation<'p> {
    pub verdict: Verdict,
    pub obligations: Vec<Arc<Obligation>>,
    pub advice: Vec<Arc<Obligation>>,
    /// The first error, when the verdict is Indeterminate.
    pub problem: Option<Problem<'p>>,
    pub cause: Cause,
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

/// What went wrong during an evaluation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Problem<'p> {
    /// The policy insists on an attribute that the request does not have (§7.3.5).
    MissingAttribute(&'p Designator),
}

/// What a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause {
    /// A rule, by its place in the policy, and the subject attribute that made it match.
    Rule {
        index: usize,
        subject: Option<Origin>,
    },
    /// No rule; only the combining algorithm.
    NoRule,
    /// The policy's own target or obligations.
    Policy,
}

impl<'p> Evaluation<'p> {
    pub(in crate::engine) fn plain(verdict: Verdict, cause: Cause) -> Self {
        Self {
            verdict,
            obligations: Vec::new(),
            advice: Vec::new(),
            problem: None,
            cause,
        }
    }

    pub(super) fn not_applicable(cause: Cause) -> Self {
        Self::plain(Verdict::NotApplicable, cause)
    }

    pub(in crate::engine) fn failed(kind: Extended, problem: Problem<'p>, cause: Cause) -> Self {
        Self {
            problem: Some(problem),
            ..Self::plain(Verdict::Indeterminate(kind), cause)
        }
    }

    /// The same failure with another extended value, and without obligations.
    pub(super) fn indeterminate(self, kind: Extended) -> Self {
        Self {
            problem: self.problem,
            ..Self::plain(Verdict::Indeterminate(kind), self.cause)
        }
    }
}

impl Effect {
    pub(super) fn verdict(self) -> Verdict {
        match self {
            Effect::Permit => Verdict::Permit,
            Effect::Deny => Verdict::Deny,
        }
    }

    pub(super) fn extended(self) -> Extended {
        match self {
            Effect::Permit => Extended::Permit,
            Effect::Deny => Extended::Deny,
        }
    }
}

impl Policy {
    /// Evaluates the policy (§7.12).
    pub fn evaluate(&self, context: &Context) -> Evaluation<'_> {
        match self.target.matched(context) {
            Matched::No => Evaluation::not_applicable(Cause::Policy),
            Matched::Yes(_) => self.with_own_obligations(self.combined(context), context),
            Matched::Indeterminate(problem) => failed_target(self.combined(context), problem),
        }
    }

    fn combined(&self, context: &Context) -> Evaluation<'_> {
        let rules = self.rules.iter().enumerate();
        self.combining
            .combine(rules.map(|(index, rule)| rule.evaluate(index, context)))
    }

    fn with_own_obligations<'p>(
        &'p self,
        mut evaluation: Evaluation<'p>,
        context: &Context,
    ) -> Evaluation<'p> {
        let effect = match evaluation.verdict {
            Verdict::Permit => Effect::Permit,
            Verdict::Deny => Effect::Deny,
            Verdict::NotApplicable | Verdict::Indeterminate(_) => return evaluation,
        };
        let duties = self.duties(effect, context);
        match duties {
            Err(problem) => Evaluation::failed(effect.extended(), problem, Cause::Policy),
            Ok((obligations, advice)) => {
                evaluation.obligations.extend(obligations);
                evaluation.advice.extend(advice);
                evaluation
            }
        }
    }

    /// The policy's own obligations and advice for an effect.
    pub fn duties(&self, effect: Effect, context: &Context) -> Result<Duties, Problem<'_>> {
        Ok((
            fulfilled(&self.obligations, effect, context)?,
            fulfilled(&self.advice, effect, context)?,
        ))
    }
}

/// Obligations and advice.
pub type Duties = (Vec<Arc<Obligation>>, Vec<Arc<Obligation>>);

/// A policy whose target fails is Indeterminate with what its rules would have said (§7.14, table 7).
fn failed_target<'p>(rules: Evaluation<'p>, problem: Problem<'p>) -> Evaluation<'p> {
    let kind = match rules.verdict {
        Verdict::NotApplicable => return Evaluation::not_applicable(Cause::Policy),
        Verdict::Permit => Extended::Permit,
        Verdict::Deny => Extended::Deny,
        Verdict::Indeterminate(kind) => kind,
    };
    Evaluation::failed(kind, problem, Cause::Policy)
}

impl Rule {
    /// Evaluates the rule (§7.11, table 4).
    fn evaluate(&self, index: usize, context: &Context) -> Evaluation<'_> {
        let cause = |subject| Cause::Rule { index, subject };
        match self.target.matched(context) {
            Matched::No => Evaluation::not_applicable(cause(None)),
            Matched::Indeterminate(problem) => {
                Evaluation::failed(self.effect.extended(), problem, cause(None))
            }
            Matched::Yes(subject) => match self.duties(context) {
                Err(problem) => Evaluation::failed(self.effect.extended(), problem, cause(subject)),
                Ok((obligations, advice)) => Evaluation {
                    obligations,
                    advice,
                    ..Evaluation::plain(self.effect.verdict(), cause(subject))
                },
            },
        }
    }

    /// The rule's obligations and advice for its own effect; those for the other one never apply.
    pub fn duties(&self, context: &Context) -> Result<Duties, Problem<'_>> {
        Ok((
            fulfilled(&self.obligations, self.effect, context)?,
            fulfilled(&self.advice, self.effect, context)?,
        ))
    }
}

fn fulfilled<'p>(
    expressions: &'p [ObligationExpression],
    effect: Effect,
    context: &Context,
) -> Result<Vec<Arc<Obligation>>, Problem<'p>> {
    expressions
        .iter()
        .filter(|expression| expression.applies_to == effect)
        .map(|expression| expression.evaluate(context))
        .collect()
}

impl ObligationExpression {
    fn evaluate(&self, context: &Context) -> Result<Arc<Obligation>, Problem<'_>> {
        let mut assignments = Vec::with_capacity(self.assignments.len());
        for assignment in &self.assignments {
            assignment.evaluate(context, &mut assignments)?;
        }
        Ok(Arc::new(Obligation {
            id: self.id.clone(),
            assignments,
        }))
    }
}

impl AssignmentExpression {
    /// A bag gives one assignment per value, an empty one none (§5.41).
    fn evaluate(
        &self,
        context: &Context,
        assignments: &mut Vec<Assignment>,
    ) -> Result<(), Problem<'_>> {
        let designator = match &self.expression {
            Expression::Literal(value) => {
                assignments.push(self.assign(value.clone()));
                return Ok(());
            }
            Expression::Designator(designator) => designator,
        };
        let before = assignments.len();
        let values = context.bag(designator).map(|found| found.value.clone());
        assignments.extend(values.map(|value| self.assign(value)));
        if designator.must_be_present && assignments.len() == before {
            return Err(Problem::MissingAttribute(designator));
        }
        Ok(())
    }

    fn assign(&self, value: Value) -> Assignment {
        Assignment {
            attribute_id: self.attribute_id.clone(),
            category: self.category.clone(),
            issuer: self.issuer.clone(),
            value,
        }
    }
}
