//! Policies that must not be read, and the standard's tables.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Instant;

use crate::engine::facts::Facts;
use crate::engine::names;
use crate::engine::query::Query;
use crate::engine::request::{Attribute, Request};
use crate::engine::testing::*;
use crate::engine::value::Value;

use super::{Combining, Effect, Extended, MAX_POLICY_BYTES, PolicyProblem, PolicyTree, Verdict};

fn problem(xml: &str) -> PolicyProblem {
    PolicyTree::parse(xml).expect_err(xml).problem
}

/// A policy with this as the only rule.
fn refused_rule(rule: &str) -> PolicyProblem {
    problem(&policy_xml(DENY_OVERRIDES, &format!("<Target/>{rule}")))
}

/// A policy whose only match is this.
fn refused_match(text: &str) -> PolicyProblem {
    refused_rule(&rule("r", "Permit", &any_of(&[&[text.to_owned()]])))
}

fn verdict_of(policy: &PolicyTree, request: &Request) -> Verdict {
    let facts = Facts::default();
    policy.evaluate(&Query::new(request, &facts, now())).verdict
}

fn verdict(policy: &PolicyTree) -> Verdict {
    verdict_of(policy, &Request::new().action("read"))
}

#[test]
fn what_is_not_supported_is_refused_with_its_place() {
    let rule = "<Target/>\n<Rule RuleId='r' Effect='Permit'>\n<Condition/>\n</Rule>";
    let error = PolicyTree::parse(&policy_xml(DENY_OVERRIDES, rule)).unwrap_err();
    assert_eq!((error.line, &*error.element), (3, "Condition"));
    assert_eq!(
        error.to_string(),
        "line 3, Condition: the element Apply is missing"
    );
    assert_eq!(refused_rule("<PolicyIssuer/>"), PolicyProblem::Unsupported);
    for element in ["<Apply/>", "<PolicyIdReference>p</PolicyIdReference>"] {
        assert_eq!(
            refused_rule(element),
            PolicyProblem::UnexpectedElement,
            "{element}"
        );
    }
}

#[test]
fn unknown_functions_types_and_algorithms_are_refused() {
    let good = action("read");
    let function = good.replace("string-equal", "string-almost-equal");
    assert!(matches!(
        refused_match(&function),
        PolicyProblem::UnknownFunction(_)
    ));
    let data_type = good.replace("XMLSchema#string", "XMLSchema#token");
    assert!(matches!(
        refused_match(&data_type),
        PolicyProblem::UnknownDataType(_)
    ));
    let mixed = good.replacen("XMLSchema#string", "XMLSchema#anyURI", 1);
    assert!(matches!(
        refused_match(&mixed),
        PolicyProblem::WrongArguments(_)
    ));
    let algorithm = policy_xml(
        "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:coin",
        "",
    );
    assert!(matches!(
        problem(&algorithm),
        PolicyProblem::MissingElement(_)
    ));
    let algorithm = algorithm.replace("></Policy>", "><Target/></Policy>");
    assert!(matches!(
        problem(&algorithm),
        PolicyProblem::UnknownAlgorithm(_)
    ));
}

#[test]
fn what_the_schema_forbids_is_refused() {
    let good = action("read");
    let no_presence = good.replace(" MustBePresent=\"false\"", "");
    assert_eq!(
        refused_match(&no_presence),
        PolicyProblem::MissingAttribute("MustBePresent")
    );
    let typing_error = good.replace("MustBePresent", "MustBePressent");
    assert!(matches!(
        refused_match(&typing_error),
        PolicyProblem::UnexpectedAttribute(_)
    ));
    let two_values = good.replace(
        "<AttributeDesignator",
        "<AttributeValue/><AttributeDesignator",
    );
    assert_eq!(refused_match(&two_values), PolicyProblem::RepeatedElement);
    let nested = good.replace("read</", "<b xmlns=''/>read</");
    assert_eq!(refused_match(&nested), PolicyProblem::UnexpectedElement);
    assert_eq!(refused_rule("permit all"), PolicyProblem::StrayText);
    assert!(matches!(
        refused_rule(&rule("r", "permit", "")),
        PolicyProblem::BadValue { .. }
    ));
    let empty = |target| refused_rule(&rule("r", "Permit", target));
    assert_eq!(empty("<AnyOf/>"), PolicyProblem::MissingElement("AllOf"));
    assert_eq!(
        empty("<AnyOf><AllOf/></AnyOf>"),
        PolicyProblem::MissingElement("Match")
    );
    assert_eq!(empty("<AllOf/>"), PolicyProblem::UnexpectedElement);
    let hidden = "<Description>harmless <Rule/></Description>";
    assert_eq!(refused_rule(hidden), PolicyProblem::UnexpectedElement);
    let two_targets = "<Rule RuleId='r' Effect='Permit'><Target/><Target/></Rule>";
    assert_eq!(refused_rule(two_targets), PolicyProblem::RepeatedElement);
    let old = policy_xml(DENY_OVERRIDES, "<Target/>")
        .replace("xacml:3.0:core:schema:wd-17", "xacml:2.0:policy");
    assert_eq!(problem(&old), PolicyProblem::UnexpectedElement);
    let version = policy_xml(DENY_OVERRIDES, "<Target/>").replace("1.0\"", "1..0\"");
    assert!(matches!(problem(&version), PolicyProblem::BadValue { .. }));
}

