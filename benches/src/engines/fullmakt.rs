//! Ours. Policies go in as XACML, as they are uploaded.

use std::collections::HashMap;
use std::sync::Arc;

use fullmakt::domain::Timestamp;
use fullmakt::engine::facts::{
    Facts, Grant, PackageFact, PackageSource, RoleFact, RoleSource, SubjectUrn,
};
use fullmakt::engine::{Decision, Outcome, PolicyTree, Request, decide, names};
use time::macros::datetime;
use uuid::Uuid;

use super::{Engine, xacml};
use crate::rules::{Question, RuleSet, Verdict, is_package};

fn now() -> Timestamp {
    Timestamp::from_datetime(datetime!(2026-11-22 12:30 UTC))
}

#[derive(Clone)]
struct Ours {
    /// By resource, as the product finds them.
    policies: Arc<HashMap<String, PolicyTree>>,
    questions: Arc<Vec<(String, Request, Facts)>>,
    now: Timestamp,
}

pub fn load(set: &RuleSet) -> Box<dyn Engine> {
    let read = |policy| PolicyTree::parse(&xacml::write(policy)).expect("our own XACML is readable");
    let policies = set
        .policies
        .iter()
        .map(|policy| (policy.resource.clone(), read(policy)));
    Box::new(Ours {
        policies: Arc::new(policies.collect()),
        questions: Arc::new(set.questions.iter().map(prepared).collect()),
        now: now(),
    })
}

impl Ours {
    /// The one place that calls the product's engine.
    fn outcome(&self, question: usize) -> Outcome {
        let (resource, request, facts) = &self.questions[question];
        decide(&self.policies[resource], request, facts, self.now)
    }
}

impl Engine for Ours {
    fn decide(&mut self, question: usize) -> Verdict {
        let outcome = self.outcome(question);
        match outcome.decision {
            Decision::Permit => Verdict::Permit(outcome.required_level(false).unwrap_or_default()),
            _ => Verdict::No,
        }
    }

    fn for_thread(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }
}

/// The request as it comes over the wire, and the facts as they come from the database.
fn prepared(question: &Question) -> (String, Request, Facts) {
    let request = Request::new()
        .subject(names::PARTY_UUID, "0195b8a0-0000-7000-8000-000000000001")
        .resource(names::RESOURCE_ID, &question.resource)
        .resource(names::ORGANIZATION_NUMBER, "310501018")
        .action(question.action);
    (question.resource.clone(), request, facts(&question.held))
}

fn facts(held: &[String]) -> Facts {
    let mut facts = Facts::default();
    for urn in held {
        let subject = SubjectUrn::parse(urn).expect("a urn of the reference data");
        if is_package(urn) {
            let source = PackageSource::Assigned(Grant {
                delegation: Uuid::from_u128(2),
                from_party: Uuid::from_u128(1),
                received_by: Uuid::from_u128(3),
                given_by: Uuid::from_u128(4),
                given_at: now(),
            });
            facts.packages.push(PackageFact {
                package: subject,
                source,
            });
        } else {
            let (held_at, through) = (Uuid::from_u128(1), RoleSource::Direct);
            facts.roles.push(RoleFact {
                role: subject,
                held_at,
                through,
            });
        }
    }
    facts
}
