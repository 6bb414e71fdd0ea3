//! Policies, requests and facts by chance: what the index decides is what a look at every rule decides.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;

use crate::engine::decide::answer;
use crate::engine::facts::{DelegatedRight, Facts, PackageFact, SubjectUrn};
use crate::engine::names;
use crate::engine::outcome::{Basis, Decision, Outcome, Reason};
use crate::engine::query::Query;
use crate::engine::request::{Attribute, Request};
use crate::engine::testing::*;
use crate::engine::value::{DataType, Value};
use crate::engine::xacml::PolicyTree;

const ALGORITHMS: [&str; 10] = [
    "3.0:rule-combining-algorithm:deny-overrides",
    "3.0:rule-combining-algorithm:ordered-deny-overrides",
    "3.0:rule-combining-algorithm:permit-overrides",
    "3.0:rule-combining-algorithm:ordered-permit-overrides",
    "3.0:rule-combining-algorithm:deny-unless-permit",
    "3.0:rule-combining-algorithm:permit-unless-deny",
    "1.0:rule-combining-algorithm:first-applicable",
    "1.0:rule-combining-algorithm:deny-overrides",
    "1.0:rule-combining-algorithm:permit-overrides",
    "1.1:rule-combining-algorithm:ordered-deny-overrides",
];

/// Equal to each other in part only, whether case counts or not. The sigmas have two lower cases, the `K` of Kelvin
/// shares that of the letter.
const TEXTS: [&str; 12] = [
    "read", "READ", "write", "Blåbær", "BLÅBÆR", "blåbær", "ΟΔΟΣ", "οδος", "\u{212a}", "k", "42",
    "Straße",
];

/// Categories with attributes that policies and requests have in common.
const PLACES: [(&str, &[&str]); 6] = [
    (
        names::SUBJECT,
        &[
            names::ROLE_CODE,
            names::ACCESS_PACKAGE,
            names::EXTERNAL_ROLE_CCR,
            names::USER_ID,
            names::PARTY_TYPE,
            "urn:altinn:RoleCode",
        ],
    ),
    (names::RESOURCE, &[names::RESOURCE_ID, "urn:test:other"]),
    (names::ACTION, &[names::ACTION_ID]),
    (names::ENVIRONMENT, &["urn:test:where", names::CURRENT_DATE]),
    (
        names::INTERMEDIARY_SUBJECT,
        &[names::ROLE_CODE, names::USER_ID],
    ),
    ("urn:test:category", &["urn:test:other"]),
];

/// Function, data type; the first three can be indexed.
const FUNCTIONS: [(&str, DataType); 7] = [
    ("1.0:function:string-equal", DataType::String),
    ("3.0:function:string-equal-ignore-case", DataType::String),
    ("1.0:function:anyURI-equal", DataType::AnyUri),
    ("1.0:function:string-regexp-match", DataType::String),
    ("3.0:function:string-contains", DataType::String),
    ("1.0:function:string-greater-than", DataType::String),
    ("1.0:function:integer-equal", DataType::Integer),
];

/// Fewer than are read, since rules are doubled.
const MAX_PATTERNS: usize = 20;

/// Mostly one of two, so that much matches.
fn text(chance: &mut Chance) -> &'static str {
    let few = !chance.is_one_in(4);
    chance.pick(if few { &TEXTS[..2] } else { &TEXTS })
}

