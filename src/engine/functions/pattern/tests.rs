#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

#[test]
fn expressions_mean_what_xpath_says() {
    for (pattern, text, expected) in [
        ("", "abc", true),
        ("b", "abc", true),
        ("^b", "abc", false),
        ("^abc$", "abc", true),
        ("^abc$", "abc\n", false),
        ("^b", "a\nb", false),
        ("a.c", "a\nc", false),
        ("a.c", "aæc", true),
        ("J.* Hibbert", "Julius Hibbert", true),
        ("   This  is n*o*t* *IT!  ", "   This  is IT!  ", true),
        ("a|b|", "c", true),
        ("^(a|b)+$", "abba", true),
        ("^(?:a|b){2,3}$", "abba", false),
        ("^a{2}$", "aa", true),
        ("^a{2,}?$", "aaa", true),
        ("^a??b$", "ab", true),
        (r"^\d+$", "12٣", true),
        (r"^\D$", "1", false),
        (r"^\w+$", "blåbær9", true),
        (r"^\w$", "_", false),
        (r"^\W$", "-", true),
        (r"^\s$", "\u{a0}", false),
        (r"^\S$", "\u{a0}", true),
        (r"^\i\c*$", "a-1.b:c", true),
        (r"^\i", "1", false),
        (r"^\I\C$", "1 ", true),
        (r"^\p{Lu}\p{Ll}+$", "Øl", true),
        (r"^\P{L}$", "a", false),
        (r"^\p{IsBasicLatin}+$", "abc", true),
        (r"^\p{IsBasicLatin}+$", "æ", false),
        (r"^\P{IsGreek}$", "λ", false),
        (r"^[\p{IsLatin-1Supplement}a]+$", "aæ", true),
        ("^[a-z-[aeiou]]+$", "xyz", true),
        ("^[a-z-[aeiou]]+$", "xaz", false),
        ("^[^a-z-[0-9]]$", "A", true),
        ("^[^a-z-[0-9]]$", "5", false),
        ("^[a-z-[a-m-[c]]]+$", "cz", true),
        ("^[a-z-[a-m-[c]]]+$", "b", false),
        (r"^[\w-[\d]]+$", "ab", true),
        (r"^[\w-[\d]]+$", "a1", false),
        ("^[-a]+$", "a-", true),
        ("^[a-]+$", "a-", true),
        ("^[^-a]$", "-", false),
        (r"^[\]\[]$", "[", true),
        ("^[a^]$", "^", true),
        (r"^[+--]$", ",", true),
        // What would mean something to the crate only.
        ("^[a&&b]+$", "a&b", true),
        ("^[a~~b]+$", "~", true),
        ("^[.*]$", "x", false),
        (r"^\$\^\.$", "$^.", true),
        ("^a#b$", "a#b", true),
        (r"^\n$", "\n", true),
    ] {
        let compiled = Pattern::compile(pattern).expect(pattern);
        assert_eq!(compiled.is_match(text), expected, "{pattern} {text}");
    }
}

#[test]
fn what_is_wrong_or_unknown_is_refused() {
    for pattern in [
        "(",
        ")",
        "(a",
        "a)",
        "[",
        "]",
        "[]",
        "[^]",
        "[a",
        "[z-a]",
        "[a--b]",
        "[a-[b]",
        "[[a]]",
        "[a[b]]",
        "[-[a]]",
        "{",
        "}",
        "a{",
        "a{}",
        "a{,2}",
        "a{2,1}",
        "a{x}",
        "a{1",
        "a{99999999999}",
        "*",
        "a**",
        "?",
        "+a",
        "a|*",
        "\\",
        r"\q",
        r"\x41",
        r"\b",
        r"\A",
        r"(a)\1",
        r"\0",
        r"\p",
        r"\pL",
        r"\p{",
        r"\p{Greek}",
        r"\p{IsNowhere}",
        r"\p{Cs}",
        r"\p{Xx}",
        r"[a-\d]",
        "(?i)a",
        "(?=a)",
        "(?<n>a)",
        "a+++",
        r"\u0041",
    ] {
        let compiled = Pattern::compile(pattern);
        assert!(
            matches!(compiled, Err(FunctionError::BadPattern(_))),
            "{pattern}"
        );
    }
}

#[test]
fn large_expressions_are_refused() {
    for pattern in [
        "a".repeat(MAX_LENGTH + 1),
        "(".repeat(1_000) + &")".repeat(1_000),
        "[a-".repeat(600) + "[b]" + &"]".repeat(600),
        "((((a{1,100}){1,100}){1,100}){1,100})".to_owned(),
        r"(\w{1,100}){1,100}".to_owned(),
        "a{4294967295}".to_owned(),
    ] {
        assert!(Pattern::compile(&pattern).is_err());
    }
    assert!(Pattern::compile(r"^[\p{L} .'-]{1,40}$").is_ok());
    assert!(Pattern::compile(r"^\w{1,20}$").is_ok());
}

#[test]
fn what_takes_exponential_time_elsewhere_is_quick() {
    let pattern = Pattern::compile("^(a|a)*(a+)+$").unwrap();
    assert!(!pattern.is_match(&("a".repeat(20_000) + "b")));
}
