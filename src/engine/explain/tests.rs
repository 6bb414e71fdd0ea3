#![allow(clippy::unwrap_used, clippy::expect_used)]

use uuid::Uuid;

use super::*;
use crate::engine::facts::{Grant, PackageFact, PackageSource, RoleFact, RoleSource, SubjectUrn};
use crate::engine::names;
use crate::engine::request::Attribute;
use crate::engine::testing::*;
use crate::engine::value::{DataType, Value};

const RESOURCE: &str = "tax";

fn about(subject: &str, action_id: &str) -> String {
    [subject, &all(&[resource(RESOURCE), action(action_id)])].concat()
}

/// Managers and the payroll package read, managers write; auditors never sign.
fn tax_policy() -> PolicyTree {
    let readers = any_of(&[
        &[role("dagl")],
        &[role("lede"), subject(names::USER_ID, "1")],
        &[subject(names::ACCESS_PACKAGE, "lonn")],
    ]);
    policy(&[
        rule("read", "Permit", &about(&readers, "read")),
        rule("write", "Permit", &about(&all(&[role("dagl")]), "write")),
        rule("never", "Deny", &about(&all(&[role("revi")]), "sign")),
        rule("sign", "Permit", &about(&all(&[role("dagl")]), "sign")),
    ])
}

fn asks(action: &str) -> Request {
    Request::new()
        .resource(names::RESOURCE_ID, RESOURCE)
        .action(action)
}

fn explained(policy: &PolicyTree, request: &Request, facts: &Facts) -> Explanation {
    let explanation = explain(policy, request, facts, now());
    assert_eq!(explanation.outcome, decide(policy, request, facts, now()));
    explanation
}

/// The text with its lines, so that a test reads like what is printed.
fn text(policy: &PolicyTree, request: &Request, facts: &Facts) -> Vec<String> {
    let text = explained(policy, request, facts).to_string();
    assert!(text.ends_with('\n'));
    text.lines().map(ToOwned::to_owned).collect()
}

fn having(role: RoleFact) -> Facts {
    Facts {
        roles: vec![role],
        ..Facts::default()
    }
}

fn urn(text: &str) -> SubjectUrn {
    SubjectUrn::parse(text).unwrap()
}

#[test]
fn a_permit_names_its_rule_and_where_each_attribute_came_from() {
    let facts = having(role_fact("urn:altinn:rolecode:dagl"));
    assert_eq!(
        text(&tax_policy(), &asks("read"), &facts),
        [
            "Permit: the rule read of the policy p permits, since",
            "  subject urn:altinn:rolecode is \"dagl\", by the role urn:altinn:rolecode:dagl held at 00000000-0000-0000-0000-000000000001",
            "  resource urn:altinn:resource is \"tax\", from the request",
            "  action urn:oasis:names:tc:xacml:1.0:action:action-id is \"read\", from the request",
        ]
    );
    let explanation = explained(&tax_policy(), &asks("read"), &facts);
    let rule = explanation.rule.unwrap();
    assert_eq!((&*rule.policy, &*rule.rule), ("p", "read"));
    let sources: Vec<Source> = rule.met.into_iter().map(|met| met.source).collect();
    let role = Source::Role(facts.roles[0].clone());
    assert_eq!(sources, [role, Source::Request, Source::Request]);
    assert_eq!(explanation.near_misses, []);
}

#[test]
fn the_way_to_a_role_is_told() {
    let organization = Uuid::from_u128(7);
    let by_map = RoleSource::RoleMap {
        from: urn("urn:altinn:external-role:ccr:daglig-leder"),
        through: Box::new(RoleSource::Direct),
    };
    let by_key_role = RoleSource::KeyRole {
        organization,
        through: Box::new(RoleSource::Direct),
    };
    let held = "by the role urn:altinn:rolecode:dagl held at 00000000-0000-0000-0000-000000000001";
    for (through, words) in [
        (RoleSource::Direct, ""),
        (RoleSource::MainUnit, ", the main unit"),
        (
            by_map,
            ", which follows from urn:altinn:external-role:ccr:daglig-leder",
        ),
        (
            by_key_role,
            ", through a key role in 00000000-0000-0000-0000-000000000007, which has it",
        ),
    ] {
        let facts = having(RoleFact {
            through,
            ..role_fact("urn:altinn:rolecode:dagl")
        });
        let lines = text(&tax_policy(), &asks("read"), &facts);
        let expected = format!("  subject urn:altinn:rolecode is \"dagl\", {held}{words}");
        assert_eq!(lines[1], expected);
    }
}

