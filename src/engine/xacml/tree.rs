//! A policy that can be asked: a root, and what it refers to.

use std::sync::Arc;

use crate::engine::outcome::PolicyIdentifier;
use crate::engine::query::Query;

use super::error::{PolicyError, PolicyProblem};
use super::evaluate::Evaluation;
use super::link::Linker;
use super::model::{Child, Node, Policy, Rule, Target};
use super::read;

/// A policy or policy set with everything it refers to. Cheap to clone.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyTree {
    root: Arc<Node>,
}

/// A policy file that others may refer to.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyFile {
    Good(PolicyTree),
    /// It cannot be used; whoever needs it is Indeterminate.
    Broken {
        /// Its id, when at least that could be read.
        id: Option<Arc<str>>,
        error: Arc<PolicyError>,
    },
}

impl PolicyTree {
    /// Reads a policy or policy set from XML.
    ///
    /// # Errors
    /// Anything that is not well-formed, not XACML 3.0, or whose types do not fit. Nothing is skipped.
    pub fn parse(xml: &str) -> Result<Self, PolicyError> {
        read::node(xml).map(|root| Self {
            root: Arc::new(root),
        })
    }

    /// Reads a policy that has to stand alone, as the one of a resource does.
    ///
    /// # Errors
    /// As [`PolicyTree::parse`]; and a reference to another policy, since there is none to be found.
    pub fn parse_alone(xml: &str) -> Result<Self, PolicyError> {
        let tree = Self::parse(xml)?;
        match first_reference(&tree.root) {
            None => Ok(tree),
            Some(id) => Err(PolicyError {
                line: line_of(xml, &id),
                element: "PolicySet".to_owned(),
                problem: PolicyProblem::Reference(id.to_string()),
            }),
        }
    }

    /// The same policy with its references resolved among `files` (XACML 3.0 core, §5.10–§5.13): to the newest version
    /// that fits. What is not found, or refers to itself, fails when it is evaluated.
    #[must_use]
    pub fn linked(&self, files: &[PolicyFile]) -> Self {
        Self {
            root: Linker::new(files).link(&self.root),
        }
    }

    pub fn identifier(&self) -> &PolicyIdentifier {
        self.root.identifier()
    }

    /// The target of the root.
    pub fn target(&self) -> &Target {
        self.root.target()
    }

    pub fn evaluate(&self, query: &Query) -> Evaluation<'_> {
        self.root.evaluate(query)
    }

    /// The ids of all policies and sets that it refers to.
    pub fn references(&self) -> Vec<Arc<str>> {
        let mut ids = Vec::new();
        collect_references(&self.root, &mut ids);
        ids
    }

    pub(in crate::engine) fn root(&self) -> &Arc<Node> {
        &self.root
    }

    /// All rules with the policies they stand in and the targets above these, in their order.
    pub(in crate::engine) fn placed_rules(&self) -> Vec<PlacedRule<'_>> {
        let mut rules = Vec::new();
        place_rules(&self.root, &mut Vec::new(), &mut rules);
        rules
    }
}

/// A rule in its place.
pub(in crate::engine) struct PlacedRule<'p> {
    /// From the root down to the policy itself.
    pub nodes: Vec<&'p Node>,
    pub policy: &'p Policy,
    pub rule: &'p Rule,
}

fn place_rules<'p>(node: &'p Node, above: &mut Vec<&'p Node>, rules: &mut Vec<PlacedRule<'p>>) {
    above.push(node);
    match node {
        Node::Policy(policy) => rules.extend(policy.rules.iter().map(|rule| PlacedRule {
            nodes: above.clone(),
            policy,
            rule,
        })),
        Node::PolicySet(set) => {
            for child in set.children.iter().filter_map(Child::node) {
                place_rules(child, above, rules);
            }
        }
    }
    above.pop();
}

fn first_reference(node: &Node) -> Option<Arc<str>> {
    let mut ids = Vec::new();
    collect_references(node, &mut ids);
    ids.into_iter().next()
}

fn collect_references(node: &Node, ids: &mut Vec<Arc<str>>) {
    let Node::PolicySet(set) = node else { return };
    for child in &set.children {
        match child {
            Child::Node(node) => collect_references(node, ids),
            Child::Reference(reference) => ids.push(reference.id.clone()),
        }
    }
}

fn line_of(xml: &str, id: &str) -> u32 {
    let before = xml.split(id).next().unwrap_or_default();
    let breaks = before.bytes().filter(|byte| *byte == b'\n').count();
    u32::try_from(breaks).unwrap_or(u32::MAX).saturating_add(1)
}
