//! The core function library (XPath 1.0, §4); what it does with text stands in `strings`.

use super::content::{Content, NodeId, NodeKind, XML_NAMESPACE};
use super::evaluate::{Evaluator, Focus};
use super::expression::Expr;
use super::value::Value;
use super::{XPathError, axes, numbers, strings};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Last,
    Position,
    Count,
    Id,
    LocalName,
    NamespaceUri,
    Name,
    Text,
    Concat,
    StartsWith,
    Contains,
    SubstringBefore,
    SubstringAfter,
    Substring,
    StringLength,
    NormalizeSpace,
    Translate,
    Boolean,
    Not,
    True,
    False,
    Lang,
    Number,
    Sum,
    Floor,
    Ceiling,
    Round,
}

/// Name, function, least and most arguments.
const FUNCTIONS: [(&str, Function, usize, usize); 27] = [
    ("last", Function::Last, 0, 0),
    ("position", Function::Position, 0, 0),
    ("count", Function::Count, 1, 1),
    ("id", Function::Id, 1, 1),
    ("local-name", Function::LocalName, 0, 1),
    ("namespace-uri", Function::NamespaceUri, 0, 1),
    ("name", Function::Name, 0, 1),
    ("string", Function::Text, 0, 1),
    ("concat", Function::Concat, 2, usize::MAX),
    ("starts-with", Function::StartsWith, 2, 2),
    ("contains", Function::Contains, 2, 2),
    ("substring-before", Function::SubstringBefore, 2, 2),
    ("substring-after", Function::SubstringAfter, 2, 2),
    ("substring", Function::Substring, 2, 3),
    ("string-length", Function::StringLength, 0, 1),
    ("normalize-space", Function::NormalizeSpace, 0, 1),
    ("translate", Function::Translate, 3, 3),
    ("boolean", Function::Boolean, 1, 1),
    ("not", Function::Not, 1, 1),
    ("true", Function::True, 0, 0),
    ("false", Function::False, 0, 0),
    ("lang", Function::Lang, 1, 1),
    ("number", Function::Number, 0, 1),
    ("sum", Function::Sum, 1, 1),
    ("floor", Function::Floor, 1, 1),
    ("ceiling", Function::Ceiling, 1, 1),
    ("round", Function::Round, 1, 1),
];

impl Function {
    pub fn named(name: &str) -> Option<Self> {
        FUNCTIONS
            .iter()
            .find(|(known, ..)| *known == name)
            .map(|(_, function, ..)| *function)
    }

    pub fn check_count(self, arguments: usize) -> Result<(), XPathError> {
        let wrong = FUNCTIONS.iter().find(|(_, function, least, most)| {
            *function == self && !(*least..=*most).contains(&arguments)
        });
        match wrong {
            Some((name, ..)) => Err(XPathError::ArgumentCount(name)),
            None => Ok(()),
        }
    }
}

impl Evaluator<'_> {
    pub(super) fn call(
        &self,
        function: Function,
        arguments: &[Expr],
        focus: Focus,
    ) -> Result<Value, XPathError> {
        let call = Call {
            evaluator: self,
            arguments,
            focus,
        };
        call.answer(function)
    }
}

/// A call, before its arguments are evaluated.
struct Call<'e> {
    evaluator: &'e Evaluator<'e>,
    arguments: &'e [Expr],
    focus: Focus,
}

impl Call<'_> {
    fn answer(&self, function: Function) -> Result<Value, XPathError> {
        Ok(match function {
            Function::Last => Value::Number(self.focus.size as f64),
            Function::Position => Value::Number(self.focus.position as f64),
            Function::Count => Value::Number(self.nodes()?.len() as f64),
            Function::Sum => Value::Number(self.sum()?),
            Function::Number => Value::Number(self.number()?),
            Function::Floor => Value::Number(self.number()?.floor()),
            Function::Ceiling => Value::Number(self.number()?.ceil()),
            Function::Round => Value::Number(numbers::rounded(self.number()?)),
            Function::StringLength => Value::Number(self.paid_text(0)?.chars().count() as f64),
            Function::Id => {
                self.argument(0)?;
                Value::Nodes(Vec::new())
            }
            Function::Boolean => Value::Boolean(self.argument(0)?.into_boolean()),
            Function::Not => Value::Boolean(!self.argument(0)?.into_boolean()),
            Function::True => Value::Boolean(true),
            Function::False => Value::Boolean(false),
            Function::Lang => Value::Boolean(self.is_in_language()?),
            Function::StartsWith => {
                Value::Boolean(self.paid_text(0)?.starts_with(&self.paid_text(1)?))
            }
            Function::Contains => Value::Boolean(self.paid_text(0)?.contains(&self.paid_text(1)?)),
            Function::LocalName => Value::Text(self.of_node(local_name)?),
            Function::NamespaceUri => Value::Text(self.of_node(namespace_uri)?),
            Function::Name => Value::Text(self.of_node(qualified_name)?),
            Function::Text => Value::Text(self.text(0)?),
            Function::Concat => Value::Text(self.concatenated()?),
            Function::SubstringBefore => {
                Value::Text(strings::before(&self.paid_text(0)?, &self.paid_text(1)?))
            }
            Function::SubstringAfter => {
                Value::Text(strings::after(&self.paid_text(0)?, &self.paid_text(1)?))
            }
            Function::Substring => Value::Text(self.substring()?),
            Function::NormalizeSpace => Value::Text(strings::normalized(&self.paid_text(0)?)),
            Function::Translate => Value::Text(self.translated()?),
        })
    }
}

