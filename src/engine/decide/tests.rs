#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::engine::outcome::{DecidingFact, StatusCode};
use crate::engine::request::Attribute;
use crate::engine::testing::*;
use crate::engine::value::{DataType, Value};

const RESOURCE: &str = "tax";

/// Managers read and write, the payroll package reads, the owner deletes; level 3.
fn tax_policy() -> PolicyTree {
    let about =
        |subject: String, action_id: &str| all(&[subject, resource(RESOURCE), action(action_id)]);
    let owner = subject(names::ORG, "dts");
    let inside = [
        "<Target/>".to_owned(),
        rule("managers-read", "Permit", &about(role("dagl"), "read")),
        rule("managers-write", "Permit", &about(role("dagl"), "write")),
        rule(
            "payroll-reads",
            "Permit",
            &about(subject(names::ACCESS_PACKAGE, "lonn"), "read"),
        ),
        rule("owner-deletes", "Permit", &about(owner, "delete")),
        obligation("level", "Permit"),
    ];
    PolicyTree::parse(&policy_xml(DENY_OVERRIDES, &inside.concat())).unwrap()
}

fn asks(action: &str) -> Request {
    Request::new()
        .subject(names::USER_ID, "20001234")
        .resource(names::RESOURCE_ID, RESOURCE)
        .action(action)
}

fn with_delegation(resource_id: &str, action: &str) -> Facts {
    Facts {
        delegations: vec![delegated(resource_id, action)],
        ..Facts::default()
    }
}

fn decided(request: &Request, facts: &Facts) -> Outcome {
    decide(&tax_policy(), request, facts, now())
}

#[test]
fn a_role_permits_and_the_reason_names_it() {
    let facts = with_roles(&["urn:altinn:rolecode:lede", "urn:altinn:rolecode:dagl"]);
    let outcome = decided(&asks("read"), &facts);
    assert_eq!(outcome.decision, Decision::Permit);
    assert_eq!(outcome.status, Status::OK);
    assert_eq!(outcome.required_level(false), Some(3));
    let rule = Reason::Rule {
        policy: "p".into(),
        index: 0,
        id: "managers-read".into(),
        subject: Some(Basis::Role(1)),
    };
    assert_eq!(outcome.reason, rule);
    let deciding = DecidingFact::Role(&facts.roles[1]);
    assert_eq!(outcome.reason.fact(&facts), Some(deciding));
}

#[test]
fn a_package_permits() {
    let facts = Facts {
        packages: vec![package_fact("lonn")],
        ..Facts::default()
    };
    let outcome = decided(&asks("read"), &facts);
    assert_eq!(outcome.decision, Decision::Permit);
    let deciding = DecidingFact::Package(&facts.packages[0]);
    assert_eq!(outcome.reason.fact(&facts), Some(deciding));
    assert_eq!(
        decided(&asks("write"), &facts).decision,
        Decision::NotApplicable
    );
}

#[test]
fn a_request_cannot_bring_its_own_roles() {
    for (id, value) in [
        (names::ROLE_CODE, "dagl"),
        (names::ACCESS_PACKAGE, "lonn"),
        (names::ROLE, "hovedadministrator"),
        (names::EXTERNAL_ROLE_CCR, "daglig-leder"),
        (names::EXTERNAL_ROLE_CRA, "bank-ta-opp-laan"),
        (names::ACCESS_LIST, "dts:list"),
        (names::PARTY_TYPE, "organization"),
        (names::ESTATE_ROLE, "urn"),
    ] {
        let permitted = all(&[subject(id, value)]);
        let policy = policy(&[rule("r", "Permit", &permitted)]);
        let bold = asks("read").subject(id, value);
        let outcome = decide(&policy, &bold, &Facts::default(), now());
        assert_eq!(outcome.decision, Decision::NotApplicable, "{id}");
    }
}

