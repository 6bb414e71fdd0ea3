//! Location paths (XPath 1.0, §2).

use super::XPathError;
use super::axes::{Axis, Walk};
use super::content::{NodeId, NodeKind};
use super::evaluate::{Evaluator, Focus};
use super::expression::{Expr, NodeTest, Path, Start, Step};
use super::value::Value;

impl Evaluator<'_> {
    pub(super) fn path(&self, path: &Path, focus: Focus) -> Result<Vec<NodeId>, XPathError> {
        let mut nodes = match &path.start {
            Start::Root => vec![NodeId::ROOT],
            Start::Context => vec![focus.node],
            Start::Nodes { of, predicates } => {
                let nodes = self.evaluate(of, focus)?.into_nodes()?;
                self.filter(nodes, predicates)?
            }
        };
        for step in &path.steps {
            nodes = self.step(step, &nodes)?;
        }
        Ok(nodes)
    }

    fn step(&self, step: &Step, from: &[NodeId]) -> Result<Vec<NodeId>, XPathError> {
        let mut found = Vec::new();
        for node in from {
            let walk = Walk {
                content: self.content,
                budget: self.budget,
                from: *node,
                at_most: enough_for(&step.predicates),
            };
            let along = walk.along(step.axis, |node| self.passes(step.axis, &step.test, node))?;
            found.extend(self.filter(along, &step.predicates)?);
        }
        self.in_document_order(found)
    }

    /// Sorts and removes what is found twice.
    pub(super) fn in_document_order(
        &self,
        mut nodes: Vec<NodeId>,
    ) -> Result<Vec<NodeId>, XPathError> {
        if nodes.is_sorted_by(|one, next| one < next) {
            return Ok(nodes);
        }
        self.budget.charge(nodes.len())?;
        nodes.sort_unstable();
        nodes.dedup();
        Ok(nodes)
    }

    /// The nodes that pass all predicates; each predicate counts those that passed the one before.
    fn filter(
        &self,
        mut nodes: Vec<NodeId>,
        predicates: &[Expr],
    ) -> Result<Vec<NodeId>, XPathError> {
        for predicate in predicates {
            let size = nodes.len();
            let mut kept = Vec::new();
            for (before, node) in nodes.into_iter().enumerate() {
                let focus = Focus {
                    node,
                    position: before + 1,
                    size,
                };
                if self.holds(predicate, focus)? {
                    kept.push(node);
                }
            }
            nodes = kept;
        }
        Ok(nodes)
    }

    fn holds(&self, predicate: &Expr, focus: Focus) -> Result<bool, XPathError> {
        self.budget.charge(1)?;
        Ok(match self.evaluate(predicate, focus)? {
            Value::Number(position) => position == focus.position as f64,
            other => other.into_boolean(),
        })
    }

    fn passes(&self, axis: Axis, test: &NodeTest, node: NodeId) -> bool {
        let kind = self.content.kind(node);
        let is_principal = kind == axis.principal_kind();
        match test {
            NodeTest::Node => true,
            NodeTest::Text => kind == NodeKind::Text,
            NodeTest::Comment => kind == NodeKind::Comment,
            NodeTest::Instruction(None) => kind == NodeKind::Instruction,
            NodeTest::Instruction(Some(target)) => {
                kind == NodeKind::Instruction && self.content.local_name(node) == target
            }
            NodeTest::AnyName => is_principal,
            NodeTest::Namespace(uri) => {
                is_principal && self.content.namespace_uri(node) == Some(uri)
            }
            NodeTest::Name { namespace, local } => {
                is_principal
                    && self.content.local_name(node) == local
                    && self.content.namespace_uri(node) == namespace.as_deref()
            }
        }
    }
}

/// How many nodes of a step can matter: none beyond a position that the first predicate asks for.
fn enough_for(predicates: &[Expr]) -> usize {
    match predicates.first() {
        Some(Expr::Number(position)) => position.max(1.0) as usize,
        _ => usize::MAX,
    }
}