impl Call<'_> {
    fn argument(&self, number: usize) -> Result<Value, XPathError> {
        match self.arguments.get(number) {
            Some(argument) => self.evaluator.evaluate(argument, self.focus),
            None => Ok(Value::Nodes(vec![self.focus.node])),
        }
    }

    fn nodes(&self) -> Result<Vec<NodeId>, XPathError> {
        self.argument(0)?.into_nodes()
    }

    fn number(&self) -> Result<f64, XPathError> {
        self.argument(0)?.into_number(self.evaluator.source())
    }

    fn text(&self, number: usize) -> Result<String, XPathError> {
        self.argument(number)?.into_text(self.evaluator.source())
    }

    /// A text that will be read through once more.
    fn paid_text(&self, number: usize) -> Result<String, XPathError> {
        let text = self.text(number)?;
        self.evaluator.budget.charge_text(text.len())?;
        Ok(text)
    }

    fn sum(&self) -> Result<f64, XPathError> {
        let mut sum = 0.0;
        for node in self.nodes()? {
            sum += numbers::read(self.evaluator.source().text_of(node)?);
        }
        Ok(sum)
    }

    fn concatenated(&self) -> Result<String, XPathError> {
        (0..self.arguments.len())
            .map(|number| self.paid_text(number))
            .collect()
    }

    fn translated(&self) -> Result<String, XPathError> {
        let text = self.text(0)?;
        // Each character is looked up.
        self.evaluator.budget.charge(text.len())?;
        Ok(strings::translated(
            &text,
            &self.paid_text(1)?,
            &self.paid_text(2)?,
        ))
    }

    fn substring(&self) -> Result<String, XPathError> {
        let text = self.paid_text(0)?;
        let number = |argument| self.evaluator.number(argument, self.focus);
        let start = self.arguments.get(1).map(number).transpose()?;
        let length = self.arguments.get(2).map(number).transpose()?;
        Ok(strings::substring(&text, start.unwrap_or(f64::NAN), length))
    }

    /// Something of the first node, nothing of an empty set.
    fn of_node(&self, name: impl Fn(&Content, NodeId) -> String) -> Result<String, XPathError> {
        let Some(node) = self.nodes()?.first().copied() else {
            return Ok(String::new());
        };
        if node.namespace > 0 {
            self.evaluator.budget.charge(axes::NAMESPACE_STEPS)?;
        }
        let name = name(self.evaluator.content, node);
        self.evaluator.budget.charge_text(name.len())?;
        Ok(name)
    }

    /// Whether the closest `xml:lang` names this language or a kind of it.
    fn is_in_language(&self) -> Result<bool, XPathError> {
        let wanted = self.text(0)?;
        let content = self.evaluator.content;
        let node = self.focus.node;
        let is_lang = |attribute: &NodeId| {
            content.local_name(*attribute) == "lang"
                && content.namespace_uri(*attribute) == Some(XML_NAMESPACE)
        };
        self.evaluator.budget.charge(axes::NAMESPACE_STEPS)?;
        let spoken = std::iter::once(node)
            .chain(content.ancestors(node))
            .find_map(|element| content.attributes(element).find(is_lang));
        Ok(spoken.is_some_and(|attribute| {
            let language = content.string_value(attribute);
            let (main, rest) = language
                .split_at_checked(wanted.len())
                .unwrap_or((language, "-"));
            main.eq_ignore_ascii_case(&wanted) && (rest.is_empty() || rest.starts_with('-'))
        }))
    }
}

fn local_name(content: &Content, node: NodeId) -> String {
    content.local_name(node).to_owned()
}

fn namespace_uri(content: &Content, node: NodeId) -> String {
    content.namespace_uri(node).unwrap_or_default().to_owned()
}

fn qualified_name(content: &Content, node: NodeId) -> String {
    match content.kind(node) {
        NodeKind::Namespace => local_name(content, node),
        _ => content
            .name(node)
            .map(super::Name::qualified)
            .unwrap_or_default(),
    }
}
