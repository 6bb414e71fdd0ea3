#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::super::{ContentError, XPath};
use super::*;
use crate::engine::xacml::PolicyProblem;

const NAMESPACES: [(&str, &str); 1] = [("md", "urn:md")];

const RECORDS: &str = "<md:records xmlns:md='urn:md'>\
    <md:record><md:name lang='en'>Bart</md:name><md:date/></md:record>\
    <md:record><md:name>Homer</md:name><!--x--><md:date/><!--y-->z</md:record>\
    <record/></md:records>";

fn only(content: &Content, path: &str) -> NodeId {
    let path = XPath::parse(path, &NAMESPACES).unwrap();
    let nodes = path.select(content, None).unwrap();
    assert_eq!(nodes.len(), 1, "{path}");
    nodes[0]
}

#[test]
fn the_single_child_of_the_content_element_is_the_document_element() {
    let request = "<Request xmlns='urn:xacml' xmlns:md='urn:md'>\
        <Content>\n  <!--first--><md:record><name/></md:record><?last?>\n</Content></Request>";
    let request = roxmltree::Document::parse(request).unwrap();
    let element = request.root_element().first_element_child().unwrap();
    let content = Content::from_xml(element).unwrap();
    only(&content, "/md:record");
    only(&content, "//md:record");
    only(&content, "/comment()");
    assert_eq!(content.element(), Some(only(&content, "md:record")));
    assert_eq!(
        content.to_xml(),
        "<!--first--><md:record xmlns=\"urn:xacml\" xmlns:md=\"urn:md\"><name/></md:record><?last?>"
    );
}

#[test]
fn content_that_is_not_one_document_is_refused() {
    for (inside, expected) in [
        ("", ContentError::NotOneElement),
        ("text", ContentError::NotOneElement),
        ("<a/><b/>", ContentError::NotOneElement),
        ("text<a/>", ContentError::StrayText),
    ] {
        let text = format!("<Content>{inside}</Content>");
        let document = roxmltree::Document::parse(&text).unwrap();
        let content = Content::from_xml(document.root_element());
        assert_eq!(content, Err(expected), "{inside}");
    }
}

