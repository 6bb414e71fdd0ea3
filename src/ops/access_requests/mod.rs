//! Requests for access: somebody asks a party for a power, and whoever manages access there answers.
//!
//! Worked example. Ola works at the bakery. He asks it for the package for annual accounts: `from` is the bakery, whose power
//! it is, `to` is Ola, who would get it. Kari, who manages access there, approves; in one transaction the request is
//! answered, Ola is given the package and the act is logged. Had Kari not had the package herself, nothing would have
//! been given, and she would have been told what she lacks.
//!
//! A service owner may draft a request for somebody. It is nothing to the party that would be asked before that person
//! has confirmed it.

mod answer;
mod ask;
mod gift;
mod look;
mod own;
mod owner;
mod wanted;

pub use answer::{answer, preview};
pub use ask::{Ask, Asked, MOST_ASKED, ask};
pub use gift::{Gift, Lack};
pub use look::{By, View, count_waiting, counted, find, list, own_drafts, received, views};
pub use own::{confirm, withdraw};
pub use owner::{OwnerAsk, draft, find_of_owner, withdraw_draft};
pub use wanted::{MOST_RIGHT_KEYS, Wanted};

use super::access::{ACCESS_MANAGEMENT, Access, Person, Relation};
use super::{Core, OpsError, connections};
use crate::domain::{AccessRequestStatus, PartyId, SecurityLevel};

/// Why nothing was done, or nothing is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such request, or none that this caller may know of.
    NotFound,
    /// May not act for this party in this; there may be no such party.
    NoAccess,
    LevelTooLow(SecurityLevel),
    /// Its status, which does not allow the step: somebody was faster.
    NotPossible(AccessRequestStatus),
    /// Asks a party for its own power.
    OwnParty,
    /// There is no such party, it is gone, or it is a person with whom the asker has nothing to do: not to be told apart.
    UnknownParty,
    UnknownPackage,
    /// Nobody can be given the package.
    PackageNotGivable,
    /// The package is for persons' powers and the party an organization, or the reverse.
    PackageKind,
    /// The one who would get it is dead, under age, deleted or the like, or this is not for such as him.
    ReceiverUnfit(connections::Refusal),
    UnknownResource,
    ResourceNotDelegable,
    /// Another service owner's.
    ForeignResource,
    /// Right keys were sent, but none is in the list.
    NoRightKeys,
    /// One of the right keys names no right of the resource that can be given.
    UnknownRightKeys,
    /// The asker has asked for [`MOST_ASKED`] things.
    TooMany,
    /// The approver cannot give all of it, so nothing was given.
    Lacking(Vec<Lack>),
}

/// The side that would get the power: the person himself, or an organization where he may do `action` with powers.
async fn check_receiver(
    core: &Core,
    person: Person,
    to: PartyId,
    action: &str,
) -> Result<Result<(), Refusal>, OpsError> {
    if to == person.party {
        return Ok(Ok(()));
    }
    let relation = match manager(core, person, to, action).await? {
        Ok(relation) => relation,
        Err(refusal) => return Ok(Err(refusal)),
    };
    Ok(match relation.party.organization() {
        Some(_) => Ok(()),
        None => Err(Refusal::NoAccess),
    })
}

/// The side whose power it is: somebody who may do `action` with the powers of `party`.
async fn manager<'a>(
    core: &'a Core,
    person: Person,
    party: PartyId,
    action: &str,
) -> Result<Result<Relation<'a>, Refusal>, OpsError> {
    let relation = Relation::load(core, person, party).await?;
    let Some(relation) = relation.filter(Relation::exists) else {
        return Ok(Err(Refusal::NoAccess));
    };
    Ok(match relation.may(action, ACCESS_MANAGEMENT).await? {
        Access::Granted => Ok(relation),
        Access::LevelTooLow(level) => Err(Refusal::LevelTooLow(level)),
        Access::Refused => Err(Refusal::NoAccess),
    })
}