#[test]
fn files_as_editors_write_them_are_read() {
    let xml = policy_xml(DENY_OVERRIDES, "<Description>d</Description>\r\n<Target/>");
    let with_mark =
        format!("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- note -->\r\n{xml}\r\n");
    assert!(PolicyTree::parse(&with_mark).is_ok());
    let described = xml.replace(
        "<Policy ",
        "<Policy xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='a b' ",
    );
    assert!(PolicyTree::parse(&described).is_ok());
}

#[test]
fn a_bad_literal_is_refused() {
    let level = obligation("o", "Permit").replace(">3<", ">high<");
    let xml = policy_xml(DENY_OVERRIDES, &format!("<Target/>{level}"));
    assert!(matches!(problem(&xml), PolicyProblem::BadValue { .. }));
}

#[test]
fn hostile_files_are_refused_quickly() {
    let started = Instant::now();
    let bomb =
        "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><Policy>&b;</Policy>";
    assert_eq!(problem(bomb), PolicyProblem::DocumentType);
    let outside = "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><Policy/>";
    assert_eq!(problem(outside), PolicyProblem::DocumentType);
    let deep = format!(
        "{}{}",
        "<Policy>".repeat(10_000),
        "</Policy>".repeat(10_000)
    );
    assert_eq!(problem(&deep), PolicyProblem::TooDeep);
    let namespaces: String = (0..10_000).map(|n| format!("<a xmlns:n{n}='u'>")).collect();
    assert_eq!(problem(&namespaces), PolicyProblem::TooDeep);
    let wide: String = (0..50_000).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(
        problem(&format!("<Policy{wide}/>")),
        PolicyProblem::TooManyAttributes
    );
    assert_eq!(
        problem(&" ".repeat(MAX_POLICY_BYTES + 1)),
        PolicyProblem::TooLarge
    );
    for text in [
        "",
        "<",
        "<Policy",
        "\0",
        "<Policy/><Policy/>",
        "&a;",
        "<a>&lol;</a>",
    ] {
        assert!(matches!(
            problem(text),
            PolicyProblem::NotXml(_) | PolicyProblem::UnexpectedElement
        ));
    }
    assert!(
        started.elapsed().as_secs() < 5,
        "took {:?}",
        started.elapsed()
    );
}

#[test]
fn messages_stay_short_however_long_the_policy_is() {
    let long = "x".repeat(500_000);
    let function = action("read").replace("string-equal", &long);
    let xml = policy_xml(
        DENY_OVERRIDES,
        &format!("<Target/>{}", rule("r", "Permit", &any_of(&[&[function]]))),
    );
    assert!(PolicyTree::parse(&xml).unwrap_err().to_string().len() < 500);
    let element = format!("<Target/><{long}/>");
    let xml = policy_xml(DENY_OVERRIDES, &element);
    assert!(PolicyTree::parse(&xml).unwrap_err().to_string().len() < 500);
}

#[test]
fn a_comment_does_not_cut_a_value() {
    let commented = action("re<!-- -->ad");
    let policy = policy(&[rule("r", "Permit", &any_of(&[&[commented]]))]);
    assert_eq!(verdict(&policy), Verdict::Permit);
    assert_eq!(
        verdict_of(&policy, &Request::new().action("re")),
        Verdict::NotApplicable
    );
}

