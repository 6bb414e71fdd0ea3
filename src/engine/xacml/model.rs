//! Policies as read: what is left of the XML when everything has been checked.

use std::sync::Arc;

use crate::engine::compile::RuleIndex;
use crate::engine::functions::{Function, HigherOrder, Pattern, Type};
use crate::engine::names;
use crate::engine::outcome::{Obligation, PolicyIdentifier, PolicyKind};
use crate::engine::value::{DataType, Value};
use crate::engine::xpath::XPath;

use super::combine::Combining;
use super::error::PolicyError;

/// A `Policy` or a `PolicySet`.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Policy(Policy),
    PolicySet(PolicySet),
}

/// A `Policy` (XACML 3.0 core, §5.14).
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub identifier: PolicyIdentifier,
    pub target: Target,
    pub combining: Combining,
    /// What `VariableReference`s of this policy point at, by place (§5.23).
    pub variables: Vec<Expression>,
    pub rules: Vec<Rule>,
    pub duties: DutyExpressions,
    /// Finds the rules that a request can match.
    pub index: Box<RuleIndex>,
}

/// A `PolicySet` (§5.2).
#[derive(Clone, Debug, PartialEq)]
pub struct PolicySet {
    pub identifier: PolicyIdentifier,
    pub target: Target,
    pub combining: Combining,
    pub children: Vec<Child>,
    pub duties: DutyExpressions,
}

/// What a policy set holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Child {
    Node(Arc<Node>),
    Reference(Reference),
}

/// `PolicyIdReference` or `PolicySetIdReference` (§5.10, §5.11).
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    pub kind: PolicyKind,
    pub id: Arc<str>,
    pub versions: VersionRange,
    pub to: Referenced,
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Referenced {
    /// Nobody has looked, or nothing was found.
    Nothing,
    Node(Arc<Node>),
    /// The policy is there and cannot be used.
    Broken(Arc<PolicyError>),
    /// The policy refers to itself.
    Cycle,
    /// References that lead on and on, or too many of them.
    TooMany,
}

/// Which versions a reference accepts (§5.13); `*` is any one number, `+` any further ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionRange {
    pub version: Option<Arc<str>>,
    pub earliest: Option<Arc<str>>,
    pub latest: Option<Arc<str>>,
}

/// A `Rule` (§5.21).
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub id: Arc<str>,
    pub effect: Effect,
    pub target: Target,
    /// A boolean expression.
    pub condition: Option<Expression>,
    pub duties: DutyExpressions,
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
    pub function: Function,
    pub value: Value,
    /// The value, made ready, when the function takes it as a regular expression.
    pub pattern: Option<Box<Pattern>>,
    pub source: Source,
}

/// Where a match looks for values.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    Designator(Arc<Designator>),
    Selector(Box<Selector>),
}

/// `AttributeDesignator`: names attributes of the request (§5.29).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Designator {
    pub category: Arc<str>,
    pub attribute_id: Arc<str>,
    pub data_type: DataType,
    pub issuer: Option<Arc<str>>,
    pub must_be_present: bool,
}

/// `AttributeSelector`: values in the content of a category (§5.30).
#[derive(Clone, Debug, PartialEq)]
pub struct Selector {
    pub category: Arc<str>,
    pub path: XPath,
    /// The attribute whose xpath the path is relative to.
    pub context_selector: Option<Arc<str>>,
    pub data_type: DataType,
    pub must_be_present: bool,
}

/// Obligations and advice of a rule, policy or policy set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DutyExpressions {
    pub obligations: Vec<ObligationExpression>,
    pub advice: Vec<ObligationExpression>,
}

/// `ObligationExpression` or `AdviceExpression` (§5.39, §5.40).
#[derive(Clone, Debug, PartialEq)]
pub struct ObligationExpression {
    pub id: Arc<str>,
    /// `FulfillOn` of an obligation, `AppliesTo` of advice.
    pub applies_to: Effect,
    pub assignments: Vec<AssignmentExpression>,
    /// The obligation itself, when it is the same for every request.
    pub constant: Option<Arc<Obligation>>,
}

/// `AttributeAssignmentExpression` (§5.41).
#[derive(Clone, Debug, PartialEq)]
pub struct AssignmentExpression {
    pub attribute_id: Arc<str>,
    pub category: Option<Arc<str>>,
    pub issuer: Option<Arc<str>>,
    pub expression: Expression,
}

/// An expression (§5.25), whose types have been checked.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Literal(Value),
    Designator(Designator),
    Selector(Box<Selector>),
    /// A variable of the policy, by its place, with its type.
    Variable(usize, Type),
    Apply(Box<Apply>),
}

/// `Apply`: a function with its arguments (§5.27).
#[derive(Clone, Debug, PartialEq)]
pub struct Apply {
    pub callee: Callee,
    pub arguments: Vec<Expression>,
    pub result: Type,
}

/// What an `Apply` calls.
#[derive(Clone, Debug, PartialEq)]
pub enum Callee {
    Function(Function),
    /// A regular expression function whose first argument is this literal.
    Pattern(Function, Pattern),
    HigherOrder(HigherOrder, Function),
    XPath(XPathFunction),
}

/// The functions of xpath expressions (A.3.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XPathFunction {
    Count,
    Equal,
    Match,
}

impl Node {
    pub fn identifier(&self) -> &PolicyIdentifier {
        match self {
            Node::Policy(policy) => &policy.identifier,
            Node::PolicySet(set) => &set.identifier,
        }
    }

    pub fn target(&self) -> &Target {
        match self {
            Node::Policy(policy) => &policy.target,
            Node::PolicySet(set) => &set.target,
        }
    }
}

impl Child {
    /// The policy or set, when there is one.
    pub fn node(&self) -> Option<&Node> {
        match self {
            Child::Node(node) => Some(node),
            Child::Reference(reference) => match &reference.to {
                Referenced::Node(node) => Some(node),
                Referenced::Nothing
                | Referenced::Broken(_)
                | Referenced::Cycle
                | Referenced::TooMany => None,
            },
        }
    }
}

impl Expression {
    /// What evaluating it gives.
    pub fn result(&self) -> Type {
        match self {
            Expression::Literal(value) => Type::One(value.data_type()),
            Expression::Designator(designator) => Type::Bag(designator.data_type),
            Expression::Selector(selector) => Type::Bag(selector.data_type),
            Expression::Variable(_, result) => *result,
            Expression::Apply(apply) => apply.result,
        }
    }
}

impl AnyOf {
    /// All its matches, whichever alternative they belong to.
    pub fn matches(&self) -> impl Iterator<Item = &Match> {
        self.all_of.iter().flat_map(|all_of| &all_of.matches)
    }
}

impl Match {
    /// The attributes that it looks at, unless it looks into the content.
    pub fn designator(&self) -> Option<&Designator> {
        match &self.source {
            Source::Designator(designator) => Some(designator),
            Source::Selector(_) => None,
        }
    }
}

impl Designator {
    /// Whether it names attributes of the one who asks for access.
    pub fn is_subject(&self) -> bool {
        &*self.category == names::SUBJECT
    }
}

impl Effect {
    pub fn opposite(self) -> Self {
        match self {
            Effect::Permit => Effect::Deny,
            Effect::Deny => Effect::Permit,
        }
    }
}
