//! Runs the decision corpus: every folder of `tests/decisions` is one case.
//!
//! `expected.json` names the policy and those that it refers to (from the root of the package), says what the case
//! shows and lists the results; `request.json` or `request.xml` is the body of a call; `facts.json`, which may be left
//! out, holds what is known of the subject.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use uuid::Uuid;

use crate::domain::Timestamp;
use crate::engine::facts::{
    DelegatedRight, Grant, PackageFact, PackageSource, RoleFact, RoleSource, SubjectUrn,
};
use crate::engine::multiple::Hierarchy;
use crate::engine::outcome::{DecidingFact, Reason};
use crate::engine::{Facts, Outcome, PolicyFile, PolicyTree, decide, names};

use super::question::{self, Syntax};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    shows: String,
    policy: String,
    /// What the policy refers to.
    #[serde(default)]
    linked: Vec<String>,
    results: Vec<ExpectedResult>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedResult {
    decision: String,
    /// The last part of the status code.
    status: String,
    #[serde(default)]
    obligations: Vec<String>,
    #[serde(default)]
    advice: Vec<String>,
    /// `attribute=value` for obligations and advice, in their order; those that set a level are left out.
    #[serde(default)]
    assigned: Vec<String>,
    level: Option<u8>,
    /// Id of the rule that decided.
    rule: Option<String>,
    /// Role, package or `delegation` that decided.
    through: Option<String>,
    #[serde(default)]
    returned: Vec<String>,
    /// The attributes that would have been needed.
    #[serde(default)]
    missing: Vec<String>,
    /// The policies that came to the decision, when the request asks for them.
    #[serde(default)]
    policies: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct KnownFacts {
    roles: Vec<String>,
    packages: Vec<String>,
    delegations: Vec<Delegation>,
    traits: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Delegation {
    resource: String,
    action: String,
}

#[test]
fn the_corpus_is_decided_as_expected() {
    let cases = cases();
    assert!(cases.len() >= 60, "only {} cases found", cases.len());
    let mut faults = Vec::new();
    for case in cases {
        let expected: Expected = json(&case.join("expected.json"));
        let facts = facts(&case);
        let outcomes = run(&case, &expected, &facts);
        let results = outcomes.iter().map(|outcome| result(outcome, &facts));
        let results: Vec<_> = results.collect();
        if results == expected.results {
            continue;
        }
        faults.push(format!(
            "{}: {}\n{results:#?}\ninstead of\n{:#?}",
            case.display(),
            expected.shows,
            expected.results
        ));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/decisions")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = paths
        .filter(|path| path.join("expected.json").exists())
        .collect();
    cases.sort();
    cases
}

fn policy(path: &str) -> PolicyTree {
    let text = fs::read_to_string(root().join(path)).expect(path);
    PolicyTree::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn run(case: &Path, expected: &Expected, facts: &Facts) -> Vec<Outcome> {
    let linked = expected.linked.iter();
    let linked: Vec<PolicyFile> = linked.map(|path| PolicyFile::Good(policy(path))).collect();
    let policy = policy(&expected.policy).linked(&linked);
    let (syntax, file) = match case.join("request.json").exists() {
        true => (Syntax::Json, "request.json"),
        false => (Syntax::Xml, "request.xml"),
    };
    let body = fs::read(case.join(file)).unwrap();
    let parts = question::read(syntax, &body, &Hierarchy::default())
        .unwrap_or_else(|error| panic!("{}: {error}", case.display()));
    let outcomes = parts.requests.iter().map(|part| match part {
        Ok(request) => decide(&policy, request, facts, now()),
        Err(error) => error.outcome(),
    });
    parts.results(outcomes.collect())
}

fn facts(case: &Path) -> Facts {
    let path = case.join("facts.json");
    let known: KnownFacts = if path.exists() {
        json(&path)
    } else {
        KnownFacts::default()
    };
    Facts {
        roles: known.roles.iter().map(|urn| role(urn)).collect(),
        packages: known.packages.iter().map(|urn| package(urn)).collect(),
        delegations: known.delegations.into_iter().map(delegated).collect(),
        traits: known
            .traits
            .iter()
            .map(|urn| SubjectUrn::parse(urn).expect(urn))
            .collect(),
        ..Facts::default()
    }
}

fn role(urn: &str) -> RoleFact {
    RoleFact {
        role: SubjectUrn::parse(urn).expect(urn),
        held_at: Uuid::from_u128(1),
        through: RoleSource::Direct,
    }
}

fn package(urn: &str) -> PackageFact {
    PackageFact {
        package: SubjectUrn::parse(urn).expect(urn),
        source: PackageSource::Assigned(Grant {
            delegation: Uuid::from_u128(2),
            from_party: Uuid::from_u128(1),
            received_by: Uuid::from_u128(5),
            given_by: Uuid::from_u128(4),
            given_at: now(),
        }),
    }
}

fn delegated(right: Delegation) -> DelegatedRight {
    DelegatedRight {
        delegation: Uuid::from_u128(3),
        resource_id: right.resource,
        action: right.action,
        from_party: Uuid::from_u128(1),
        received_by: Uuid::from_u128(5),
        given_by: Uuid::from_u128(4),
        given_at: now(),
    }
}

fn now() -> Timestamp {
    Timestamp::from_datetime(time::macros::datetime!(2026-11-22 12:30:00 UTC))
}

fn result(outcome: &Outcome, facts: &Facts) -> ExpectedResult {
    let status = outcome.status.code.urn();
    let obligations = outcome.obligations.iter();
    let returned = outcome
        .returned
        .iter()
        .flat_map(|category| &category.attributes);
    ExpectedResult {
        decision: outcome.decision.name().to_owned(),
        status: status.rsplit(':').next().unwrap().to_owned(),
        obligations: obligations.map(|duty| duty.id.to_string()).collect(),
        advice: outcome
            .advice
            .iter()
            .map(|one| one.id.to_string())
            .collect(),
        assigned: assigned(outcome),
        level: outcome.required_level(false),
        rule: match &outcome.reason {
            Reason::Rule { id, .. } => Some(id.to_string()),
            _ => None,
        },
        through: outcome.reason.fact(facts).map(|fact| match fact {
            DecidingFact::Role(role) => role.role.urn(),
            DecidingFact::Package(package) => package.package.urn(),
            DecidingFact::Delegation(_) => "delegation".to_owned(),
            DecidingFact::Trait(urn) => urn.urn(),
        }),
        returned: returned.map(|attribute| attribute.id.clone()).collect(),
        missing: outcome
            .status
            .missing
            .iter()
            .map(|one| one.id.to_string())
            .collect(),
        policies: outcome
            .policies
            .iter()
            .map(|one| one.id.to_string())
            .collect(),
    }
}

fn assigned(outcome: &Outcome) -> Vec<String> {
    let duties = outcome.obligations.iter().chain(&outcome.advice);
    let assignments = duties.flat_map(|duty| &duty.assignments);
    let own = assignments.filter(|one| {
        ![names::MINIMUM_LEVEL, names::MINIMUM_LEVEL_ORG]
            .map(Some)
            .contains(&one.category.as_deref())
    });
    own.map(|one| format!("{}={}", one.attribute_id, one.value.text()))
        .collect()
}

fn json<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = fs::read(path).unwrap();
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