#[test]
fn the_way_to_a_package_is_told() {
    let by_role = PackageSource::Role {
        role: urn("urn:altinn:rolecode:dagl"),
        held_at: Uuid::from_u128(1),
        through: RoleSource::MainUnit,
    };
    let given = PackageSource::Assigned(Grant {
        delegation: Uuid::from_u128(2),
        from_party: Uuid::from_u128(3),
        received_by: Uuid::from_u128(4),
        given_by: Uuid::from_u128(5),
        given_at: now(),
    });
    for (source, words) in [
        (
            by_role,
            "which follows from urn:altinn:rolecode:dagl held at 00000000-0000-0000-0000-000000000001, the main unit",
        ),
        (
            given,
            "given by 00000000-0000-0000-0000-000000000005 for 00000000-0000-0000-0000-000000000003 to 00000000-0000-0000-0000-000000000004 on 2026-11-22, delegation 00000000-0000-0000-0000-000000000002",
        ),
    ] {
        let facts = Facts {
            packages: vec![PackageFact {
                package: SubjectUrn::package("lonn"),
                source,
            }],
            ..Facts::default()
        };
        let lines = text(&tax_policy(), &asks("read"), &facts);
        let package = "urn:altinn:accesspackage";
        let expected = format!(
            "  subject {package} is \"lonn\", by the access package {package}:lonn, {words}"
        );
        assert_eq!(lines[1], expected);
    }
}

#[test]
fn clock_request_and_content_are_sources_too() {
    let date = one_match(
        names::ENVIRONMENT,
        names::CURRENT_DATE,
        "2026-11-22Z",
        false,
    )
    .replace(STRING, DataType::Date.uri())
    .replace("string-equal", "date-equal");
    let user = subject(names::USER_ID, "20001234");
    let policy = policy(&[rule("r", "Permit", &all(&[user, date]))]);
    let request = asks("read").subject(names::USER_ID, "20001234");
    assert_eq!(
        text(&policy, &request, &Facts::default()),
        [
            "Permit: the rule r of the policy p permits, since",
            "  subject urn:altinn:userid is \"20001234\", from the request",
            "  environment urn:oasis:names:tc:xacml:1.0:environment:current-date is date \"2026-11-22Z\", from the clock",
        ]
    );
    let own = Attribute::new(
        names::CURRENT_DATE,
        Value::parse(DataType::Date, "2026-11-22Z").unwrap(),
    );
    let with_own_date = request.with(names::ENVIRONMENT, own);
    let lines = text(&policy, &with_own_date, &Facts::default());
    assert!(lines[2].ends_with("from the request"), "{lines:?}");
}

#[test]
fn what_the_policies_around_a_rule_ask_for_is_told_as_well() {
    let inside = format!(
        "<Target>{}</Target>{}",
        all(&[resource(RESOURCE)]),
        rule("r", "Permit", &all(&[action("read")]))
    );
    let inner = policy_xml(DENY_OVERRIDES, &inside);
    let first = "urn:oasis:names:tc:xacml:1.0:policy-combining-algorithm:first-applicable";
    let target = format!("<Target>{}</Target>", all(&[subject(names::ORG, "dts")]));
    let set = policy_set_xml("s", first, &(target + &inner));
    let policy = PolicyTree::parse(&set).unwrap();
    let facts = Facts::default();
    let lines = text(&policy, &asks("read").subject(names::ORG, "dts"), &facts);
    let wanted = [
        "subject urn:altinn:org",
        "resource urn:altinn:resource",
        "action urn:oasis",
    ];
    assert_eq!(lines.len(), 4);
    for (line, wanted) in lines[1..].iter().zip(wanted) {
        assert!(line.trim().starts_with(wanted), "{line}");
    }
    assert_eq!(
        text(&policy, &asks("read"), &facts),
        [
            "NotApplicable: the policy is not about this request",
            "  the rule r of the policy p would permit, if",
            "    subject urn:altinn:org is \"dts\"",
        ]
    );
}

