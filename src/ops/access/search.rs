//! What may this subject do, on which resources, and who may: the same engine, asked once for each candidate.
//!
//! A search tries candidates in the order of their names and answers those that `permits` accepts; what it answers, a
//! single decision of the same question answers too. Queries per page, however many candidates: those of a decision as
//! far as its facts are not known already, and
//!
//! - resources: the resources in batches;
//! - subjects: the roles at the party, the delegations from it, the key roles in organizations that hold these, and the
//!   parties that all these are.
//!
//! Searches are not counted as decisions: nobody gets in by one.

mod relations;

use std::sync::Arc;

use super::identify;
use super::{Core, OpsError, Prepared};
use crate::domain::GuardedResource;
use crate::engine::{Outcome, PolicyTree, Request, names};
use crate::store;

pub(in crate::ops) use relations::Relations;

/// The most candidates that one page tries.
const MAX_TRIED: usize = 2_000;
/// How many resources are read at once.
const BATCH: usize = 250;

/// Which decisions count, and which part of the answer is wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub permits: &'a (dyn Fn(&Outcome) -> bool + Send + Sync),
    /// The name that the page before ended with.
    pub after: Option<&'a str>,
    /// The most names on the page.
    pub limit: usize,
}

/// One page of names, in their order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub names: Vec<String>,
    /// Where the next page goes on; None when all has been tried.
    pub next: Option<String>,
}

/// The kinds of subjects that can be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// Persons by party uuid.
    Person,
    /// Persons by user number.
    User,
    /// Organizations by party uuid.
    Organization,
    SystemUser,
}

/// Of the actions that the resource's policy names, those that the question's subject may do. The question has no action.
pub async fn actions(
    core: &Core,
    question: &Request,
    wanted: Wanted<'_>,
) -> Result<Found, OpsError> {
    let Ok(prepared) = core.known().await?.prepare(question).await? else {
        return Ok(Found::default());
    };
    let Some(policy) = usable_policy(&prepared) else {
        return Ok(Found::default());
    };
    let now = core.world.now();
    let mut page = Page::new(wanted);
    for action in policy.named_actions() {
        if wanted.is_past(&action) {
            continue;
        }
        let outcome = || prepared.with_action(&action).decide(policy, now);
        if page.is_full_before(&action, outcome) {
            break;
        }
    }
    Ok(page.found)
}

/// The resources of the registry on which the question's subject may do the action, for the party that the question
/// names. The question names no resource.
pub async fn resources(
    core: &Core,
    question: &Request,
    wanted: Wanted<'_>,
) -> Result<Found, OpsError> {
    let known = core.known().await?;
    let named = question.single(names::RESOURCE, names::RESOURCE_ID);
    let (Ok(named), Some(_)) = (named, identify::find_both(&known, question).await?) else {
        return Ok(Found::default());
    };
    let mut page = Page::new(wanted);
    let mut after = wanted.after.unwrap_or_default().to_owned();
    loop {
        let batch = store::policies::list_after(&core.db, &after, BATCH as i64).await?;
        let Some(last) = batch.last() else {
            return Ok(page.found);
        };
        after.clone_from(&last.id);
        let is_last = batch.len() < BATCH;
        let in_question =
            |resource: &GuardedResource| named.as_ref().is_none_or(|id| *id == resource.id);
        for resource in batch.into_iter().filter(in_question) {
            let id = resource.id.clone();
            known.keep(resource);
            let Ok(prepared) = known.prepare(&about(question, &id)).await? else {
                continue;
            };
            let Some(policy) = usable_policy(&prepared) else {
                continue;
            };
            let outcome = || prepared.decide(policy, core.world.now());
            if page.is_full_before(&id, outcome) {
                return Ok(page.found);
            }
        }
        if is_last {
            return Ok(page.found);
        }
    }
}

fn about(question: &Request, resource: &str) -> Request {
    question.clone().resource(names::RESOURCE_ID, resource)
}

