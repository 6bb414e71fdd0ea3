//! Changes of the registry in the log of acts: who changed a resource, a policy or an access list, and by which right.

use uuid::Uuid;

use super::access::{self, Person, RESOURCE_ADMINISTRATION};
use super::{Core, OpsError};
use crate::db::Tx;
use crate::domain::{ActDetails, ActKind, OrgNumber, PartyId};
use crate::store;

/// Who changes the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Author {
    /// A person at the portal, who acts for this party.
    Person { person: Person, party: PartyId },
    /// Whoever has the organization's token.
    Organization(OrgNumber),
    /// Somebody of whom nothing is known but that he may: the owner is put down.
    Unknown,
}

/// Something that was done, for the log.
pub(super) struct Entry {
    kind: ActKind,
    /// None: the owner's party.
    object: Option<Uuid>,
    details: ActDetails,
}

impl Entry {
    pub fn on_resource(kind: ActKind, resource: &str) -> Self {
        Self {
            kind,
            object: None,
            details: ActDetails {
                resource: Some(resource.to_owned()),
                ..ActDetails::default()
            },
        }
    }

    pub fn on_list(kind: ActKind, list: Uuid, identifier: &str) -> Self {
        Self {
            kind,
            object: Some(list),
            details: ActDetails {
                list: Some(identifier.to_owned()),
                ..ActDetails::default()
            },
        }
    }

    #[must_use]
    pub fn members(mut self, count: u64) -> Self {
        self.details.count = Some(count);
        self
    }

    #[must_use]
    pub fn to(mut self, resource: &str, actions: &[String]) -> Self {
        self.details.resource = Some(resource.to_owned());
        self.details.actions = actions.to_vec();
        self
    }
}

/// An author with what is to be looked up before the transaction begins.
pub(super) struct Signature {
    actor: Option<PartyId>,
    power: Option<String>,
}

impl Author {
    pub(super) async fn sign(&self, core: &Core) -> Result<Signature, OpsError> {
        let (actor, power) = match self {
            Self::Person { person, party } => {
                let resource = RESOURCE_ADMINISTRATION;
                let power = access::power(core, *person, "write", resource, *party).await?;
                (Some(person.party), power)
            }
            Self::Organization(number) => {
                let party = store::parties::find_by_org_number(&core.db, number).await?;
                (party.map(|party| party.id), None)
            }
            Self::Unknown => (None, None),
        };
        Ok(Signature { actor, power })
    }
}

impl Signature {
    /// Puts down what was done to what the service owner with this code has: the last statements of a transaction. An
    /// owner that is not in the register has no log.
    pub async fn put_down(
        &self,
        core: &Core,
        tx: &mut Tx,
        owner: &str,
        entries: Vec<Entry>,
    ) -> Result<(), OpsError> {
        if entries.is_empty() {
            return Ok(());
        }
        let Some(party) = store::service_owners::find_party(&mut *tx, owner).await? else {
            tracing::warn!(
                owner,
                "a service owner that is not in the register was changed: no act"
            );
            return Ok(());
        };
        for entry in entries {
            let object = entry.object.unwrap_or(party.0);
            let act = core.act(self.actor.unwrap_or(party), party, entry.kind, object);
            let act = act.about(entry.details).by_power(self.power.clone());
            store::acts::insert(tx, &act).await?;
        }
        Ok(())
    }
}
