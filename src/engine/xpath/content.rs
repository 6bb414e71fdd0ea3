#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub(super) const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// What stands in the `Content` element of a request, as a document of its own (XACML 3.0 core, §7.3.7): its
/// single child element is the document element. Cheap to clone.
#[derive(Clone, PartialEq)]
pub struct Content(pub(super) Arc<Tree>);

/// Names a node of one [`Content`]. Ids are equal when the nodes are the same, and ordered as in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    /// Place in [`Tree::nodes`].
    pub(super) place: u32,
    /// For a namespace node, which of those of the element at that place, from 1; else 0.
    pub(super) namespace: u32,
}

/// The kinds of nodes of XPath 1.0 (§5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    Document,
    Element,
    Attribute,
    Text,
    Comment,
    Instruction,
    Namespace,
}

/// The name of an element or attribute; a processing instruction's target and a namespace's prefix too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    pub prefix: Option<String>,
    pub namespace: Option<String>,
    pub local: String,
}

/// Nodes in document order, attributes after their element. So what is below a node follows it immediately,
/// and the string value of an element is one piece of `text`.
#[derive(Default, PartialEq)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// All text nodes one after the other.
    pub text: String,
    /// The values of attributes, comments and processing instructions.
    pub values: String,
    /// Namespaces declared by the element at a place, as (prefix, URI); an empty URI takes one back.
    pub declared: BTreeMap<u32, Vec<(String, String)>>,
}

#[derive(PartialEq)]
pub(super) struct Node {
    pub kind: NodeKind,
    pub name: Option<Arc<Name>>,
    /// The document node is its own parent.
    pub parent: u32,
    /// The sibling before it; the document node, which is nobody's sibling, for none.
    pub previous: u32,
    /// The place after the last node below it.
    pub end: u32,
    /// Where its string value stands: in `text` or, for those that have a value, in `values`.
    pub value: Range<usize>,
}

impl NodeId {
    /// The document node.
    pub const ROOT: Self = Self {
        place: 0,
        namespace: 0,
    };

    pub(super) fn at(place: u32) -> Self {
        Self {
            place,
            namespace: 0,
        }
    }
}

impl Content {
    pub fn kind(&self, node: NodeId) -> NodeKind {
        if node.namespace > 0 {
            return NodeKind::Namespace;
        }
        self.node(node.place)
            .map_or(NodeKind::Document, |node| node.kind)
    }

    /// The text of a node (XPath 1.0, §5): of an element all text within it, of a namespace its URI.
    pub fn string_value(&self, node: NodeId) -> &str {
        if let Some((_, uri)) = self.namespace(node) {
            return uri;
        }
        let Some(node) = self.node(node.place) else {
            return "";
        };
        let texts = match node.kind {
            NodeKind::Attribute | NodeKind::Comment | NodeKind::Instruction => &self.0.values,
            _ => &self.0.text,
        };
        texts.get(node.value.clone()).unwrap_or_default()
    }

    /// True for the node itself and all that is below it, attributes too.
    pub fn is_same_or_descendant(&self, node: NodeId, ancestor: NodeId) -> bool {
        let below = |top: &Node| (ancestor.place..top.end).contains(&node.place);
        node == ancestor
            || (ancestor.namespace == 0 && self.node(ancestor.place).is_some_and(below))
    }

    /// The name of an element or attribute, or the target of a processing instruction.
    pub fn name(&self, node: NodeId) -> Option<&Name> {
        if node.namespace > 0 {
            return None;
        }
        self.node(node.place)?.name.as_deref()
    }

    /// The local part of a node's name; of a namespace its prefix, of what has no name nothing.
    pub(super) fn local_name(&self, node: NodeId) -> &str {
        match self.namespace(node) {
            Some((prefix, _)) => prefix,
            None => self.name(node).map_or("", |name| name.local.as_str()),
        }
    }

