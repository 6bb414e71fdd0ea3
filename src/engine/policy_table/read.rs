//! From a policy to its table.

use crate::engine::functions::Equality;
use crate::engine::names;
use crate::engine::outcome::Assignment;
use crate::engine::value::{DataType, Value};
use crate::engine::xacml::{
    AllOf, AnyOf, Combining, Effect, Match, Node, Policy, PolicyTree, Rule,
};

use super::{Beyond, Levels, Reading, RuleName, SubjectKind, TableAction, TableSubject, WhyBeyond};

/// More combinations of one rule than this make no table that a person could read.
const MAX_COMBINATIONS: usize = 10_000;

impl Reading {
    /// Reads the policy of `resource` as a table. A rule of which any part does not fit is left to [`Reading::beyond`]
    /// whole.
    pub fn of(policy: &PolicyTree, resource: &str) -> Self {
        let mut reading = Self::default();
        match &**policy.root() {
            Node::Policy(policy) => reading.add_policy(policy, resource),
            Node::PolicySet(_) => reading.add_beyond(WhyBeyond::PolicySet),
        }
        reading
    }

    /// Whether the table says all that the policy says, so that it can be written anew from the table.
    pub fn is_whole(&self) -> bool {
        self.beyond.is_empty()
    }

    fn add_beyond(&mut self, why: WhyBeyond) {
        self.beyond.push(Beyond { rule: None, why });
    }

    fn add_policy(&mut self, policy: &Policy, resource: &str) {
        if !decides_by_permits_alone(policy.combining) {
            self.add_beyond(WhyBeyond::Combining);
        }
        if !policy.target.any_of.is_empty() {
            self.add_beyond(WhyBeyond::PolicyTarget);
        }
        if !policy.variables.is_empty() {
            self.add_beyond(WhyBeyond::Variables);
        }
        match levels(policy) {
            Some(levels) => self.table.levels = levels,
            None => self.add_beyond(WhyBeyond::Duties),
        }
        for (index, rule) in policy.rules.iter().enumerate() {
            match permitted(rule, resource) {
                Ok(permitted) => self.add(permitted),
                Err(why) => self.beyond.push(Beyond {
                    rule: Some(RuleName {
                        number: index + 1,
                        id: rule.id.clone(),
                    }),
                    why,
                }),
            }
        }
    }

    fn add(&mut self, permitted: Permitted) {
        for subject in &permitted.subjects {
            for action in &permitted.actions {
                self.table.permit(subject.clone(), action.clone());
            }
        }
    }
}

/// Whether one permitting rule is enough when no rule denies or fails. The others decide where no rule applies, or by
/// the order of the rules.
fn decides_by_permits_alone(combining: Combining) -> bool {
    match combining {
        Combining::DenyOverrides
        | Combining::PermitOverrides
        | Combining::FirstApplicable
        | Combining::LegacyDenyOverridesOfRules
        | Combining::LegacyPermitOverridesOfRules => true,
        Combining::DenyUnlessPermit
        | Combining::PermitUnlessDeny
        | Combining::OnlyOneApplicable
        | Combining::LegacyDenyOverridesOfPolicies
        | Combining::LegacyPermitOverridesOfPolicies => false,
    }
}

/// What a rule permits.
struct Permitted {
    subjects: Vec<TableSubject>,
    actions: Vec<TableAction>,
}

fn permitted(rule: &Rule, resource: &str) -> Result<Permitted, WhyBeyond> {
    if rule.effect == Effect::Deny {
        return Err(WhyBeyond::Deny);
    }
    if rule.condition.is_some() {
        return Err(WhyBeyond::Condition);
    }
    if !rule.duties.is_empty() {
        return Err(WhyBeyond::Duties);
    }
    let [subjects, resources, actions] = parts(rule)?;
    for one in alternatives(resources.ok_or(WhyBeyond::AnyResource)?) {
        check_resource(one, resource)?;
    }
    let subjects = alternatives(subjects.ok_or(WhyBeyond::AnySubject)?).map(subject);
    let actions = alternatives(actions.ok_or(WhyBeyond::AnyAction)?).map(action);
    let permitted = Permitted {
        subjects: subjects.collect::<Result<_, _>>()?,
        actions: actions.collect::<Result<_, _>>()?,
    };
    let combinations = permitted.subjects.len() * permitted.actions.len();
    match combinations <= MAX_COMBINATIONS {
        true => Ok(permitted),
        false => Err(WhyBeyond::TooMany),
    }
}