#[test]
fn a_delegation_is_told_with_giver_receiver_and_day() {
    let facts = Facts {
        delegations: vec![delegated(RESOURCE, "read")],
        ..Facts::default()
    };
    let right = &facts.delegations[0];
    let explanation = explained(&tax_policy(), &asks("read"), &facts);
    assert_eq!(explanation.rule, None);
    assert_eq!(explanation.delegation.as_ref(), Some(right));
    assert_eq!(
        explanation.to_string(),
        format!(
            "Permit: the right to read on tax was delegated to {} on 2026-11-22\n  by {}, on behalf of {}\n  delegation {}\n",
            right.received_by, right.given_by, right.from_party, right.delegation
        )
    );
}

#[test]
fn a_deny_names_its_rule_and_what_would_permit_without_it() {
    let facts = having(role_fact("urn:altinn:rolecode:revi"));
    assert_eq!(
        text(&tax_policy(), &asks("sign"), &facts),
        [
            "Deny: the rule never of the policy p denies, since",
            "  subject urn:altinn:rolecode is \"revi\", by the role urn:altinn:rolecode:revi held at 00000000-0000-0000-0000-000000000001",
            "  resource urn:altinn:resource is \"tax\", from the request",
            "  action urn:oasis:names:tc:xacml:1.0:action:action-id is \"sign\", from the request",
            "  the rule sign of the policy p would permit, if",
            "    subject urn:altinn:rolecode is \"dagl\"",
            "    or, instead, if the right were delegated to the subject",
        ]
    );
}

#[test]
fn a_rule_is_told_from_another_with_the_same_id() {
    let policy = policy(&[
        rule("same", "Permit", ""),
        rule("same", "Deny", &all(&[action("read")])),
    ]);
    assert_eq!(
        text(&policy, &asks("read"), &Facts::default()),
        [
            "Deny: the rule same of the policy p denies, since",
            "  action urn:oasis:names:tc:xacml:1.0:action:action-id is \"read\", from the request",
        ]
    );
}

#[test]
fn the_nearest_miss_is_a_rule_about_the_same_action() {
    assert_eq!(
        text(&tax_policy(), &asks("read"), &Facts::default()),
        [
            "NotApplicable: none of the 4 rules applies",
            "  the rule read of the policy p would permit, if",
            "    subject urn:altinn:rolecode is \"dagl\"",
            "      or subject urn:altinn:rolecode is \"lede\" and subject urn:altinn:userid is \"1\"",
            "      or subject urn:altinn:accesspackage is \"lonn\"",
            "    or, instead, if the right were delegated to the subject",
        ]
    );
    // With the right subject, another action is no nearer than the right action without it.
    let facts = having(role_fact("urn:altinn:rolecode:lede"));
    let misses = explained(&tax_policy(), &asks("write"), &facts).near_misses;
    let rules: Vec<&str> = misses.iter().map(|miss| &*miss.rule).collect();
    assert_eq!(rules, ["write"]);
}

#[test]
fn without_a_rule_about_the_action_all_that_lack_one_thing_are_near() {
    let facts = having(role_fact("urn:altinn:rolecode:dagl"));
    let misses = explained(&tax_policy(), &asks("delete"), &facts).near_misses;
    let rules: Vec<&str> = misses.iter().map(|miss| &*miss.rule).collect();
    assert_eq!(rules, ["read", "write", "sign"]);
    for miss in &misses {
        assert_eq!(miss.lacking.len(), 1);
        assert_eq!(&*miss.lacking[0][0][0].category, names::ACTION);
    }
}

#[test]
fn all_that_is_lacking_is_told() {
    let policy = policy(&[rule(
        "r",
        "Permit",
        &all(&[
            role("dagl"),
            subject(names::ACCESS_PACKAGE, "lonn"),
            action("read"),
        ]),
    )]);
    assert_eq!(
        text(&policy, &asks("read"), &Facts::default()),
        [
            "NotApplicable: the only rule of the policy does not apply",
            "  the rule r of the policy p would permit, if",
            "    subject urn:altinn:rolecode is \"dagl\"",
            "    and subject urn:altinn:accesspackage is \"lonn\"",
            "    or, instead, if the right were delegated to the subject",
        ]
    );
}

#[test]
fn no_more_near_misses_are_told_than_somebody_reads() {
    let rules: Vec<String> = (0..20)
        .map(|at| rule(&at.to_string(), "Permit", &all(&[role(&at.to_string())])))
        .collect();
    let misses = explained(&policy(&rules), &asks("read"), &Facts::default()).near_misses;
    assert_eq!(misses.len(), MAX_NEAR_MISSES);
    assert_eq!(&*misses[0].rule, "0");
}

