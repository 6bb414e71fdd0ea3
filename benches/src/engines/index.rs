//! The floor: no policies at all, only a look-up of (resource, action, subject) for each thing that the person holds.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::Engine;
use crate::rules::{RuleSet, Verdict};

type Map<K, V> = HashMap<K, V, FixedState>;
/// Levels by subject, by action, by resource.
type Levels = Map<String, Map<&'static str, Map<String, u8>>>;

/// Each key part as a number that was given out beforehand.
#[derive(Clone)]
pub struct Numbers {
    levels: Arc<Map<(u32, u32, u32), u8>>,
    questions: Arc<Vec<(u32, u32, Vec<u32>)>>,
}

impl Numbers {
    pub fn load(set: &RuleSet) -> Box<dyn Engine> {
        let mut numbers = Interned::default();
        let mut levels = Map::default();
        for policy in &set.policies {
            for rule in &policy.rules {
                for subject in &rule.subjects {
                    let key = numbers.key(&policy.resource, rule.action, subject);
                    levels.insert(key, policy.level);
                }
            }
        }
        let mut questions = Vec::new();
        for question in &set.questions {
            let held = question.held.iter().map(|urn| numbers.of(urn)).collect();
            let action = numbers.of(question.action);
            questions.push((numbers.of(&question.resource), action, held));
        }
        Box::new(Self {
            levels: Arc::new(levels),
            questions: Arc::new(questions),
        })
    }
}

impl Engine for Numbers {
    fn decide(&mut self, question: usize) -> Verdict {
        let (resource, action, held) = &self.questions[question];
        let keys = held.iter().map(|subject| (*resource, *action, *subject));
        verdict(keys.filter_map(|key| self.levels.get(&key)).next())
    }

    fn for_thread(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }
}

#[derive(Default)]
struct Interned(HashMap<String, u32>);

impl Interned {
    fn of(&mut self, text: &str) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(text.to_owned()).or_insert(next)
    }

    fn key(&mut self, resource: &str, action: &str, subject: &str) -> (u32, u32, u32) {
        (self.of(resource), self.of(action), self.of(subject))
    }
}

/// Resource, then action, then subject, each hashed as the text that it is.
#[derive(Clone)]
pub struct Texts {
    levels: Arc<Levels>,
    questions: Arc<Vec<(String, &'static str, Vec<String>)>>,
}

impl Texts {
    pub fn load(set: &RuleSet) -> Box<dyn Engine> {
        let mut levels = Levels::default();
        for policy in &set.policies {
            let actions = levels.entry(policy.resource.clone()).or_default();
            for rule in &policy.rules {
                let subjects = rule.subjects.iter().cloned();
                let subjects = subjects.map(|subject| (subject, policy.level));
                actions.entry(rule.action).or_default().extend(subjects);
            }
        }
        let questions = set.questions.iter();
        let questions = questions.map(|one| (one.resource.clone(), one.action, one.held.clone()));
        Box::new(Self {
            levels: Arc::new(levels),
            questions: Arc::new(questions.collect()),
        })
    }
}

impl Engine for Texts {
    fn decide(&mut self, question: usize) -> Verdict {
        let (resource, action, held) = &self.questions[question];
        let subjects = self
            .levels
            .get(resource)
            .and_then(|actions| actions.get(action));
        verdict(subjects.and_then(|levels| held.iter().find_map(|subject| levels.get(subject))))
    }

    fn for_thread(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }
}

fn verdict(level: Option<&u8>) -> Verdict {
    level.map_or(Verdict::No, |level| Verdict::Permit(*level))
}
