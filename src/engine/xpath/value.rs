use super::axes::NAMESPACE_STEPS;
use super::budget::Budget;
use super::content::{Content, NodeId};
use super::{XPathError, numbers};

/// What an expression evaluates to (XPath 1.0, §1).
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// In document order, none twice
    Nodes(Vec<NodeId>),
    Text(String),
    Number(f64),
    Boolean(bool),
}

/// What the conversions need.
#[derive(Clone, Copy)]
pub(super) struct Source<'c> {
    pub content: &'c Content,
    pub budget: &'c Budget,
}

impl<'c> Source<'c> {
    /// The string value of a node, paid for.
    pub fn text_of(&self, node: NodeId) -> Result<&'c str, XPathError> {
        if node.namespace > 0 {
            self.budget.charge(NAMESPACE_STEPS)?;
        }
        let text = self.content.string_value(node);
        self.budget.charge_text(text.len())?;
        Ok(text)
    }
}

impl Value {
    pub fn into_nodes(self) -> Result<Vec<NodeId>, XPathError> {
        match self {
            Value::Nodes(nodes) => Ok(nodes),
            Value::Text(_) | Value::Number(_) | Value::Boolean(_) => Err(XPathError::NotNodes),
        }
    }

    pub fn into_boolean(self) -> bool {
        match self {
            Value::Nodes(nodes) => !nodes.is_empty(),
            Value::Text(text) => !text.is_empty(),
            Value::Number(number) => number != 0.0 && !number.is_nan(),
            Value::Boolean(boolean) => boolean,
        }
    }

    pub fn into_text(self, source: Source) -> Result<String, XPathError> {
        Ok(match self {
            Value::Nodes(nodes) => match nodes.first() {
                Some(node) => source.text_of(*node)?.to_owned(),
                None => String::new(),
            },
            Value::Text(text) => text,
            Value::Number(number) => numbers::written(number),
            Value::Boolean(boolean) => boolean.to_string(),
        })
    }

    pub fn into_number(self, source: Source) -> Result<f64, XPathError> {
        Ok(match self {
            Value::Nodes(_) => numbers::read(&self.into_text(source)?),
            Value::Text(text) => numbers::read(&text),
            Value::Number(number) => number,
            Value::Boolean(boolean) => f64::from(u8::from(boolean)),
        })
    }
}
