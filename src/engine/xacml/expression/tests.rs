//! Conditions: what they give, or how they fail.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use crate::engine::facts::Facts;
use crate::engine::names;
use crate::engine::outcome::{Outcome, StatusCode};
use crate::engine::request::{Attribute, Category, Request};
use crate::engine::testing::*;
use crate::engine::value::{Value, XPathValue};
use crate::engine::xacml::{PolicyProblem, PolicyTree};
use crate::engine::xpath::Content;
use crate::engine::{Decision, decide};

const XPATH: &str = "urn:oasis:names:tc:xacml:3.0:data-type:xpathExpression";

/// What a condition came to: `true`, `false`, or the status of a failure.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Found {
    True,
    False,
    Missing,
    Processing,
    Syntax,
}

use Found::{False, Missing, Processing, True};

fn data_type(short: &str) -> String {
    match short {
        "xpathExpression" => XPATH.to_owned(),
        _ => format!("http://www.w3.org/2001/XMLSchema#{short}"),
    }
}

fn value(short: &str, text: &str) -> String {
    let extra = match short {
        "xpathExpression" => format!(" XPathCategory=\"{}\"", names::RESOURCE),
        _ => String::new(),
    };
    let data_type = data_type(short);
    format!("<AttributeValue DataType=\"{data_type}\"{extra}>{text}</AttributeValue>")
}

fn integer(number: i64) -> String {
    value("integer", &number.to_string())
}

/// `1.0:string-equal` names `urn:…:xacml:1.0:function:string-equal`.
fn apply(function: &str, arguments: &[String]) -> String {
    let (version, name) = function.split_once(':').unwrap();
    let arguments = arguments.concat();
    format!(
        "<Apply FunctionId=\"urn:oasis:names:tc:xacml:{version}:function:{name}\">{arguments}</Apply>"
    )
}

fn designator(id: &str, short: &str, required: bool) -> String {
    format!(
        "<AttributeDesignator Category=\"{}\" AttributeId=\"{id}\" DataType=\"{}\" MustBePresent=\"{required}\"/>",
        names::RESOURCE,
        data_type(short)
    )
}

fn selector(path: &str, short: &str, more: &str) -> String {
    let path = path.replace('<', "&lt;");
    format!(
        "<AttributeSelector Category=\"{}\" Path=\"{path}\" DataType=\"{}\" {more}/>",
        names::RESOURCE,
        data_type(short)
    )
}

const OPTIONAL: &str = "MustBePresent=\"false\"";
const REQUIRED: &str = "MustBePresent=\"true\"";

fn variable(id: &str, definition: &str) -> String {
    format!("<VariableDefinition VariableId=\"{id}\">{definition}</VariableDefinition>")
}

fn reference(id: &str) -> String {
    format!("<VariableReference VariableId=\"{id}\"/>")
}

fn yes() -> String {
    apply("1.0:and", &[])
}

fn no() -> String {
    apply("1.0:or", &[])
}

/// Fails: one value of none.
fn failing() -> String {
    apply("1.0:boolean-one-and-only", &[apply("1.0:boolean-bag", &[])])
}

fn policy_with(variables: &str, condition: &str) -> String {
    let rule =
        format!("<Rule RuleId='r' Effect='Permit'><Condition>{condition}</Condition></Rule>");
    let declared = "xmlns:o=\"urn:order\" xmlns=";
    policy_xml(DENY_OVERRIDES, &format!("<Target/>{variables}{rule}"))
        .replacen("xmlns=", declared, 1)
}

fn problem(variables: &str, condition: &str) -> PolicyProblem {
    PolicyTree::parse(&policy_with(variables, condition))
        .unwrap_err()
        .problem
}

/// An order with three lines, in the content of the resource.
fn order() -> Request {
    let content = r#"<o:order xmlns:o="urn:order" id="17"><o:line n="1"><o:sum>100</o:sum></o:line><o:line n="2"><o:sum>250</o:sum></o:line><o:note>til Kåre<!-- haster --></o:note></o:order>"#;
    let mut request = Request::new();
    request.categories.push(Arc::new(Category {
        id: names::RESOURCE.to_owned(),
        attributes: Vec::new(),
        content: Some(Content::parse(content).unwrap()),
    }));
    let start = XPathValue::new(names::RESOURCE, "//o:line[2]", &[("o", "urn:order")]);
    let lines = XPathValue::new(names::RESOURCE, "//o:line", &[("o", "urn:order")]);
    let bad = XPathValue::new(names::RESOURCE, "//o:line[", &[("o", "urn:order")]);
    request
        .with(
            names::RESOURCE,
            Attribute::new("start", Value::XPath(Arc::new(start))),
        )
        .with(
            names::RESOURCE,
            Attribute::new("lines", Value::XPath(Arc::new(lines))),
        )
        .with(
            names::RESOURCE,
            Attribute::new("bad", Value::XPath(Arc::new(bad))),
        )
        .resource("name", "Kari")
        .resource("name", "Ola")
        .with(names::RESOURCE, Attribute::new("age", Value::Integer(40)))
}

