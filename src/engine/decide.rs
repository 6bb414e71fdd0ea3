//! The decision: roles and packages first, then what was delegated.

use std::sync::Arc;

use crate::domain::Timestamp;

use super::context::{Clock, Context, Origin};
use super::facts::{DelegatedRight, Facts};
use super::names;
use super::outcome::{Basis, Decision, Outcome, Reason, Status, StatusCode};
use super::request::Request;
use super::xacml::{Cause, Effect, Evaluation, Extended, Matched, Policy, Problem, Rule, Verdict};

/// Decides a request by a resource's policy.
///
/// What the request says about the subject's roles, packages, access lists and party type is put aside; only
/// `facts` count. The environment attributes for the current time are added when they are absent. When the
/// policy does not apply, a delegated right to the requested action on the requested resource permits, as
/// long as the policy still holds that right. A Deny or Indeterminate of the policy stands.
pub fn decide(policy: &Policy, request: &Request, facts: &Facts, now: Timestamp) -> Outcome {
    let clock = Clock::at(now);
    let context = Context::new(request, facts, &clock);
    let mut evaluation = policy.evaluate(&context);
    let mut delegation = None;
    if evaluation.verdict == Verdict::NotApplicable {
        let stage = DelegationStage {
            policy,
            request,
            facts,
            context: &context,
        };
        if let Some((index, right, permitted)) = stage.permit() {
            evaluation = permitted;
            delegation = Some(Reason::Delegation {
                index,
                id: right.delegation,
            });
        }
    }
    let reason = delegation.unwrap_or_else(|| reason(policy, evaluation.cause));
    Outcome {
        decision: decision(evaluation.verdict),
        status: evaluation.problem.map_or(Status::OK, status),
        obligations: evaluation.obligations,
        advice: evaluation.advice,
        returned: request.returned(),
        reason,
    }
}

/// Looks for a delegated right after the policy itself did not apply.
struct DelegationStage<'a> {
    policy: &'a Policy,
    request: &'a Request,
    facts: &'a Facts,
    context: &'a Context<'a>,
}

impl<'a> DelegationStage<'a> {
    fn permit(&self) -> Option<(usize, &'a DelegatedRight, Evaluation<'a>)> {
        let (index, right) = self.delegated()?;
        let rules = self.covering_rules();
        (!rules.is_empty()).then(|| (index, right, self.permitted(&rules)))
    }

    /// A delegated right to what is asked for. A request for two resources or actions at once is for none.
    fn delegated(&self) -> Option<(usize, &'a DelegatedRight)> {
        let resource = self.request.single(names::RESOURCE, names::RESOURCE_ID);
        let action = self.request.single(names::ACTION, names::ACTION_ID);
        let (resource, action) = (resource.ok()??, action.ok()??);
        self.facts
            .delegations
            .iter()
            .enumerate()
            .find(|(_, right)| {
                right.resource_id == resource && right.action.eq_ignore_ascii_case(&action)
            })
    }

    /// The rules that hold the right today: what was given may since have been taken out of the policy.
    fn covering_rules(&self) -> Vec<&'a Rule> {
        if !matches!(self.policy.target.matched(self.context), Matched::Yes(_)) {
            return Vec::new();
        }
        let rules = self.policy.rules.iter();
        rules.filter(|rule| rule.covers(self.context)).collect()
    }

    /// Permit with what the policy and these rules demand of anybody who has the right.
    fn permitted(&self, rules: &[&'a Rule]) -> Evaluation<'a> {
        let own = self.policy.duties(Effect::Permit, self.context);
        let of_rules = rules.iter().map(|rule| rule.duties(self.context));
        let mut permit = Evaluation::plain(Verdict::Permit, Cause::NoRule);
        for duties in of_rules.chain([own]) {
            match duties {
                Ok((obligations, advice)) => {
                    permit.obligations.extend(obligations);
                    permit.advice.extend(advice);
                }
                Err(problem) => {
                    return Evaluation::failed(Extended::Permit, problem, Cause::Policy);
                }
            }
        }
        permit
    }
}

fn decision(verdict: Verdict) -> Decision {
    match verdict {
        Verdict::Permit => Decision::Permit,
        Verdict::Deny => Decision::Deny,
        Verdict::NotApplicable => Decision::NotApplicable,
        Verdict::Indeterminate(_) => Decision::Indeterminate,
    }
}

fn status(problem: Problem) -> Status {
    match problem {
        Problem::MissingAttribute(designator) => Status {
            code: StatusCode::MissingAttribute,
            message: Some(format!(
                "missing attribute {} of type {} in category {}",
                designator.attribute_id,
                designator.data_type.uri(),
                designator.category
            )),
        },
    }
}

fn reason(policy: &Policy, cause: Cause) -> Reason {
    match cause {
        Cause::NoRule => Reason::NoRule,
        Cause::Policy => Reason::Policy,
        Cause::Rule { index, subject } => match policy.rules.get(index) {
            None => Reason::NoRule,
            Some(rule) => Reason::Rule {
                index,
                id: Arc::clone(&rule.id),
                subject: subject.and_then(basis),
            },
        },
    }
}

fn basis(origin: Origin) -> Option<Basis> {
    match origin {
        Origin::Request(index) => Some(Basis::Request(index)),
        Origin::Role(index) => Some(Basis::Role(index)),
        Origin::Package(index) => Some(Basis::Package(index)),
        Origin::Clock => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;
    use crate::engine::outcome::DecidingFact;
    use crate::engine::request::Attribute;
    use crate::engine::testing::*;
    use crate::engine::value::{DataType, Value};

    const RESOURCE: &str = "tax";

    /// Managers read and write, the payroll package reads, the owner deletes; level 3.
    fn tax_policy() -> Policy {
        let about = |subject: String, action_id: &str| {
            all(&[subject, resource(RESOURCE), action(action_id)])
        };
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
        Policy::parse(&policy_xml(DENY_OVERRIDES, &inside.concat())).unwrap()
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
        let policy = Policy::parse(&policy_xml(DENY_OVERRIDES, &inside)).unwrap();
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
            assert_eq!(returned[0].attributes, [wanted.clone()]);
        }
    }
}