#[test]
fn roles_of_another_kind_of_subject_are_not_believed_either() {
    let target = all(&[one_match(
        names::INTERMEDIARY_SUBJECT,
        names::ROLE_CODE,
        "dagl",
        false,
    )]);
    let policy = policy(&[rule("r", "Permit", &target)]);
    let attribute = Attribute::new(names::ROLE_CODE, Value::string("dagl"));
    let request = asks("read").with(names::INTERMEDIARY_SUBJECT, attribute);
    let outcome = decide(&policy, &request, &Facts::default(), now());
    assert_eq!(outcome.decision, Decision::NotApplicable);
}

#[test]
fn other_attributes_of_the_request_count() {
    let outcome = decided(
        &asks("delete").subject(names::ORG, "dts"),
        &Facts::default(),
    );
    assert_eq!(outcome.decision, Decision::Permit);
    let rule = Reason::Rule {
        policy: "p".into(),
        index: 3,
        id: "owner-deletes".into(),
        subject: Some(Basis::Request(1)),
    };
    assert_eq!(outcome.reason, rule);
}

#[test]
fn a_delegated_right_permits_with_the_policys_obligations() {
    let facts = with_delegation(RESOURCE, "Read");
    let outcome = decided(&asks("read"), &facts);
    assert_eq!(outcome.decision, Decision::Permit);
    assert_eq!(outcome.required_level(false), Some(3));
    let deciding = DecidingFact::Delegation(&facts.delegations[0]);
    assert_eq!(outcome.reason.fact(&facts), Some(deciding));
}

#[test]
fn a_delegated_right_reaches_no_further_than_its_resource_and_action() {
    let facts = with_delegation(RESOURCE, "read");
    let decision = |request: Request| decided(&request, &facts).decision;
    assert_eq!(decision(asks("write")), Decision::NotApplicable);
    let other = Request::new()
        .resource(names::RESOURCE_ID, "other")
        .action("read");
    assert_eq!(decision(other), Decision::NotApplicable);
    let both_resources = asks("read").resource(names::RESOURCE_ID, "other");
    assert_eq!(decision(both_resources), Decision::NotApplicable);
    assert_eq!(
        decision(asks("read").action("write")),
        Decision::NotApplicable
    );
    assert_eq!(decision(Request::new()), Decision::NotApplicable);
}

#[test]
fn a_right_that_left_the_policy_is_gone() {
    let facts = with_delegation(RESOURCE, "sign");
    assert_eq!(
        decided(&asks("sign"), &facts).decision,
        Decision::NotApplicable
    );
}

#[test]
fn what_nobody_has_by_role_or_package_cannot_be_delegated() {
    let facts = with_delegation(RESOURCE, "delete");
    assert_eq!(
        decided(&asks("delete"), &facts).decision,
        Decision::NotApplicable
    );
    let free_for_all = policy(&[rule(
        "r",
        "Permit",
        &all(&[resource("other"), action("read")]),
    )]);
    let outcome = decide(
        &free_for_all,
        &asks("read"),
        &with_delegation(RESOURCE, "read"),
        now(),
    );
    assert_eq!(outcome.decision, Decision::NotApplicable);
}

#[test]
fn a_delegation_overrides_neither_deny_nor_indeterminate() {
    let permit = rule(
        "p",
        "Permit",
        &all(&[role("dagl"), resource(RESOURCE), action("read")]),
    );
    let facts = with_delegation(RESOURCE, "read");
    let decision = |other: String| {
        decide(
            &policy(&[permit.clone(), other]),
            &asks("read"),
            &facts,
            now(),
        )
        .decision
    };
    assert_eq!(
        decision(rule("d", "Deny", &all(&[action("read")]))),
        Decision::Deny
    );
    assert_eq!(
        decision(rule("d", "Deny", &all(&[missing()]))),
        Decision::Indeterminate
    );
    assert_eq!(
        decision(rule("d", "Deny", &all(&[action("write")]))),
        Decision::Permit
    );
}

#[test]
fn a_delegation_does_not_reach_past_the_policys_target() {
    let permit = rule(
        "p",
        "Permit",
        &all(&[role("dagl"), resource(RESOURCE), action("read")]),
    );
    let inside = format!("<Target>{}</Target>{permit}", all(&[resource("other")]));
    let policy = PolicyTree::parse(&policy_xml(DENY_OVERRIDES, &inside)).unwrap();
    let outcome = decide(
        &policy,
        &asks("read"),
        &with_delegation(RESOURCE, "read"),
        now(),
    );
    assert_eq!(
        (outcome.decision, outcome.reason),
        (Decision::NotApplicable, Reason::Policy)
    );
}

