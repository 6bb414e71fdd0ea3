//! From XML to [`Content`].

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use roxmltree::{Attribute, Document, Node as XmlNode, NodeId as XmlId, NodeType, ParsingOptions};

use super::content::{Content, Name, Node, NodeKind, Tree};
use super::lexer::is_space;
use crate::engine::xacml::{PolicyProblem, guard};

/// Elements, attributes, texts, comments and processing instructions together.
const MAX_NODES: usize = 200_000;
/// Namespaces in scope of one element.
const MAX_NAMESPACES: usize = 64;

/// Why a text or element cannot be the content of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentError {
    /// Too deep, too many attributes or a document type; at which byte.
    Refused(usize, PolicyProblem),
    NotXml(String),
    /// More nodes than are read.
    TooLarge,
    /// More namespaces in scope of an element than are read.
    TooManyNamespaces,
    /// `Content` holds no element, or more than one.
    NotOneElement,
    /// `Content` holds text outside its element.
    StrayText,
}

impl Content {
    /// Reads a document that stands as text, as in requests in JSON.
    ///
    /// # Errors
    /// All of [`ContentError`].
    pub fn parse(text: &str) -> Result<Self, ContentError> {
        guard::check(text).map_err(|(at, problem)| ContentError::Refused(at, problem))?;
        let options = ParsingOptions {
            allow_dtd: false,
            nodes_limit: u32::try_from(MAX_NODES).unwrap_or(u32::MAX),
            ..ParsingOptions::default()
        };
        let document = Document::parse_with_options(text, options)
            .map_err(|error| ContentError::NotXml(error.to_string()))?;
        Self::from_xml(document.root())
    }

    /// Copies what is within an element, the `Content` element of a request in XML.
    ///
    /// # Errors
    /// What concerns the document as a whole is not asked here: depth, attributes and document type are for
    /// whoever parsed it to bound.
    pub fn from_xml(content: XmlNode) -> Result<Self, ContentError> {
        let elements = content.children().filter(XmlNode::is_element).count();
        if elements != 1 {
            return Err(ContentError::NotOneElement);
        }
        let mut builder = Builder::at(content);
        for node in content.descendants().skip(1) {
            builder.close_until(node.parent());
            builder.add(node)?;
        }
        builder.close_until(Some(content));
        Ok(builder.finish())
    }
}

/// A node whose end has not come yet.
struct Open {
    id: XmlId,
    place: u32,
    /// The document node's place for none
    last_child: u32,
}

struct Builder {
    tree: Tree,
    names: HashSet<Arc<Name>>,
    /// From the document node inwards.
    open: Vec<Open>,
}

impl Builder {
    fn at(content: XmlNode) -> Self {
        let mut tree = Tree::default();
        tree.nodes.push(Node {
            kind: NodeKind::Document,
            name: None,
            parent: 0,
            previous: 0,
            end: 1,
            value: 0..0,
        });
        Self {
            tree,
            names: HashSet::new(),
            open: vec![Open {
                id: content.id(),
                place: 0,
                last_child: 0,
            }],
        }
    }

    fn finish(mut self) -> Content {
        self.close();
        Content(Arc::new(self.tree))
    }

    fn close_until(&mut self, parent: Option<XmlNode>) {
        let parent = parent.map(|node| node.id());
        while self.open.len() > 1 && self.open.last().map(|open| open.id) != parent {
            self.close();
        }
    }

    fn close(&mut self) {
        let end = self.next_place();
        let Some(open) = self.open.pop() else { return };
        if let Some(node) = self.tree.nodes.get_mut(open.place as usize) {
            node.end = end;
            node.value.end = self.tree.text.len();
        }
    }

