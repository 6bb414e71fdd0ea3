//! Short ways to write policies and facts in tests.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use uuid::Uuid;

use crate::domain::Timestamp;

use super::facts::{
    DelegatedRight, Facts, Grant, PackageFact, PackageSource, RoleFact, RoleSource, SubjectUrn,
};
use super::names;
use super::xacml::PolicyTree;

pub const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
pub const STRING_EQUAL: &str = "urn:oasis:names:tc:xacml:1.0:function:string-equal";
pub const DENY_OVERRIDES: &str =
    "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides";

/// One string match; `required` is `MustBePresent`.
pub fn one_match(category: &str, id: &str, value: &str, required: bool) -> String {
    format!(
        r#"<Match MatchId="{STRING_EQUAL}"><AttributeValue DataType="{STRING}">{value}</AttributeValue><AttributeDesignator Category="{category}" AttributeId="{id}" DataType="{STRING}" MustBePresent="{required}"/></Match>"#
    )
}

pub fn subject(id: &str, value: &str) -> String {
    one_match(names::SUBJECT, id, value, false)
}

pub fn role(code: &str) -> String {
    subject(names::ROLE_CODE, code)
}

pub fn action(action: &str) -> String {
    one_match(names::ACTION, names::ACTION_ID, action, false)
}

pub fn resource(id: &str) -> String {
    one_match(names::RESOURCE, names::RESOURCE_ID, id, false)
}

/// A match that is Indeterminate against every request: nobody brings this attribute.
pub fn missing() -> String {
    one_match(names::ENVIRONMENT, "urn:test:missing", "x", true)
}

/// Alternatives of matches that belong together.
pub fn any_of(alternatives: &[&[String]]) -> String {
    let all_of = |matches: &&[String]| format!("<AllOf>{}</AllOf>", matches.concat());
    let alternatives: String = alternatives.iter().map(all_of).collect();
    format!("<AnyOf>{alternatives}</AnyOf>")
}

/// A target in which each of the matches must hold.
pub fn all(matches: &[String]) -> String {
    matches
        .iter()
        .map(|one| any_of(&[std::slice::from_ref(one)]))
        .collect()
}

pub fn rule(id: &str, effect: &str, target: &str) -> String {
    format!(r#"<Rule RuleId="{id}" Effect="{effect}"><Target>{target}</Target></Rule>"#)
}

pub fn obligation(id: &str, fulfill_on: &str) -> String {
    format!(
        r#"<ObligationExpressions><ObligationExpression ObligationId="{id}" FulfillOn="{fulfill_on}"><AttributeAssignmentExpression AttributeId="a" Category="{}"><AttributeValue DataType="http://www.w3.org/2001/XMLSchema#integer">3</AttributeValue></AttributeAssignmentExpression></ObligationExpression></ObligationExpressions>"#,
        names::MINIMUM_LEVEL
    )
}

/// The XML of a policy with this inside.
pub fn policy_xml(algorithm: &str, inside: &str) -> String {
    format!(
        r#"<Policy xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicyId="p" Version="1.0" RuleCombiningAlgId="{algorithm}">{inside}</Policy>"#
    )
}

/// The XML of a policy set with this inside.
pub fn policy_set_xml(id: &str, algorithm: &str, inside: &str) -> String {
    format!(
        r#"<PolicySet xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicySetId="{id}" Version="1.0" PolicyCombiningAlgId="{algorithm}">{inside}</PolicySet>"#
    )
}

/// A deny-overrides policy with an empty target.
pub fn policy(rules: &[String]) -> PolicyTree {
    let inside = format!("<Target/>{}", rules.concat());
    PolicyTree::parse(&policy_xml(DENY_OVERRIDES, &inside)).unwrap()
}

pub fn role_fact(urn: &str) -> RoleFact {
    RoleFact {
        role: SubjectUrn::parse(urn).unwrap(),
        held_at: Uuid::from_u128(1),
        through: RoleSource::Direct,
    }
}

pub fn package_fact(name: &str) -> PackageFact {
    PackageFact {
        package: SubjectUrn::package(name),
        source: PackageSource::Assigned(Grant {
            delegation: Uuid::from_u128(2),
            from_party: Uuid::from_u128(1),
            received_by: Uuid::from_u128(5),
            given_by: Uuid::from_u128(4),
            given_at: now(),
        }),
    }
}

pub fn delegated(resource_id: &str, action: &str) -> DelegatedRight {
    DelegatedRight {
        delegation: Uuid::from_u128(3),
        resource_id: resource_id.to_owned(),
        action: action.to_owned(),
        from_party: Uuid::from_u128(1),
        received_by: Uuid::from_u128(5),
        given_by: Uuid::from_u128(4),
        given_at: now(),
    }
}

pub fn with_roles(urns: &[&str]) -> Facts {
    Facts {
        roles: urns.iter().map(|urn| role_fact(urn)).collect(),
        ..Facts::default()
    }
}

pub fn now() -> Timestamp {
    Timestamp::from_datetime(time::macros::datetime!(2026-11-22 12:30:00 UTC))
}

/// Numbers that look like chance and are the same in every run (xorshift64*, Vigna 2016).
pub struct Chance(u64);

impl Chance {
    /// Any seed gives its own numbers, but zero gives those of one.
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number below the limit, which is not zero.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap() % limit
    }

    pub fn is_one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }
}