#[test]
fn a_condition_that_is_false_is_what_lacks() {
    let never =
        r#"<Condition><Apply FunctionId="urn:oasis:names:tc:xacml:1.0:function:or"/></Condition>"#;
    let with = |condition: &str| {
        let rule = rule("r", "Permit", &all(&[action("read")]));
        policy(&[rule.replace("</Rule>", &format!("{condition}</Rule>"))])
    };
    let facts = Facts::default();
    assert_eq!(
        text(&with(never), &asks("read"), &facts),
        [
            "NotApplicable: the only rule of the policy does not apply",
            "  the rule r of the policy p would permit, if",
            "    its condition were true",
        ]
    );
    let always = never.replace("function:or", "function:and");
    let lines = text(&with(&always), &asks("read"), &facts);
    assert_eq!(lines.last().unwrap(), "  its condition is true");
    // A target that does not match hides what the condition would say.
    let other = explained(&with(never), &asks("write"), &facts).near_misses;
    assert!(!other[0].condition_is_false);
}

#[test]
fn an_attribute_that_is_missing_is_named() {
    let required = one_match(names::RESOURCE, "urn:test:case", "open", true);
    let policy = policy(&[rule("r", "Permit", &all(&[action("read"), required]))]);
    let why = "missing attribute urn:test:case of type http://www.w3.org/2001/XMLSchema#string in category urn:oasis:names:tc:xacml:3.0:attribute-category:resource";
    assert_eq!(
        text(&policy, &asks("read"), &Facts::default()),
        [
            "Indeterminate: the rule r of the policy p cannot be evaluated".to_owned(),
            format!("  {why}"),
            "  the rule r of the policy p would permit, if".to_owned(),
            format!("    this could be worked out: {why}"),
        ]
    );
}

#[test]
fn types_issuers_and_functions_that_matter_are_told() {
    let number = one_match(names::RESOURCE, "urn:test:n", "42", false)
        .replace(STRING, DataType::Integer.uri())
        .replace("string-equal", "integer-equal");
    let issued = one_match(names::RESOURCE, "urn:test:i", "x", false)
        .replace("MustBePresent", "Issuer=\"me\" MustBePresent");
    let pattern = one_match(names::RESOURCE, "urn:test:p", "^a", false)
        .replace("string-equal", "string-regexp-match");
    let policy = policy(&[rule("r", "Permit", &all(&[number, issued, pattern]))]);
    let request = Request::new()
        .resource("urn:test:n", "42")
        .resource("urn:test:i", "x");
    assert_eq!(
        text(&policy, &request, &Facts::default())[2..],
        [
            "    resource urn:test:n is integer \"42\"",
            "    and resource urn:test:i is \"x\", as \"me\" says",
            "    and string-regexp-match(\"^a\", resource urn:test:p) is true",
        ]
    );
}

#[test]
fn a_decision_without_a_rule_tells_who_decided() {
    let decided_by = |algorithm: &str, rules: &str, target: &str| {
        let algorithm =
            format!("urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:{algorithm}");
        let inside = format!("<Target>{target}</Target>{rules}");
        let policy = PolicyTree::parse(&policy_xml(&algorithm, &inside)).unwrap();
        text(&policy, &asks("read"), &Facts::default()).remove(0)
    };
    let (other, fails) = (all(&[action("other")]), all(&[missing()]));
    let denies = rule("d", "Deny", &other).repeat(2);
    for (algorithm, rules, target, words) in [
        (
            "deny-unless-permit",
            denies.as_str(),
            "",
            "Deny: none of the 2 rules applies, and the policy denies then",
        ),
        (
            "permit-unless-deny",
            "",
            "",
            "Permit: the policy has no rules, and the policy permits then",
        ),
        (
            "deny-overrides",
            "",
            "",
            "NotApplicable: the policy has no rules",
        ),
        (
            "deny-overrides",
            &denies,
            &other,
            "NotApplicable: the policy is not about this request",
        ),
        (
            "permit-unless-deny",
            &denies,
            &fails,
            "Indeterminate: the policy as a whole cannot be evaluated",
        ),
        (
            "deny-overrides",
            &rule("r", "Permit", ""),
            "",
            "Permit: the rule r of the policy p permits, whoever asks for whatever",
        ),
    ] {
        assert_eq!(decided_by(algorithm, rules, target), words);
    }
}
