//! The thirteen axes (XPath 1.0, §2.2).

use std::iter::once;

use super::content::{Content, NodeId, NodeKind};
use super::{Budget, XPathError};

/// What it costs to gather the namespaces in scope of an element.
pub(super) const NAMESPACE_STEPS: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Ancestor,
    AncestorOrSelf,
    Attribute,
    Child,
    Descendant,
    DescendantOrSelf,
    Following,
    FollowingSibling,
    Namespace,
    Parent,
    Preceding,
    PrecedingSibling,
    Itself,
}

impl Axis {
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ancestor" => Axis::Ancestor,
            "ancestor-or-self" => Axis::AncestorOrSelf,
            "attribute" => Axis::Attribute,
            "child" => Axis::Child,
            "descendant" => Axis::Descendant,
            "descendant-or-self" => Axis::DescendantOrSelf,
            "following" => Axis::Following,
            "following-sibling" => Axis::FollowingSibling,
            "namespace" => Axis::Namespace,
            "parent" => Axis::Parent,
            "preceding" => Axis::Preceding,
            "preceding-sibling" => Axis::PrecedingSibling,
            "self" => Axis::Itself,
            _ => return None,
        })
    }

    /// The kind of nodes that a name on this axis names (§2.3).
    pub fn principal_kind(self) -> NodeKind {
        match self {
            Axis::Attribute => NodeKind::Attribute,
            Axis::Namespace => NodeKind::Namespace,
            _ => NodeKind::Element,
        }
    }
}

/// One node, and who pays for looking around from there.
pub(super) struct Walk<'c> {
    pub content: &'c Content,
    pub budget: &'c Budget,
    pub from: NodeId,
    /// Enough of them: more need not be found.
    pub at_most: usize,
}

impl Walk<'_> {
    /// The nodes on the axis that pass, in its order: from the closest to the farthest. Every node seen is
    /// paid for.
    pub fn along(
        &self,
        axis: Axis,
        passes: impl Fn(NodeId) -> bool,
    ) -> Result<Vec<NodeId>, XPathError> {
        let (content, from) = (self.content, self.from);
        let each = |nodes: &mut dyn Iterator<Item = NodeId>| self.pick(nodes, &passes);
        let sweep = |places: &mut dyn Iterator<Item = u32>| {
            let passes = |node| !content.is_attribute(node) && passes(node);
            self.pick(&mut places.map(NodeId::at), &passes)
        };
        match axis {
            Axis::Ancestor => each(&mut content.ancestors(from)),
            Axis::AncestorOrSelf => each(&mut once(from).chain(content.ancestors(from))),
            Axis::Attribute => each(&mut content.attributes(from)),
            Axis::Child => each(&mut content.children(from)),
            Axis::Descendant => sweep(&mut content.below(from)),
            Axis::DescendantOrSelf => {
                let mut found = each(&mut once(from))?;
                found.extend(sweep(&mut content.below(from))?);
                Ok(found)
            }
            Axis::Following => sweep(&mut (content.end(from)..content.end(NodeId::ROOT))),
            Axis::FollowingSibling => each(&mut content.following_siblings(from)),
            Axis::Namespace => each(&mut self.namespaces()?.into_iter()),
            Axis::Parent => each(&mut content.parent(from).into_iter()),
            Axis::Preceding => {
                // Those that end after the node are its ancestors.
                let is_before = |place: &u32| content.end(NodeId::at(*place)) <= from.place;
                sweep(&mut (0..from.place).rev().filter(is_before))
            }
            Axis::PrecedingSibling => each(&mut content.preceding_siblings(from)),
            Axis::Itself => each(&mut once(from)),
        }
    }

    fn pick(
        &self,
        nodes: &mut dyn Iterator<Item = NodeId>,
        passes: &dyn Fn(NodeId) -> bool,
    ) -> Result<Vec<NodeId>, XPathError> {
        let mut picked = Vec::new();
        for node in nodes {
            self.budget.charge(1)?;
            if passes(node) {
                picked.push(node);
            }
            if picked.len() >= self.at_most {
                break;
            }
        }
        Ok(picked)
    }

    fn namespaces(&self) -> Result<Vec<NodeId>, XPathError> {
        if self.content.kind(self.from) != NodeKind::Element {
            return Ok(Vec::new());
        }
        let place = self.from.place;
        let count = self.content.namespaces(self.from).len();
        // To look at one of them is to gather them all again.
        self.budget.charge((count + 1) * NAMESPACE_STEPS)?;
        let last = u32::try_from(count).unwrap_or_default();
        Ok((1..=last)
            .map(|namespace| NodeId { place, namespace })
            .collect())
    }
}
