//! What expressions find and answer, after the examples of the recommendation and beyond.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bounds;
mod language;
mod paths;

use std::time::{Duration, Instant};

use super::evaluate::{Evaluator, Focus};
use super::value::{Source, Value};
use super::*;

const NAMESPACES: [(&str, &str); 2] = [("m", "urn:m"), ("other", "urn:o")];

const ORCHARD: &str = "<?before?><m:orchard xmlns:m='urn:m' xml:lang='en-GB'>\
    <tree id='a' m:kind='apple'><age>7</age><age>12</age></tree>\
    <!-- felled -->\
    <tree id='b'><age>x</age><note>ripe &amp; <b>red</b> fruit</note></tree>\
    <m:tree id='c' xml:lang='nb'><age>40</age><?mark late?></m:tree>\
    <shed xmlns='urn:o' xmlns:m='urn:m2'><m:tool/><box xmlns=''/></shed>\
    </m:orchard><!--after-->";

fn orchard() -> Content {
    Content::parse(ORCHARD).unwrap()
}

fn xpath(text: &str) -> XPath {
    XPath::parse(text, &NAMESPACES).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn evaluate(content: &Content, text: &str) -> Result<Value, XPathError> {
    let parsed = XPath::parse(text, &NAMESPACES)?;
    let budget = Budget::default();
    let evaluator = Evaluator {
        content,
        budget: &budget,
    };
    evaluator.evaluate(&parsed.0.expression, Focus::alone(NodeId::ROOT))
}

/// What `string()` makes of the expression's value.
fn answer(content: &Content, text: &str) -> String {
    let budget = Budget::default();
    let source = Source {
        content,
        budget: &budget,
    };
    let value = evaluate(content, text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
    value.into_text(source).unwrap()
}

/// A short word for a node: its id, its name or its text.
fn word(content: &Content, node: NodeId) -> String {
    let value = content.string_value(node);
    let id = content
        .attributes(node)
        .find(|attribute| content.local_name(*attribute) == "id");
    match (content.kind(node), id) {
        (NodeKind::Document, _) => "/".to_owned(),
        (NodeKind::Element, Some(id)) => content.string_value(id).to_owned(),
        (NodeKind::Element, None) => content.name(node).unwrap().qualified(),
        (NodeKind::Attribute, _) => format!("@{}", content.name(node).unwrap().qualified()),
        (NodeKind::Text, _) => format!("'{value}'"),
        (NodeKind::Comment, _) => format!("!{value}"),
        (NodeKind::Instruction, _) => format!("?{}", content.local_name(node)),
        (NodeKind::Namespace, _) => format!("{}={value}", content.local_name(node)),
    }
}

fn found(content: &Content, text: &str) -> String {
    let nodes = xpath(text).select(content, None);
    let nodes = nodes.unwrap_or_else(|error| panic!("{text}: {error:?}"));
    let words: Vec<_> = nodes.iter().map(|node| word(content, *node)).collect();
    words.join(" ")
}

fn all_find(table: &[(&str, &str)]) {
    let content = orchard();
    for (text, expected) in table {
        assert_eq!(found(&content, text), *expected, "{text}");
    }
}

fn all_answer(table: &[(&str, &str)]) {
    let content = orchard();
    for (text, expected) in table {
        assert_eq!(answer(&content, text), *expected, "{text}");
    }
}
