//! One generated rule set: policies of the two shapes that published policies have, and questions about them.
//!
//! The numbers behind the shapes are counted from 71 policies of resources and apps that are published with Altinn's
//! source: the median has 2 rules and 8 matches, the largest 12 rules, 3 actions, 20 subjects and 111 matches.

mod chance;

use std::collections::BTreeSet;

use fullmakt::reference::reference;

use chance::Chance;

const ACTIONS: [&str; 3] = ["read", "write", "access"];
/// An action that no policy knows: what about a tenth of real questions ask for.
const UNKNOWN_ACTION: &str = "sign";
const PACKAGE: &str = "urn:altinn:accesspackage:";

/// How large a policy is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// 2 rules, 2 actions, 4 subjects: 8 matches.
    Median,
    /// 12 rules, 3 actions, 20 subjects, of which a rule names 7: 108 matches.
    Tail,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// Five roles and five packages.
    Few,
    /// Everything that a general manager of a limited company holds by the public registers.
    Manager,
}

/// A policy for one resource. Every rule permits.
#[derive(Clone, Debug)]
pub struct Policy {
    pub resource: String,
    pub rules: Vec<Rule>,
    /// The security level that a Permit demands.
    pub level: u8,
}

#[derive(Clone, Debug)]
pub struct Rule {
    pub action: &'static str,
    /// Urns of roles and packages; one of them is enough.
    pub subjects: Vec<String>,
}

/// Somebody wants to do something.
#[derive(Clone, Debug)]
pub struct Question {
    pub resource: String,
    pub action: &'static str,
    /// Urns of the roles and packages that the person holds.
    pub held: Vec<String>,
    pub expected: Verdict,
}

/// A decision, in the terms that all engines share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// With the security level that is demanded.
    Permit(u8),
    /// No rule applies.
    No,
}

/// Policies and questions; the same for the same arguments.
pub struct RuleSet {
    pub policies: Vec<Policy>,
    pub questions: Vec<Question>,
}

impl RuleSet {
    /// `asked`: the questions are about the first so many policies.
    pub fn generate(shape: Shape, policies: usize, asked: usize, person: Person) -> Self {
        let mut chance = Chance::new(20_261_122);
        let subjects = all_subjects();
        let policies: Vec<Policy> = (0..policies)
            .map(|number| policy(number, shape, &subjects, &mut chance))
            .collect();
        let base = match person {
            Person::Few => None,
            Person::Manager => Some(manager()),
        };
        // From a seed of its own, so that the same policies are asked the same questions however many there are.
        let mut chance = Chance::new(8_080);
        let questions = (0..100)
            .map(|number| {
                let policy = &policies[number % asked.min(policies.len())];
                let base = base.clone().unwrap_or_else(|| few(&subjects, &mut chance));
                question(number, policy, base, &mut chance)
            })
            .collect();
        Self {
            policies,
            questions,
        }
    }
}

impl Policy {
    /// What a question must be answered, by the plainest reading of the rules.
    fn verdict(&self, action: &str, held: &[String]) -> Verdict {
        let applies = |rule: &Rule| {
            rule.action == action && rule.subjects.iter().any(|subject| held.contains(subject))
        };
        match self.rules.iter().any(applies) {
            true => Verdict::Permit(self.level),
            false => Verdict::No,
        }
    }
}

/// Whether a urn is that of a package; the others are roles.
pub fn is_package(urn: &str) -> bool {
    urn.starts_with(PACKAGE)
}

fn policy(number: usize, shape: Shape, subjects: &[String], chance: &mut Chance) -> Policy {
    let (rules, actions, of_policy, of_rule) = match shape {
        Shape::Median => (2, 2, 4, 2),
        Shape::Tail => (12, 3, 20, 7),
    };
    let named = chance.several(subjects, of_policy);
    let rule = |index: usize| Rule {
        action: ACTIONS[index % actions],
        // Rotated, so that every subject is named and rules overlap as soon as there are more than two.
        subjects: (0..of_rule)
            .map(|place| named[(index * of_rule + place) % named.len()].clone())
            .collect(),
    };
    Policy {
        resource: format!("bench-resource-{number}"),
        rules: (0..rules).map(rule).collect(),
        level: 2 + (number % 3) as u8,
    }
}

/// Of ten questions eight are permitted, one asks for an unknown action, and one comes from somebody without the right.
fn question(number: usize, policy: &Policy, base: Vec<String>, chance: &mut Chance) -> Question {
    let rule = chance.one(&policy.rules);
    let named: BTreeSet<&String> = policy
        .rules
        .iter()
        .flat_map(|rule| &rule.subjects)
        .collect();
    let mut held: Vec<String> = base;
    held.retain(|urn| !named.contains(urn));
    let is_stranger = number % 10 == 8;
    if !is_stranger {
        let place = chance.below(held.len());
        held.insert(place, chance.one(&rule.subjects).clone());
    }
    let action = if number % 10 == 9 {
        UNKNOWN_ACTION
    } else {
        rule.action
    };
    Question {
        resource: policy.resource.clone(),
        expected: policy.verdict(action, &held),
        action,
        held,
    }
}

/// Every role under each of its urns, and every package.
fn all_subjects() -> Vec<String> {
    let roles = reference().roles();
    let urns = roles.flat_map(|role| [Some(&role.urn), role.legacy_urn.as_ref()]);
    let roles: BTreeSet<String> = urns.flatten().cloned().collect();
    roles.into_iter().chain(all_packages()).collect()
}

fn all_packages() -> BTreeSet<String> {
    let codes = reference().roles().map(|role| role.code.as_str());
    codes.flat_map(|code| packages_of(code, None)).collect()
}

fn packages_of(role: &str, form: Option<&str>) -> Vec<String> {
    let rows = reference()
        .packages_of_role(role, form)
        .filter(|row| row.has_access);
    rows.map(|row| row.package.clone()).collect()
}

/// Five roles, then five packages.
fn few(subjects: &[String], chance: &mut Chance) -> Vec<String> {
    let (packages, roles): (Vec<String>, Vec<String>) =
        subjects.iter().cloned().partition(|urn| is_package(urn));
    let mut held = chance.several(&roles, 5);
    held.extend(chance.several(&packages, 5));
    held
}

/// The role, the roles that follow from it, each under both of its urns, and the packages.
fn manager() -> Vec<String> {
    const CODE: &str = "daglig-leder";
    let own = reference().role(CODE).into_iter();
    let roles = own.chain(reference().roles_from(CODE));
    let urns = roles.flat_map(|role| [Some(&role.urn), role.legacy_urn.as_ref()]);
    let roles: BTreeSet<String> = urns.flatten().cloned().collect();
    roles
        .into_iter()
        .chain(packages_of(CODE, Some("AS")))
        .collect()
}