#[test]
fn rights_to_one_task_are_not_rights_to_another() {
    let task = |task: &str| one_match(names::RESOURCE, "urn:altinn:task", task, false);
    let target = all(&[
        role("dagl"),
        resource(RESOURCE),
        task("Task_1"),
        action("read"),
    ]);
    let policy = policy(&[rule("p", "Permit", &target)]);
    let facts = with_delegation(RESOURCE, "read");
    let decision = |task: &str| {
        let request = asks("read").resource("urn:altinn:task", task);
        decide(&policy, &request, &facts, now()).decision
    };
    assert_eq!(decision("Task_1"), Decision::Permit);
    assert_eq!(decision("Task_2"), Decision::NotApplicable);
}

#[test]
fn obligations_of_the_rule_go_with_a_delegated_right() {
    let duty = obligation("strict", "Permit").replace(">3<", ">4<");
    let target = all(&[role("dagl"), resource(RESOURCE), action("read")]);
    let strict = rule("p", "Permit", &target).replace("</Rule>", &format!("{duty}</Rule>"));
    let outcome = decide(
        &policy(&[strict]),
        &asks("read"),
        &with_delegation(RESOURCE, "read"),
        now(),
    );
    assert_eq!(outcome.decision, Decision::Permit);
    assert_eq!(outcome.required_level(false), Some(4));
}

#[test]
fn a_missing_attribute_is_named_in_the_status() {
    let required = one_match(names::RESOURCE, names::RESOURCE_ID, RESOURCE, true);
    let policy = policy(&[rule("r", "Permit", &all(&[required]))]);
    let outcome = decide(
        &policy,
        &Request::new().action("read"),
        &Facts::default(),
        now(),
    );
    assert_eq!(outcome.decision, Decision::Indeterminate);
    assert_eq!(outcome.status.code, StatusCode::MissingAttribute);
    assert!(outcome.status.message.unwrap().contains(names::RESOURCE_ID));
    assert!(matches!(outcome.reason, Reason::Rule { index: 0, .. }));
}

#[test]
fn the_current_time_is_there_unless_the_request_brings_it() {
    for (id, data_type, value) in [
        (names::CURRENT_TIME, DataType::Time, "13:30:00+01:00"),
        (names::CURRENT_DATE, DataType::Date, "2026-11-22Z"),
        (
            names::CURRENT_DATE_TIME,
            DataType::DateTime,
            "2026-11-22T12:30:00Z",
        ),
    ] {
        let matching = one_match(names::ENVIRONMENT, id, value, true)
            .replace(STRING, data_type.uri())
            .replace("string-equal", &format!("{}-equal", data_type.short_name()));
        let policy = policy(&[rule("r", "Permit", &all(&[matching]))]);
        let decision =
            |request: &Request| decide(&policy, request, &Facts::default(), now()).decision;
        assert_eq!(decision(&asks("read")), Decision::Permit, "{id}");
        let other =
            Value::parse(data_type, &value.replace("22", "21").replace("30", "31")).unwrap();
        let own_time = asks("read").with(names::ENVIRONMENT, Attribute::new(id, other));
        assert_eq!(decision(&own_time), Decision::NotApplicable, "{id}");
    }
}

#[test]
fn wanted_attributes_are_returned_with_every_decision() {
    let wanted = Attribute {
        include_in_result: true,
        ..Attribute::new(names::PARTY_ID, Value::string("50001"))
    };
    let request = asks("read").with(names::RESOURCE, wanted.clone());
    for facts in [Facts::default(), with_roles(&["urn:altinn:rolecode:dagl"])] {
        let returned = decided(&request, &facts).returned;
        assert_eq!(returned.len(), 1);
        assert_eq!(returned[0].attributes, std::slice::from_ref(&wanted));
    }
}

