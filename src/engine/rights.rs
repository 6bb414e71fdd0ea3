//! The rights that a policy holds: what can be given to others, and who has it by role or package.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::functions::Function;
use super::names;
use super::query::Query;
use super::value::Value;
use super::xacml::{AllOf, AnyOf, Effect, Matched, PlacedRule, PolicyTree, Rule};

/// One action on one resource, and the subjects whom the policy permits it.
///
/// Only rules of the shape that published policies have become rights: every `AnyOf` about one category, and
/// alternatives for the action with exactly one attribute. Others decide, but cannot be passed on.
#[derive(Clone, Debug, PartialEq)]
pub struct Right {
    pub action: RightAttribute,
    /// Sorted by id and value.
    pub resource: Vec<RightAttribute>,
    /// Alternatives; in each, all attributes are needed.
    pub subjects: Vec<Vec<RightAttribute>>,
}

/// An attribute with the value that the policy asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct RightAttribute {
    pub id: Arc<str>,
    pub value: Value,
    pub function: Function,
}

/// More combinations than this in one policy are not rights that a person could understand, but an attack.
pub(super) const MAX_COMBINATIONS: usize = 10_000;

impl PolicyTree {
    /// The rights that the permit rules spell out, each once, in the order of the rules. Rules that would
    /// bring the combinations of one policy above 10 000 give none.
    pub fn rights(&self) -> Vec<Right> {
        let mut collected = Collected::default();
        for placed in self.placed_rules() {
            for right in placed.rights(collected.room()).unwrap_or_default() {
                collected.add(right);
            }
        }
        collected.rights
    }

    /// The subjects that the permit rules are about, each once, in the order of the rules.
    pub fn named_subjects(&self) -> Vec<RightAttribute> {
        let placed = self.placed_rules();
        let permits = placed
            .iter()
            .filter(|placed| placed.rule.effect == Effect::Permit);
        let any_ofs = permits.flat_map(|placed| {
            let above = placed.nodes.iter().flat_map(|node| &node.target().any_of);
            above.chain(&placed.rule.target.any_of)
        });
        let about_subject = any_ofs.filter(|any_of| any_of.is_about_subject());
        let mut known = HashSet::new();
        let alternatives = about_subject.flat_map(|any_of| &any_of.all_of);
        let named = alternatives.flat_map(attributes);
        named
            .filter(|attribute| known.insert(attribute.sort_key()))
            .collect()
    }

    /// The actions that the targets of the policy and of its rules name, each once, sorted.
    pub fn named_actions(&self) -> Vec<String> {
        let ids = self.named(names::ACTION, names::ACTION_ID);
        let ids: BTreeSet<String> = ids.into_iter().collect();
        ids.into_iter().collect()
    }

    /// The resources that the targets name by XACML's own attribute, in the order of the rules; some several times.
    pub fn named_resources(&self) -> Vec<String> {
        self.named(names::RESOURCE, names::XACML_RESOURCE_ID)
    }

    /// The values of an attribute that the targets ask for.
    fn named(&self, category: &str, id: &str) -> Vec<String> {
        let placed = self.placed_rules();
        let of_rules = placed.iter().map(|placed| &placed.rule.target);
        let above = placed.iter().flat_map(|placed| &placed.nodes);
        let targets = of_rules.chain(above.map(|node| node.target()));
        let matches = targets
            .flat_map(|target| &target.any_of)
            .flat_map(AnyOf::matches);
        let meant = matches.filter(|one| {
            one.designator()
                .is_some_and(|named| *named.category == *category && *named.attribute_id == *id)
        });
        meant.map(|one| one.value.text().into_owned()).collect()
    }
}

impl PlacedRule<'_> {
    /// `None` when the rule is not of the shape, or gives more than there is room for.
    fn rights(&self, room: usize) -> Option<Vec<Right>> {
        if self.rule.effect != Effect::Permit {
            return None;
        }
        let above = || self.nodes.iter().flat_map(|node| &node.target().any_of);
        let any_ofs = || above().chain(&self.rule.target.any_of);
        if any_ofs().any(|any_of| any_of.topic().is_none()) {
            return None;
        }
        let about = |topic: Topic| {
            let chosen = any_ofs().filter(move |any_of| any_of.topic() == Some(topic));
            combinations(chosen)
        };
        let subjects = about(Topic::Subject)?;
        let (resources, actions) = (about(Topic::Resource)?, about(Topic::Action)?);
        let all = subjects.len() * resources.len() * actions.len();
        let actions: Vec<&RightAttribute> = actions.iter().map(only).collect::<Option<_>>()?;
        (all <= room).then(|| {
            let of_resource = |resource: &Vec<RightAttribute>| {
                let right = |action: &&RightAttribute| Right::new(action, resource, &subjects);
                actions.iter().map(right).collect::<Vec<_>>()
            };
            resources.iter().flat_map(of_resource).collect()
        })
    }
}

fn only(attributes: &Vec<RightAttribute>) -> Option<&RightAttribute> {
    match attributes.as_slice() {
        [attribute] => Some(attribute),
        _ => None,
    }
}

/// Rights as they are found, each once.
#[derive(Default)]
struct Collected {
    rights: Vec<Right>,
    places: HashMap<RightKey, usize>,
    combinations: usize,
}

