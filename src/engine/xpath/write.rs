//! From [`Content`] back to XML.

use super::content::{Content, Name, NodeId, NodeKind};

impl Content {
    /// The document as XML, without declaration. It means the same alone and within another document: the
    /// document element declares all namespaces it needs, the absence of a default namespace too.
    pub fn to_xml(&self) -> String {
        let mut writer = Writer {
            content: self,
            xml: String::new(),
            open: Vec::new(),
        };
        for node in self.below(NodeId::ROOT).map(NodeId::at) {
            if !self.is_attribute(node) {
                writer.close_before(node);
                writer.node(node);
            }
        }
        writer.close_before(NodeId::at(self.end(NodeId::ROOT)));
        writer.xml
    }
}

struct Writer<'c> {
    content: &'c Content,
    xml: String,
    /// Elements whose end tag is to come.
    open: Vec<NodeId>,
}

impl Writer<'_> {
    fn close_before(&mut self, node: NodeId) {
        while let Some(element) = self
            .open
            .pop_if(|element| self.content.end(*element) <= node.place)
        {
            self.push(&["</", &self.name(element), ">"]);
        }
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.xml.push_str(part);
        }
    }

    fn name(&self, node: NodeId) -> String {
        self.content
            .name(node)
            .map(Name::qualified)
            .unwrap_or_default()
    }

    fn node(&mut self, node: NodeId) {
        let value = self.content.string_value(node);
        match self.content.kind(node) {
            NodeKind::Element => self.element(node),
            NodeKind::Text => self.push(&[&escaped(value, false)]),
            NodeKind::Comment => self.push(&["<!--", value, "-->"]),
            NodeKind::Instruction if value.is_empty() => {
                self.push(&["<?", &self.name(node), "?>"]);
            }
            NodeKind::Instruction => self.push(&["<?", &self.name(node), " ", value, "?>"]),
            NodeKind::Document | NodeKind::Attribute | NodeKind::Namespace => {}
        }
    }

    fn element(&mut self, element: NodeId) {
        self.push(&["<", &self.name(element)]);
        self.declarations(element);
        for attribute in self.content.attributes(element) {
            let value = self.content.string_value(attribute);
            self.attribute(&self.name(attribute), value);
        }
        if self.content.children(element).next().is_none() {
            self.push(&["/>"]);
        } else {
            self.push(&[">"]);
            self.open.push(element);
        }
    }

    fn declarations(&mut self, element: NodeId) {
        let declared = self.content.declared(element);
        let is_outermost = self.content.parent(element) == Some(NodeId::ROOT);
        if is_outermost && !declared.iter().any(|(prefix, _)| prefix.is_empty()) {
            self.attribute("xmlns", "");
        }
        for (prefix, uri) in declared {
            if prefix.is_empty() {
                self.attribute("xmlns", uri);
            } else {
                self.attribute(&format!("xmlns:{prefix}"), uri);
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.push(&[" ", name, "=\"", &escaped(value, true), "\""]);
    }
}

impl Name {
    /// With its prefix, as it stands in the document.
    pub fn qualified(&self) -> String {
        match &self.prefix {
            Some(prefix) => format!("{prefix}:{}", self.local),
            None => self.local.clone(),
        }
    }
}

/// Replaces what would end the text, and white space that a reader would change.
fn escaped(text: &str, in_attribute: bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#13;"),
            '"' if in_attribute => escaped.push_str("&quot;"),
            '\n' if in_attribute => escaped.push_str("&#10;"),
            '\t' if in_attribute => escaped.push_str("&#9;"),
            other => escaped.push(other),
        }
    }
    escaped
}
