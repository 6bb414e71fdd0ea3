#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use super::*;
use crate::engine::facts::{Facts, RoleFact, SubjectUrn};
use crate::engine::testing::*;
use crate::engine::xacml::PolicyTree;
use crate::engine::{Decision, Request, decide, names};

const RESOURCE: &str = "dts-prøve";

fn action_named(name: &str) -> TableAction {
    TableAction::parse(name).unwrap()
}

fn table(rows: &[(&str, &str)]) -> PolicyTable {
    let mut table = PolicyTable::default();
    for (urn, actions) in rows {
        for action in actions.split(' ') {
            table.permit(TableSubject::parse(urn).unwrap(), action_named(action));
        }
    }
    table
}

fn read_xml(xml: &str) -> Reading {
    Reading::of(&PolicyTree::parse(xml).unwrap(), RESOURCE)
}

/// Subjects of every kind, some with letters that XML has to escape.
fn world() -> Vec<TableSubject> {
    let values = [
        "dagl",
        "ffør",
        "a&b<c>\"d'",
        "skd",
        "310501018",
        "skd:banker",
        "person",
    ];
    let of_kind = |kind| values.map(|value| TableSubject::new(kind, value).unwrap());
    SubjectKind::ALL.into_iter().flat_map(of_kind).collect()
}

const ACTIONS: [&str; 6] = ["read", "write", "sign", "les", "<&>", "READ"];

fn random_table(chance: &mut Chance) -> PolicyTable {
    let subjects = world();
    let mut table = PolicyTable::default();
    for _ in 0..chance.below(12) {
        let subject = subjects[chance.below(subjects.len())].clone();
        table.permit(subject, action_named(chance.pick(&ACTIONS)));
    }
    let mut level = || (!chance.is_one_in(3)).then(|| u8::try_from(chance.below(5)).unwrap());
    table.levels = Levels {
        person: level(),
        organization: level(),
    };
    table
}

/// What the engine is told of a subject: by its facts, or by the request where only that can tell.
fn known_as(subject: &TableSubject) -> (Request, Facts) {
    let (id, value) = (subject.kind().attribute_id(), subject.value());
    let mut facts = Facts::default();
    if !names::is_granted_by_facts(id) {
        return (Request::new().subject(id, value), facts);
    }
    match subject.kind() {
        SubjectKind::AccessPackage => facts.packages.push(package_fact(value)),
        SubjectKind::AccessList | SubjectKind::PartyType => {
            facts.traits.push(SubjectUrn::new(id, value));
        }
        _ => facts.roles.push(RoleFact {
            role: SubjectUrn::new(id, value),
            ..role_fact("urn:altinn:rolecode:x")
        }),
    }
    (Request::new(), facts)
}

#[test]
fn a_table_written_and_read_is_the_same_table() {
    let mut chance = Chance::new(7);
    for _ in 0..300 {
        let table = random_table(&mut chance);
        let xml = table.to_xml(RESOURCE);
        let read = read_xml(&xml);
        assert_eq!(read.beyond, []);
        assert_eq!(read.table, table, "{xml}");
        assert_eq!(read.table.to_xml(RESOURCE), xml);
    }
}

#[test]
fn the_engine_decides_a_written_table_as_it_reads() {
    let mut chance = Chance::new(11);
    let (mut permits, mut refusals) = (0, 0);
    for _ in 0..40 {
        let table = random_table(&mut chance);
        let policy = PolicyTree::parse_alone(&table.to_xml(RESOURCE)).unwrap();
        for subject in world() {
            let (base, facts) = known_as(&subject);
            for name in ACTIONS {
                let request = base
                    .clone()
                    .resource(names::RESOURCE_ID, RESOURCE)
                    .action(name);
                let outcome = decide(&policy, &request, &facts, now());
                let is_permitted = table.is_permitted(&subject, &action_named(name));
                let expected = match is_permitted {
                    true => Decision::Permit,
                    false => Decision::NotApplicable,
                };
                assert_eq!(outcome.decision, expected, "{} {name}", subject.urn());
                if is_permitted {
                    assert_eq!(outcome.required_level(false), table.levels.person);
                    let organization = table.levels.organization.or(table.levels.person);
                    assert_eq!(outcome.required_level(true), organization);
                }
                match is_permitted {
                    true => permits += 1,
                    false => refusals += 1,
                }
            }
        }
    }
    assert!(permits > 100 && refusals > 1000, "{permits} {refusals}");
}

#[test]
fn a_changed_row_changes_one_rule() {
    let before = table(&[
        ("urn:altinn:rolecode:dagl", "read write"),
        ("urn:altinn:accesspackage:fiske", "read"),
    ]);
    let mut after = before.clone();
    after.permit(
        TableSubject::parse("urn:altinn:rolecode:attst").unwrap(),
        action_named("read"),
    );
    let (before, after) = (before.to_xml(RESOURCE), after.to_xml(RESOURCE));
    let lines: BTreeSet<&str> = after.lines().collect();
    assert!(before.lines().all(|line| lines.contains(line)));
    assert!(after.contains("urn:altinn:resource:dts-prøve:rule:urn:altinn:rolecode:attst"));
}