/// XACML 3.0 core, tables 1 to 3, on a Permit rule.
#[test]
fn targets_follow_the_tables_of_the_standard() {
    let (yes, no, error) = (action("read"), action("write"), missing());
    let permit = |target: &str| verdict(&policy(&[rule("r", "Permit", target)]));
    let indeterminate = Verdict::Indeterminate(Extended::Permit);
    let slices = |one: &String, two: &String| [one.clone(), two.clone()];

    assert_eq!(permit(""), Verdict::Permit);
    for (one, two, and, or) in [
        (&yes, &yes, Verdict::Permit, Verdict::Permit),
        (&yes, &no, Verdict::NotApplicable, Verdict::Permit),
        (&yes, &error, indeterminate, Verdict::Permit),
        (&no, &error, Verdict::NotApplicable, indeterminate),
        (&no, &no, Verdict::NotApplicable, Verdict::NotApplicable),
        (&error, &error, indeterminate, indeterminate),
    ] {
        for pair in [slices(one, two), slices(two, one)] {
            let [first, second] = &pair;
            assert_eq!(permit(&any_of(&[&pair])), and, "AllOf of {pair:?}");
            assert_eq!(permit(&all(&pair)), and, "two AnyOf of {pair:?}");
            let alternatives = any_of(&[std::slice::from_ref(first), std::slice::from_ref(second)]);
            assert_eq!(permit(&alternatives), or, "AnyOf of {pair:?}");
        }
    }
}

#[test]
fn a_missing_attribute_matters_only_where_it_must_be_present() {
    let optional = one_match(names::RESOURCE, "urn:a", "x", false);
    let required = one_match(names::RESOURCE, "urn:a", "x", true);
    let permit =
        |one: &String| policy(&[rule("r", "Permit", &any_of(&[std::slice::from_ref(one)]))]);
    let other_value = Request::new().resource("urn:a", "y");
    let other_type = Request::new().with(
        names::RESOURCE,
        Attribute::new("urn:a", Value::AnyUri("x".into())),
    );
    let indeterminate = Verdict::Indeterminate(Extended::Permit);
    assert_eq!(verdict(&permit(&optional)), Verdict::NotApplicable);
    assert_eq!(verdict(&permit(&required)), indeterminate);
    assert_eq!(
        verdict_of(&permit(&required), &other_value),
        Verdict::NotApplicable
    );
    assert_eq!(verdict_of(&permit(&required), &other_type), indeterminate);
    assert_eq!(
        verdict_of(&permit(&optional), &other_type),
        Verdict::NotApplicable
    );
}

#[test]
fn an_issuer_is_compared_when_the_policy_names_one() {
    let issued = action("read").replace("MustBePresent", "Issuer=\"me\" MustBePresent");
    let policy = policy(&[rule("r", "Permit", &any_of(&[&[issued]]))]);
    let by = |issuer: Option<&str>| {
        let attribute = Attribute {
            issuer: issuer.map(ToOwned::to_owned),
            ..Attribute::new(names::ACTION_ID, Value::string("read"))
        };
        verdict_of(&policy, &Request::new().with(names::ACTION, attribute))
    };
    assert_eq!(by(Some("me")), Verdict::Permit);
    assert_eq!(by(Some("you")), Verdict::NotApplicable);
    assert_eq!(by(None), Verdict::NotApplicable);
}

/// The rules of the combination tables: what each letter evaluates to.
fn rules(letters: &str) -> String {
    let rule_of = |(index, letter): (usize, char)| {
        let (effect, target) = match letter {
            'P' => ("Permit", String::new()),
            'D' => ("Deny", String::new()),
            'p' => ("Permit", all(&[missing()])),
            'd' => ("Deny", all(&[missing()])),
            _ => ("Permit", all(&[action("other")])),
        };
        rule(&index.to_string(), effect, &target)
    };
    letters.chars().enumerate().map(rule_of).collect()
}

fn combined(algorithm: &str, letters: &str, target: &str) -> Verdict {
    let inside = format!("<Target>{target}</Target>{}", rules(letters));
    let urn = format!("urn:oasis:names:tc:xacml:{algorithm}");
    verdict(&PolicyTree::parse(&policy_xml(&urn, &inside)).unwrap())
}