/// Mostly the first; of the subject's any, since a request cannot state most of them.
fn one_id(chance: &mut Chance, ids: &[&'static str]) -> &'static str {
    let first = ids.len() < 3 && !chance.is_one_in(3);
    if first { ids[0] } else { chance.pick(ids) }
}

/// How wild the matches of a policy are. In tame ones most rules can be indexed, as in real policies.
#[derive(Clone, Copy)]
struct Wildness(usize);

struct Writer<'c> {
    chance: &'c mut Chance,
    wildness: Wildness,
    patterns: usize,
}

impl Writer<'_> {
    fn is_wild(&mut self) -> bool {
        self.chance.is_one_in(self.wildness.0)
    }

    fn one_match(&mut self, place: usize) -> String {
        let (category, ids) = PLACES[place];
        let id = one_id(self.chance, ids);
        let wild = self.is_wild();
        let known = if wild { FUNCTIONS.len() } else { 3 };
        let (mut function, data_type) = FUNCTIONS[self.chance.below(known)];
        if function.ends_with("regexp-match") {
            self.patterns += 1;
            if self.patterns > MAX_PATTERNS {
                function = "3.0:function:string-contains";
            }
        }
        let value = match data_type {
            DataType::Integer => "42",
            _ => text(self.chance),
        };
        let required = self.is_wild() && self.chance.is_one_in(2);
        let issuer = match self.is_wild() && self.chance.is_one_in(2) {
            true => "Issuer=\"me\"",
            false => "",
        };
        let data_type = data_type.uri();
        format!(
            r#"<Match MatchId="urn:oasis:names:tc:xacml:{function}"><AttributeValue DataType="{data_type}">{value}</AttributeValue><AttributeDesignator Category="{category}" AttributeId="{id}" DataType="{data_type}" {issuer} MustBePresent="{required}"/></Match>"#
        )
    }

    /// Nearly always about one category.
    fn any_of(&mut self) -> String {
        let place = self.place();
        let mixed = self.chance.is_one_in(5);
        let all_of = |writer: &mut Self| {
            let count = 1 + writer.chance.below(5) / 3;
            let matches: Vec<String> = (0..count)
                .map(|_| {
                    let place = if mixed { writer.place() } else { place };
                    writer.one_match(place)
                })
                .collect();
            matches
        };
        let count = 1 + self.chance.below(4);
        let alternatives: Vec<Vec<String>> = (0..count).map(|_| all_of(self)).collect();
        let alternatives: Vec<&[String]> = alternatives.iter().map(Vec::as_slice).collect();
        any_of(&alternatives)
    }

    /// More often about subject, resource and action.
    fn place(&mut self) -> usize {
        let wide = self.chance.is_one_in(4);
        self.chance.below(if wide { PLACES.len() } else { 3 })
    }

    fn condition(&mut self) -> String {
        let (category, id) = (names::RESOURCE, "urn:test:other");
        let designator = format!(
            r#"<AttributeDesignator Category="{category}" AttributeId="{id}" DataType="{STRING}" MustBePresent="false"/>"#
        );
        let value = format!(
            r#"<AttributeValue DataType="{STRING}">{}</AttributeValue>"#,
            text(self.chance)
        );
        let apply = |function: &str, arguments: &str| {
            format!(
                r#"<Apply FunctionId="urn:oasis:names:tc:xacml:1.0:function:{function}">{arguments}</Apply>"#
            )
        };
        // Fails without exactly one such attribute.
        let only = apply("string-one-and-only", &designator);
        let inside = match self.chance.below(4) {
            0 => apply("and", ""),
            1 => apply("or", ""),
            2 => apply("string-is-in", &(value + &designator)),
            _ => apply("string-equal", &(value + &only)),
        };
        format!("<Condition>{inside}</Condition>")
    }

    fn obligation(&mut self) -> String {
        let id = format!("o{}", self.chance.below(50));
        let effect = self.chance.pick(&["Permit", "Deny"]);
        let duty = obligation(&id, effect);
        if self.chance.is_one_in(6) {
            // Fails without such an attribute.
            let from = duty.find("<AttributeValue").unwrap();
            let to = duty.find("</AttributeAssignmentExpression>").unwrap();
            let designator = format!(
                r#"<AttributeDesignator Category="{}" AttributeId="urn:test:other" DataType="{STRING}" MustBePresent="true"/>"#,
                names::RESOURCE
            );
            return format!("{}{designator}{}", &duty[..from], &duty[to..]);
        }
        duty
    }

    fn rule(&mut self, index: usize) -> String {
        let parts = match self.chance.is_one_in(10) {
            true => 0,
            false => 1 + self.chance.below(4),
        };
        let target: String = (0..parts).map(|_| self.any_of()).collect();
        let effect = self.chance.pick(&["Permit", "Permit", "Deny"]);
        let condition = match self.chance.is_one_in(5) {
            true => self.condition(),
            false => String::new(),
        };
        let duties = match self.chance.is_one_in(5) {
            true => self.obligation(),
            false => String::new(),
        };
        format!(
            r#"<Rule RuleId="r{index}" Effect="{effect}"><Target>{target}</Target>{condition}{duties}</Rule>"#
        )
    }

    fn policy(&mut self, rules: usize) -> String {
        let algorithm = format!("urn:oasis:names:tc:xacml:{}", self.chance.pick(&ALGORITHMS));
        let target = match self.chance.is_one_in(6) {
            true => self.any_of(),
            false => String::new(),
        };
        let mut inside = format!("<Target>{target}</Target>");
        let mut last = String::new();
        for index in 0..rules {
            // The same target twice, as generated policies have it.
            if last.is_empty() || !self.chance.is_one_in(8) {
                last = self.rule(index);
            }
            inside.push_str(&last);
        }
        if self.chance.is_one_in(3) {
            inside.push_str(&self.obligation());
        }
        policy_xml(&algorithm, &inside)
    }
}

