//! What a new policy changes before it is published: who gains and who loses access, and which given rights lose their
//! effect.
//!
//! The two policies are compared as tables. For each action, whoever has it by a subject that goes, and by none that
//! stays, loses it; the other way round for gains. The database counts them, at most [`LOOKED_AT`] at a time, and the
//! engine is asked by both policies about each one that is named. Rules that a table does not show are not counted, which
//! the answer says.

mod ways;

use super::access::Supposed;
use super::resources::check_policy;
use super::{Core, OpsError, Subject};
use crate::domain::{AccessListMode, GuardedResource, PartyId, SystemUserId};
use crate::engine::policy_table::{Levels, Reading};
use crate::engine::{Decision, PolicyTree};
use crate::reference::reference;
use crate::store::reach::{self, GivenRight, Reach, Reached, ReachedPair};
use ways::Change;

/// How many pairs of a person and a party are looked at; beyond them the figures are lower bounds.
pub const LOOKED_AT: i64 = 50_000;
/// How many are named.
const NAMED: i64 = 10;

/// The policies before and after, and the resource that they guard.
pub struct Proposal<'a> {
    pub resource: &'a str,
    pub access_list_mode: AccessListMode,
    /// None before the first policy.
    pub before: Option<&'a PolicyTree>,
    pub after: &'a PolicyTree,
}

/// What publishing would change.
#[derive(Clone, Debug, Default)]
pub struct Impact {
    pub lost: Side,
    pub gained: Side,
    /// Given actions that the policy offers no more, or offers again.
    pub rights_lost: Rights,
    pub rights_gained: Rights,
    /// The security levels before and after.
    pub levels: (Levels, Levels),
    /// Either policy has parts that the figures leave out.
    pub is_partial: bool,
}

/// Who is touched in one direction.
#[derive(Clone, Debug, Default)]
pub struct Side {
    pub people: Count,
    pub systems: Count,
    pub named_people: Vec<ReachedPair<PartyId>>,
    pub named_systems: Vec<ReachedPair<SystemUserId>>,
}

/// How many, and whether there may be more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub subjects: i64,
    pub parties: i64,
    pub is_at_least: bool,
}

/// Rights that somebody gave.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    pub count: i64,
    pub named: Vec<GivenRight>,
}

impl Impact {
    /// Whether nobody gains or loses anything, as far as the figures go.
    pub fn is_none(&self) -> bool {
        let sides = [&self.lost, &self.gained];
        let nobody = |side: &&Side| side.people.subjects == 0 && side.systems.subjects == 0;
        sides.iter().all(nobody) && self.rights_lost.count == 0 && self.rights_gained.count == 0
    }
}

/// The same for a policy that has not been read yet. `None` when it cannot guard the resource.
pub async fn preview_text(
    core: &Core,
    resource: &GuardedResource,
    policy: &str,
) -> Result<Option<Impact>, OpsError> {
    let Ok(after) = check_policy(&resource.id, policy) else {
        return Ok(None);
    };
    // A stored policy that cannot be used permits nobody anything, as no policy does.
    let before = core.policies.parsed(resource).ok();
    let proposal = Proposal {
        resource: &resource.id,
        access_list_mode: resource.access_list_mode,
        before: before.as_deref(),
        after: &after,
    };
    preview(core, &proposal).await.map(Some)
}

/// Works it out, in at most twelve queries and a few for each one who is named.
pub async fn preview(core: &Core, proposal: &Proposal<'_>) -> Result<Impact, OpsError> {
    let read = |policy| Reading::of(policy, proposal.resource);
    let before = proposal.before.map(read).unwrap_or_default();
    let after = read(proposal.after);
    let is_partial = !(before.is_whole() && after.is_whole());
    // Before the first policy there was no level that could have changed.
    let levels = match proposal.before {
        Some(_) => (before.table.levels, after.table.levels),
        None => (after.table.levels, after.table.levels),
    };
    let (before, after) = (before.table, after.table);
    let lost = Change::between(&before, &after);
    let gained = Change::between(&after, &before);
    Ok(Impact {
        rights_lost: rights(core, proposal, &lost).await?,
        rights_gained: rights(core, proposal, &gained).await?,
        lost: side(core, proposal, &lost, Direction::Lost).await?,
        gained: side(core, proposal, &gained, Direction::Gained).await?,
        levels,
        is_partial,
    })
}

#[derive(Clone, Copy)]
enum Direction {
    Lost,
    Gained,
}

async fn side(
    core: &Core,
    proposal: &Proposal<'_>,
    change: &Change,
    direction: Direction,
) -> Result<Side, OpsError> {
    if change.by.is_empty() {
        return Ok(Side::default());
    }
    let reach = Reach {
        resource: proposal.resource,
        by: &change.by,
        unless: &change.unless,
        is_for_members: proposal.access_list_mode == AccessListMode::Enabled,
        key_roles: reference().key_roles(),
        now: core.world.now(),
        limit: LOOKED_AT,
    };
    let mut side = Side {
        people: count(reach::count_people(&core.db, &reach).await?),
        systems: count(reach::count_systems(&core.db, &reach).await?),
        ..Side::default()
    };
    if side.people.subjects > 0 {
        let named = reach::list_people(&core.db, &reach, NAMED).await?;
        side.named_people = confirmed(core, proposal, named, direction).await?;
    }
    if side.systems.subjects > 0 {
        let named = reach::list_systems(&core.db, &reach, NAMED).await?;
        side.named_systems = confirmed(core, proposal, named, direction).await?;
    }
    Ok(side)
}

fn count(reached: Reached) -> Count {
    Count {
        subjects: reached.subjects,
        parties: reached.parties,
        is_at_least: reached.looked_at >= LOOKED_AT,
    }
}

/// Keeps those of whom the engine says the same. It knows the parts of the policies that the figures leave out.
async fn confirmed<S: Copy + Into<Subject>>(
    core: &Core,
    proposal: &Proposal<'_>,
    pairs: Vec<ReachedPair<S>>,
    direction: Direction,
) -> Result<Vec<ReachedPair<S>>, OpsError> {
    let mut kept = Vec::new();
    let known = core.known().await?;
    for pair in pairs {
        let question = Supposed {
            subject: pair.subject.into(),
            party: pair.party,
            resource: proposal.resource,
            access_list_mode: proposal.access_list_mode,
            action: &pair.action,
        };
        let before = match proposal.before {
            Some(policy) => known.suppose(&question, policy).await?,
            None => Decision::NotApplicable,
        };
        let after = known.suppose(&question, proposal.after).await?;
        let permits = [before, after].map(|decision| decision == Decision::Permit);
        let is_as_counted = match direction {
            Direction::Lost => permits == [true, false],
            Direction::Gained => permits == [false, true],
        };
        if is_as_counted {
            kept.push(pair);
        }
    }
    Ok(kept)
}

async fn rights(core: &Core, proposal: &Proposal<'_>, change: &Change) -> Result<Rights, OpsError> {
    if change.uncovered.is_empty() {
        return Ok(Rights::default());
    }
    let (resource, actions) = (proposal.resource, &change.uncovered);
    let count = reach::count_rights(&core.db, resource, actions).await?;
    Ok(Rights {
        count,
        named: match count {
            0 => Vec::new(),
            _ => reach::list_rights(&core.db, resource, actions, NAMED).await?,
        },
    })
}