/// The parts of a target that are about the subject, the resource and the action, each at most once.
fn parts(rule: &Rule) -> Result<[Option<&AnyOf>; 3], WhyBeyond> {
    const CATEGORIES: [&str; 3] = [names::SUBJECT, names::RESOURCE, names::ACTION];
    let mut parts = [None; 3];
    for any_of in &rule.target.any_of {
        let category = category(any_of)?;
        let found = CATEGORIES
            .iter()
            .zip(&mut parts)
            .find(|(known, _)| **known == category);
        let Some((_, part)) = found else {
            return Err(WhyBeyond::Circumstances);
        };
        if part.replace(any_of).is_some() {
            return Err(match category {
                names::RESOURCE => WhyBeyond::OtherResource,
                _ => WhyBeyond::Combined,
            });
        }
    }
    Ok(parts)
}

/// The one category that all matches are about.
fn category(any_of: &AnyOf) -> Result<&str, WhyBeyond> {
    let mut found = None;
    for one in any_of.matches() {
        let named = one.designator().ok_or(WhyBeyond::Comparison)?;
        if **found.get_or_insert(&*named.category) != *named.category {
            return Err(WhyBeyond::Combined);
        }
    }
    found.ok_or(WhyBeyond::Combined)
}

fn alternatives(any_of: &AnyOf) -> impl Iterator<Item = &AllOf> {
    any_of.all_of.iter()
}

fn check_resource(alternative: &AllOf, resource: &str) -> Result<(), WhyBeyond> {
    let compared = compared(alternative, WhyBeyond::OtherResource)?;
    let is_this = compared.id == names::RESOURCE_ID && compared.value == resource;
    match compared.equality == EXACT && is_this {
        true => Ok(()),
        false => Err(WhyBeyond::OtherResource),
    }
}

fn subject(alternative: &AllOf) -> Result<TableSubject, WhyBeyond> {
    let compared = compared(alternative, WhyBeyond::Combined)?;
    let kind = SubjectKind::of_attribute(compared.id)
        .ok_or_else(|| WhyBeyond::SubjectAttribute(compared.id.into()))?;
    TableSubject::new(kind, compared.value).ok_or(WhyBeyond::OddValue)?;
    TableSubject::compared(kind, compared.equality, compared.value).ok_or(WhyBeyond::Comparison)
}

fn action(alternative: &AllOf) -> Result<TableAction, WhyBeyond> {
    let compared = compared(alternative, WhyBeyond::Combined)?;
    if compared.id != names::ACTION_ID {
        return Err(WhyBeyond::Circumstances);
    }
    if compared.equality != EXACT {
        return Err(WhyBeyond::Comparison);
    }
    TableAction::parse(compared.value).ok_or(WhyBeyond::OddValue)
}

const EXACT: Equality = Equality::Exact(DataType::String);

/// An attribute and the value that it is compared with.
struct Compared<'p> {
    id: &'p str,
    equality: Equality,
    value: &'p str,
}

/// The only match of an alternative; `several` says why there should not be more.
fn compared(alternative: &AllOf, several: WhyBeyond) -> Result<Compared<'_>, WhyBeyond> {
    let [one] = alternative.matches.as_slice() else {
        return Err(several);
    };
    let named = one.designator().ok_or(WhyBeyond::Comparison)?;
    if named.must_be_present || named.issuer.is_some() {
        return Err(WhyBeyond::Demanding);
    }
    let (equality, value) = text_equality(one).ok_or(WhyBeyond::Comparison)?;
    Ok(Compared {
        id: &named.attribute_id,
        equality,
        value,
    })
}

fn text_equality(one: &Match) -> Option<(Equality, &str)> {
    match (one.function.as_equality()?, &one.value) {
        (equality, Value::String(text)) => Some((equality, text)),
        _ => None,
    }
}

/// The levels that the policy's obligations ask for; None when they ask for anything else.
fn levels(policy: &Policy) -> Option<Levels> {
    let mut levels = Levels::default();
    for obligation in &policy.duties.obligations {
        if obligation.applies_to != Effect::Permit {
            return None;
        }
        for assignment in &obligation.constant.as_ref()?.assignments {
            add_level(&mut levels, assignment)?;
        }
    }
    policy.duties.advice.is_empty().then_some(levels)
}

/// None when it is no level, or a second one.
fn add_level(levels: &mut Levels, assignment: &Assignment) -> Option<()> {
    let place = match assignment.category.as_deref()? {
        names::MINIMUM_LEVEL => &mut levels.person,
        names::MINIMUM_LEVEL_ORG => &mut levels.organization,
        _ => return None,
    };
    let level = assignment
        .value
        .text()
        .parse()
        .ok()
        .filter(|level| *level <= 4)?;
    place.replace(level).is_none().then_some(())
}
