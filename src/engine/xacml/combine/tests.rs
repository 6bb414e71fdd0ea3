//! Nested policies by chance, against appendix C and tables 4 to 7 written down as they stand there.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashMap;

use crate::engine::facts::Facts;
use crate::engine::query::Query;
use crate::engine::request::Request;
use crate::engine::testing::*;
use crate::engine::xacml::{Effect, Extended, PolicyTree, Verdict};

use Effect::{Deny, Permit};

/// What a target or condition gives.
#[derive(Clone, Copy, Debug)]
enum Truth {
    Yes,
    No,
    Error,
}

#[derive(Debug)]
struct RuleModel {
    effect: Effect,
    target: Truth,
    condition: Truth,
    duty: Option<DutyModel>,
}

/// A policy or a policy set.
#[derive(Debug)]
struct NodeModel {
    target: Truth,
    /// The end of the urn.
    algorithm: &'static str,
    children: Children,
    duty: Option<DutyModel>,
}

#[derive(Debug)]
enum Children {
    Rules(Vec<RuleModel>),
    Nodes(Vec<NodeModel>),
}

/// An obligation for one effect.
#[derive(Clone, Debug)]
struct DutyModel {
    id: String,
    on: Effect,
}

/// A verdict with the ids of its obligations.
type Answer = (Verdict, Vec<String>);

const OF_RULES: [&str; 11] = [
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
    "1.1:rule-combining-algorithm:ordered-permit-overrides",
];

const OF_POLICIES: [&str; 12] = [
    "3.0:policy-combining-algorithm:deny-overrides",
    "3.0:policy-combining-algorithm:ordered-deny-overrides",
    "3.0:policy-combining-algorithm:permit-overrides",
    "3.0:policy-combining-algorithm:ordered-permit-overrides",
    "3.0:policy-combining-algorithm:deny-unless-permit",
    "3.0:policy-combining-algorithm:permit-unless-deny",
    "1.0:policy-combining-algorithm:first-applicable",
    "1.0:policy-combining-algorithm:only-one-applicable",
    "1.0:policy-combining-algorithm:deny-overrides",
    "1.0:policy-combining-algorithm:permit-overrides",
    "1.1:policy-combining-algorithm:ordered-deny-overrides",
    "1.1:policy-combining-algorithm:ordered-permit-overrides",
];

// ---- by chance ------------------------------------------------------------------------------------------

struct Maker(Chance, usize);

impl Maker {
    fn truth(&mut self) -> Truth {
        use Truth::{Error, No, Yes};
        self.0.pick(&[Yes, Yes, Yes, Yes, No, Error])
    }

    fn effect(&mut self) -> Effect {
        self.0.pick(&[Permit, Deny])
    }

    fn duty(&mut self) -> Option<DutyModel> {
        self.1 += 1;
        self.0.is_one_in(2).then(|| DutyModel {
            id: format!("o{}", self.1),
            on: self.effect(),
        })
    }

    fn rule(&mut self) -> RuleModel {
        RuleModel {
            effect: self.effect(),
            target: self.truth(),
            condition: self.truth(),
            duty: self.duty(),
        }
    }

    fn node(&mut self, depth: usize) -> NodeModel {
        let count = self.0.below(4);
        let is_policy = depth == 0 || self.0.is_one_in(3);
        let (algorithm, children) = if is_policy {
            let rules = (0..count).map(|_| self.rule()).collect();
            (self.0.pick(&OF_RULES), Children::Rules(rules))
        } else {
            let nodes = (0..count).map(|_| self.node(depth - 1)).collect();
            (self.0.pick(&OF_POLICIES), Children::Nodes(nodes))
        };
        NodeModel {
            target: self.truth(),
            algorithm,
            children,
            duty: self.duty(),
        }
    }
}

// ---- as XML ---------------------------------------------------------------------------------------------

fn target_xml(target: Truth) -> String {
    let inside = match target {
        Truth::Yes => String::new(),
        Truth::No => all(&[action("other")]),
        Truth::Error => all(&[missing()]),
    };
    format!("<Target>{inside}</Target>")
}