#[test]
fn hostile_documents_are_refused() {
    let refused = |text: &str| Content::parse(text).unwrap_err();
    assert!(matches!(refused("<a>"), ContentError::NotXml(_)));
    assert!(matches!(refused("no xml"), ContentError::NotXml(_)));
    assert_eq!(
        refused("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        ContentError::Refused(1, PolicyProblem::DocumentType)
    );
    assert!(matches!(
        refused(&"<a>".repeat(1000)),
        ContentError::Refused(_, PolicyProblem::TooDeep)
    ));
    let wide = format!("<a {}/>", "x='' ".repeat(100));
    assert!(matches!(
        refused(&wide),
        ContentError::Refused(_, PolicyProblem::TooManyAttributes)
    ));
    let attributes = format!("<a>{}</a>", "<b c='' d='' e=''/>".repeat(60_000));
    assert_eq!(refused(&attributes), ContentError::TooLarge);
    let many: Vec<_> = (0..66).map(|n| format!("xmlns:n{n}='urn:{n}'")).collect();
    let (first, rest) = many.split_at(22);
    let (second, third) = rest.split_at(22);
    let nested = format!(
        "<a {}><b {}><c {}/></b></a>",
        first.join(" "),
        second.join(" "),
        third.join(" ")
    );
    assert_eq!(refused(&nested), ContentError::TooManyNamespaces);
}

#[test]
fn written_content_reads_the_same() {
    for text in [
        "<a/>",
        "<a xmlns='urn:a'><b xmlns=''><c xmlns='urn:a'/></b></a>",
        "<p:a xmlns:p='urn:1' p:b='1'><p:a xmlns:p='urn:2' p:b='2'/></p:a>",
        "<a xmlns:p='urn:1' xmlns:q='urn:1'><p:b q:c='' p:d=''/><q:b/></a>",
        "<a b='&lt;&amp;&quot;&#10;&#9;&#13; \"'>&lt;&amp;&gt;]]&gt;&#13;\n</a>",
        "<a><![CDATA[<b>]]> and <![CDATA[]]>&amp;</a>",
        "<!--before--><a><!-- in --><?p?><?q  some text ?></a><!--after-->",
        "<a xml:lang='nb' xml:space='preserve'> </a>",
        "<ø:å xmlns:ø='urn:ø'>æ𝄞</ø:å>",
        RECORDS,
    ] {
        let content = Content::parse(text).unwrap();
        let written = content.to_xml();
        let again = Content::parse(&written).unwrap();
        assert_eq!(again.to_xml(), written, "{text}");
        let alike = |one: &Node, other: &Node| {
            (
                one.kind,
                &one.name,
                one.parent,
                one.previous,
                one.end,
                &one.value,
            ) == (
                other.kind,
                &other.name,
                other.parent,
                other.previous,
                other.end,
                &other.value,
            )
        };
        assert!(
            content
                .0
                .nodes
                .iter()
                .zip(&again.0.nodes)
                .all(|(one, other)| alike(one, other))
        );
        assert_eq!(content.0.nodes.len(), again.0.nodes.len(), "{text}");
        assert_eq!(content.0.text, again.0.text, "{text}");
        assert_eq!(content.0.values, again.0.values, "{text}");
        let within = format!("<Content xmlns='urn:xacml' xmlns:md='urn:x'>{written}</Content>");
        let document = roxmltree::Document::parse(&within).unwrap();
        let embedded = Content::from_xml(document.root_element()).unwrap();
        for (one, other) in content.0.nodes.iter().zip(&embedded.0.nodes) {
            assert_eq!(one.name, other.name, "{text}");
        }
    }
}

#[test]
fn touching_texts_are_one_node() {
    let content = Content::parse("<a>x<![CDATA[<]]>&amp;y<!-- --><![CDATA[]]>z</a>").unwrap();
    let texts = XPath::parse("/a/text()", &[])
        .unwrap()
        .select(&content, None)
        .unwrap();
    let texts: Vec<_> = texts
        .iter()
        .map(|node| content.string_value(*node))
        .collect();
    assert_eq!(texts, ["x<&y", "z"]);
}

#[test]
fn every_node_has_a_path_that_finds_it_alone() {
    let content = Content::parse(
        "<a xmlns:p='urn:p'>x<b/>y<p:b i='' p:i=''/><b>z</b><p:b xmlns:p='urn:q'><!--1--><?t?><!--2-->\
         <c xmlns='urn:p'/></p:b><?t?><?u?></a>",
    )
    .unwrap();
    let every = "//node() | //@* | //namespace::* | /";
    let nodes = XPath::parse(every, &[])
        .unwrap()
        .select(&content, None)
        .unwrap();
    assert_eq!(nodes.len(), 30);
    for node in nodes {
        let path = content.path_of(node).unwrap();
        assert_eq!(path.select(&content, None), Ok(vec![node]), "{path}");
    }
}

#[test]
fn paths_are_short_and_absolute() {
    let content = Content::parse(RECORDS).unwrap();
    for (path, expected) in [
        ("/", "/"),
        ("/*", "/md:records"),
        ("//md:record[2]", "/md:records/md:record[2]"),
        ("//record", "/md:records/record"),
        ("//md:record[1]/md:date", "/md:records/md:record[1]/md:date"),
        ("//@lang", "/md:records/md:record[1]/md:name/@lang"),
        ("//comment()[2]", "/md:records/md:record[2]/comment()[2]"),
        ("//text()[. = 'z']", "/md:records/md:record[2]/text()"),
    ] {
        let path = content.path_of(only(&content, path)).unwrap();
        assert_eq!(path.text(), expected);
    }
    let unprefixed = Content::parse("<a xmlns='urn:md'/>").unwrap();
    let path = unprefixed.path_of(only(&unprefixed, "/md:a")).unwrap();
    assert_eq!(path.text(), "/ns1:a");
    assert_eq!(path.namespaces(), [("ns1".to_owned(), "urn:md".to_owned())]);
}

#[test]
fn what_is_below_a_node_includes_its_attributes() {
    let content = Content::parse(RECORDS).unwrap();
    let below = |node: &str, ancestor: &str| {
        content.is_same_or_descendant(only(&content, node), only(&content, ancestor))
    };
    assert!(below("//md:record[1]", "//md:record[1]"));
    assert!(below("//@lang", "//md:record[1]"));
    assert!(below("//md:record[2]/md:date", "/"));
    assert!(below("//md:record[1]/namespace::md", "//md:record[1]"));
    assert!(!below("//md:record[1]", "//@lang"));
    assert!(!below("//md:record[1]", "//md:record[1]/namespace::md"));
    assert!(!below("//md:record[2]", "//md:record[1]"));
    assert!(!below("//md:record[1]", "//md:record[1]/md:name"));
}

#[test]
fn ids_of_another_document_find_nothing() {
    let large = Content::parse(RECORDS).unwrap();
    let small = Content::parse("<a/>").unwrap();
    let stranger = only(&large, "//record");
    assert_eq!(small.string_value(stranger), "");
    assert_eq!(small.name(stranger), None);
    assert!(!small.is_same_or_descendant(stranger, NodeId::ROOT));
    let path = XPath::parse("ancestor-or-self::* | following::* | child::*", &[]).unwrap();
    assert_eq!(path.select(&small, Some(stranger)), Ok(Vec::new()));
    assert!(small.path_of(stranger).is_ok());
}
