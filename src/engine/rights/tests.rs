#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::engine::testing::*;

fn summary(right: &Right) -> (String, String, Vec<Vec<String>>) {
    let text = |attribute: &RightAttribute| attribute.value.text().into_owned();
    let texts = |attributes: &Vec<RightAttribute>| attributes.iter().map(text).collect();
    let resource: Vec<String> = texts(&right.resource);
    let subjects = right.subjects.iter().map(texts).collect();
    (text(&right.action), resource.join("+"), subjects)
}

fn alternatives(matches: &[String]) -> String {
    let alternatives: Vec<&[String]> = matches.iter().map(std::slice::from_ref).collect();
    any_of(&alternatives)
}

#[test]
fn rules_become_rights_and_the_same_right_stands_once() {
    let both = alternatives(&[action("read"), action("write")]);
    let policy = policy(&[
        rule(
            "1",
            "Permit",
            &[
                alternatives(&[role("dagl"), role("lede")]),
                all(&[resource("a")]),
                both,
            ]
            .concat(),
        ),
        rule(
            "2",
            "Permit",
            &all(&[
                subject(names::ACCESS_PACKAGE, "lonn"),
                resource("a"),
                action("READ"),
            ]),
        ),
        rule(
            "3",
            "Deny",
            &all(&[role("revi"), resource("a"), action("sign")]),
        ),
    ]);
    let rights: Vec<_> = policy.rights().iter().map(summary).collect();
    let list = |names: &[&str]| -> Vec<Vec<String>> {
        names.iter().map(|name| vec![(*name).to_owned()]).collect()
    };
    assert_eq!(
        rights,
        [
            (
                "read".to_owned(),
                "a".to_owned(),
                list(&["dagl", "lede", "lonn"])
            ),
            ("write".to_owned(), "a".to_owned(), list(&["dagl", "lede"])),
        ]
    );
}

#[test]
fn several_subject_attributes_that_belong_together_stay_together() {
    let pair = any_of(&[&[role("dagl"), subject(names::ACCESS_PACKAGE, "lonn")]]);
    let policy = policy(&[rule(
        "1",
        "Permit",
        &[pair, all(&[resource("a"), action("read")])].concat(),
    )]);
    let rights = policy.rights();
    assert_eq!(summary(&rights[0]).2, [["dagl", "lonn"]]);
}

#[test]
fn the_policys_own_target_is_part_of_every_right() {
    let inside = format!(
        "<Target>{}</Target>{}",
        all(&[resource("a")]),
        rule("1", "Permit", &all(&[role("dagl"), action("read")]))
    );
    let policy = PolicyTree::parse(&policy_xml(DENY_OVERRIDES, &inside)).unwrap();
    assert_eq!(policy.rights()[0].resource_id().unwrap(), "a");
}

#[test]
fn only_rights_by_role_or_package_can_be_passed_on() {
    let right = |subject: String| {
        let target = all(&[subject, resource("a"), action("read")]);
        policy(&[rule("1", "Permit", &target)]).rights().remove(0)
    };
    assert!(right(role("dagl")).is_delegable());
    assert!(right(subject(names::EXTERNAL_ROLE_CCR, "daglig-leder")).is_delegable());
    assert!(!right(subject(names::ORG, "dts")).is_delegable());
    assert!(!right(subject(names::ORGANIZATION_NUMBER, "999888777")).is_delegable());
}

#[test]
fn rules_of_another_shape_give_no_rights() {
    let mixed = any_of(&[&[role("dagl")], &[action("read")]]);
    let two_actions = any_of(&[&[
        action("read"),
        one_match(names::ACTION, "urn:how", "fast", false),
    ]]);
    for target in [
        [mixed, all(&[resource("a"), action("read")])].concat(),
        [two_actions, all(&[role("dagl"), resource("a")])].concat(),
        all(&[role("dagl"), resource("a")]),
    ] {
        assert_eq!(
            policy(&[rule("1", "Permit", &target)]).rights(),
            [],
            "{target}"
        );
    }
}

#[test]
fn a_policy_cannot_explode() {
    let many: Vec<String> = (0..10).map(|n| role(&n.to_string())).collect();
    let target = [
        alternatives(&many).repeat(20),
        all(&[resource("a"), action("read")]),
    ]
    .concat();
    assert_eq!(policy(&[rule("1", "Permit", &target)]).rights(), []);
    let block = |name: &str| {
        let twenty = |one: &dyn Fn(&str) -> String| {
            let all: Vec<String> = (0..20).map(|n| one(&format!("{name}{n}"))).collect();
            alternatives(&all)
        };
        let target = [
            twenty(&|n| role(n)),
            twenty(&|n| resource(n)),
            twenty(&|n| action(n)),
        ];
        rule(name, "Permit", &target.concat())
    };
    let rights = policy(&[block("a"), block("b")]).rights();
    assert_eq!((rights.len(), rights[0].subjects.len()), (400, 20));
}
