//! `cedar-policy`: one `permit` per rule; what the person holds are the groups that it is in.
//!
//! Cedar has no obligations; the level is an annotation, read off the policy that permitted.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, PolicySet, Request,
};

use super::Engine;
use crate::rules::{Policy, Question, RuleSet, Verdict};

#[derive(Clone)]
struct Cedar {
    sets: Arc<Vec<PolicySet>>,
    questions: Arc<Vec<Prepared>>,
    authorizer: Authorizer,
}

struct Prepared {
    /// Place of the policy set to ask.
    set: usize,
    request: Request,
    entities: Entities,
}

/// All policies in one set, as Cedar is meant to be used.
pub fn load_together(set: &RuleSet) -> Box<dyn Engine> {
    let text: String = set.policies.iter().map(write).collect();
    load(vec![parsed(&text)], set, |_| 0)
}

/// A set per resource, of which the right one is already found: nothing of what other policies cost.
pub fn load_each(set: &RuleSet) -> Box<dyn Engine> {
    let sets = set.policies.iter().map(|policy| parsed(&write(policy)));
    let policies = set.policies.iter().enumerate();
    let places: HashMap<&str, usize> = policies
        .map(|(place, policy)| (policy.resource.as_str(), place))
        .collect();
    load(sets.collect(), set, |question| {
        places[question.resource.as_str()]
    })
}

fn load(
    sets: Vec<PolicySet>,
    set: &RuleSet,
    place: impl Fn(&Question) -> usize,
) -> Box<dyn Engine> {
    let questions = set.questions.iter();
    let questions = questions.map(|question| prepared(question, place(question)));
    Box::new(Cedar {
        sets: Arc::new(sets),
        questions: Arc::new(questions.collect()),
        authorizer: Authorizer::new(),
    })
}

impl Engine for Cedar {
    fn decide(&mut self, question: usize) -> Verdict {
        let asked = &self.questions[question];
        let set = &self.sets[asked.set];
        let answer = self
            .authorizer
            .is_authorized(&asked.request, set, &asked.entities);
        if answer.decision() == Decision::Deny {
            return Verdict::No;
        }
        let mut reasons = answer.diagnostics().reason();
        let level = reasons.next().and_then(|id| set.annotation(id, "level"));
        Verdict::Permit(
            level
                .and_then(|level| level.parse().ok())
                .unwrap_or_default(),
        )
    }

    fn for_thread(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }
}

fn write(policy: &Policy) -> String {
    let mut text = String::new();
    for rule in &policy.rules {
        let groups: Vec<String> = rule
            .subjects
            .iter()
            .map(|urn| format!("Group::\"{urn}\""))
            .collect();
        writeln!(
            text,
            "@level(\"{}\")\npermit (principal, action == Action::\"{}\", resource == Resource::\"{}\")\nwhen {{ principal in [{}] }};",
            policy.level,
            rule.action,
            policy.resource,
            groups.join(", ")
        )
        .expect("a String takes all");
    }
    text
}

fn parsed(text: &str) -> PolicySet {
    text.parse().expect("our own Cedar is readable")
}

fn prepared(question: &Question, set: usize) -> Prepared {
    let person = uid("Person", "1");
    let groups: HashSet<EntityUid> = question.held.iter().map(|urn| uid("Group", urn)).collect();
    let held = groups.iter().map(|group| Entity::with_uid(group.clone()));
    let entities: Vec<Entity> = held
        .chain([Entity::new_no_attrs(person.clone(), groups.clone())])
        .collect();
    Prepared {
        set,
        request: Request::new(
            person,
            uid("Action", question.action),
            uid("Resource", &question.resource),
            Context::empty(),
            None,
        )
        .expect("there is no schema to break"),
        entities: Entities::from_entities(entities, None).expect("the entities are a tree"),
    }
}

fn uid(kind: &str, id: &str) -> EntityUid {
    let id = format!("{kind}::\"{id}\"");
    id.parse().expect("our own ids are readable")
}