fn decided(variables: &str, condition: &str) -> Outcome {
    let xml = policy_with(variables, condition);
    let policy = PolicyTree::parse(&xml).unwrap_or_else(|error| panic!("{error} in {xml}"));
    decide(&policy, &order(), &Facts::default(), now())
}

fn found_with(variables: &str, condition: &str) -> Found {
    let outcome = decided(variables, condition);
    match (outcome.decision, outcome.status.code) {
        (Decision::Permit, StatusCode::Ok) => True,
        (Decision::NotApplicable, StatusCode::Ok) => False,
        (Decision::Indeterminate, StatusCode::MissingAttribute) => Missing,
        (Decision::Indeterminate, StatusCode::ProcessingError) => Processing,
        (Decision::Indeterminate, StatusCode::SyntaxError) => Found::Syntax,
        other => panic!("{other:?}"),
    }
}

fn found(condition: &str) -> Found {
    found_with("", condition)
}

#[test]
fn an_error_beside_what_decides_does_not_matter() {
    for (function, arguments, expected) in [
        ("1.0:and", vec![yes(), yes()], True),
        ("1.0:and", vec![failing(), no()], False),
        ("1.0:and", vec![no(), failing()], False),
        ("1.0:and", vec![failing(), yes()], Processing),
        ("1.0:or", vec![failing(), yes()], True),
        ("1.0:or", vec![yes(), failing()], True),
        ("1.0:or", vec![no(), failing()], Processing),
        ("1.0:not", vec![failing()], Processing),
        ("1.0:n-of", vec![integer(0)], True),
        ("1.0:n-of", vec![integer(0), failing()], True),
        ("1.0:n-of", vec![integer(1), failing(), yes()], True),
        ("1.0:n-of", vec![integer(2), yes(), failing(), yes()], True),
        (
            "1.0:n-of",
            vec![integer(2), yes(), failing(), no()],
            Processing,
        ),
        ("1.0:n-of", vec![integer(2), yes(), no(), no()], False),
        ("1.0:n-of", vec![integer(3), yes(), yes()], Processing),
        ("1.0:n-of", vec![integer(-1), yes()], Processing),
    ] {
        let condition = apply(function, &arguments);
        assert_eq!(found(&condition), expected, "{condition}");
    }
}

#[test]
fn bags_of_attributes_are_taken_as_they_are() {
    let names = designator("name", "string", false);
    let size = |bag: &str, count| {
        apply(
            "1.0:integer-equal",
            &[
                apply("1.0:string-bag-size", &[bag.to_owned()]),
                integer(count),
            ],
        )
    };
    for (condition, expected) in [
        (size(&names, 2), True),
        (size(&designator("other", "string", false), 0), True),
        (size(&designator("other", "string", true), 0), Missing),
        // Of another type, so not there.
        (size(&designator("age", "string", true), 0), Missing),
        (
            apply("1.0:string-is-in", &[value("string", "Ola"), names.clone()]),
            True,
        ),
        (
            apply(
                "1.0:string-equal",
                &[
                    value("string", "Ola"),
                    apply("1.0:string-one-and-only", &[names]),
                ],
            ),
            Processing,
        ),
    ] {
        assert_eq!(found(&condition), expected, "{condition}");
    }
}

#[test]
fn a_missing_attribute_is_asked_for_in_the_status() {
    let condition = apply(
        "1.0:string-is-in",
        &[value("string", "x"), designator("other", "string", true)],
    );
    let outcome = decided("", &condition);
    let missing: Vec<&str> = outcome.status.missing.iter().map(|one| &*one.id).collect();
    assert_eq!(missing, ["other"]);
}

