//! References between policies, resolved before anything is evaluated (XACML 3.0 core, §5.10–§5.13).

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::outcome::PolicyKind;

use super::error::PolicyError;
use super::model::{Child, Node, PolicySet, Reference, Referenced};
use super::tree::PolicyFile;

/// How many references may lead on to each other; evaluation calls itself once per step.
const MAX_STEPS: usize = 30;
/// How many policies a root may stand for, counted as often as they are referred to: evaluation may visit them all.
const MAX_POLICIES: usize = 100_000;

pub(super) struct Linker<'f> {
    files: &'f [PolicyFile],
    /// What has been linked, by place among the files, with the number of policies it stands for.
    linked: HashMap<usize, (Arc<Node>, usize)>,
    /// The files that are being linked, outermost first.
    open: Vec<usize>,
}

impl<'f> Linker<'f> {
    pub fn new(files: &'f [PolicyFile]) -> Self {
        Self {
            files,
            linked: HashMap::new(),
            open: Vec::new(),
        }
    }

    pub fn link(mut self, root: &Arc<Node>) -> Arc<Node> {
        self.node(root).0
    }

    fn node(&mut self, node: &Arc<Node>) -> (Arc<Node>, usize) {
        let Node::PolicySet(set) = &**node else {
            return (node.clone(), 1);
        };
        let mut size = 1_usize;
        let mut children = Vec::with_capacity(set.children.len());
        for child in &set.children {
            let (child, weight) = match child {
                Child::Node(node) => {
                    let (node, weight) = self.node(node);
                    (Child::Node(node), weight)
                }
                Child::Reference(reference) => self.reference(reference, size),
            };
            size = size.saturating_add(weight);
            children.push(child);
        }
        let linked = PolicySet {
            children,
            ..set.clone()
        };
        (Arc::new(Node::PolicySet(linked)), size)
    }

    fn reference(&mut self, reference: &Reference, so_far: usize) -> (Child, usize) {
        let (to, size) = match self.find(reference) {
            Found::Nothing => (Referenced::Nothing, 0),
            Found::Broken(error) => (Referenced::Broken(error), 0),
            Found::Good(place, _) if self.open.contains(&place) => (Referenced::Cycle, 0),
            Found::Good(_, _) if self.open.len() >= MAX_STEPS => (Referenced::TooMany, 0),
            Found::Good(place, node) => {
                let (node, size) = self.file(place, &node);
                if so_far.saturating_add(size) > MAX_POLICIES {
                    (Referenced::TooMany, 0)
                } else {
                    (Referenced::Node(node), size)
                }
            }
        };
        let linked = Reference {
            to,
            ..reference.clone()
        };
        (Child::Reference(linked), size)
    }

    fn file(&mut self, place: usize, node: &Arc<Node>) -> (Arc<Node>, usize) {
        if let Some(known) = self.linked.get(&place) {
            return known.clone();
        }
        self.open.push(place);
        let linked = self.node(node);
        self.open.pop();
        self.linked.insert(place, linked.clone());
        linked
    }

    /// The newest file of the wanted kind, id and version.
    fn find(&self, reference: &Reference) -> Found {
        let mut newest: Option<(usize, &Arc<Node>)> = None;
        let mut broken = None;
        for (place, file) in self.files.iter().enumerate() {
            match file {
                PolicyFile::Good(tree) if is_meant(tree.root(), reference) => {
                    let version = &tree.identifier().version;
                    if newest.is_none_or(|known| is_newer(version, &known.1.identifier().version)) {
                        newest = Some((place, tree.root()));
                    }
                }
                PolicyFile::Broken {
                    id: Some(id),
                    error,
                } if *id == reference.id => {
                    broken = Some(error.clone());
                }
                PolicyFile::Good(_) | PolicyFile::Broken { .. } => {}
            }
        }
        match (newest, broken) {
            (Some((place, node)), _) => Found::Good(place, node.clone()),
            (None, Some(error)) => Found::Broken(error),
            (None, None) => Found::Nothing,
        }
    }
}

enum Found {
    Nothing,
    Broken(Arc<PolicyError>),
    Good(usize, Arc<Node>),
}

fn is_meant(node: &Node, reference: &Reference) -> bool {
    let kind = match node {
        Node::Policy(_) => PolicyKind::Policy,
        Node::PolicySet(_) => PolicyKind::PolicySet,
    };
    let identifier = node.identifier();
    kind == reference.kind
        && identifier.id == reference.id
        && reference.versions.holds(&identifier.version)
}

fn is_newer(version: &str, than: &str) -> bool {
    numbers(version).gt(numbers(than))
}

fn numbers(version: &str) -> impl Iterator<Item = u64> {
    version
        .split('.')
        .map(|part| part.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
