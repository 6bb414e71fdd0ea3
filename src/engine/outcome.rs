//! What comes out of the engine.

use std::sync::Arc;

use uuid::Uuid;

pub use crate::domain::Decision;

use super::facts::{DelegatedRight, Facts, PackageFact, RoleFact, SubjectUrn};
use super::names;
use super::request::Category;
use super::value::{DataType, Value};

/// How the evaluation went (XACML 3.0 core, §5.54).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub code: StatusCode,
    /// For people; programs look at the code.
    pub message: Option<String>,
    /// The attributes that would have been needed (§5.57, §5.58).
    pub missing: Vec<MissingAttribute>,
}

/// An attribute that a policy insists on and the request does not have (XACML 3.0 core, §5.58).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingAttribute {
    pub category: Arc<str>,
    pub id: Arc<str>,
    pub data_type: DataType,
    pub issuer: Option<Arc<str>>,
}

/// A policy or policy set that a decision rests on (XACML 3.0 core, §5.48).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyIdentifier {
    pub kind: PolicyKind,
    pub id: Arc<str>,
    pub version: Arc<str>,
}

/// Which of the two kinds of policy elements something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyKind {
    Policy,
    PolicySet,
}

impl Status {
    pub const OK: Status = Status {
        code: StatusCode::Ok,
        message: None,
        missing: Vec::new(),
    };
}

/// The standard's status codes (XACML 3.0 core, B.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusCode {
    Ok,
    MissingAttribute,
    SyntaxError,
    ProcessingError,
}

impl StatusCode {
    pub fn urn(self) -> &'static str {
        match self {
            StatusCode::Ok => "urn:oasis:names:tc:xacml:1.0:status:ok",
            StatusCode::MissingAttribute => "urn:oasis:names:tc:xacml:1.0:status:missing-attribute",
            StatusCode::SyntaxError => "urn:oasis:names:tc:xacml:1.0:status:syntax-error",
            StatusCode::ProcessingError => "urn:oasis:names:tc:xacml:1.0:status:processing-error",
        }
    }
}

/// An obligation or a piece of advice that goes with a decision (XACML 3.0 core, §5.34 and §5.35).
#[derive(Clone, Debug, PartialEq)]
pub struct Obligation {
    pub id: Arc<str>,
    pub assignments: Vec<Assignment>,
}

/// One value of an obligation (XACML 3.0 core, §5.36).
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    pub attribute_id: Arc<str>,
    pub category: Option<Arc<str>>,
    pub issuer: Option<Arc<str>>,
    pub value: Value,
}

/// A decision with everything that belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub decision: Decision,
    pub status: Status,
    pub obligations: Vec<Arc<Obligation>>,
    pub advice: Vec<Arc<Obligation>>,
    /// The request's attributes that asked to be repeated.
    pub returned: Vec<Category>,
    /// The policies that applied, when the request asked for them.
    pub policies: Vec<PolicyIdentifier>,
    pub reason: Reason,
}

/// What the decision rests on.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// This rule decided, or failed when the decision is Indeterminate.
    Rule {
        /// The id of the policy that it stands in.
        policy: Arc<str>,
        /// Its place in that policy, from 0.
        index: usize,
        id: Arc<str>,
        /// What made its subject match; `None` when it names no subject or did not match.
        subject: Option<Basis>,
    },
    /// A right given by somebody decided.
    Delegation {
        /// Its place in [`Facts::delegations`].
        index: usize,
        id: Uuid,
    },
    /// The policy permits, but the party acted for is not a member of an access list that opens the resource for the
    /// action.
    AccessList,
    /// No rule applied to the request; the combining algorithm alone decided.
    NoRule,
    /// The policy as a whole does not apply to the request, or failed outside its rules.
    Policy,
    /// The policy was not evaluated.
    NotEvaluated,
}

/// Where the subject attribute that made a rule match came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Place in [`Facts::roles`].
    Role(usize),
    /// Place in [`Facts::packages`].
    Package(usize),
    /// Place in [`Facts::traits`].
    Trait(usize),
    /// Place among the attributes of the request's subject.
    Request(usize),
}

