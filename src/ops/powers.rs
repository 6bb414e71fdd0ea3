//! Who may do what for a party, and what it may do for others, as people look it through. Each power comes with where it
//! comes from; what follows from it is said by the page.

pub mod services;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use uuid::Uuid;

use super::access::search::Relations;
use super::access::{ACCESS_MANAGEMENT, Access, Relation, Subject};
use super::facts::PartyName;
use super::{Core, OpsError, Person};
use crate::domain::{
    Assignment, AssignmentRole, Party, PartyId, Receiver, SecurityLevel, Timestamp, alphabetical,
};
use crate::engine::Facts;
use crate::reference::{Role, reference};
use crate::store;

pub use crate::engine::facts::{DelegatedRight, Grant, PackageSource, RoleSource, SubjectUrn};

/// Why somebody does not get to see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    NoAccess,
    LevelTooLow(SecurityLevel),
    /// No such user, or none of this party.
    NotFound,
}

/// Somebody with something at a party.
pub struct Holder {
    pub party: Party,
    pub facts: Arc<Facts>,
    /// When the party let him in, if it did.
    pub let_in: Option<Timestamp>,
}

/// A role that a holder has, and how he came to it.
pub struct RegisteredRole<'a> {
    pub role: &'static Role,
    pub held_at: Uuid,
    pub through: &'a RoleSource,
}

/// Everybody with something at a party, by name, and the names that their powers are told with.
pub struct Holders {
    pub all: Vec<Holder>,
    pub names: Names,
}

/// One user, or what a party holds at another one.
pub struct Powers {
    /// The one who holds them.
    pub holder: Holder,
    /// The one they are exercised for.
    pub at: Party,
    pub names: Names,
}

/// Names of the parties that powers come from and through.
#[derive(Default)]
pub struct Names(HashMap<Uuid, String>);

impl Names {
    pub fn of(&self, party: Uuid) -> &str {
        self.0.get(&party).map_or("", String::as_str)
    }

    fn add(&mut self, parties: Vec<Party>) {
        let named = parties.into_iter().map(|party| (party.id.0, party.name));
        self.0.extend(named);
    }
}

impl Holder {
    /// The roles that are registered for the holder here or at the main unit, or that an organization he speaks for has,
    /// each once; without those that follow from them.
    pub fn roles(&self) -> Vec<RegisteredRole<'_>> {
        let mut roles: Vec<RegisteredRole<'_>> = Vec::new();
        for fact in self
            .facts
            .roles
            .iter()
            .filter(|fact| !follows(&fact.through))
        {
            let role = reference().role_by_urn(&fact.role.urn());
            let is_new = |role: &&Role| roles.iter().all(|one| one.role.code != role.code);
            if let Some(role) = role.filter(is_new) {
                roles.push(RegisteredRole {
                    role,
                    held_at: fact.held_at,
                    through: &fact.through,
                });
            }
        }
        roles
    }

    /// Whether nothing at all can be done by what the holder has.
    pub fn is_without_powers(&self) -> bool {
        self.facts.packages.is_empty() && self.facts.delegations.is_empty()
    }

    /// The services on which single rights were given, by id.
    pub fn services(&self) -> Vec<&str> {
        let mut ids: Vec<&str> = Vec::new();
        for right in &self.facts.delegations {
            if !ids.contains(&right.resource_id.as_str()) {
                ids.push(&right.resource_id);
            }
        }
        ids
    }
}

fn follows(source: &RoleSource) -> bool {
    match source {
        RoleSource::RoleMap { .. } => true,
        RoleSource::KeyRole { through, .. } => follows(through),
        RoleSource::Direct | RoleSource::MainUnit | RoleSource::SoleProprietor => false,
    }
}

