//! What is kept in memory of the facts, exactly: what was committed before a request began is what it sees.
//!
//! [`Known`] asks for the version of the facts (see `db::facts`) before it reads anything, and uses only what was loaded
//! at that version or later. Any change to any fact makes all that is kept useless; parsed policies alone survive, as
//! they are found by their text. That is coarse on purpose: which facts depend on which rows is a question that nobody
//! has to answer, so nobody can answer it wrongly. What depends on the clock is not kept in its evaluated form.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use metrics::Counter;

use super::kept::Kept;
use super::{Held, Purpose, Subject, load};
use crate::db::FactVersion;
use crate::domain::{
    AccessListMode, Decision, GuardedResource, Membership, NationalId, OrgNumber, Party, PartyId,
    Timestamp,
};
use crate::engine::explain::Explanation;
use crate::engine::xacml::PolicyProblem;
use crate::engine::{Facts, PolicyError, PolicyTree, Request};
use crate::ops::authorized_parties::{self, AuthorizedParties, Ways};
use crate::ops::{Core, OpsError};
use crate::store;

/// How many parties are kept, by each of their names.
const PARTIES: usize = 100_000;
const RESOURCES: usize = 50_000;
/// How many facts are kept, over all pairs of subject and party.
const FACTS: usize = 500_000;
/// How many memberships are kept, over all parties.
const MEMBERSHIPS: usize = 100_000;

/// How many parties are kept in lists of all that somebody may act for, over all lists.
const AUTHORIZED: usize = 200_000;

/// The facts as they were when this was made, or as they have become since. Made once per request or page.
#[derive(Clone)]
pub struct Known<'a> {
    core: &'a Core,
    at: Arc<Generation>,
}

/// One of the names that a party has.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PartyName {
    Id(PartyId),
    Number(i64),
    UserNumber(i64),
    NationalId(NationalId),
    OrgNumber(OrgNumber),
}

/// A resource as decisions need it.
pub struct KnownResource {
    pub id: String,
    /// The code of the service owner.
    pub owner: String,
    pub access_list_mode: AccessListMode,
    /// By decision. Kept, as putting the labels together takes longer than counting.
    decisions: [OnceLock<Counter>; 4],
    policy: Result<Arc<PolicyTree>, PolicyError>,
}

/// What is kept between requests.
#[derive(Default)]
pub struct Cache {
    newest: Mutex<Option<Arc<Generation>>>,
}

/// All that was loaded at one version of the facts, and not before.
struct Generation {
    version: FactVersion,
    parties: Kept<PartyName, Arc<Party>>,
    resources: Kept<String, Arc<KnownResource>>,
    held: Kept<(Subject, PartyId), Arc<Held>>,
    memberships: Kept<PartyId, Arc<[Membership]>>,
    authorized: Kept<(Subject, Ways), Arc<AuthorizedParties>>,
}

impl Core {
    /// The facts as they are now.
    pub async fn known(&self) -> Result<Known<'_>, OpsError> {
        let version = self.db.fact_version().await?;
        Ok(Known {
            core: self,
            at: self.facts.at(version),
        })
    }
}

impl Cache {
    /// What was loaded at `version` or later.
    fn at(&self, version: FactVersion) -> Arc<Generation> {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(generation) = newest.as_ref().filter(|newest| newest.version >= version) {
            return generation.clone();
        }
        let generation = Arc::new(Generation::new(version));
        let old = newest.replace(generation.clone());
        drop(newest);
        // It may be large; nobody waits for the lock while it is freed.
        drop(old);
        generation
    }
}

impl Generation {
    fn new(version: FactVersion) -> Self {
        Self {
            version,
            parties: Kept::new(PARTIES),
            resources: Kept::new(RESOURCES),
            held: Kept::new(FACTS),
            memberships: Kept::new(MEMBERSHIPS),
            authorized: Kept::new(AUTHORIZED),
        }
    }
}

