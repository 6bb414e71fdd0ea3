//! References between policies, resolved before anything is evaluated (XACML 3.0 core, §5.10–§5.13).

use std::collections::HashMap;
use std::sync::Arc;

use crate::engine::outcome::PolicyKind;

use super::error::PolicyError;
use super::model::{Child, Node, PolicySet, Reference, Referenced};
use super::tree::PolicyFile;

/// How many sets may stand within each other, references followed; evaluation calls itself once per step. A file alone
/// stays below it, since its elements cannot be nested deeper.
const MAX_DEPTH: usize = 100;
/// How many policies and rules a root may stand for, counted as often as they are referred to: evaluation may visit them
/// all.
const MAX_SIZE: usize = 100_000;

pub(super) struct Linker<'f> {
    files: &'f [PolicyFile],
    /// What has been linked, by place among the files.
    linked: HashMap<usize, Linked>,
    /// The files that are being linked, outermost first.
    open: Vec<usize>,
    /// How many sets are being linked, each within the one before.
    depth: usize,
}

/// A policy or set with everything that it refers to.
#[derive(Clone)]
struct Linked {
    node: Arc<Node>,
    extent: Extent,
}

/// What evaluation may have to go through.
#[derive(Clone, Copy, Default)]
struct Extent {
    /// Policies, sets and rules, as often as they are referred to.
    size: usize,
    /// Policies and sets within each other.
    height: usize,
}

impl<'f> Linker<'f> {
    pub fn new(files: &'f [PolicyFile]) -> Self {
        Self {
            files,
            linked: HashMap::new(),
            open: Vec::new(),
            depth: 0,
        }
    }

    pub fn link(mut self, root: &Arc<Node>) -> Arc<Node> {
        self.node(root).node
    }

    fn node(&mut self, node: &Arc<Node>) -> Linked {
        let mut extent = Extent { size: 1, height: 1 };
        let set = match &**node {
            Node::PolicySet(set) => set,
            Node::Policy(policy) => {
                extent.size += policy.rules.len();
                let node = node.clone();
                return Linked { node, extent };
            }
        };
        self.depth += 1;
        let mut children = Vec::with_capacity(set.children.len());
        for child in &set.children {
            let (child, inner) = match child {
                Child::Node(node) => {
                    let linked = self.node(node);
                    (Child::Node(linked.node), linked.extent)
                }
                Child::Reference(reference) => self.reference(reference, extent.size),
            };
            extent.size = extent.size.saturating_add(inner.size);
            extent.height = extent.height.max(inner.height + 1);
            children.push(child);
        }
        self.depth -= 1;
        let linked = PolicySet {
            children,
            ..set.clone()
        };
        let node = Arc::new(Node::PolicySet(linked));
        Linked { node, extent }
    }

    fn reference(&mut self, reference: &Reference, so_far: usize) -> (Child, Extent) {
        let nothing = Extent::default();
        let (to, extent) = match self.find(reference) {
            Found::Nothing => (Referenced::Nothing, nothing),
            Found::Broken(error) => (Referenced::Broken(error), nothing),
            Found::Good(place, _) if self.open.contains(&place) => (Referenced::Cycle, nothing),
            Found::Good(_, _) if self.depth >= MAX_DEPTH => (Referenced::TooMany, nothing),
            Found::Good(place, node) => {
                let Linked { node, extent } = self.file(place, &node);
                let is_too_deep = self.depth + extent.height > MAX_DEPTH;
                if is_too_deep || so_far.saturating_add(extent.size) > MAX_SIZE {
                    (Referenced::TooMany, nothing)
                } else {
                    (Referenced::Node(node), extent)
                }
            }
        };
        let linked = Reference {
            to,
            ..reference.clone()
        };
        (Child::Reference(linked), extent)
    }

    fn file(&mut self, place: usize, node: &Arc<Node>) -> Linked {
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
