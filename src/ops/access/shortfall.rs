//! What would have been enough for a person who was refused, for the portal to put in words.

use super::{Core, OpsError, Person, Relation};
use crate::domain::{Localized, PartyId};
use crate::engine::explain::{Explanation, NearMiss, Wanted, explain};
use crate::engine::names;
use crate::reference::{AccessPackage, Role, reference};

/// What a person lacks to do something for a party.
#[derive(Clone, Debug)]
pub enum Shortfall {
    /// Any one of these would have been enough.
    Powers(Powers),
    /// The policy permits, but the resource is for members of access lists, and the party is none for this action.
    NotOnList,
    /// No role or package alone would have been enough.
    Unknown,
}

/// The first of the powers, and how many there are beside these.
#[derive(Clone, Debug, Default)]
pub struct Powers {
    pub named: Vec<Power>,
    pub more: usize,
}

/// A role or an access package.
#[derive(Clone, Copy, Debug)]
pub enum Power {
    Role(&'static Role),
    Package(&'static AccessPackage),
}

/// Nobody reads a longer list than this.
const MAX_NAMED: usize = 5;

impl Relation<'_> {
    /// What the person lacks here to do `action` on `resource`. Tells of an answer that was given, so it is no decision of
    /// its own and is not logged.
    pub async fn shortfall(&self, action: &str, resource: &str) -> Result<Shortfall, OpsError> {
        let Some(resource) = self.known.resource(resource).await? else {
            return Ok(Shortfall::Unknown);
        };
        let question = self.question(&resource.id, action);
        let now = self.core().world.now();
        let grounds = explain(resource.policy()?, &question, self.held.acting(), now);
        let grounds = resource.limited(grounds, &question, &self.memberships, now);
        Ok(Shortfall::of(&grounds))
    }
}

/// What `person` lacks to do `action` on `resource` for `party`.
pub async fn shortfall(
    core: &Core,
    person: Person,
    action: &str,
    resource: &str,
    party: PartyId,
) -> Result<Shortfall, OpsError> {
    match Relation::load(core, person, party).await? {
        Some(relation) => relation.shortfall(action, resource).await,
        None => Ok(Shortfall::Unknown),
    }
}

impl Shortfall {
    fn of(grounds: &Explanation) -> Self {
        if grounds.is_shut_by_lists() {
            return Self::NotOnList;
        }
        let misses = grounds.near_misses.iter();
        let powers = Powers::of(misses.flat_map(enough_alone).filter_map(Power::of));
        if powers.named.is_empty() {
            Self::Unknown
        } else {
            Self::Powers(powers)
        }
    }

    /// The powers; none when these are not what is lacking.
    pub fn powers(self) -> Powers {
        match self {
            Self::Powers(powers) => powers,
            Self::NotOnList | Self::Unknown => Powers::default(),
        }
    }
}

/// The attributes of which each alone would have made the rule permit.
fn enough_alone(miss: &NearMiss) -> Vec<&Wanted> {
    let is_all = miss.failed.is_empty() && !miss.condition_is_false;
    match miss.lacking.as_slice() {
        [alternatives] if is_all => alternatives.iter().filter_map(|all| only(all)).collect(),
        _ => Vec::new(),
    }
}

fn only(all: &[Wanted]) -> Option<&Wanted> {
    match all {
        [wanted] if wanted.function.as_equality().is_some() => Some(wanted),
        _ => None,
    }
}

impl Powers {
    /// Policies name one power in several ways; it is told once.
    fn of(all: impl Iterator<Item = Power>) -> Self {
        let mut named: Vec<Power> = Vec::new();
        for power in all {
            if named.iter().all(|known| known.name() != power.name()) {
                named.push(power);
            }
        }
        let more = named.len().saturating_sub(MAX_NAMED);
        named.truncate(MAX_NAMED);
        Self { named, more }
    }
}

impl Power {
    fn of(wanted: &Wanted) -> Option<Self> {
        if *wanted.category != *names::SUBJECT || !names::is_role_or_package(&wanted.attribute) {
            return None;
        }
        let urn = format!("{}:{}", wanted.attribute, wanted.value.text());
        let package = reference().package(&urn).map(Self::Package);
        package.or_else(|| reference().role_by_urn(&urn).map(Self::Role))
    }

    pub fn name(self) -> &'static Localized {
        match self {
            Self::Role(role) => &role.name,
            Self::Package(package) => &package.name,
        }
    }
}