/// Appendix C. Small letters are rules that fail, `-` rules that do not apply.
#[test]
fn combining_follows_appendix_c() {
    use Verdict::{Deny, Indeterminate, NotApplicable, Permit};
    let (p, d, dp) = (
        Indeterminate(Extended::Permit),
        Indeterminate(Extended::Deny),
        Indeterminate(Extended::DenyOrPermit),
    );
    // letters, deny-overrides, permit-overrides, deny-unless-permit, permit-unless-deny, first-applicable
    let table = [
        (
            "",
            NotApplicable,
            NotApplicable,
            Deny,
            Permit,
            NotApplicable,
        ),
        (
            "--",
            NotApplicable,
            NotApplicable,
            Deny,
            Permit,
            NotApplicable,
        ),
        ("-P", Permit, Permit, Permit, Permit, Permit),
        ("-D", Deny, Deny, Deny, Deny, Deny),
        ("PD", Deny, Permit, Permit, Deny, Permit),
        ("DP", Deny, Permit, Permit, Deny, Deny),
        ("pP", Permit, Permit, Permit, Permit, p),
        ("pD", Deny, dp, Deny, Deny, p),
        ("dP", dp, Permit, Permit, Permit, d),
        ("dD", Deny, Deny, Deny, Deny, d),
        ("pd", dp, dp, Deny, Permit, p),
        ("dp", dp, dp, Deny, Permit, d),
        ("-p", p, p, Deny, Permit, p),
        ("-d", d, d, Deny, Permit, d),
        ("Pd", dp, Permit, Permit, Permit, Permit),
        ("Dp", Deny, dp, Deny, Deny, Deny),
        ("pdPD", Deny, Permit, Permit, Deny, p),
    ];
    for (letters, deny_over, permit_over, deny_unless, permit_unless, first) in table {
        for (algorithms, expected) in [
            (
                [
                    "3.0:rule-combining-algorithm:deny-overrides",
                    "3.0:rule-combining-algorithm:ordered-deny-overrides",
                    "1.0:rule-combining-algorithm:deny-overrides",
                    "1.1:rule-combining-algorithm:ordered-deny-overrides",
                    "3.0:policy-combining-algorithm:deny-overrides",
                ]
                .as_slice(),
                deny_over,
            ),
            (
                &[
                    "3.0:rule-combining-algorithm:permit-overrides",
                    "3.0:rule-combining-algorithm:ordered-permit-overrides",
                    "1.0:rule-combining-algorithm:permit-overrides",
                    "1.1:rule-combining-algorithm:ordered-permit-overrides",
                ],
                permit_over,
            ),
            (
                &["3.0:rule-combining-algorithm:deny-unless-permit"],
                deny_unless,
            ),
            (
                &["3.0:rule-combining-algorithm:permit-unless-deny"],
                permit_unless,
            ),
            (&["1.0:rule-combining-algorithm:first-applicable"], first),
        ] {
            for algorithm in algorithms {
                // The older overrides do not tell their Indeterminates apart (§7.10).
                let is_legacy = algorithm.starts_with('1') && algorithm.ends_with("overrides");
                let expected = match expected {
                    Indeterminate(_) if is_legacy => dp,
                    other => other,
                };
                assert_eq!(
                    combined(algorithm, letters, ""),
                    expected,
                    "{algorithm} {letters:?}"
                );
            }
        }
    }
}

/// Table 7.
#[test]
fn a_failing_policy_target_makes_the_result_indeterminate() {
    let deny_overrides = "3.0:rule-combining-algorithm:deny-overrides";
    let failing = all(&[missing()]);
    for (letters, expected) in [
        ("P", Verdict::Indeterminate(Extended::Permit)),
        ("D", Verdict::Indeterminate(Extended::Deny)),
        ("-", Verdict::NotApplicable),
        ("dP", Verdict::Indeterminate(Extended::DenyOrPermit)),
    ] {
        assert_eq!(
            combined(deny_overrides, letters, &failing),
            expected,
            "{letters}"
        );
    }
    let other = all(&[action("other")]);
    assert_eq!(
        combined(deny_overrides, "P", &other),
        Verdict::NotApplicable
    );
    let unless = "3.0:rule-combining-algorithm:permit-unless-deny";
    assert_eq!(combined(unless, "", &other), Verdict::NotApplicable);
}

#[test]
fn an_unknown_algorithm_is_not_taken_for_another() {
    for unknown in [
        "urn:oasis:names:tc:xacml:1.0:rule-combining-algorithm:only-one-applicable",
        "urn:oasis:names:tc:xacml:1.0:policy-combining-algorithm:deny-unless-permit",
        "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides",
        "urn:oasis:names:tc:xacml:deny-overrides",
        "deny-overrides",
    ] {
        assert_eq!(Combining::of_policies(unknown), None, "{unknown}");
    }
}

