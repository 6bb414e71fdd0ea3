//! Expressions and content that want to cost too much.

use super::*;

/// A row of a thousand elements, and elements within each other as deep as may be.
fn large() -> Content {
    let row = "<a b='1'>x</a>".repeat(20_000);
    let (open, close) = ("<d>".repeat(50), "</d>".repeat(50));
    Content::parse(&format!(
        "<r>{row}{open}{close}<t>{}</t></r>",
        "y".repeat(500_000)
    ))
    .unwrap()
}

#[test]
fn costly_expressions_end_soon() {
    let content = large();
    let unions = vec!["//*"; 1000].join("|");
    let sums = format!("/r[{}]", vec!["count(//a)"; 300].join("+"));
    let strings = format!("/r[concat({})]", vec!["/"; 2000].join(","));
    let ancestors = format!("//a{}", "/../a".repeat(500));
    for text in [
        "//a/following::a",
        "//a/preceding-sibling::a/following-sibling::a",
        "//*[//*[//*[//*]]]",
        "//a[contains(/, 'zzz')]",
        "//a[. = //a]",
        "//a[. = //a[. != /]]",
        "//a[count(//a) = 1]",
        "//*[sum(//*) > 0]",
        "//a[translate(/, 'y', 'z') = 1]",
        "//a[normalize-space(/) = '']",
        "//a[substring(/, 2, 3) = '']",
        "//a[last() = count(preceding::node())]",
        "//namespace::*[//namespace::*[. = 'x']]",
        "//@b/following::a/@b/preceding::a",
        &unions,
        &sums,
        &strings,
        &ancestors,
    ] {
        let budget = Budget::of(Budget::DEFAULT_STEPS / 10);
        let start = Instant::now();
        let result = xpath(text).select_within(&content, None, &budget);
        let taken = start.elapsed();
        assert!(result == Err(XPathError::TooCostly), "{text:.60}");
        assert!(taken < Duration::from_secs(2), "{text:.60} took {taken:?}");
    }
}

#[test]
fn ordinary_expressions_over_large_content_are_not_too_costly() {
    let content = large();
    for (text, count) in [
        ("//a", 20_000),
        ("//*", 20_052),
        ("/r/a/@b", 20_000),
        ("//a[@b = '1'][. = 'x']", 20_000),
        ("//a[last()]", 1),
        ("//a[15000]", 1),
        ("/r[//a != //a]", 0),
        ("/r[//a = //@b]", 0),
        ("/r/a[preceding-sibling::a[1]/@b = 1]", 19_999),
        ("//d[not(d)]/ancestor::d", 49),
        ("/r/t[string-length() = 500000]", 1),
    ] {
        match xpath(text).select(&content, None) {
            Ok(nodes) => assert_eq!(nodes.len(), count, "{text}"),
            Err(error) => panic!("{text}: {error}"),
        }
    }
}

#[test]
fn a_budget_is_shared_by_those_that_spend_it() {
    let content = orchard();
    let budget = Budget::of(100);
    let path = xpath("//tree");
    let answers: Vec<_> = (0..10)
        .map(|_| path.select_within(&content, None, &budget).is_ok())
        .collect();
    assert_eq!(answers.first(), Some(&true));
    assert_eq!(answers.last(), Some(&false));
    assert!(answers.is_sorted_by(|one, next| one >= next));
}

#[test]
fn long_and_deep_expressions_are_refused() {
    let nested = |open: &str, core: &str, close: &str, times| {
        format!("{}{core}{}", open.repeat(times), close.repeat(times))
    };
    for (open, core, close) in [
        ("(", "1", ")"),
        ("not(", "1", ")"),
        ("a[", "a", "]"),
        ("a[b and (c | ", "d", ")]"),
        ("-(", "1", ")"),
        ("concat('a',", "'b'", ")"),
    ] {
        let deep = nested(open, core, close, 250);
        assert_eq!(XPath::parse(&deep, &[]), Err(XPathError::TooDeep), "{open}");
        let unfinished = nested(open, "", "", 250);
        assert_eq!(
            XPath::parse(&unfinished, &[]),
            Err(XPathError::TooDeep),
            "{open}"
        );
    }
    let long = "a".repeat(XPath::MAX_BYTES + 1);
    assert_eq!(XPath::parse(&long, &[]), Err(XPathError::TooLong));
}

#[test]
fn long_expressions_need_no_deep_stack() {
    let widest = [
        format!("1{}", "+1".repeat(2000)),
        format!("{}1", "-".repeat(4000)),
        format!("a{}", "/a".repeat(2000)),
        format!("a{}", "[1]".repeat(1300)),
        format!("a{}", "|a".repeat(2000)),
        format!("1{}", " or 1".repeat(800)),
        format!("{}1{}", "(1+2*-a[1 or ".repeat(16), "])".repeat(16)),
        format!("{}1{}", "(".repeat(32), ")".repeat(32)),
    ];
    let small_stack = std::thread::Builder::new().stack_size(512 * 1024);
    let worker = small_stack.spawn(move || {
        let content = Content::parse("<a><a/></a>").unwrap();
        for text in &widest {
            let path =
                XPath::parse(text, &[]).unwrap_or_else(|error| panic!("{text:.60}: {error}"));
            drop(path.select(&content, None));
        }
    });
    worker.unwrap().join().unwrap();
}

#[test]
fn cut_and_garbled_expressions_are_read_without_panic() {
    let text = "//m:a[@b = 'ø' and count(..//c[2]) div -1.5 != $x]|self::node()/text()";
    for (at, _) in text.char_indices() {
        let (head, tail) = text.split_at(at);
        for garbled in [
            head,
            tail,
            &format!("{tail}{head}"),
            &format!("{head}é{tail}"),
        ] {
            drop(XPath::parse(garbled, &NAMESPACES));
        }
    }
}
