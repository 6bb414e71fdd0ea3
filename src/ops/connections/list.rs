//! What a party has given or been given, one connection for each other party.
//!
//! The queries of one list, whatever the number of connections: the assignments, the roles, what was given (and from
//! others the organizations that the party speaks for), who has key roles in the organizations found or which subunits
//! they have, the names of all, and the register's details of those on the page: six, or seven from others.

use std::collections::{BTreeMap, BTreeSet};

use super::Refusal;
use super::ways::{Held, Reason, Way, key_holders, ways};
use super::who::{Direction, may_see};
use crate::domain::{Party, PartyId, Registered};
use crate::ops::OpsError;
use crate::ops::access::Relation;
use crate::reference::{AccessPackage, Role};
use crate::store;

/// The role of those to whom clients are passed on.
const AGENT: &str = "agent";

/// All that lies between the party and another.
#[derive(Clone, Debug)]
pub struct Connection {
    pub other: Registered,
    /// Its main unit, when it is a subunit.
    pub parent: Option<Registered>,
    /// What the one holds at the other, and why.
    pub ways: Vec<Way>,
    /// To others: the persons who act for the organization by a key role. From others: its subunits, for which all of
    /// this counts too.
    pub within: Vec<Within>,
}

/// Somebody who is reached through another.
#[derive(Clone, Debug)]
pub struct Within {
    pub party: Registered,
    /// The key role; none of subunits.
    pub role: Option<&'static Role>,
}

/// A part of the connections, by name.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub connections: Vec<Connection>,
    /// How many there are in all.
    pub total: usize,
}

/// Which part of the connections.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    pub direction: Direction,
    /// Only the one with this party.
    pub other: Option<PartyId>,
    /// From this place on, from 0.
    pub skip: usize,
    pub size: usize,
}

/// Lists a party's connections for whoever may see them.
pub async fn list(
    relation: &Relation<'_>,
    wanted: Listing,
) -> Result<Result<Page, Refusal>, OpsError> {
    if let Err(refusal) = may_see(relation, wanted.direction).await? {
        return Ok(Err(refusal));
    }
    let core = relation.core();
    let mut by_other = BTreeMap::<PartyId, Vec<Way>>::new();
    for way in ways(core, &relation.party, wanted.direction).await? {
        let other = match wanted.direction {
            Direction::ToOthers => way.to,
            Direction::FromOthers => way.from,
        };
        if wanted.other.is_none_or(|only| only == other) {
            by_other.entry(other).or_default().push(way);
        }
    }
    let ids: Vec<PartyId> = by_other.keys().copied().collect();
    let mut named = store::parties::list(&core.db, &ids).await?;
    // What others have given is of no use when they are gone; what one has given must still be seen to be taken back.
    named.retain(|party| wanted.direction == Direction::ToOthers || !party.is_deleted);
    let total = named.len();
    let page: Vec<Party> = named
        .into_iter()
        .skip(wanted.skip)
        .take(wanted.size)
        .collect();
    let connections = connections(relation, wanted.direction, &page, by_other).await?;
    Ok(Ok(Page { connections, total }))
}

async fn connections(
    relation: &Relation<'_>,
    direction: Direction,
    page: &[Party],
    mut by_other: BTreeMap<PartyId, Vec<Way>>,
) -> Result<Vec<Connection>, OpsError> {
    let within = match direction {
        Direction::ToOthers => persons_within(relation, page).await?,
        Direction::FromOthers => subunits_within(relation, page).await?,
    };
    let own = page.iter().map(|party| party.id);
    let others = own.chain(page.iter().filter_map(Party::parent));
    let reached = within.values().flatten().map(|(id, _)| *id);
    let ids: BTreeSet<PartyId> = others.chain(reached).collect();
    let ids: Vec<PartyId> = ids.into_iter().collect();
    let registered = store::register::list(&relation.core().db, &ids).await?;
    let registered: BTreeMap<PartyId, Registered> = registered
        .into_iter()
        .map(|one| (one.party.id, one))
        .collect();
    let connection = |party: &Party| {
        let reached = within.get(&party.id).into_iter().flatten();
        Some(Connection {
            other: registered.get(&party.id)?.clone(),
            parent: party.parent().and_then(|id| registered.get(&id).cloned()),
            ways: by_other.remove(&party.id).unwrap_or_default(),
            within: reached
                .filter_map(|(id, role)| {
                    let party = registered.get(id)?.clone();
                    Some(Within { party, role: *role })
                })
                .collect(),
        })
    };
    Ok(page.iter().filter_map(connection).collect())
}

type Reached = BTreeMap<PartyId, Vec<(PartyId, Option<&'static Role>)>>;

/// The persons who act for the organizations of the page.
async fn persons_within(relation: &Relation<'_>, page: &[Party]) -> Result<Reached, OpsError> {
    let organizations: Vec<PartyId> = page
        .iter()
        .filter(|party| party.organization().is_some())
        .map(|party| party.id)
        .collect();
    let holders = key_holders(relation.core(), &organizations).await?;
    let mut reached = Reached::new();
    for party in page {
        // Whoever acts for a main unit acts for its subunits.
        let own = [Some(party.id), party.parent()];
        let found = own.into_iter().flatten().filter_map(|id| holders.get(&id));
        let persons = found.flatten().map(|(person, role)| (*person, Some(*role)));
        reached.insert(party.id, persons.collect());
    }
    Ok(reached)
}

async fn subunits_within(relation: &Relation<'_>, page: &[Party]) -> Result<Reached, OpsError> {
    let parents: Vec<PartyId> = page.iter().map(|party| party.id).collect();
    let units = store::register::list_subunits(&relation.core().db, &parents).await?;
    let mut reached = Reached::new();
    for unit in units.iter().filter(|unit| !unit.party.is_deleted) {
        if let Some(parent) = unit.party.parent() {
            reached
                .entry(parent)
                .or_default()
                .push((unit.party.id, None));
        }
    }
    Ok(reached)
}

impl Connection {
    /// Whether nothing but being somebody's agent connects the two.
    pub fn is_agent_only(&self) -> bool {
        let mut ways = self.ways.iter();
        ways.all(|way| {
            let is_agent = matches!(way.what, Held::Role(role) if role.code == AGENT);
            is_agent || matches!(way.reason, Reason::Agent(_))
        })
    }

    pub fn roles(&self) -> impl Iterator<Item = (&'static Role, &Way)> {
        self.ways.iter().filter_map(|way| match way.what {
            Held::Role(role) => Some((role, way)),
            Held::Package { .. } | Held::Action { .. } => None,
        })
    }

    /// Packages, the same one perhaps several times in several ways; those that were given, and those that follow from
    /// roles.
    pub fn packages(&self) -> impl Iterator<Item = (&'static AccessPackage, &Way)> {
        self.ways.iter().filter_map(|way| match way.what {
            Held::Package { package, .. } => Some((package, way)),
            Held::Role(_) | Held::Action { .. } => None,
        })
    }

    /// Actions on resources that were given, by resource.
    pub fn actions(&self) -> impl Iterator<Item = (&str, &str, &Way)> {
        self.ways.iter().filter_map(|way| match &way.what {
            Held::Action { resource, action } => Some((resource.as_str(), action.as_str(), way)),
            Held::Role(_) | Held::Package { .. } => None,
        })
    }
}