#[test]
fn selectors_find_values_in_the_content() {
    let has =
        |number: i64, selector: String| apply("1.0:integer-is-in", &[integer(number), selector]);
    let count = |short: &str, selector: String, count: i64| {
        let size = apply(&format!("1.0:{short}-bag-size"), &[selector]);
        apply("1.0:integer-equal", &[size, integer(count)])
    };
    let from = |id: &str| format!("ContextSelectorId=\"{id}\" {OPTIONAL}");
    for (condition, expected) in [
        (
            has(
                250,
                selector("/o:order/o:line/o:sum/text()", "integer", OPTIONAL),
            ),
            True,
        ),
        (has(17, selector("/o:order/@id", "integer", REQUIRED)), True),
        (
            has(3, selector("/o:order/o:line/@n", "integer", OPTIONAL)),
            False,
        ),
        (
            has(1, selector("/o:order/o:none/text()", "integer", OPTIONAL)),
            False,
        ),
        (
            has(1, selector("/o:order/o:none/text()", "integer", REQUIRED)),
            Missing,
        ),
        (
            count("string", selector("//comment()", "string", OPTIONAL), 1),
            True,
        ),
        // The path leads to what is no integer, to elements, and to a number.
        (
            has(1, selector("//o:note/text()", "integer", OPTIONAL)),
            Processing,
        ),
        (has(1, selector("//o:sum", "integer", OPTIONAL)), Processing),
        (
            has(1, selector("count(//o:sum)", "integer", OPTIONAL)),
            Processing,
        ),
        // From a node that an attribute of the request points at.
        (
            has(250, selector("o:sum/text()", "integer", &from("start"))),
            True,
        ),
        (
            has(100, selector("o:sum/text()", "integer", &from("start"))),
            False,
        ),
        (
            has(250, selector("o:sum/text()", "integer", &from("lines"))),
            Processing,
        ),
        (
            has(250, selector("o:sum/text()", "integer", &from("nowhere"))),
            Processing,
        ),
        (
            has(250, selector("o:sum/text()", "integer", &from("name"))),
            Processing,
        ),
        (
            has(250, selector("o:sum/text()", "integer", &from("bad"))),
            Processing,
        ),
    ] {
        assert_eq!(found(&condition), expected, "{condition}");
    }
}

#[test]
fn another_category_has_other_content() {
    let elsewhere =
        selector("//o:sum/text()", "integer", REQUIRED).replace(names::RESOURCE, names::ACTION);
    let condition = apply("1.0:integer-is-in", &[integer(250), elsewhere]);
    assert_eq!(found(&condition), Missing);
}

#[test]
fn functions_of_paths_compare_nodes() {
    let path = |text: &str| value("xpathExpression", text);
    let count = |text: &str, number: i64| {
        apply(
            "1.0:integer-equal",
            &[
                apply("3.0:xpath-node-count", &[path(text)]),
                integer(number),
            ],
        )
    };
    let pair = |function: &str, one: &str, other: &str| {
        apply(&format!("3.0:{function}"), &[path(one), path(other)])
    };
    for (condition, expected) in [
        (count("//o:line", 2), True),
        (count("//o:line/@n | //o:sum", 4), True),
        (count("//none", 0), True),
        (count("1 + 1", 2), Processing),
        (
            pair("xpath-node-equal", "//o:line[1]", "/o:order/*[@n = 1]"),
            True,
        ),
        (pair("xpath-node-equal", "//o:line", "//o:line[2]"), True),
        (
            pair("xpath-node-equal", "//o:line[1]", "//o:line[2]"),
            False,
        ),
        (
            pair("xpath-node-equal", "//o:line[1]", "//o:line[1]/o:sum"),
            False,
        ),
        (pair("xpath-node-match", "//o:line", "//o:sum"), True),
        (
            pair("xpath-node-match", "//o:line[1]", "//o:line[1]/@n"),
            True,
        ),
        (pair("xpath-node-match", "//o:sum", "//o:line"), False),
        (
            pair("xpath-node-match", "//o:line[1]", "//o:line[2]/o:sum"),
            False,
        ),
        (pair("xpath-node-match", "//none", "//o:line"), False),
    ] {
        assert_eq!(found(&condition), expected, "{condition}");
    }
}

#[test]
fn paths_of_a_category_without_content_find_nothing() {
    let elsewhere = value("xpathExpression", "//o:line").replace(names::RESOURCE, names::ACTION);
    let count = apply("3.0:xpath-node-count", std::slice::from_ref(&elsewhere));
    assert_eq!(
        found(&apply("1.0:integer-equal", &[count, integer(0)])),
        True
    );
    let own = value("xpathExpression", "//o:line");
    assert_eq!(
        found(&apply("3.0:xpath-node-equal", &[own, elsewhere])),
        False
    );
}

#[test]
fn variables_stand_for_their_definitions() {
    let two = variable("two", &apply("1.0:integer-add", &[integer(1), integer(1)]));
    let four = variable(
        "four",
        &apply(
            "1.0:integer-multiply",
            &[reference("two"), reference("two")],
        ),
    );
    let is_four = apply("1.0:integer-equal", &[reference("four"), integer(4)]);
    // In whatever order they are defined.
    assert_eq!(found_with(&(two.clone() + &four), &is_four), True);
    assert_eq!(found_with(&(four + &two), &is_four), True);
    let bag = variable("names", &designator("name", "string", false));
    let has = apply(
        "1.0:string-is-in",
        &[value("string", "Ola"), reference("names")],
    );
    assert_eq!(found_with(&bag, &has), True);
}