/// Says whether the person may see everybody's powers at `party`.
pub async fn may_see_all(
    core: &Core,
    person: Person,
    party: PartyId,
) -> Result<Result<(), Unseen>, OpsError> {
    let Some(relation) = Relation::load(core, person, party).await? else {
        return Ok(Err(Unseen::NotFound));
    };
    Ok(match relation.may("read", ACCESS_MANAGEMENT).await? {
        Access::Granted => Ok(()),
        Access::LevelTooLow(level) => Err(Unseen::LevelTooLow(level)),
        Access::Refused => Err(Unseen::NoAccess),
    })
}

/// Everybody with something at `party`; six queries, however many they are.
pub async fn list(
    core: &Core,
    person: Person,
    party: PartyId,
) -> Result<Result<Holders, Unseen>, OpsError> {
    if let Err(unseen) = may_see_all(core, person, party).await? {
        return Ok(Err(unseen));
    }
    let Some(party) = core.known().await?.party(PartyName::Id(party)).await? else {
        return Ok(Err(Unseen::NotFound));
    };
    let relations = Relations::load(&core.db, &party).await?;
    let let_in =
        store::assignments::list_from(&core.db, party.id, AssignmentRole::RightHolder).await?;
    let let_in = dates(let_in);
    let known: Vec<PartyId> = relations.direct_holders().map(|party| party.id).collect();
    let others: Vec<PartyId> = let_in
        .keys()
        .filter(|id| !known.contains(id))
        .copied()
        .collect();
    let others = store::parties::list(&core.db, &others).await?;
    let holders = relations.direct_holders().cloned().chain(others);
    let all = holders.filter(|one| one.id != party.id && !one.is_deleted);
    let mut all: Vec<Holder> = all
        .map(|one| Holder {
            facts: relations.held_by(Subject::Party(one.id)).acting().clone(),
            let_in: let_in.get(&one.id).copied(),
            party: one,
        })
        .collect();
    all.sort_by_cached_key(|one| (alphabetical(&one.party.name), one.party.number));
    let facts: Vec<&Facts> = all.iter().map(|one| &*one.facts).collect();
    let names = names_in(core, &facts).await?;
    Ok(Ok(Holders { all, names }))
}

fn dates(assignments: Vec<Assignment>) -> BTreeMap<PartyId, Timestamp> {
    let to_parties = assignments.into_iter().filter_map(|one| match one.to {
        Receiver::Party(party) => Some((party, one.given_at)),
        Receiver::SystemUser(_) => None,
    });
    to_parties.collect()
}

/// One user of `party`. Everybody may see himself.
pub async fn show(
    core: &Core,
    person: Person,
    party: PartyId,
    user: PartyId,
) -> Result<Result<Powers, Unseen>, OpsError> {
    if user != person.party
        && let Err(unseen) = may_see_all(core, person, party).await?
    {
        return Ok(Err(unseen));
    }
    let powers = load(core, user, party).await?;
    Ok(powers.ok_or(Unseen::NotFound))
}

/// What `holder` has at `at`; None when it has nothing to do with it. Whoever asks has seen to it that he may.
async fn load(core: &Core, holder: PartyId, at: PartyId) -> Result<Option<Powers>, OpsError> {
    let known = core.known().await?;
    let parties = (
        known.party(PartyName::Id(holder)).await?,
        known.party(PartyName::Id(at)).await?,
    );
    let (Some(holder), Some(at)) = parties else {
        return Ok(None);
    };
    if holder.is_deleted || at.is_deleted {
        return Ok(None);
    }
    let held = known.held(Subject::Party(holder.id), &at).await?;
    let role = AssignmentRole::RightHolder;
    let let_in = store::assignments::find(&core.db, at.id, holder.id, role).await?;
    if !held.is_any() && let_in.is_none() {
        return Ok(None);
    }
    let facts = held.acting().clone();
    Ok(Some(Powers {
        names: names_in(core, &[&facts]).await?,
        holder: Holder {
            party: Party::clone(&holder),
            facts,
            let_in: let_in.map(|one| one.given_at),
        },
        at: Party::clone(&at),
    }))
}

