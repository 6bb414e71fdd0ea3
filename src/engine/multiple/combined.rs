use crate::engine::Outcome;
use crate::engine::outcome::{Reason, Status, StatusCode};

/// One result for several (multiple decision profile, §2.4): their decision when it is the same everywhere and
/// nothing is demanded with it. One result alone stands for itself.
pub(super) fn combine(mut outcomes: Vec<Outcome>) -> Outcome {
    if outcomes.len() == 1
        && let Some(only) = outcomes.pop()
    {
        return only;
    }
    let Some(first) = outcomes.first() else {
        return failed("there is no decision to combine");
    };
    let decision = first.decision;
    if outcomes.iter().any(|outcome| outcome.decision != decision) {
        return failed("the decisions differ, so there is no combined one");
    }
    let demands =
        |outcome: &Outcome| !(outcome.obligations.is_empty() && outcome.advice.is_empty());
    if outcomes.iter().any(demands) {
        return failed(
            "obligations or advice go with single decisions, so there is no combined one",
        );
    }
    let problem = outcomes
        .iter()
        .find(|outcome| outcome.status.code != StatusCode::Ok);
    Outcome {
        decision,
        status: problem.map_or(Status::OK, |outcome| outcome.status.clone()),
        obligations: Vec::new(),
        advice: Vec::new(),
        returned: Vec::new(),
        policies: named(&outcomes),
        reason: Reason::NotEvaluated,
    }
}

fn failed(message: &str) -> Outcome {
    Outcome::failed(StatusCode::ProcessingError, message)
}

/// The policies of all results, each once.
fn named(outcomes: &[Outcome]) -> Vec<crate::engine::outcome::PolicyIdentifier> {
    let mut policies = Vec::new();
    for policy in outcomes.iter().flat_map(|outcome| &outcome.policies) {
        if !policies.contains(policy) {
            policies.push(policy.clone());
        }
    }
    policies
}