/// Those of one kind that may do the action on the resource for the party: nobody who has no relation to that party. The
/// question names no subject; if it says something about the subject, the answers fit that.
pub async fn subjects(
    core: &Core,
    question: &Request,
    kind: SubjectKind,
    wanted: Wanted<'_>,
) -> Result<Found, OpsError> {
    let Ok(prepared) = core.known().await?.prepare(question).await? else {
        return Ok(Found::default());
    };
    let party = prepared.party.as_ref().filter(|party| !party.is_deleted);
    let (Some(policy), Some(party)) = (usable_policy(&prepared), party) else {
        return Ok(Found::default());
    };
    let relations = Relations::load(&core.db, party).await?;
    let now = core.world.now();
    let mut page = Page::new(wanted);
    for candidate in relations.candidates(kind) {
        let named = prepared.subject;
        let fits = named.is_none_or(|subject| subject == candidate.subject);
        if !fits || wanted.is_past(&candidate.name) {
            continue;
        }
        let outcome = || {
            let request = prepared.request.clone();
            let request = request.subject(kind.attribute(), &candidate.name);
            let request = identify::with_subject(request, candidate.party);
            let facts = relations.held_by(candidate.subject).acting().clone();
            prepared.with_subject(request, facts).decide(policy, now)
        };
        if page.is_full_before(&candidate.name, outcome) {
            break;
        }
    }
    Ok(page.found)
}

impl SubjectKind {
    /// The attribute that names such a subject in a question.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Person => names::PERSON_UUID,
            Self::User => names::USER_ID,
            Self::Organization => names::ORGANIZATION_UUID,
            Self::SystemUser => names::SYSTEM_USER_UUID,
        }
    }
}

impl Wanted<'_> {
    /// Whether an earlier page has tried this name.
    fn is_past(&self, name: &str) -> bool {
        self.after.is_some_and(|after| name <= after)
    }
}

/// A page while it is filled.
struct Page<'w> {
    wanted: Wanted<'w>,
    tried: usize,
    /// The last name tried, on this page or the one before.
    last: String,
    found: Found,
}

impl<'w> Page<'w> {
    fn new(wanted: Wanted<'w>) -> Self {
        Self {
            wanted,
            tried: 0,
            last: wanted.after.unwrap_or_default().to_owned(),
            found: Found::default(),
        }
    }

    /// Tries a candidate, unless the page is full: then the next page begins with it.
    fn is_full_before(&mut self, name: &str, outcome: impl FnOnce() -> Outcome) -> bool {
        if self.found.names.len() >= self.wanted.limit || self.tried >= MAX_TRIED {
            self.found.next = Some(self.last.clone());
            return true;
        }
        self.tried += 1;
        name.clone_into(&mut self.last);
        if (self.wanted.permits)(&outcome()) {
            self.found.names.push(name.to_owned());
        }
        false
    }
}

/// A policy that cannot be read permits nobody anything.
fn usable_policy(prepared: &Prepared) -> Option<&Arc<PolicyTree>> {
    prepared
        .policy()
        .inspect_err(|problem| tracing::error!(%problem, "a stored policy cannot be evaluated"))
        .ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::engine::outcome::StatusCode;

    #[test]
    fn a_page_ends_when_enough_was_tried_and_the_next_goes_on_there() {
        let names: Vec<String> = (0..MAX_TRIED + 3).map(|n| format!("{n:06}")).collect();
        let mut tried = 0;
        let mut try_page = |after: Option<&str>| {
            let wanted = Wanted {
                permits: &|_| false,
                after,
                limit: 10,
            };
            let mut page = Page::new(wanted);
            for name in names.iter().filter(|name| !wanted.is_past(name)) {
                let outcome = || {
                    tried += 1;
                    Outcome::failed(StatusCode::Ok, "")
                };
                if page.is_full_before(name, outcome) {
                    break;
                }
            }
            page.found
        };
        let first = try_page(None);
        assert_eq!(first.names, Vec::<String>::new());
        let second = try_page(Some(&first.next.unwrap()));
        assert_eq!(second, Found::default());
        assert_eq!(tried, names.len());
    }
}