/// The parties at which `holder` has something, by name; three queries.
pub async fn list_received(
    core: &Core,
    person: Person,
    holder: PartyId,
) -> Result<Result<Vec<Party>, Unseen>, OpsError> {
    if let Err(unseen) = may_see_received(core, person, holder).await? {
        return Ok(Err(unseen));
    }
    let mut ids: Vec<PartyId> = Vec::new();
    let roles = store::roles::list_of_holder(&core.db, holder).await?;
    let counting = roles.iter().filter(|one| is_of_use(&one.role));
    ids.extend(counting.map(|one| one.at));
    for role in [AssignmentRole::RightHolder, AssignmentRole::Agent] {
        let let_in = store::assignments::list_to(&core.db, holder, role).await?;
        ids.extend(let_in.into_iter().map(|one| one.from));
    }
    ids.sort();
    ids.dedup();
    let mut parties = store::parties::list(&core.db, &ids).await?;
    parties.retain(|party| party.id != holder && !party.is_deleted);
    parties.sort_by_cached_key(|party| (alphabetical(&party.name), party.number));
    Ok(Ok(parties))
}

/// Roles that only tell how organizations hang together give nobody anything.
fn is_of_use(role: &str) -> bool {
    let has_packages = reference().role_packages(role).next().is_some();
    has_packages || reference().roles_from(role).next().is_some()
}

/// What `holder` has at `at`.
pub async fn show_received(
    core: &Core,
    person: Person,
    holder: PartyId,
    at: PartyId,
) -> Result<Result<Powers, Unseen>, OpsError> {
    if let Err(unseen) = may_see_received(core, person, holder).await? {
        return Ok(Err(unseen));
    }
    if holder == at {
        return Ok(Err(Unseen::NotFound));
    }
    let powers = load(core, holder, at).await?;
    Ok(powers.ok_or(Unseen::NotFound))
}

/// A person's own powers are for himself alone; an organization's for those who see all of it.
async fn may_see_received(
    core: &Core,
    person: Person,
    holder: PartyId,
) -> Result<Result<(), Unseen>, OpsError> {
    if holder == person.party {
        return Ok(Ok(()));
    }
    match store::parties::find(&core.db, holder).await? {
        Some(party) if party.organization().is_some() => may_see_all(core, person, holder).await,
        _ => Ok(Err(Unseen::NoAccess)),
    }
}

/// The names of all that powers come from and through, in one query.
async fn names_in(core: &Core, facts: &[&Facts]) -> Result<Names, OpsError> {
    let mut ids: Vec<PartyId> = Vec::new();
    for facts in facts {
        for fact in &facts.roles {
            ids.push(PartyId(fact.held_at));
            ids.extend(organization(&fact.through));
        }
        for fact in &facts.packages {
            ids.extend(parties_of(&fact.source));
        }
        for right in &facts.delegations {
            ids.extend([right.from_party, right.received_by, right.given_by].map(PartyId));
        }
    }
    ids.sort();
    ids.dedup();
    let mut names = Names::default();
    names.add(store::parties::list(&core.db, &ids).await?);
    Ok(names)
}

fn parties_of(source: &PackageSource) -> Vec<PartyId> {
    match source {
        PackageSource::Role {
            held_at, through, ..
        } => organization(through)
            .into_iter()
            .chain([PartyId(*held_at)])
            .collect(),
        PackageSource::Assigned(grant) => [grant.from_party, grant.received_by, grant.given_by]
            .map(PartyId)
            .into(),
        PackageSource::AsAgent { via, grant, .. } => {
            [*via, grant.from_party, grant.given_by].map(PartyId).into()
        }
    }
}

/// The organization that a role is held through.
pub fn organization(source: &RoleSource) -> Option<PartyId> {
    match source {
        RoleSource::KeyRole { organization, .. } => Some(PartyId(*organization)),
        RoleSource::RoleMap { through, .. } => organization(through),
        RoleSource::Direct | RoleSource::MainUnit | RoleSource::SoleProprietor => None,
    }
}