#[test]
fn obligations_go_with_their_effect_only() {
    let permit_rule = |id: &str| {
        let duties = obligation(&format!("{id}-permit"), "Permit");
        rule(id, "Permit", "").replace("</Rule>", &format!("{duties}</Rule>"))
    };
    let wrong = obligation("rule-deny", "Deny");
    let inside = format!(
        "<Target/>{}{}{}{}",
        permit_rule("1"),
        permit_rule("2"),
        rule("3", "Permit", "").replace("</Rule>", &format!("{wrong}</Rule>")),
        obligation("policy-permit", "Permit")
    );
    let policy = PolicyTree::parse(&policy_xml(DENY_OVERRIDES, &inside)).unwrap();
    let (facts, request) = (Facts::default(), Request::new());
    let query = Query::new(&request, &facts, now());
    let ids = |policy: &PolicyTree| -> Vec<String> {
        let duties = policy.evaluate(&query).duties.obligations;
        duties.iter().map(|duty| duty.id.to_string()).collect()
    };
    assert_eq!(ids(&policy), ["1-permit", "2-permit", "policy-permit"]);
    let on_deny = policy.root().own_duties(Effect::Deny, &query);
    assert_eq!(on_deny.unwrap().obligations, []);
    let permit_overrides = DENY_OVERRIDES.replace("deny-", "permit-");
    let stops = PolicyTree::parse(&policy_xml(&permit_overrides, &inside)).unwrap();
    assert_eq!(ids(&stops), ["1-permit", "policy-permit"]);
}

#[test]
fn an_obligation_that_cannot_be_worked_out_makes_the_result_indeterminate() {
    let failing = |required: bool, fulfill_on: &str| {
        format!(
            r#"<ObligationExpressions><ObligationExpression ObligationId="o" FulfillOn="{fulfill_on}"><AttributeAssignmentExpression AttributeId="a"><AttributeDesignator Category="{}" AttributeId="who" DataType="{STRING}" MustBePresent="{required}"/></AttributeAssignmentExpression></ObligationExpression></ObligationExpressions>"#,
            names::SUBJECT
        )
    };
    let in_policy = |duties: &str| {
        let inside = format!("<Target/>{}{duties}", rule("r", "Permit", ""));
        verdict(&PolicyTree::parse(&policy_xml(DENY_OVERRIDES, &inside)).unwrap())
    };
    let in_rule = |duties: &str| {
        let rule = rule("r", "Permit", "").replace("</Rule>", &format!("{duties}</Rule>"));
        verdict(&policy(&[rule]))
    };
    let indeterminate = Verdict::Indeterminate(Extended::Permit);
    assert_eq!(in_policy(&failing(true, "Permit")), indeterminate);
    assert_eq!(in_rule(&failing(true, "Permit")), indeterminate);
    for harmless in [failing(false, "Permit"), failing(true, "Deny")] {
        assert_eq!(in_policy(&harmless), Verdict::Permit);
        assert_eq!(in_rule(&harmless), Verdict::Permit);
    }
}

#[test]
fn regular_expressions_are_counted_however_their_functions_are_written() {
    let rules = |count: usize, function: &str| {
        let one = |index: usize| {
            let target = format!(
                r#"<AnyOf><AllOf><Match MatchId="urn:oasis:names:tc:xacml:1.0:function:{function}"><AttributeValue DataType="http://www.w3.org/2001/XMLSchema#string">a</AttributeValue><AttributeDesignator Category="c" AttributeId="a" DataType="http://www.w3.org/2001/XMLSchema#string" MustBePresent="false"/></Match></AllOf></AnyOf>"#
            );
            rule(&format!("r{index}"), "Permit", &target)
        };
        let rules: String = (0..count).map(one).collect();
        let inside = format!("<Target/>{rules}");
        let xml = policy_xml(DENY_OVERRIDES, &inside);
        PolicyTree::parse(&xml).map_err(|error| error.problem)
    };
    for function in [
        "string-regexp-match",
        "string&#45;regexp-match",
        "string-regexp-matc&#x68; ",
    ] {
        assert!(rules(50, function).is_ok(), "{function}");
        assert_eq!(
            rules(51, function),
            Err(PolicyProblem::TooManyPatterns),
            "{function}"
        );
    }
}