fn request(chance: &mut Chance) -> Request {
    let mut request = Request::new();
    request.return_policy_ids = chance.is_one_in(4);
    for (category, ids) in PLACES {
        if chance.is_one_in(5) {
            continue;
        }
        for _ in 0..chance.below(5) {
            let text = text(chance);
            let value = match chance.below(8) {
                0 => Value::AnyUri(text.into()),
                1 => Value::Integer(42),
                _ => Value::string(text),
            };
            let attribute = Attribute {
                issuer: chance.is_one_in(6).then(|| "me".to_owned()),
                include_in_result: chance.is_one_in(10),
                ..Attribute::new(one_id(chance, ids), value)
            };
            request.add(category, attribute);
        }
    }
    request
}

fn facts(chance: &mut Chance) -> Facts {
    let urn = |id: &str, text: &str| SubjectUrn::parse(&format!("{id}:{text}")).unwrap();
    let mut facts = Facts::default();
    for _ in 0..chance.below(5) {
        let id = chance.pick(&[names::ROLE_CODE, names::EXTERNAL_ROLE_CCR]);
        let role = urn(id, text(chance));
        facts.roles.push(role_fact(&role.urn()));
    }
    for _ in 0..chance.below(4) {
        facts.packages.push(PackageFact {
            package: urn(names::ACCESS_PACKAGE, text(chance)),
            ..package_fact("x")
        });
    }
    for _ in 0..chance.below(3) {
        let id = chance.pick(&[names::PARTY_TYPE, names::ACCESS_LIST]);
        facts.traits.push(SubjectUrn::new(id, text(chance)));
    }
    for _ in 0..chance.below(2) {
        let right: DelegatedRight = delegated(text(chance), text(chance));
        facts.delegations.push(right);
    }
    facts
}

fn decided(policy: &PolicyTree, request: &Request, facts: &Facts, uses_index: bool) -> Outcome {
    let mut query = Query::new(request, facts, now());
    query.uses_index = uses_index;
    answer(policy, query)
}

/// What the cases of a property were, so that it cannot hold for want of cases.
#[derive(Default)]
struct Seen {
    decisions: HashMap<&'static str, usize>,
    bases: HashMap<&'static str, usize>,
}

impl Seen {
    fn note(&mut self, outcome: &Outcome) {
        *self.decisions.entry(outcome.decision.name()).or_default() += 1;
        let basis = match &outcome.reason {
            Reason::Rule { subject, .. } => match subject {
                Some(Basis::Role(_)) => "role",
                Some(Basis::Package(_)) => "package",
                Some(Basis::Trait(_)) => "trait",
                Some(Basis::Request(_)) => "request",
                None => "no subject",
            },
            Reason::Delegation { .. } => "delegation",
            Reason::NoRule => "no rule",
            Reason::Policy | Reason::AccessList | Reason::NotEvaluated => "policy",
        };
        *self.bases.entry(basis).or_default() += 1;
    }

    fn check(&self) {
        for decision in [
            Decision::Permit,
            Decision::Deny,
            Decision::NotApplicable,
            Decision::Indeterminate,
        ] {
            let count = self.decisions.get(decision.name()).copied();
            assert!(count > Some(100), "{:?}", self.decisions);
        }
        for basis in [
            "role",
            "package",
            "trait",
            "request",
            "no subject",
            "no rule",
            "policy",
        ] {
            let count = self.bases.get(basis).copied();
            assert!(count > Some(20), "{basis}: {:?}", self.bases);
        }
        assert!(self.bases.contains_key("delegation"), "{:?}", self.bases);
    }
}

/// Number of rules, of policies with so many, and of questions to each. With 16 rules buckets begin.
const SIZES: [(usize, u64, usize); 8] = [
    (0, 10, 10),
    (1, 150, 15),
    (2, 150, 15),
    (5, 100, 15),
    (15, 30, 30),
    (16, 30, 30),
    (17, 30, 30),
    (200, 2, 100),
];

#[test]
fn the_index_decides_as_a_look_at_every_rule_does() {
    let mut seen = Seen::default();
    for (rules, policies, questions) in SIZES {
        for seed in 0..policies {
            let chance = &mut Chance::new(1 + seed + 1_000 * rules as u64);
            let wildness = Wildness(chance.pick(&[3, 10, 1_000]));
            let xml = Writer {
                chance,
                wildness,
                patterns: 0,
            }
            .policy(rules);
            let policy = PolicyTree::parse(&xml).unwrap_or_else(|error| panic!("{error} in {xml}"));
            for _ in 0..questions {
                let (request, facts) = (request(chance), facts(chance));
                let indexed = decided(&policy, &request, &facts, true);
                let general = decided(&policy, &request, &facts, false);
                assert_eq!(
                    indexed, general,
                    "{rules} rules, seed {seed}\n{request:?}\n{facts:?}\n{xml}"
                );
                seen.note(&general);
            }
        }
    }
    seen.check();
}