#[test]
fn only_permit_rules_of_the_known_shape_hold_a_right() {
    let about = [resource(RESOURCE), action("read")];
    let issued = role("dagl").replace("MustBePresent", "Issuer=\"me\" MustBePresent");
    let mixed = any_of(&[&[role("dagl")], &[resource(RESOURCE)], &about]);
    for (effect, target) in [
        ("Deny", all(&[role("dagl")]) + &all(&about)),
        ("Permit", all(&[issued]) + &all(&about)),
        (
            "Permit",
            [
                all(&[role("dagl")]),
                all(&about),
                mixed.replace("dagl", "lede"),
            ]
            .concat(),
        ),
    ] {
        let policy = policy(&[rule("r", effect, &target)]);
        let facts = with_delegation(RESOURCE, "read");
        let outcome = decide(&policy, &asks("read"), &facts, now());
        assert_eq!(outcome.decision, Decision::NotApplicable, "{target}");
    }
}

/// Denies whoever is `blocked` in the content; costs the square of the number of its elements.
fn blocking_policy() -> PolicyTree {
    let denies = r#"<Rule RuleId="blocked" Effect="Deny"><Condition><Apply FunctionId="urn:oasis:names:tc:xacml:1.0:function:string-is-in"><AttributeValue DataType="http://www.w3.org/2001/XMLSchema#string">yes</AttributeValue><AttributeSelector Category="urn:oasis:names:tc:xacml:3.0:attribute-category:resource" Path="//*[count(//blocked) = 1 and self::blocked]/text()" DataType="http://www.w3.org/2001/XMLSchema#string" MustBePresent="false"/></Apply></Condition></Rule>"#;
    let inside = format!("<Target/>{denies}");
    let unless = "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:permit-unless-deny";
    PolicyTree::parse(&policy_xml(unless, &inside)).unwrap()
}

#[test]
fn a_deny_that_is_too_costly_to_find_does_not_become_a_permit() {
    let asked = |padding: usize| {
        let xml = format!("<r>{}<blocked>yes</blocked></r>", "<a/>".repeat(padding));
        let mut request = asks("read");
        let resource = request.categories.iter_mut();
        let resource = resource.filter(|category| category.id == names::RESOURCE);
        for category in resource {
            std::sync::Arc::make_mut(category).content =
                Some(crate::engine::xpath::Content::parse(&xml).unwrap());
        }
        decide(&blocking_policy(), &request, &Facts::default(), now())
    };
    assert_eq!(asked(1).decision, Decision::Deny);
    let outcome = asked(3_000);
    assert_eq!(outcome.decision, Decision::Indeterminate);
    assert_eq!(outcome.status.code, StatusCode::ProcessingError);
}

#[test]
fn variables_that_double_each_other_fill_no_memory() {
    let variable = |place: usize| {
        let below = match place {
            0 => r#"<AttributeValue DataType="http://www.w3.org/2001/XMLSchema#string">ab</AttributeValue>"#
                .to_owned(),
            _ => format!(r#"<VariableReference VariableId="v{}"/>"#, place - 1),
        };
        format!(
            r#"<VariableDefinition VariableId="v{place}"><Apply FunctionId="urn:oasis:names:tc:xacml:2.0:function:string-concatenate">{below}{below}</Apply></VariableDefinition>"#
        )
    };
    let variables: String = (0..40).map(variable).collect();
    let condition = r#"<Rule RuleId="r" Effect="Permit"><Condition><Apply FunctionId="urn:oasis:names:tc:xacml:1.0:function:string-equal"><VariableReference VariableId="v39"/><AttributeValue DataType="http://www.w3.org/2001/XMLSchema#string">x</AttributeValue></Apply></Condition></Rule>"#;
    let inside = format!("<Target/>{variables}{condition}");
    let policy = PolicyTree::parse(&policy_xml(DENY_OVERRIDES, &inside)).unwrap();
    let outcome = decide(&policy, &asks("read"), &Facts::default(), now());
    assert_eq!(outcome.decision, Decision::Indeterminate);
    assert_eq!(outcome.status.code, StatusCode::ProcessingError);
}