#[test]
fn the_published_shape_is_read_whole() {
    let of_role = |code: &str| {
        one_match(names::SUBJECT, names::ROLE_CODE, code, false).replace(
            STRING_EQUAL,
            "urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case",
        )
    };
    let target = [
        any_of(&[
            &[of_role("DAGL")],
            &[subject(names::ACCESS_PACKAGE, "fiske")],
        ]),
        all(&[resource(RESOURCE)]),
        any_of(&[&[action("read")], &[action("write")]]),
    ]
    .concat();
    let inside = format!(
        "<Target/>{}{}",
        rule("1", "Permit", &target),
        obligation("o", "Permit")
    );
    let read = read_xml(&policy_xml(DENY_OVERRIDES, &inside));
    assert!(read.is_whole(), "{:?}", read.beyond);
    let mut expected = table(&[
        ("urn:altinn:rolecode:dagl", "read write"),
        ("urn:altinn:accesspackage:fiske", "read write"),
    ]);
    expected.levels.person = Some(3);
    assert_eq!(read.table, expected);
}

#[test]
fn what_does_not_fit_the_table_is_named_and_the_rest_is_read() {
    let good = || all(&[role("dagl"), resource(RESOURCE), action("read")]);
    let with = |extra: String| [good(), extra].concat();
    let in_subject = |matched: String| all(&[matched, resource(RESOURCE), action("read")]);
    let environment = one_match(names::ENVIRONMENT, "urn:x", "x", false);
    let cases: Vec<(&str, String, WhyBeyond)> = vec![
        ("Deny", good(), WhyBeyond::Deny),
        (
            "Permit",
            all(&[resource(RESOURCE), action("read")]),
            WhyBeyond::AnySubject,
        ),
        (
            "Permit",
            all(&[role("dagl"), resource(RESOURCE)]),
            WhyBeyond::AnyAction,
        ),
        (
            "Permit",
            all(&[role("dagl"), action("read")]),
            WhyBeyond::AnyResource,
        ),
        ("Permit", with(all(&[role("lede")])), WhyBeyond::Combined),
        (
            "Permit",
            with(all(&[environment])),
            WhyBeyond::Circumstances,
        ),
        (
            "Permit",
            with(all(&[one_match(
                names::RESOURCE,
                "urn:altinn:task",
                "Task_1",
                false,
            )])),
            WhyBeyond::OtherResource,
        ),
        (
            "Permit",
            all(&[role("dagl"), resource("another"), action("read")]),
            WhyBeyond::OtherResource,
        ),
        (
            "Permit",
            in_subject(subject("urn:altinn:userid", "7")),
            WhyBeyond::SubjectAttribute("urn:altinn:userid".into()),
        ),
        ("Permit", in_subject(role("DAGL")), WhyBeyond::Comparison),
        (
            "Permit",
            in_subject(one_match(names::SUBJECT, names::ROLE_CODE, "dagl", true)),
            WhyBeyond::Demanding,
        ),
        ("Permit", in_subject(role(" dagl")), WhyBeyond::OddValue),
        (
            "Permit",
            [
                any_of(&[&[role("a"), role("b")]]),
                all(&[resource(RESOURCE), action("read")]),
            ]
            .concat(),
            WhyBeyond::Combined,
        ),
        (
            "Permit",
            [
                any_of(&[&[role("a"), action("read")]]),
                all(&[resource(RESOURCE)]),
            ]
            .concat(),
            WhyBeyond::Combined,
        ),
    ];
    for (effect, target, why) in cases {
        let rules = [
            rule("odd", effect, &target),
            rule("good", "Permit", &good()),
        ]
        .concat();
        let read = read_xml(&policy_xml(DENY_OVERRIDES, &format!("<Target/>{rules}")));
        let name = RuleName {
            number: 1,
            id: "odd".into(),
        };
        assert_eq!(
            read.beyond,
            [Beyond {
                rule: Some(name),
                why: why.clone()
            }]
        );
        assert_eq!(
            read.table,
            table(&[("urn:altinn:rolecode:dagl", "read")]),
            "{why:?}"
        );
    }
}

#[test]
fn what_the_policy_says_as_a_whole_is_named_too() {
    let unless = DENY_OVERRIDES.replace("deny-overrides", "deny-unless-permit");
    let target = format!("<Target>{}</Target>", all(&[role("dagl")]));
    let strange = obligation("o", "Permit").replace(names::MINIMUM_LEVEL, "urn:test:other");
    let cases = [
        (policy_xml(&unless, "<Target/>"), WhyBeyond::Combining),
        (policy_xml(DENY_OVERRIDES, &target), WhyBeyond::PolicyTarget),
        (
            policy_xml(DENY_OVERRIDES, &format!("<Target/>{strange}")),
            WhyBeyond::Duties,
        ),
        (
            policy_xml(
                DENY_OVERRIDES,
                &format!("<Target/>{}", obligation("o", "Deny")),
            ),
            WhyBeyond::Duties,
        ),
    ];
    for (xml, why) in cases {
        let read = read_xml(&xml);
        assert_eq!(read.beyond, [Beyond { rule: None, why }]);
    }
    let set = policy_set_xml(
        "s",
        &DENY_OVERRIDES.replace("rule-combining", "policy-combining"),
        "<Target/>",
    );
    assert_eq!(
        read_xml(&set).beyond,
        [Beyond {
            rule: None,
            why: WhyBeyond::PolicySet
        }]
    );
}

#[test]
fn the_shipped_policies_are_read_whole() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sandbox/demo/policies");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let tree = PolicyTree::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let read = Reading::of(&tree, &id);
        assert!(
            read.is_whole() && !read.table.is_empty(),
            "{id}: {:?}",
            read.beyond
        );
    }
}
