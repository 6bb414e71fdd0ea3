//! Several policy files, of which one decides (XACML 3.0 core, §7.14): how a decision point without a policy store
//! of its own finds the policy for a request.

use std::sync::Arc;

use crate::domain::Timestamp;

use super::explain::explain;
use super::facts::Facts;
use super::outcome::{Outcome, StatusCode};
use super::query::Query;
use super::request::Request;
use super::xacml::{Matched, PolicyError, PolicyFile, PolicyTree};
use super::{Decision, decide};

/// Policies to decide by.
pub struct Roots(Vec<Root>);

struct Root {
    /// What messages call its file.
    file: String,
    policy: Result<PolicyTree, Arc<PolicyError>>,
}

impl Roots {
    /// The first file is a root, and if it refers to no other, so is every other that none of the files refers to.
    pub fn among(named: &[(String, PolicyFile)]) -> Self {
        let files: Vec<PolicyFile> = named.iter().map(|(_, file)| file.clone()).collect();
        let referenced: Vec<Arc<str>> = files.iter().flat_map(references).collect();
        let is_alone = files
            .first()
            .is_some_and(|first| !references(first).is_empty());
        let is_root = |place: usize, file: &PolicyFile| {
            place == 0 || (!is_alone && id(file).is_none_or(|id| !referenced.contains(&id)))
        };
        let mut roots = Vec::new();
        for (place, (name, file)) in named.iter().enumerate() {
            if is_root(place, file) {
                roots.push(Root {
                    file: name.clone(),
                    policy: match file {
                        PolicyFile::Good(tree) => Ok(tree.linked(&files)),
                        PolicyFile::Broken { error, .. } => Err(error.clone()),
                    },
                });
            }
        }
        Self(roots)
    }

    /// Decides as the one policy does that applies.
    ///
    /// A request states everything itself here, the subject's roles and packages too. One root decides alone. Of
    /// several, those count whose target matches, and more than one is an error (§7.14 leaves the choice open); one
    /// that cannot be used could have been the one, so it is an error too.
    pub fn decide(&self, request: &Request, now: Timestamp) -> Outcome {
        let facts = Facts::stated_by(request);
        match self.applicable(&Query::new(request, &facts, now)) {
            Ok(policy) => decide(policy, request, &facts, now),
            Err(outcome) => returning(request, *outcome),
        }
    }

    /// Decides, and tells why in English words.
    pub fn explain(&self, request: &Request, now: Timestamp) -> (Outcome, String) {
        let facts = Facts::stated_by(request);
        match self.applicable(&Query::new(request, &facts, now)) {
            Ok(policy) => {
                let explanation = explain(policy, request, &facts, now);
                let text = explanation.to_string();
                (explanation.outcome, text)
            }
            Err(outcome) => {
                let message = outcome.status.message.as_deref().unwrap_or_default();
                let text = format!("{}: {message}\n", outcome.decision.name());
                (returning(request, *outcome), text)
            }
        }
    }

    /// The policy that decides, or what to answer when there is none; boxed, so that the good answer stays small.
    fn applicable(&self, query: &Query) -> Result<&PolicyTree, Box<Outcome>> {
        let mut policies = Vec::with_capacity(self.0.len());
        for root in &self.0 {
            policies.push(
                root.policy
                    .as_ref()
                    .map_err(|error| Box::new(root.failed(error)))?,
            );
        }
        if let [only] = policies.as_slice() {
            return Ok(only);
        }
        let matches =
            |policy: &&PolicyTree| matches!(policy.target().matched(query), Matched::Yes(_));
        let mut matching = policies.into_iter().filter(matches);
        match (matching.next(), matching.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(Box::new(Outcome {
                decision: Decision::NotApplicable,
                ..Outcome::failed(StatusCode::Ok, "no policy is about this request")
            })),
            (Some(_), Some(_)) => Err(Box::new(Outcome::failed(
                StatusCode::ProcessingError,
                "several policies apply, and nothing says how to combine them",
            ))),
        }
    }
}

fn returning(request: &Request, outcome: Outcome) -> Outcome {
    Outcome {
        returned: request.returned(),
        ..outcome
    }
}

impl Root {
    fn failed(&self, error: &PolicyError) -> Outcome {
        Outcome::failed(error.status_code(), format!("{}: {error}", self.file))
    }
}

fn references(file: &PolicyFile) -> Vec<Arc<str>> {
    match file {
        PolicyFile::Good(tree) => tree.references(),
        PolicyFile::Broken { .. } => Vec::new(),
    }
}

fn id(file: &PolicyFile) -> Option<Arc<str>> {
    match file {
        PolicyFile::Good(tree) => Some(tree.identifier().id.clone()),
        PolicyFile::Broken { id, .. } => id.clone(),
    }
}
