//! The way back: an expression that finds one node.

use super::content::{Content, NodeId, NodeKind};
use super::{XPath, XPathError};

impl Content {
    /// An expression that finds this node alone, from the document node down, such as
    /// `/md:records/md:record[2]`. A position stands only where a sibling would be found too.
    ///
    /// # Errors
    /// [`XPathError::TooLong`] where names are that long.
    pub fn path_of(&self, node: NodeId) -> Result<XPath, XPathError> {
        let mut nodes: Vec<_> = self.ancestors(node).collect();
        nodes.reverse();
        nodes.push(node);
        let mut names = Prefixes::default();
        let steps: Vec<_> = nodes
            .into_iter()
            .filter(|node| *node != NodeId::ROOT)
            .map(|node| self.step_to(node, &mut names))
            .collect();
        let namespaces: Vec<_> = names
            .0
            .iter()
            .map(|(prefix, uri)| (prefix.as_str(), uri.as_str()))
            .collect();
        XPath::parse(&format!("/{}", steps.join("/")), &namespaces)
    }

    fn step_to(&self, node: NodeId, names: &mut Prefixes) -> String {
        let test = match self.kind(node) {
            NodeKind::Document => ".".to_owned(),
            NodeKind::Element => self.name_in(node, names),
            NodeKind::Attribute => return format!("@{}", self.name_in(node, names)),
            NodeKind::Text => "text()".to_owned(),
            NodeKind::Comment => "comment()".to_owned(),
            NodeKind::Instruction => "processing-instruction()".to_owned(),
            NodeKind::Namespace => {
                let prefix = self.namespace(node).map_or("", |(prefix, _)| prefix);
                return format!("namespace::node()[name() = '{prefix}']");
            }
        };
        let is_alike = |sibling: &NodeId| {
            self.kind(*sibling) == self.kind(node)
                && (self.kind(node) == NodeKind::Instruction || self.is_same_name(*sibling, node))
        };
        let before = self.preceding_siblings(node).filter(is_alike).count();
        let alone = before == 0 && !self.following_siblings(node).any(|other| is_alike(&other));
        if alone {
            test
        } else {
            format!("{test}[{}]", before + 1)
        }
    }

    fn is_same_name(&self, one: NodeId, other: NodeId) -> bool {
        let key = |node| {
            self.name(node)
                .map(|name| (name.namespace.as_deref(), name.local.as_str()))
        };
        key(one) == key(other)
    }

    fn name_in(&self, node: NodeId, names: &mut Prefixes) -> String {
        let Some(name) = self.name(node) else {
            return String::new();
        };
        match &name.namespace {
            Some(uri) => {
                let prefix = names.prefix_for(uri, name.prefix.as_deref());
                format!("{prefix}:{}", name.local)
            }
            None => name.local.clone(),
        }
    }
}

/// Prefixes in use, with their URIs. The document's own where they can stand.
#[derive(Default)]
struct Prefixes(Vec<(String, String)>);

impl Prefixes {
    fn prefix_for(&mut self, uri: &str, own: Option<&str>) -> String {
        if let Some((prefix, _)) = self.0.iter().find(|(_, known)| known == uri) {
            return prefix.clone();
        }
        let is_free = |prefix: &str| !self.0.iter().any(|(taken, _)| taken == prefix);
        let prefix = own
            .filter(|own| is_free(own))
            .map(str::to_owned)
            .or_else(|| {
                (1..)
                    .map(|number| format!("ns{number}"))
                    .find(|prefix| is_free(prefix))
            })
            .unwrap_or_default();
        self.0.push((prefix.clone(), uri.to_owned()));
        prefix
    }
}