/// The fact behind a decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DecidingFact<'f> {
    Role(&'f RoleFact),
    Package(&'f PackageFact),
    Delegation(&'f DelegatedRight),
    /// What the subject is by itself.
    Trait(&'f SubjectUrn),
}

impl Reason {
    /// The fact that decided, among the facts that the decision was made with.
    pub fn fact<'f>(&self, facts: &'f Facts) -> Option<DecidingFact<'f>> {
        match self {
            Reason::Delegation { index, .. } => {
                facts.delegations.get(*index).map(DecidingFact::Delegation)
            }
            Reason::Rule { subject, .. } => match (*subject)? {
                Basis::Role(index) => facts.roles.get(index).map(DecidingFact::Role),
                Basis::Package(index) => facts.packages.get(index).map(DecidingFact::Package),
                Basis::Trait(index) => facts.traits.get(index).map(DecidingFact::Trait),
                Basis::Request(_) => None,
            },
            Reason::AccessList | Reason::NoRule | Reason::Policy | Reason::NotEvaluated => None,
        }
    }
}

impl Outcome {
    /// Indeterminate without an evaluation: the question or the policy could not be read.
    pub fn failed(code: StatusCode, message: impl Into<String>) -> Self {
        Self {
            decision: Decision::Indeterminate,
            status: Status {
                code,
                message: Some(message.into()),
                missing: Vec::new(),
            },
            obligations: Vec::new(),
            advice: Vec::new(),
            returned: Vec::new(),
            policies: Vec::new(),
            reason: Reason::NotEvaluated,
        }
    }

    /// Deny without an evaluation: the answer is clear before any policy is asked.
    pub fn refused() -> Self {
        Self {
            decision: Decision::Deny,
            status: Status::OK,
            ..Self::failed(StatusCode::Ok, "")
        }
    }

    /// The security level that the obligations ask for, the highest if there are several.
    ///
    /// `for_org`: the caller holds a service owner's or organization's token, for which the obligation
    /// `urn:altinn:minimum-authenticationlevel-org` decides when there is one. A level that is no number
    /// comes out as 255, which nobody has: an obligation that is not understood must not be passed over
    /// (XACML 3.0 core, §7.18).
    pub fn required_level(&self, for_org: bool) -> Option<u8> {
        let for_organizations = for_org
            .then(|| self.highest_level(names::MINIMUM_LEVEL_ORG))
            .flatten();
        for_organizations.or_else(|| self.highest_level(names::MINIMUM_LEVEL))
    }

    /// An obligation that asks for something else than a level, if there is one. Whoever does not know how to fulfil it
    /// must not let a Permit through (XACML 3.0 core, §7.18).
    pub fn other_obligation(&self) -> Option<&Obligation> {
        let mut obligations = self.obligations.iter().map(Arc::as_ref);
        obligations.find(|obligation| !obligation.is_about_level())
    }

    fn highest_level(&self, category: &str) -> Option<u8> {
        self.obligations
            .iter()
            .flat_map(|obligation| &obligation.assignments)
            .filter(|assignment| assignment.category.as_deref() == Some(category))
            .map(|assignment| level(&assignment.value).unwrap_or(u8::MAX))
            .max()
    }
}

impl Obligation {
    fn is_about_level(&self) -> bool {
        const LEVELS: [&str; 2] = [names::MINIMUM_LEVEL, names::MINIMUM_LEVEL_ORG];
        let is_level = |category: Option<&str>| category.is_some_and(|name| LEVELS.contains(&name));
        let mut assignments = self.assignments.iter();
        !self.assignments.is_empty()
            && assignments.all(|assignment| is_level(assignment.category.as_deref()))
    }
}

/// `None` when the value is no level.
fn level(value: &Value) -> Option<u8> {
    match value {
        Value::Integer(level) => u8::try_from(*level).ok(),
        other => other.text().trim().parse().ok(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    fn outcome(levels: &[(&str, Value)]) -> Outcome {
        let assignments = levels.iter().map(|(category, value)| Assignment {
            attribute_id: "a".into(),
            category: Some((*category).into()),
            issuer: None,
            value: value.clone(),
        });
        Outcome {
            obligations: vec![Arc::new(Obligation {
                id: "o".into(),
                assignments: assignments.collect(),
            })],
            ..Outcome::failed(StatusCode::Ok, "")
        }
    }

    #[test]
    fn the_required_level_is_read_from_the_obligations() {
        let person = (names::MINIMUM_LEVEL, Value::Integer(3));
        let org = (names::MINIMUM_LEVEL_ORG, Value::string("2"));
        let both = outcome(&[person.clone(), org]);
        assert_eq!(both.required_level(false), Some(3));
        assert_eq!(both.required_level(true), Some(2));
        assert_eq!(outcome(&[person]).required_level(true), Some(3));
        assert_eq!(outcome(&[]).required_level(false), None);
    }

    #[test]
    fn the_highest_level_counts_and_nonsense_is_reached_by_nobody() {
        let level = |value| (names::MINIMUM_LEVEL, value);
        let several = outcome(&[level(Value::Integer(4)), level(Value::Integer(3))]);
        assert_eq!(several.required_level(false), Some(4));
        for nonsense in [
            Value::string("high"),
            Value::Integer(-1),
            Value::Integer(999),
        ] {
            assert_eq!(outcome(&[level(nonsense)]).required_level(false), Some(255));
        }
    }
}
