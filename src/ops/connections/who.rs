//! Who may see and change what a party has given, and what it has been given.

use super::Refusal;
use crate::domain::PartyId;
use crate::ops::OpsError;
use crate::ops::access::{ACCESS_MANAGEMENT, Access, Relation};
use crate::store::connections::Between;

/// Which side of a connection the acting party is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// What the party has given to others.
    ToOthers,
    /// What the party has been given by others.
    FromOthers,
}

/// A connection as the acting party sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub direction: Direction,
    pub other: PartyId,
}

impl Link {
    pub fn to(other: PartyId) -> Self {
        Self {
            direction: Direction::ToOthers,
            other,
        }
    }

    pub fn from(other: PartyId) -> Self {
        Self {
            direction: Direction::FromOthers,
            other,
        }
    }

    /// Who gives to whom when `party` acts.
    pub fn between(self, party: PartyId) -> Between {
        match self.direction {
            Direction::ToOthers => Between {
                from: party,
                to: self.other,
            },
            Direction::FromOthers => Between {
                from: self.other,
                to: party,
            },
        }
    }
}

/// Says whether the person may see the party's connections.
pub async fn may_see(
    relation: &Relation<'_>,
    direction: Direction,
) -> Result<Result<(), Refusal>, OpsError> {
    may(relation, direction, "read").await
}

/// Says whether the person may change the party's connections.
pub async fn may_change(
    relation: &Relation<'_>,
    direction: Direction,
) -> Result<Result<(), Refusal>, OpsError> {
    may(relation, direction, "write").await
}

async fn may(
    relation: &Relation<'_>,
    direction: Direction,
    action: &str,
) -> Result<Result<(), Refusal>, OpsError> {
    if is_private(relation, direction) {
        return Ok(Err(Refusal::NoAccess));
    }
    Ok(match relation.may(action, ACCESS_MANAGEMENT).await? {
        Access::Granted => Ok(()),
        Access::LevelTooLow(level) => Err(Refusal::LevelTooLow(level)),
        Access::Refused => Err(Refusal::NoAccess),
    })
}

/// What a person has been given by others is nobody's business but his own, not even his access manager's.
fn is_private(relation: &Relation<'_>, direction: Direction) -> bool {
    direction == Direction::FromOthers && relation.party.person().is_some() && !relation.is_own()
}
