//! Operating the installation: who may, and where.

use crate::domain::{Party, PartyId};

use super::access::{self, Access, OPERATION, Person, Relation};
use super::{Core, OpsError};

/// Who operates.
#[derive(Clone, Copy, Debug)]
pub enum Operator {
    /// A person at the portal who acts for this party.
    AtPortal { person: Person, party: PartyId },
    /// Whoever may run commands against the database.
    AtCommandLine,
}

impl Operator {
    /// Whether this one may do `action` as the operator.
    pub(super) async fn may(self, core: &Core, action: &str) -> Result<Access, OpsError> {
        match self {
            Self::AtPortal { person, party } => may(core, person, action, party).await,
            Self::AtCommandLine => Ok(Access::Granted),
        }
    }

    /// Who is put down as having done it: the person, or `owner` itself when it was done at the command line, where
    /// nobody is known.
    pub(super) fn actor(self, owner: PartyId) -> PartyId {
        match self {
            Self::AtPortal { person, .. } => person.party,
            Self::AtCommandLine => owner,
        }
    }

    /// What the operator's right to write rests on; at the command line nothing that is known.
    pub(super) async fn power(self, core: &Core) -> Result<Option<String>, OpsError> {
        match self {
            Self::AtPortal { person, party } => {
                access::power(core, person, "write", OPERATION, party).await
            }
            Self::AtCommandLine => Ok(None),
        }
    }

    pub(super) fn person(self) -> Option<PartyId> {
        match self {
            Self::AtPortal { person, .. } => Some(person.party),
            Self::AtCommandLine => None,
        }
    }
}

/// Says whether `person` may do `action` as the operator while acting for `party`, which must be the operator's own
/// organization: rights on `fullmakt_operation` elsewhere count for nothing.
pub async fn may(
    core: &Core,
    person: Person,
    action: &str,
    party: PartyId,
) -> Result<Access, OpsError> {
    let Some(relation) = Relation::load(core, person, party).await? else {
        return Ok(Access::Refused);
    };
    match is_operator(core, &relation.party) {
        true => relation.may(action, OPERATION).await,
        false => Ok(Access::Refused),
    }
}

/// Whether this is the organization that operates the installation.
pub fn is_operator(core: &Core, party: &Party) -> bool {
    let number = party
        .organization()
        .map(|organization| &organization.number);
    number.is_some() && number == core.operator.as_ref()
}