    fn next_place(&self) -> u32 {
        u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX)
    }

    fn add(&mut self, node: XmlNode) -> Result<(), ContentError> {
        match node.node_type() {
            NodeType::Root => Ok(()),
            NodeType::Element => self.element(node),
            NodeType::Text => self.text(node.text().unwrap_or_default()),
            NodeType::Comment => {
                self.valued(NodeKind::Comment, None, node.text().unwrap_or_default())
            }
            NodeType::PI => {
                let (target, value) = node
                    .pi()
                    .map_or(("", ""), |pi| (pi.target, pi.value.unwrap_or_default()));
                let name = self.name(None, None, target);
                self.valued(NodeKind::Instruction, Some(name), value)
            }
        }
    }

    fn element(&mut self, node: XmlNode) -> Result<(), ContentError> {
        let place = self.next_place();
        let tag = node.tag_name();
        let name = self.name(element_prefix(node), tag.namespace(), tag.name());
        let text = self.tree.text.len();
        self.child(NodeKind::Element, Some(name), text..text)?;
        self.declare(place, node)?;
        self.open.push(Open {
            id: node.id(),
            place,
            last_child: 0,
        });
        for attribute in node.attributes() {
            let prefix = attribute_prefix(node, &attribute);
            let name = self.name(prefix, attribute.namespace(), attribute.name());
            let value = self.keep(attribute.value());
            self.push(NodeKind::Attribute, Some(name), value)?;
        }
        Ok(())
    }

    /// Notes the namespaces that the element does not share with its parent.
    fn declare(&mut self, place: u32, node: XmlNode) -> Result<(), ContentError> {
        if node.namespaces().len() > MAX_NAMESPACES {
            return Err(ContentError::TooManyNamespaces);
        }
        let outer = node.parent().filter(|_| self.open.len() > 1);
        let shared = |prefix, uri| {
            outer.is_some_and(|outer| {
                outer
                    .namespaces()
                    .any(|known| known.name() == prefix && known.uri() == uri)
            })
        };
        let declared: Vec<_> = node
            .namespaces()
            .filter(|known| known.name() != Some("xml") && !shared(known.name(), known.uri()))
            .map(|known| {
                let prefix = known.name().unwrap_or_default();
                (prefix.to_owned(), known.uri().to_owned())
            })
            .collect();
        if !declared.is_empty() {
            self.tree.declared.insert(place, declared);
        }
        Ok(())
    }

    /// Text nodes that touch are one (XPath 1.0, §5.7); white space around the document element is none.
    fn text(&mut self, text: &str) -> Result<(), ContentError> {
        if self.open.len() == 1 {
            let blank = text.chars().all(is_space);
            return if blank {
                Ok(())
            } else {
                Err(ContentError::StrayText)
            };
        }
        if text.is_empty() {
            return Ok(());
        }
        let start = self.tree.text.len();
        self.tree.text.push_str(text);
        let end = self.tree.text.len();
        let last_child = self.open.last().map_or(0, |open| open.last_child);
        match self.tree.nodes.get_mut(last_child as usize) {
            Some(last) if last.kind == NodeKind::Text => last.value.end = end,
            _ => self.child(NodeKind::Text, None, start..end)?,
        }
        Ok(())
    }

    fn valued(
        &mut self,
        kind: NodeKind,
        name: Option<Arc<Name>>,
        value: &str,
    ) -> Result<(), ContentError> {
        let value = self.keep(value);
        self.child(kind, name, value)
    }

    fn keep(&mut self, value: &str) -> std::ops::Range<usize> {
        let start = self.tree.values.len();
        self.tree.values.push_str(value);
        start..self.tree.values.len()
    }

    fn child(
        &mut self,
        kind: NodeKind,
        name: Option<Arc<Name>>,
        value: std::ops::Range<usize>,
    ) -> Result<(), ContentError> {
        let place = self.next_place();
        self.push(kind, name, value)?;
        if let Some(open) = self.open.last_mut() {
            open.last_child = place;
        }
        Ok(())
    }

    fn push(
        &mut self,
        kind: NodeKind,
        name: Option<Arc<Name>>,
        value: std::ops::Range<usize>,
    ) -> Result<(), ContentError> {
        if self.tree.nodes.len() == MAX_NODES {
            return Err(ContentError::TooLarge);
        }
        let (parent, previous) = self
            .open
            .last()
            .map_or((0, 0), |open| (open.place, open.last_child));
        self.tree.nodes.push(Node {
            kind,
            name,
            parent,
            previous,
            end: self.next_place() + 1,
            value,
        });
        Ok(())
    }

    fn name(&mut self, prefix: Option<&str>, namespace: Option<&str>, local: &str) -> Arc<Name> {
        let name = Arc::new(Name {
            prefix: prefix.map(str::to_owned),
            namespace: namespace.filter(|uri| !uri.is_empty()).map(str::to_owned),
            local: local.to_owned(),
        });
        match self.names.get(&name) {
            Some(known) => known.clone(),
            None => {
                self.names.insert(name.clone());
                name
            }
        }
    }
}

/// The library knows namespaces only, not the prefixes by which a document says them.
fn element_prefix<'d>(node: XmlNode<'d, '_>) -> Option<&'d str> {
    let tag = node.document().input_text().get(node.range())?;
    let name = tag.strip_prefix('<')?;
    let end = name.find(|c| is_space(c) || c == '/' || c == '>')?;
    prefix_of(name.get(..end)?)
}

fn attribute_prefix<'d>(node: XmlNode<'d, '_>, attribute: &Attribute) -> Option<&'d str> {
    prefix_of(node.document().input_text().get(attribute.range_qname())?)
}

fn prefix_of(name: &str) -> Option<&str> {
    name.split_once(':').map(|(prefix, _)| prefix)
}

impl std::error::Error for ContentError {}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ContentError::Refused(at, problem) => write!(f, "byte {at} of the content: {problem}"),
            ContentError::NotXml(reason) => write!(f, "the content is not XML: {reason}"),
            ContentError::TooLarge => f.write_str("the content has too many nodes"),
            ContentError::TooManyNamespaces => {
                f.write_str("the content declares too many namespaces")
            }
            ContentError::NotOneElement => f.write_str("the content is not one element"),
            ContentError::StrayText => f.write_str("the content has text outside its element"),
        }
    }
}
