//! Operators, comparisons and the core function library (XPath 1.0, §3 and §4).

use super::*;

#[test]
fn comparisons_with_node_sets_ask_for_some_node() {
    all_answer(&[
        ("//age = 7", "true"),
        ("//age != 7", "true"),
        ("//age = 8", "false"),
        ("//tree[1]/age = '12'", "true"),
        ("'12' = //tree[1]/age", "true"),
        ("//age = '012'", "false"),
        ("//age = 012", "true"),
        ("//age > 39", "true"),
        ("39 < //age", "true"),
        ("//age > 40", "false"),
        ("40 >= //m:tree/age", "true"),
        ("//age > '39'", "true"),
        ("//nothing = ''", "false"),
        ("//nothing != ''", "false"),
        ("//nothing = false()", "true"),
        ("//nothing < true()", "true"),
        ("true() > //nothing", "true"),
        ("//age = true()", "true"),
        ("//age != true()", "false"),
        ("//tree[1]/age = //age", "true"),
        ("//tree[1]/age = //m:tree/age", "false"),
        ("//tree[1]/age != //m:tree/age", "true"),
        ("//m:tree/age != //m:tree/age", "false"),
        ("//tree[1]/age != //tree[1]/age", "true"),
        ("//nothing = //age", "false"),
        ("//nothing != //age", "false"),
        ("//tree/age < //m:tree/age", "true"),
        ("//m:tree/age < //tree/age", "false"),
        ("//m:tree/age <= //m:tree/age", "true"),
        ("//m:tree/age > //tree/age", "true"),
        ("//tree[2]/age >= //tree[2]/age", "false"),
        ("//tree[2]/age = //tree[2]/age", "true"),
        ("//nothing <= //age", "false"),
    ]);
}

#[test]
fn operators_bind_as_the_recommendation_says() {
    all_answer(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 - 2 - 1", "4"),
        ("8 div 4 div 2", "1"),
        ("5 mod 2", "1"),
        ("5 mod -2", "1"),
        ("-5 mod 2", "-1"),
        ("-5 mod -2", "-1"),
        ("1.5 mod 0.5", "0"),
        ("-(2)", "-2"),
        ("--2", "2"),
        ("---2", "-2"),
        ("--'2'", "2"),
        ("-'x'", "NaN"),
        ("3 > 2 > 1", "false"),
        ("1 < 2 = true()", "true"),
        ("1 = 1 or 1 div 0 = 2 and false()", "true"),
        ("true() or false() and false()", "true"),
        ("1 = 1 = 1", "true"),
        ("'1' = 1", "true"),
        ("'a' = 'a'", "true"),
        ("'a' < 'b'", "false"),
        ("'a' = true()", "true"),
        ("0 = false()", "true"),
        ("0 div 0 = 0 div 0", "false"),
        ("0 div 0 != 0 div 0", "true"),
        ("1 div 0 = 1 div 0", "true"),
        ("0.00000000000000001 = 0", "false"),
        ("1 div -0", "-Infinity"),
        ("2*3", "6"),
        ("count(//tree)*count(//age)", "8"),
        ("count(/*/*)", "4"),
        ("3 * count(*) * 2", "6"),
        ("10 div 4", "2.5"),
    ]);
}

#[test]
fn functions_on_text() {
    all_answer(&[
        ("string(//note)", "ripe & red fruit"),
        ("string(//nothing)", ""),
        ("string(/)", "712xripe & red fruit40"),
        ("string(//comment())", " felled "),
        ("string(//processing-instruction('mark'))", "late"),
        ("string(//@m:kind)", "apple"),
        ("string(true())", "true"),
        ("concat('a', 1, true(), //age)", "a1true7"),
        ("starts-with('abc', 'ab')", "true"),
        ("starts-with('abc', '')", "true"),
        ("contains('abc', 'bc')", "true"),
        ("contains('abc', 'x')", "false"),
        ("substring-before('1999/04/01', '/')", "1999"),
        ("substring-after('1999/04/01', '/')", "04/01"),
        ("substring-after('1999/04/01', '19')", "99/04/01"),
        ("substring-before('a', 'x')", ""),
        ("substring-after('a', 'x')", ""),
        ("substring-after('a', '')", "a"),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 2)", "2345"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0, 3)", "12"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', 1, 0 div 0)", ""),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring('12345', -1 div 0, 1 div 0)", ""),
        ("substring('blåbær', 3, 1)", "å"),
        ("string-length('blåbær')", "6"),
        ("string-length(//note)", "16"),
        ("string-length()", "22"),
        ("normalize-space('  a \n\t b  ')", "a b"),
        ("normalize-space('\u{a0}a')", "\u{a0}a"),
        ("translate('bar', 'abc', 'ABC')", "BAr"),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("translate('aa', 'aa', 'bc')", "bb"),
        (
            "//tree[normalize-space(note) = 'ripe & red fruit']/@id",
            "b",
        ),
        ("\"it's\"", "it's"),
        ("'say \"a\"'", "say \"a\""),
    ]);
}