    pub(super) fn namespace_uri(&self, node: NodeId) -> Option<&str> {
        self.name(node)?.namespace.as_deref()
    }

    /// The document element.
    pub fn element(&self) -> Option<NodeId> {
        self.children(NodeId::ROOT)
            .find(|node| self.kind(*node) == NodeKind::Element)
    }

    /// `None` for the document node.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        if node.namespace > 0 {
            return Some(NodeId::at(node.place));
        }
        (node.place > 0).then_some(NodeId::at(self.node(node.place)?.parent))
    }

    pub(super) fn node(&self, place: u32) -> Option<&Node> {
        self.0.nodes.get(place as usize)
    }

    /// The place after the last node below this one; of an attribute or namespace after itself.
    pub(super) fn end(&self, node: NodeId) -> u32 {
        match self.node(node.place) {
            Some(found) if node.namespace == 0 => found.end,
            _ => node.place + 1,
        }
    }

    /// The places below a node, its attributes first.
    pub(super) fn below(&self, node: NodeId) -> Range<u32> {
        node.place + 1..self.end(node)
    }

    pub(super) fn attributes(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.below(node)
            .map(NodeId::at)
            .take_while(move |id| self.is_attribute(*id) && self.parent(*id) == Some(node))
    }

    pub(super) fn is_attribute(&self, node: NodeId) -> bool {
        self.kind(node) == NodeKind::Attribute
    }

    pub(super) fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let end = self.end(node);
        let first = self
            .below(node)
            .find(|at| !self.is_attribute(NodeId::at(*at)));
        let within = move |at: &u32| *at < end;
        std::iter::successors(first, move |at| {
            Some(self.end(NodeId::at(*at))).filter(within)
        })
        .map(NodeId::at)
    }

    pub(super) fn following_siblings(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let parent = self.parent(node).filter(|_| self.is_child(node));
        let end = parent.map_or(0, |parent| self.end(parent));
        let next = move |at: u32| Some(self.end(NodeId::at(at))).filter(|next| *next < end);
        std::iter::successors(next(node.place), move |at| next(*at)).map(NodeId::at)
    }

    /// From the closest to the farthest.
    pub(super) fn preceding_siblings(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        let previous = move |at: u32| {
            let previous = self.node(at).map_or(0, |node| node.previous);
            (previous > 0).then_some(previous)
        };
        let first = self.is_child(node).then_some(node.place).and_then(previous);
        std::iter::successors(first, move |at| previous(*at)).map(NodeId::at)
    }

    /// Attributes and namespaces have a parent but are no children of it.
    fn is_child(&self, node: NodeId) -> bool {
        !matches!(
            self.kind(node),
            NodeKind::Attribute | NodeKind::Namespace | NodeKind::Document
        )
    }

    /// From the parent to the document node.
    pub(super) fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(node), move |node| self.parent(*node))
    }

    /// The namespaces in scope of an element, as (prefix, URI), by prefix.
    pub(super) fn namespaces(&self, element: NodeId) -> Vec<(&str, &str)> {
        let mut scope = BTreeMap::from([("xml", XML_NAMESPACE)]);
        for ancestor in std::iter::once(element).chain(self.ancestors(element)) {
            for (prefix, uri) in self.declared(ancestor) {
                scope.entry(prefix).or_insert(uri);
            }
        }
        scope
            .into_iter()
            .filter(|(_, uri)| !uri.is_empty())
            .collect()
    }

    pub(super) fn declared(&self, element: NodeId) -> &[(String, String)] {
        self.0
            .declared
            .get(&element.place)
            .map_or(&[], Vec::as_slice)
    }

    /// Prefix and URI of a namespace node.
    pub(super) fn namespace(&self, node: NodeId) -> Option<(&str, &str)> {
        let nth = node.namespace.checked_sub(1)? as usize;
        self.namespaces(NodeId::at(node.place)).get(nth).copied()
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Content").field(&self.to_xml()).finish()
    }
}