#[test]
fn a_variable_fails_where_it_is_used_and_only_there() {
    let broken = variable("v", &failing());
    assert_eq!(found_with(&broken, &reference("v")), Processing);
    assert_eq!(found_with(&broken, &yes()), True);
    let beside = apply("1.0:or", &[reference("v"), reference("v"), yes()]);
    assert_eq!(found_with(&broken, &beside), True);
    let missing = variable(
        "v",
        &apply(
            "1.0:string-is-in",
            &[value("string", "x"), designator("other", "string", true)],
        ),
    );
    assert_eq!(found_with(&missing, &reference("v")), Missing);
}

#[test]
fn a_variable_is_worked_out_once() {
    // Each doubles what the one before costs, unless that is remembered.
    let mut variables = variable("v0", &yes());
    for at in 1..45 {
        let before = reference(&format!("v{}", at - 1));
        variables += &variable(
            &format!("v{at}"),
            &apply("1.0:and", &[before.clone(), before]),
        );
    }
    assert_eq!(found_with(&variables, &reference("v44")), True);
}

#[test]
fn variables_that_stand_for_nothing_are_refused() {
    let circle =
        variable("a", &reference("b")) + &variable("b", &apply("1.0:not", &[reference("a")]));
    assert!(matches!(
        problem(&circle, &yes()),
        PolicyProblem::VariableCycle(_)
    ));
    let itself = variable("a", &apply("1.0:not", &[reference("a")]));
    assert!(matches!(
        problem(&itself, &reference("a")),
        PolicyProblem::VariableCycle(_)
    ));
    assert_eq!(
        problem("", &reference("a")),
        PolicyProblem::UnknownVariable("a".into())
    );
    let twice = variable("a", &yes()) + &variable("a", &no());
    assert_eq!(
        problem(&twice, &yes()),
        PolicyProblem::RepeatedId("a".into())
    );
    let number = variable("a", &integer(1));
    assert!(matches!(
        problem(&number, &reference("a")),
        PolicyProblem::NotBoolean(_)
    ));
}

/// Reading and evaluating call themselves once per step; neither may run out of stack.
#[test]
fn long_chains_of_variables_are_refused() {
    let chain = |length: usize, step: fn(String) -> String| {
        let mut variables = variable("v0", &yes());
        for at in 1..length {
            variables.insert_str(
                0,
                &variable(&format!("v{at}"), &step(reference(&format!("v{}", at - 1)))),
            );
        }
        let xml = policy_with(&variables, &reference(&format!("v{}", length - 1)));
        let read = std::thread::Builder::new()
            .stack_size(2 * 1024 * 1024)
            .spawn(move || PolicyTree::parse(&xml).map_err(|error| error.problem));
        read.unwrap().join().unwrap()
    };
    for step in [|one: String| one, |one: String| apply("1.0:not", &[one])] {
        assert!(chain(40, step).is_ok());
        for length in [150, 3_000] {
            assert_eq!(chain(length, step), Err(PolicyProblem::TooDeep), "{length}");
        }
    }
}

#[test]
fn the_deepest_expression_that_is_read_can_be_evaluated() {
    let nested = |depth: usize| (0..depth).fold(yes(), |inner, _| apply("1.0:and", &[inner]));
    let result = |depth: usize| {
        let xml = policy_with("", &nested(depth));
        let evaluated = std::thread::Builder::new()
            .stack_size(2 * 1024 * 1024)
            .spawn(move || {
                let policy = PolicyTree::parse(&xml).map_err(|error| error.problem)?;
                Ok(decide(&policy, &order(), &Facts::default(), now()).decision)
            });
        evaluated.unwrap().join().unwrap()
    };
    assert_eq!(result(50), Ok(Decision::Permit));
    for depth in [70, 10_000] {
        assert_eq!(result(depth), Err(PolicyProblem::TooDeep), "{depth}");
    }
}

#[test]
fn paths_share_the_work_of_one_decision() {
    // Each looks at every node for every node; together they would take minutes.
    let costly = "//*[count(//*[count(//node()) > count(//o:line)]) > 1]/@n";
    let one = |_| {
        apply(
            "1.0:string-is-in",
            &[
                value("string", "x"),
                selector(&costly.replace('>', "&gt;"), "string", OPTIONAL),
            ],
        )
    };
    let all: Vec<String> = (0..2_000).map(one).collect();
    let started = std::time::Instant::now();
    let outcome = found(&apply("1.0:or", &all));
    assert!(matches!(outcome, False | Processing), "{outcome:?}");
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