#[test]
fn functions_on_numbers_and_booleans() {
    all_answer(&[
        ("number('12.50')", "12.5"),
        ("number('1e3')", "NaN"),
        ("number('+1')", "NaN"),
        ("number(true())", "1"),
        ("number(//tree[1]/age)", "7"),
        ("number()", "NaN"),
        ("sum(//tree[1]/age)", "19"),
        ("sum(//age)", "NaN"),
        ("sum(//nothing)", "0"),
        ("floor(-1.5)", "-2"),
        ("ceiling(-1.5)", "-1"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-2"),
        ("1 div round(-0.2)", "-Infinity"),
        ("round(0 div 0)", "NaN"),
        ("1 div 3", "0.3333333333333333"),
        ("1000000 * 1000000", "1000000000000"),
        ("-0", "0"),
        (".5", "0.5"),
        ("5.", "5"),
        ("boolean(0)", "false"),
        ("boolean(0 div 0)", "false"),
        ("boolean('false')", "true"),
        ("boolean('')", "false"),
        ("boolean(//nothing)", "false"),
        ("not(//nothing)", "true"),
        ("true() and not(false())", "true"),
        ("position() + last()", "2"),
    ]);
    all_find(&[
        ("//*[lang('en')]/@id", "@id @id"),
        ("//*[lang('EN-gb')]/@id", "@id @id"),
        ("//*[lang('nb')]/@id", "@id"),
        ("//*[lang('e')]", ""),
        ("//*[lang('en-GB-x')]", ""),
    ]);
}

#[test]
fn names_that_are_operators_elsewhere_are_names() {
    let content =
        Content::parse("<div><mod/><and><or/></and><text>1</text><a-b/><a.b/></div>").unwrap();
    for (text, expected) in [
        ("/div", "div"),
        ("div/mod", "mod"),
        ("div/and/or", "or"),
        ("div/*[self::and or self::mod]", "mod and"),
        ("//div[and and mod]", "div"),
        ("div/text", "text"),
        ("div/a-b|div/a.b", "a-b a.b"),
        ("div [ 1 ] / child :: mod", "mod"),
        ("\n\t//mod\r\n ", "mod"),
    ] {
        assert_eq!(found(&content, text), expected, "{text}");
    }
    assert_eq!(answer(&content, "div div div"), "1");
    assert_eq!(answer(&content, "div/text mod div/text"), "0");
}

#[test]
fn what_is_no_xpath_is_refused() {
    let syntax = XPathError::Syntax;
    let table = [
        ("", syntax(0)),
        ("  ", syntax(2)),
        ("//", syntax(2)),
        ("/a/", syntax(3)),
        ("a b", syntax(2)),
        ("//md[?]", syntax(5)),
        ("a[", syntax(2)),
        ("a[1", syntax(3)),
        ("a]", syntax(1)),
        ("(a", syntax(2)),
        ("a)", syntax(1)),
        ("()", syntax(1)),
        ("a |", syntax(3)),
        ("1 +", syntax(3)),
        ("'open", syntax(0)),
        ("sideways::a", syntax(0)),
        ("m:self::a", syntax(0)),
        ("text(1)", syntax(5)),
        ("comment('a')", syntax(8)),
        (".[1]", syntax(1)),
        ("a::", syntax(0)),
        ("a!b", syntax(1)),
        ("m: a", syntax(1)),
        ("count(//a,)", syntax(10)),
        ("/a/'b'", syntax(3)),
        ("a/count(b)", syntax(2)),
        ("$", syntax(0)),
        ("$user", XPathError::Variable("user".to_owned())),
        ("a[$m:user = 1]", XPathError::Variable("m:user".to_owned())),
        ("x:a", XPathError::UnknownPrefix("x".to_owned())),
        ("@x:*", XPathError::UnknownPrefix("x".to_owned())),
        (
            "document('file')",
            XPathError::UnknownFunction("document".to_owned()),
        ),
        (
            "m:count(a)",
            XPathError::UnknownFunction("m:count".to_owned()),
        ),
        ("count()", XPathError::ArgumentCount("count")),
        ("count(a, b)", XPathError::ArgumentCount("count")),
        ("concat('a')", XPathError::ArgumentCount("concat")),
        (
            "substring('a', 1, 2, 3)",
            XPathError::ArgumentCount("substring"),
        ),
    ];
    for (text, expected) in table {
        assert_eq!(XPath::parse(text, &NAMESPACES), Err(expected), "{text:?}");
    }
}

#[test]
fn what_must_be_nodes_is_not_taken_from_values() {
    let content = orchard();
    for text in ["1", "'a'", "true()", "count(//tree)", "//tree = 1"] {
        assert_eq!(
            xpath(text).select(&content, None),
            Err(XPathError::NotNodes),
            "{text}"
        );
    }
    for text in [
        "count(1)",
        "sum('a')",
        "'a'/b",
        "(1)[1]",
        "//a | 1",
        "name('a')",
    ] {
        assert_eq!(
            evaluate(&content, text),
            Err(XPathError::NotNodes),
            "{text}"
        );
    }
}

#[test]
fn expressions_are_equal_by_text_and_the_namespaces_they_use() {
    let read = |text, uri| XPath::parse(text, &[("m", uri), ("unused", uri)]).unwrap();
    assert_eq!(read("//m:a", "urn:1"), read("//m:a", "urn:1"));
    assert_ne!(read("//m:a", "urn:1"), read("//m:a", "urn:2"));
    assert_ne!(read("//m:a", "urn:1"), read("// m:a", "urn:1"));
    assert_eq!(read("//a", "urn:1"), read("//a", "urn:2"));
    let inner_wins = XPath::parse("m:a", &[("m", "urn:outer"), ("m", "urn:inner")]).unwrap();
    assert_eq!(
        inner_wins.namespaces(),
        [("m".to_owned(), "urn:inner".to_owned())]
    );
    assert_eq!(read(" //m:a\n", "urn:1").text(), " //m:a\n");
}