impl Collected {
    fn room(&self) -> usize {
        MAX_COMBINATIONS.saturating_sub(self.combinations)
    }

    fn add(&mut self, right: Right) {
        self.combinations += right.subjects.len().max(1);
        let place = *self.places.entry(right.key()).or_insert(self.rights.len());
        match self.rights.get_mut(place) {
            Some(known) => known.add_subjects(right.subjects),
            None => self.rights.push(right),
        }
    }
}

/// Action and resource in a form in which the same rights are equal.
type RightKey = Vec<(String, String)>;

impl Right {
    fn new(
        action: &RightAttribute,
        resource: &[RightAttribute],
        subjects: &[Vec<RightAttribute>],
    ) -> Self {
        let mut resource = resource.to_vec();
        resource.sort_by_key(RightAttribute::sort_key);
        let named = subjects.iter().filter(|subject| !subject.is_empty());
        Self {
            action: action.clone(),
            resource,
            subjects: named.cloned().collect(),
        }
    }

    fn key(&self) -> RightKey {
        let attributes = [&self.action].into_iter().chain(&self.resource);
        attributes.map(RightAttribute::sort_key).collect()
    }

    fn add_subjects(&mut self, subjects: Vec<Vec<RightAttribute>>) {
        for subject in subjects {
            if !self.subjects.contains(&subject) {
                self.subjects.push(subject);
            }
        }
    }

    /// The resource's id, when the right is for one resource of the registry.
    pub fn resource_id(&self) -> Option<Cow<'_, str>> {
        let mut ids = self
            .resource
            .iter()
            .filter(|attribute| &*attribute.id == names::RESOURCE_ID);
        ids.next().map(|attribute| attribute.value.text())
    }

    /// Whether somebody can have the right by roles and packages alone; only then can it be passed on.
    pub fn is_delegable(&self) -> bool {
        self.subjects.iter().any(|subject| {
            subject
                .iter()
                .all(|attribute| names::is_role_or_package(&attribute.id))
        })
    }
}

impl RightAttribute {
    /// What makes two attributes of a right the same; ids and actions are the same whatever their case.
    fn sort_key(&self) -> (String, String) {
        (self.id.to_string(), self.value.text().to_lowercase())
    }
}

/// What an `AnyOf` is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    Subject,
    Resource,
    Action,
    /// Anything else restricts the circumstances, not the right.
    Other,
}

impl AnyOf {
    /// `None` when its matches are about several categories, look into content, or ask for an issuer, which facts do
    /// not have.
    pub(super) fn topic(&self) -> Option<Topic> {
        let mut found = None;
        for one in self.matches() {
            let designator = one.designator().filter(|named| named.issuer.is_none())?;
            let topic = match &*designator.category {
                names::SUBJECT => Topic::Subject,
                names::RESOURCE => Topic::Resource,
                names::ACTION => Topic::Action,
                _ => Topic::Other,
            };
            if *found.get_or_insert(topic) != topic {
                return None;
            }
        }
        found
    }
}

/// One alternative of every `AnyOf`, in all combinations; `None` when there are too many.
fn combinations<'p>(any_ofs: impl Iterator<Item = &'p AnyOf>) -> Option<Vec<Vec<RightAttribute>>> {
    let mut combined: Vec<Vec<RightAttribute>> = vec![Vec::new()];
    for any_of in any_ofs {
        if combined.len() * any_of.all_of.len() > MAX_COMBINATIONS {
            return None;
        }
        let extended = combined.iter().flat_map(|so_far| {
            let alternatives = any_of.all_of.iter();
            alternatives.map(|all_of| [so_far.as_slice(), &attributes(all_of)].concat())
        });
        combined = extended.collect();
    }
    Some(combined)
}

fn attributes(all_of: &AllOf) -> Vec<RightAttribute> {
    let matches = all_of.matches.iter();
    let named = matches.filter_map(|one| Some((one, one.designator()?)));
    named
        .map(|(one, designator)| RightAttribute {
            id: designator.attribute_id.clone(),
            value: one.value.clone(),
            function: one.function,
        })
        .collect()
}

impl Rule {
    /// Whether the rule spells out a right that can be passed on, for the resource and action of the request:
    /// everything but the subject matches, and roles or packages alone can be the subject.
    pub(super) fn covers(&self, query: &Query) -> bool {
        self.effect == Effect::Permit
            && self.target.any_of.iter().any(AnyOf::is_about_subject)
            && self.target.any_of.iter().all(|any_of| {
                if any_of.is_about_subject() {
                    any_of.all_of.iter().any(AllOf::is_by_role_or_package)
                } else {
                    any_of.topic().is_some() && matches!(any_of.matched(query), Matched::Yes(_))
                }
            })
    }
}

impl AnyOf {
    fn is_about_subject(&self) -> bool {
        self.topic() == Some(Topic::Subject)
    }
}

impl AllOf {
    fn is_by_role_or_package(&self) -> bool {
        let mut named = self.matches.iter().map(|one| one.designator());
        named.all(|designator| {
            designator.is_some_and(|found| names::is_role_or_package(&found.attribute_id))
        })
    }
}

#[cfg(test)]
mod tests;