impl<'a> Known<'a> {
    pub fn core(&self) -> &'a Core {
        self.core
    }

    pub(in crate::ops) async fn party(
        &self,
        name: PartyName,
    ) -> Result<Option<Arc<Party>>, OpsError> {
        if let Some(party) = self.at.parties.get(&name) {
            return Ok(Some(party));
        }
        let db = &self.core.db;
        let found = match &name {
            PartyName::Id(id) => store::parties::find(db, *id).await?,
            PartyName::Number(number) => store::parties::find_by_number(db, *number).await?,
            PartyName::UserNumber(number) => {
                store::parties::find_by_user_number(db, *number).await?
            }
            PartyName::NationalId(id) => store::parties::find_by_national_id(db, id).await?,
            PartyName::OrgNumber(number) => store::parties::find_by_org_number(db, number).await?,
        };
        // What is not found is not kept: anybody may ask for any number of names that nobody has.
        let Some(party) = found.map(Arc::new) else {
            return Ok(None);
        };
        self.at.parties.put(name, party.clone(), 1);
        Ok(Some(party))
    }

    pub(in crate::ops) async fn resource(
        &self,
        id: &str,
    ) -> Result<Option<Arc<KnownResource>>, OpsError> {
        if let Some(resource) = self.at.resources.get(id) {
            return Ok(Some(resource));
        }
        let Some(found) = store::policies::find(&self.core.db, id).await? else {
            return Ok(None);
        };
        let resource = Arc::new(self.understood(found));
        self.at.resources.put(id.to_owned(), resource.clone(), 1);
        Ok(Some(resource))
    }

    /// Keeps a resource that has been read at this version of the facts.
    pub(in crate::ops) fn keep(&self, found: GuardedResource) {
        if self.at.resources.get(&found.id).is_none() {
            let id = found.id.clone();
            let resource = Arc::new(self.understood(found));
            self.at.resources.put(id, resource, 1);
        }
    }

    fn understood(&self, found: GuardedResource) -> KnownResource {
        KnownResource {
            policy: self.core.policies.parsed(&found),
            access_list_mode: found.access_list_mode,
            owner: found.owner,
            decisions: Default::default(),
            id: found.id,
        }
    }

    /// What `subject` holds at `party`.
    pub(in crate::ops) async fn held(
        &self,
        subject: Subject,
        party: &Arc<Party>,
    ) -> Result<Arc<Held>, OpsError> {
        let key = (subject, party.id);
        if let Some(held) = self.at.held.get(&key) {
            return Ok(held);
        }
        let held = Arc::new(load(&self.core.db, subject, party.clone()).await?);
        self.at.held.put(key, held.clone(), held.weight());
        Ok(held)
    }

    /// What `subject` holds at `party`, for either purpose; None when there is no such party. Tells what is held also at a
    /// deleted party, for which nobody acts.
    pub async fn facts(
        &self,
        subject: Subject,
        party: PartyId,
        purpose: Purpose,
    ) -> Result<Option<Facts>, OpsError> {
        let Some(party) = self.party(PartyName::Id(party)).await? else {
            return Ok(None);
        };
        let held = self.held(subject, &party).await?;
        Ok(Some(match purpose {
            Purpose::Act => Facts::clone(held.acting()),
            Purpose::Delegate => held.delegating(),
        }))
    }

    /// Everybody whom `subject` may act for.
    pub(in crate::ops) async fn authorized_parties(
        &self,
        subject: Subject,
        ways: Ways,
    ) -> Result<Arc<AuthorizedParties>, OpsError> {
        let key = (subject, ways);
        if let Some(parties) = self.at.authorized.get(&key) {
            return Ok(parties);
        }
        let parties = Arc::new(authorized_parties::load(&self.core.db, subject, ways).await?);
        self.at
            .authorized
            .put(key, parties.clone(), 1 + parties.len());
        Ok(parties)
    }

    /// The access lists that a party is a member of, also those that have run out: kept facts know no clock.
    pub(in crate::ops) async fn memberships(
        &self,
        party: PartyId,
    ) -> Result<Arc<[Membership]>, OpsError> {
        if let Some(memberships) = self.at.memberships.get(&party) {
            return Ok(memberships);
        }
        let found = store::access_lists::list_memberships(&self.core.db, party).await?;
        let found: Arc<[Membership]> = found.into();
        self.at
            .memberships
            .put(party, found.clone(), 1 + found.len());
        Ok(found)
    }
}

impl KnownResource {
    /// The grounds of a decision, with what the access lists left of it.
    pub fn limited(
        &self,
        grounds: Explanation,
        request: &Request,
        memberships: &[Membership],
        now: Timestamp,
    ) -> Explanation {
        match self.access_list_mode {
            AccessListMode::Disabled => grounds,
            AccessListMode::Enabled => grounds.limited(request, memberships, now),
        }
    }

    /// Adds a decision about the resource to the counters.
    pub fn count(&self, decision: Decision) {
        if let Some(counter) = self.decisions.get(decision as usize) {
            let counter = counter.get_or_init(|| decision_counter(decision, &self.id));
            counter.increment(1);
        }
    }

    /// Whether there is a policy, usable or not.
    pub fn has_policy(&self) -> bool {
        !matches!(&self.policy, Err(error) if error.problem == PolicyProblem::None)
    }

    /// The policy, or why it cannot be evaluated.
    pub fn policy(&self) -> Result<&Arc<PolicyTree>, OpsError> {
        self.policy.as_ref().map_err(|problem| OpsError::Policy {
            resource: self.id.clone(),
            problem: problem.clone(),
        })
    }
}

/// How many decisions of this kind there were about a resource.
pub fn decision_counter(decision: Decision, resource: &str) -> Counter {
    metrics::counter!(
        "fullmakt_decisions_total",
        "decision" => decision.name(),
        "resource" => resource.to_owned()
    )
}
