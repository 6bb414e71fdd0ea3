//! What the rules of a policy say again and again is kept once: memory is what limits how many policies are held.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::engine::value::Value;

use super::super::model::{Designator, Match, Rule, Source};

/// What has been seen so far.
#[derive(Default)]
struct Seen {
    texts: HashSet<Arc<str>>,
    designators: HashMap<Designator, Arc<Designator>>,
}

/// Lets equal texts and designators in the targets of rules be the same.
pub(super) fn share(rules: &mut [Rule]) {
    let mut seen = Seen::default();
    let any_ofs = rules.iter_mut().flat_map(|rule| &mut rule.target.any_of);
    let all_ofs = any_ofs.flat_map(|any_of| &mut any_of.all_of);
    for one in all_ofs.flat_map(|all_of| &mut all_of.matches) {
        seen.share(one);
    }
}

impl Seen {
    fn share(&mut self, one: &mut Match) {
        if let Value::String(text) | Value::AnyUri(text) = &mut one.value {
            match self.texts.get(text) {
                Some(known) => *text = known.clone(),
                None => drop(self.texts.insert(text.clone())),
            }
        }
        if let Source::Designator(designator) = &mut one.source {
            match self.designators.get(designator) {
                Some(known) => *designator = known.clone(),
                None => {
                    let new = (Designator::clone(designator), designator.clone());
                    self.designators.extend([new]);
                }
            }
        }
    }
}
