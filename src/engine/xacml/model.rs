//! A policy as read: what is left of the XML when everything has been checked.

use std::sync::Arc;

use crate::engine::names;
use crate::engine::value::{DataType, Value};

use super::combine::Combining;
use super::error::PolicyError;
use super::functions::MatchFunction;
use super::read;

/// A `Policy` (XACML 3.0 core, §5.14).
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub id: Arc<str>,
    pub version: Arc<str>,
    pub target: Target,
    pub combining: Combining,
    pub rules: Vec<Rule>,
    pub obligations: Vec<ObligationExpression>,
    pub advice: Vec<ObligationExpression>,
}

/// A `Rule` (§5.21).
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub id: Arc<str>,
    pub effect: Effect,
    pub target: Target,
    pub obligations: Vec<ObligationExpression>,
    pub advice: Vec<ObligationExpression>,
}

/// What a rule says when it applies (§5.22).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    Permit,
    Deny,
}

/// `Target`: all of these must match (§5.6). An empty target matches every request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    pub any_of: Vec<AnyOf>,
}

/// `AnyOf`: one of these must match (§5.7).
#[derive(Clone, Debug, PartialEq)]
pub struct AnyOf {
    pub all_of: Vec<AllOf>,
}

/// `AllOf`: all of these must match (§5.8).
#[derive(Clone, Debug, PartialEq)]
pub struct AllOf {
    pub matches: Vec<Match>,
}

/// `Match`: one value of the request must fit the policy's value (§5.9).
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    pub function: MatchFunction,
    pub value: Value,
    pub designator: Designator,
}

/// `AttributeDesignator`: names attributes of the request (§5.29).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Designator {
    pub category: Arc<str>,
    pub attribute_id: Arc<str>,
    pub data_type: DataType,
    pub issuer: Option<Arc<str>>,
    pub must_be_present: bool,
}

/// `ObligationExpression` or `AdviceExpression` (§5.39, §5.40).
#[derive(Clone, Debug, PartialEq)]
pub struct ObligationExpression {
    pub id: Arc<str>,
    /// `FulfillOn` of an obligation, `AppliesTo` of advice.
    pub applies_to: Effect,
    pub assignments: Vec<AssignmentExpression>,
}

/// `AttributeAssignmentExpression` (§5.41).
#[derive(Clone, Debug, PartialEq)]
pub struct AssignmentExpression {
    pub attribute_id: Arc<str>,
    pub category: Option<Arc<str>>,
    pub issuer: Option<Arc<str>>,
    pub expression: Expression,
}

/// An expression (§5.25); functions and selectors are not read yet.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Literal(Value),
    Designator(Designator),
}

impl Policy {
    /// Reads a policy from XML.
    ///
    /// # Errors
    /// Anything that is not well-formed, not XACML 3.0 or not supported by this engine. Nothing is skipped.
    pub fn parse(xml: &str) -> Result<Policy, PolicyError> {
        read::policy(xml)
    }
}

impl AnyOf {
    /// All its matches, whichever alternative they belong to.
    pub fn matches(&self) -> impl Iterator<Item = &Match> {
        self.all_of.iter().flat_map(|all_of| &all_of.matches)
    }
}

impl Designator {
    /// Whether it names attributes of the one who asks for access.
    pub fn is_subject(&self) -> bool {
        &*self.category == names::SUBJECT
    }
}
