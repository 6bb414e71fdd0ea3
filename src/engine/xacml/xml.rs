//! Elements of the XACML namespace, read strictly: what is not asked for is refused.

use roxmltree::{Document, Node, ParsingOptions};

use super::error::{PolicyError, PolicyProblem, shortened};
use super::guard;

/// The namespace of XACML 3.0.
pub const NAMESPACE: &str = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";
const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";
const INSTANCE_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema-instance";
const MAX_NODES: u32 = 200_000;

/// Parses a document after a look at what it would cost.
pub fn parse(text: &str) -> Result<Document<'_>, PolicyError> {
    guard::check(text).map_err(|(offset, problem)| PolicyError {
        line: line_at(text, offset),
        element: String::new(),
        problem,
    })?;
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|error| PolicyError {
        line: error.pos().row,
        element: String::new(),
        problem: PolicyProblem::NotXml(shortened(&error.to_string())),
    })
}

fn line_at(text: &str, offset: usize) -> u32 {
    let before = text.get(..offset).unwrap_or(text);
    let breaks = before.bytes().filter(|byte| *byte == b'\n').count();
    u32::try_from(breaks).unwrap_or(u32::MAX).saturating_add(1)
}

/// The line of the rule with this number, from 0, in a text that has been read.
pub fn rule_line(text: &str, number: usize) -> u32 {
    let Ok(document) = parse(text) else { return 1 };
    let is_rule = |node: &Node| node.has_tag_name((NAMESPACE, "Rule"));
    let rule = document.descendants().filter(is_rule).nth(number);
    rule.map_or(1, |rule| document.text_pos_at(rule.range().start).row)
}

/// One element of the XACML namespace.
#[derive(Clone, Copy)]
pub struct Element<'d>(Node<'d, 'd>);

impl<'d> Element<'d> {
    pub fn root(document: &'d Document<'d>) -> Result<Self, PolicyError> {
        Self::of(document.root_element())
    }

    fn of(node: Node<'d, 'd>) -> Result<Self, PolicyError> {
        let element = Self(node);
        if node.tag_name().namespace() != Some(NAMESPACE) {
            return Err(element.error(PolicyProblem::UnexpectedElement));
        }
        Ok(element)
    }

    /// The node itself, for what is within it and not XACML.
    pub fn node(&self) -> Node<'d, 'd> {
        self.0
    }

    pub fn name(&self) -> &'d str {
        self.0.tag_name().name()
    }

    pub fn error(&self, problem: PolicyProblem) -> PolicyError {
        PolicyError {
            line: self.0.document().text_pos_at(self.0.range().start).row,
            element: shortened(self.name()),
            problem,
        }
    }

    /// The child elements; text between them is refused.
    pub fn children(&self) -> Result<Vec<Element<'d>>, PolicyError> {
        let mut children = Vec::new();
        for node in self.0.children() {
            if node.is_element() {
                children.push(Self::of(node)?);
            } else if node.is_text() && !node.text().unwrap_or_default().trim().is_empty() {
                return Err(self.error(PolicyProblem::StrayText));
            }
        }
        Ok(children)
    }

    /// The one child element; `wanted` is what to ask for when there is none.
    pub fn only_child(&self, wanted: &'static str) -> Result<Element<'d>, PolicyError> {
        let mut only = None;
        for child in self.children()? {
            only_once(&mut only, child)?;
        }
        only.ok_or_else(|| self.error(PolicyProblem::MissingElement(wanted)))
    }

    /// Refuses child elements and text.
    pub fn no_children(&self) -> Result<(), PolicyError> {
        match self.children()?.first() {
            None => Ok(()),
            Some(child) => Err(child.error(PolicyProblem::UnexpectedElement)),
        }
    }

    /// The prefixes in scope, with what they stand for.
    pub fn namespaces(&self) -> Vec<(&'d str, &'d str)> {
        let named = self.0.namespaces();
        named
            .filter_map(|namespace| Some((namespace.name()?, namespace.uri())))
            .collect()
    }

    /// The whole text of an element without child elements. Comments split a text, they do not end it.
    pub fn text(&self) -> Result<String, PolicyError> {
        let mut text = String::new();
        for node in self.0.children() {
            if node.is_element() {
                return Err(Self(node).error(PolicyProblem::UnexpectedElement));
            }
            if node.is_text() {
                text.push_str(node.text().unwrap_or_default());
            }
        }
        Ok(text)
    }

    /// Refuses XML attributes other than these; those of XML and XML Schema itself may always stand.
    pub fn allow_attributes(&self, names: &[&str]) -> Result<(), PolicyError> {
        for attribute in self.0.attributes() {
            let known = match attribute.namespace() {
                None => names.contains(&attribute.name()),
                Some(namespace) => [XML_NAMESPACE, INSTANCE_NAMESPACE].contains(&namespace),
            };
            if !known {
                let name = shortened(attribute.name());
                return Err(self.error(PolicyProblem::UnexpectedAttribute(name)));
            }
        }
        Ok(())
    }

    /// An XML attribute that may be left out, without surrounding white space.
    pub fn optional(&self, name: &str) -> Option<&'d str> {
        self.0
            .attributes()
            .find(|attribute| attribute.namespace().is_none() && attribute.name() == name)
            .map(|attribute| attribute.value().trim())
    }

    /// What `xml:id` calls the element.
    pub fn xml_id(&self) -> Option<&'d str> {
        self.0.attribute((XML_NAMESPACE, "id"))
    }

    /// An XML attribute that must be there, without surrounding white space.
    pub fn required(&self, name: &'static str) -> Result<&'d str, PolicyError> {
        self.optional(name)
            .ok_or_else(|| self.error(PolicyProblem::MissingAttribute(name)))
    }
}

/// Puts an element where at most one may stand.
pub fn only_once<'d>(
    place: &mut Option<Element<'d>>,
    element: Element<'d>,
) -> Result<(), PolicyError> {
    match place.replace(element) {
        None => Ok(()),
        Some(_) => Err(element.error(PolicyProblem::RepeatedElement)),
    }
}