fn condition_xml(condition: Truth) -> String {
    let function = "urn:oasis:names:tc:xacml:1.0:function";
    let inside = match condition {
        Truth::Yes => format!(r#"<Apply FunctionId="{function}:and"/>"#),
        Truth::No => format!(r#"<Apply FunctionId="{function}:or"/>"#),
        Truth::Error => format!(
            r#"<Apply FunctionId="{function}:boolean-one-and-only"><Apply FunctionId="{function}:boolean-bag"/></Apply>"#
        ),
    };
    format!("<Condition>{inside}</Condition>")
}

fn duty_xml(duty: &Option<DutyModel>) -> String {
    duty.as_ref()
        .map_or(String::new(), |duty| obligation(&duty.id, name(duty.on)))
}

fn name(effect: Effect) -> &'static str {
    match effect {
        Permit => "Permit",
        Deny => "Deny",
    }
}

impl RuleModel {
    fn xml(&self, index: usize) -> String {
        format!(
            r#"<Rule RuleId="{index}" Effect="{}">{}{}{}</Rule>"#,
            name(self.effect),
            target_xml(self.target),
            condition_xml(self.condition),
            duty_xml(&self.duty)
        )
    }
}

impl NodeModel {
    fn xml(&self) -> String {
        let algorithm = format!("urn:oasis:names:tc:xacml:{}", self.algorithm);
        let (target, duty) = (target_xml(self.target), duty_xml(&self.duty));
        match &self.children {
            Children::Rules(rules) => {
                let rules = rules.iter().enumerate();
                let rules: String = rules.map(|(index, rule)| rule.xml(index)).collect();
                policy_xml(&algorithm, &format!("{target}{rules}{duty}"))
            }
            Children::Nodes(nodes) => {
                let nodes: String = nodes.iter().map(NodeModel::xml).collect();
                policy_set_xml("s", &algorithm, &format!("{target}{nodes}{duty}"))
            }
        }
    }
}

// ---- as the standard says it ----------------------------------------------------------------------------

impl RuleModel {
    /// Table 4.
    fn evaluate(&self) -> Answer {
        match (self.target, self.condition) {
            (Truth::No, _) | (Truth::Yes, Truth::No) => (Verdict::NotApplicable, Vec::new()),
            (Truth::Error, _) | (_, Truth::Error) => {
                (Verdict::Indeterminate(kind(self.effect)), Vec::new())
            }
            (Truth::Yes, Truth::Yes) => with_duty((verdict(self.effect), Vec::new()), &self.duty),
        }
    }
}

impl NodeModel {
    /// Tables 5 to 7.
    fn evaluate(&self) -> Answer {
        let nothing = |verdict| (verdict, Vec::new());
        match self.target {
            Truth::No => nothing(Verdict::NotApplicable),
            Truth::Yes => with_duty(self.combined(), &self.duty),
            Truth::Error => nothing(match self.combined().0 {
                Verdict::NotApplicable => Verdict::NotApplicable,
                Verdict::Permit => Verdict::Indeterminate(Extended::Permit),
                Verdict::Deny => Verdict::Indeterminate(Extended::Deny),
                indeterminate => indeterminate,
            }),
        }
    }

    fn combined(&self) -> Answer {
        if self.algorithm.ends_with("only-one-applicable") {
            return self.only_one_applicable();
        }
        let (answers, effects): (Vec<Answer>, Vec<Effect>) = match &self.children {
            Children::Rules(rules) => rules
                .iter()
                .map(|rule| (rule.evaluate(), rule.effect))
                .unzip(),
            // Their effect is not asked for.
            Children::Nodes(nodes) => nodes.iter().map(|node| (node.evaluate(), Permit)).unzip(),
        };
        let ordered = self.algorithm.replace("ordered-", "");
        match ordered.as_str() {
            "3.0:rule-combining-algorithm:deny-overrides"
            | "3.0:policy-combining-algorithm:deny-overrides" => overrides(Deny, &answers),
            "3.0:rule-combining-algorithm:permit-overrides"
            | "3.0:policy-combining-algorithm:permit-overrides" => overrides(Permit, &answers),
            "3.0:rule-combining-algorithm:deny-unless-permit"
            | "3.0:policy-combining-algorithm:deny-unless-permit" => unless(Permit, &answers),
            "3.0:rule-combining-algorithm:permit-unless-deny"
            | "3.0:policy-combining-algorithm:permit-unless-deny" => unless(Deny, &answers),
            "1.0:rule-combining-algorithm:first-applicable"
            | "1.0:policy-combining-algorithm:first-applicable" => first_applicable(&answers),
            "1.0:rule-combining-algorithm:deny-overrides"
            | "1.1:rule-combining-algorithm:deny-overrides" => old_rules(Deny, &answers, &effects),
            "1.0:rule-combining-algorithm:permit-overrides"
            | "1.1:rule-combining-algorithm:permit-overrides" => {
                old_rules(Permit, &answers, &effects)
            }
            "1.0:policy-combining-algorithm:deny-overrides"
            | "1.1:policy-combining-algorithm:deny-overrides" => old_deny_overrides(&answers),
            "1.0:policy-combining-algorithm:permit-overrides"
            | "1.1:policy-combining-algorithm:permit-overrides" => old_permit_overrides(&answers),
            other => panic!("{other}"),
        }
    }

    /// C.9
    fn only_one_applicable(&self) -> Answer {
        let Children::Nodes(nodes) = &self.children else {
            panic!("only policies")
        };
        let mut at_least_one = false;
        let mut selected = None;
        for node in nodes {
            match node.target {
                Truth::Error => return indeterminate(Extended::DenyOrPermit),
                Truth::Yes if at_least_one => return indeterminate(Extended::DenyOrPermit),
                Truth::Yes => {
                    at_least_one = true;
                    selected = Some(node);
                }
                Truth::No => continue,
            }
        }
        match selected {
            Some(node) => node.evaluate(),
            None => (Verdict::NotApplicable, Vec::new()),
        }
    }
}

fn verdict(effect: Effect) -> Verdict {
    match effect {
        Permit => Verdict::Permit,
        Deny => Verdict::Deny,
    }
}

fn kind(effect: Effect) -> Extended {
    match effect {
        Permit => Extended::Permit,
        Deny => Extended::Deny,
    }
}

fn other(effect: Effect) -> Effect {
    match effect {
        Permit => Deny,
        Deny => Permit,
    }
}

fn indeterminate(kind: Extended) -> Answer {
    (Verdict::Indeterminate(kind), Vec::new())
}

fn with_duty(mut answer: Answer, duty: &Option<DutyModel>) -> Answer {
    if let Some(duty) = duty
        && answer.0 == verdict(duty.on)
    {
        answer.1.push(duty.id.clone());
    }
    answer
}

/// A verdict with the obligations of all children that came to it (§7.18).
fn all_with(wanted: Verdict, answers: &[Answer]) -> Answer {
    let same = answers.iter().filter(|answer| answer.0 == wanted);
    (wanted, same.flat_map(|answer| answer.1.clone()).collect())
}

/// C.2 and C.4; `strong` overrides.
fn overrides(strong: Effect, answers: &[Answer]) -> Answer {
    let mut at_least_one_error_strong = false;
    let mut at_least_one_error_weak = false;
    let mut at_least_one_error_both = false;
    let mut at_least_one_weak = false;
    for answer in answers {
        match answer.0 {
            decision if decision == verdict(strong) => return answer.clone(),
            decision if decision == verdict(other(strong)) => at_least_one_weak = true,
            Verdict::Indeterminate(found) if found == kind(strong) => {
                at_least_one_error_strong = true;
            }
            Verdict::Indeterminate(Extended::DenyOrPermit) => at_least_one_error_both = true,
            Verdict::Indeterminate(_) => at_least_one_error_weak = true,
            _ => continue,
        }
    }
    if at_least_one_error_both {
        return indeterminate(Extended::DenyOrPermit);
    }
    if at_least_one_error_strong && (at_least_one_error_weak || at_least_one_weak) {
        return indeterminate(Extended::DenyOrPermit);
    }
    if at_least_one_error_strong {
        return indeterminate(kind(strong));
    }
    if at_least_one_weak {
        return all_with(verdict(other(strong)), answers);
    }
    if at_least_one_error_weak {
        return indeterminate(kind(other(strong)));
    }
    (Verdict::NotApplicable, Vec::new())
}

/// C.6 and C.7
fn unless(wanted: Effect, answers: &[Answer]) -> Answer {
    for answer in answers {
        if answer.0 == verdict(wanted) {
            return answer.clone();
        }
    }
    all_with(verdict(other(wanted)), answers)
}

/// C.8
fn first_applicable(answers: &[Answer]) -> Answer {
    for answer in answers {
        if answer.0 != Verdict::NotApplicable {
            return answer.clone();
        }
    }
    (Verdict::NotApplicable, Vec::new())
}

/// C.10 and C.12; they know one Indeterminate, which is DP (§7.10).
fn old_rules(strong: Effect, answers: &[Answer], effects: &[Effect]) -> Answer {
    let mut at_least_one_error = false;
    let mut potential_strong = false;
    let mut at_least_one_weak = false;
    for (answer, effect) in answers.iter().zip(effects) {
        match answer.0 {
            decision if decision == verdict(strong) => return answer.clone(),
            decision if decision == verdict(other(strong)) => at_least_one_weak = true,
            Verdict::Indeterminate(_) => {
                at_least_one_error = true;
                if *effect == strong {
                    potential_strong = true;
                }
            }
            _ => continue,
        }
    }
    if potential_strong {
        return indeterminate(Extended::DenyOrPermit);
    }
    if at_least_one_weak {
        return all_with(verdict(other(strong)), answers);
    }
    if at_least_one_error {
        return indeterminate(Extended::DenyOrPermit);
    }
    (Verdict::NotApplicable, Vec::new())
}

/// C.11
fn old_deny_overrides(answers: &[Answer]) -> Answer {
    let mut at_least_one_permit = false;
    for answer in answers {
        match answer.0 {
            Verdict::Deny => return answer.clone(),
            Verdict::Permit => at_least_one_permit = true,
            Verdict::NotApplicable => continue,
            Verdict::Indeterminate(_) => return (Verdict::Deny, Vec::new()),
        }
    }
    if at_least_one_permit {
        return all_with(Verdict::Permit, answers);
    }
    (Verdict::NotApplicable, Vec::new())
}

/// C.13
fn old_permit_overrides(answers: &[Answer]) -> Answer {
    let mut at_least_one_error = false;
    let mut at_least_one_deny = false;
    for answer in answers {
        match answer.0 {
            Verdict::Deny => at_least_one_deny = true,
            Verdict::Permit => return answer.clone(),
            Verdict::NotApplicable => continue,
            Verdict::Indeterminate(_) => at_least_one_error = true,
        }
    }
    if at_least_one_deny {
        return all_with(Verdict::Deny, answers);
    }
    if at_least_one_error {
        return indeterminate(Extended::DenyOrPermit);
    }
    (Verdict::NotApplicable, Vec::new())
}

// ---- and both --------------------------------------------------------------------------------------------

#[test]
fn nested_policies_are_combined_as_appendix_c_says() {
    let (facts, request) = (Facts::default(), Request::new().action("read"));
    let mut seen: HashMap<String, usize> = HashMap::new();
    for seed in 0..3_000 {
        let mut maker = Maker(Chance::new(seed + 1), 0);
        let depth = maker.0.below(4);
        let model = maker.node(depth);
        let xml = model.xml();
        let policy = PolicyTree::parse(&xml).unwrap_or_else(|error| panic!("{error} in {xml}"));
        let found = policy.evaluate(&Query::new(&request, &facts, now()));
        let duties = found.duties.obligations.iter();
        let duties: Vec<String> = duties.map(|duty| duty.id.to_string()).collect();
        assert_eq!((found.verdict, duties), model.evaluate(), "{model:#?}");
        *seen.entry(format!("{:?}", found.verdict)).or_default() += 1;
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
    assert!(seen.values().all(|count| *count > 50), "{seen:?}");
}
