//! Service owners, as the operator registers them: who they are, who administers their resources, which scopes their
//! clients may have. The portal's pages and the command line do the same.

mod administrators;
mod look;
mod register;
mod scopes;

use crate::db::Tx;
use crate::domain::{OwnerFault, OwnerField, OwnerProblem, Party, SecurityLevel, ServiceOwner};
use crate::store;
use crate::store::registry_clock::{self, RegistryStamp};

use super::access::Access;
use super::operation::Operator;
use super::system_resources;
use super::{Core, OpsError};

pub use administrators::{Administrator, add, find_person, remove};
pub use look::{Detail, list, show};
pub use register::{NewOwner, change, register};
pub use scopes::{grant, withdraw};

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not the operator, or nobody who may do this there.
    NoAccess,
    LevelTooLow(SecurityLevel),
    /// No such service owner, or one that nobody changes.
    NotFound,
    /// What was asked for cannot be done, with everything that is wrong.
    Faults(Vec<OwnerFault>),
}

impl Refusal {
    fn because(field: OwnerField, problem: OwnerProblem) -> Self {
        Self::Faults(vec![field.with(problem)])
    }
}

/// A service owner with its party, in a transaction during which nobody else changes the registry.
struct Locked {
    tx: Tx,
    stamp: RegistryStamp,
    owner: ServiceOwner,
    party: Party,
    /// What the operator's right rests on, for the log.
    power: Option<String>,
}

async fn granted(
    core: &Core,
    operator: Operator,
    action: &str,
) -> Result<Result<(), Refusal>, OpsError> {
    Ok(match operator.may(core, action).await? {
        Access::Granted => Ok(()),
        Access::LevelTooLow(level) => Err(Refusal::LevelTooLow(level)),
        Access::Refused => Err(Refusal::NoAccess),
    })
}

/// Begins a change of one owner: nobody else changes owners until it is over.
async fn begin(
    core: &Core,
    operator: Operator,
    code: &str,
) -> Result<Result<Locked, Refusal>, OpsError> {
    if let Err(refusal) = granted(core, operator, "write").await? {
        return Ok(Err(refusal));
    }
    let power = operator.power(core).await?;
    let (mut tx, stamp) = lock(core).await?;
    let found = store::service_owners::find(&mut tx, code).await?;
    let Some(owner) = other_than_us(found) else {
        return Ok(Err(Refusal::NotFound));
    };
    match store::parties::find_by_org_number(&mut tx, &owner.number).await? {
        Some(party) => Ok(Ok(Locked {
            tx,
            stamp,
            owner,
            party,
            power,
        })),
        None => {
            let fault = Refusal::because(OwnerField::OrgNumber, OwnerProblem::NotInRegister);
            Ok(Err(fault))
        }
    }
}

/// A transaction in which no other one changes service owners, on any process.
async fn lock(core: &Core) -> Result<(Tx, RegistryStamp), OpsError> {
    let mut tx = core.db.write().await?;
    let stamp = registry_clock::tick(&mut tx, core.world.now()).await?;
    Ok((tx, stamp))
}

/// An owner other than the product itself.
fn other_than_us(found: Option<ServiceOwner>) -> Option<ServiceOwner> {
    found.filter(|owner| !system_resources::is_owner(owner))
}
