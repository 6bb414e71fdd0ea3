//! Policies as service owners upload them: XACML 3.0 in the profile that published policies keep to.

use fullmakt::engine::names;

use crate::rules::{Policy, Rule};

const EQUAL: &str = "urn:oasis:names:tc:xacml:1.0:function:string-equal";
const EQUAL_IN_ANY_CASE: &str = "urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case";
const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
const INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";

/// The XML of a policy.
pub fn write(policy: &Policy) -> String {
    let id = &policy.resource;
    let rules: String = policy
        .rules
        .iter()
        .enumerate()
        .map(|(number, rule)| write_rule(id, number + 1, rule))
        .collect();
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<xacml:Policy xmlns:xacml="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicyId="urn:altinn:resource:{id}" Version="1.0" RuleCombiningAlgId="urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides">
  <xacml:Target/>
{rules}  <xacml:ObligationExpressions>
    <xacml:ObligationExpression ObligationId="urn:altinn:obligation:authenticationLevel1" FulfillOn="Permit">
      <xacml:AttributeAssignmentExpression AttributeId="urn:altinn:obligation1-assignment1" Category="{}">
        <xacml:AttributeValue DataType="{INTEGER}">{}</xacml:AttributeValue>
      </xacml:AttributeAssignmentExpression>
    </xacml:ObligationExpression>
  </xacml:ObligationExpressions>
</xacml:Policy>
"#,
        names::MINIMUM_LEVEL,
        policy.level
    )
}

fn write_rule(resource: &str, number: usize, rule: &Rule) -> String {
    let subjects: String = rule
        .subjects
        .iter()
        .map(|urn| all_of(&subject(urn)))
        .collect();
    let resource_match = a_match(EQUAL, names::RESOURCE, names::RESOURCE_ID, resource);
    let action = a_match(EQUAL, names::ACTION, names::ACTION_ID, rule.action);
    format!(
        r#"  <xacml:Rule RuleId="urn:altinn:resource:{resource}:ruleid:{number}" Effect="Permit">
    <xacml:Target>
      <xacml:AnyOf>
{subjects}      </xacml:AnyOf>
      <xacml:AnyOf>
{}      </xacml:AnyOf>
      <xacml:AnyOf>
{}      </xacml:AnyOf>
    </xacml:Target>
  </xacml:Rule>
"#,
        all_of(&resource_match),
        all_of(&action)
    )
}

/// Roles are compared whatever their case, and old role codes are written in capitals.
fn subject(urn: &str) -> String {
    let (id, value) = urn.rsplit_once(':').expect("a urn of the reference data");
    match id {
        names::ACCESS_PACKAGE => a_match(EQUAL, names::SUBJECT, id, value),
        names::ROLE_CODE => a_match(
            EQUAL_IN_ANY_CASE,
            names::SUBJECT,
            id,
            &value.to_ascii_uppercase(),
        ),
        _ => a_match(EQUAL_IN_ANY_CASE, names::SUBJECT, id, value),
    }
}

fn all_of(a_match: &str) -> String {
    format!("        <xacml:AllOf>\n{a_match}        </xacml:AllOf>\n")
}

fn a_match(function: &str, category: &str, id: &str, value: &str) -> String {
    format!(
        r#"          <xacml:Match MatchId="{function}">
            <xacml:AttributeValue DataType="{STRING}">{value}</xacml:AttributeValue>
            <xacml:AttributeDesignator AttributeId="{id}" Category="{category}" DataType="{STRING}" MustBePresent="false"/>
          </xacml:Match>
"#
    )
}
