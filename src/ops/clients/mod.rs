//! Clients: what an organization holds at others, as their accountant say, and passes on to its agents.
//!
//! An organization's client is whoever has it as accountant, auditor or business manager, or has given it packages. What it
//! may pass on is told by [`Access`]: per role at the client the packages that the role opens there, or that were given,
//! as far as they are meant for this. An agent is a person whom the organization has appointed; what he is given he uses,
//! and passes nothing on. Nothing lasts longer than what it rests on: the appointment, and the role or the package.
//!
//! Worked example. The bakery's accountant is Tall & Balanse, by the register. The role gives three packages, none of them
//! to a person. Grete, who manages Tall & Balanse and so is its client administrator, appoints Amir and passes
//! `regnskapsforer-lonn` on to him for the bakery: now Amir may run its payroll. When the bakery changes accountants, the
//! register says so, and the next question about Amir is answered with no.

mod agents;
mod change;
mod grouped;
mod look;
mod mine;

use std::collections::HashSet;

use crate::domain::{Party, PartyId, RIGHT_HOLDER, SecurityLevel, Timestamp};
use crate::reference::{AccessPackage, Role};
use crate::store::client_delegations::PowerName;

use super::access::{self, CLIENT_ADMINISTRATION, Person, Relation};
use super::{Core, OpsError};

pub use agents::{NewAgent, add_agent, candidates, remove_agent};
pub use change::{Change, Changed, MAX_AT_ONCE, change};
pub use look::{AgentDetail, ClientDetail, agent, agents, client, clients, has_system_user};
pub use mine::{Withdrawal, my_providers, withdraw};

/// The roles that make somebody a client of their holder, by the register.
const CLIENT_ROLES: [&str; 3] = ["regnskapsforer", "revisor", "forretningsforer"];

fn client_roles() -> [String; 3] {
    CLIENT_ROLES.map(str::to_owned)
}

/// The packages that an organization has at a client by one role, or has passed on.
#[derive(Clone, Copy, Debug)]
pub struct Power {
    pub role: &'static Role,
    pub package: &'static AccessPackage,
}

/// A role at a client, with packages.
#[derive(Clone, Debug)]
pub struct Access {
    pub role: &'static Role,
    /// By urn; none for a role that opens nothing at this client.
    pub packages: Vec<&'static AccessPackage>,
}

/// A client, with what is held there: by the organization, or by one of its agents.
#[derive(Clone, Debug)]
pub struct Client {
    pub party: Party,
    pub access: Vec<Access>,
}

/// An agent, with what he has at any client, or at the one that is asked about.
#[derive(Clone, Debug)]
pub struct Agent {
    pub party: Party,
    pub added_at: Timestamp,
    pub access: Vec<Access>,
}

/// An organization that somebody is an agent of, with the clients that he has something at.
#[derive(Clone, Debug)]
pub struct Provider {
    pub party: Party,
    pub since: Timestamp,
    pub clients: Vec<Client>,
}

/// Why something was not done or shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoAccess,
    LevelTooLow(SecurityLevel),
    /// There is no such party.
    UnknownParty,
    /// A party that cannot be an agent: no living person.
    NotAPerson,
    /// A system user of the standard kind, which only acts for its own organization.
    StandardSystemUser,
    /// Nobody who has to do with the organization: number and surname are asked for.
    NumberNeeded,
    /// No such person, or another surname.
    NoSuchPerson,
    /// Too many wrong guesses at persons.
    Blocked {
        seconds: i64,
    },
    NotAnAgent,
    NotAClient,
    /// The agent has been given something, and shall not lose it unasked.
    HasPowers,
    /// What the organization does not hold there: each by its place in what was asked for.
    NotHeld(Vec<usize>),
    /// More than [`MAX_AT_ONCE`].
    TooMany,
}

impl Client {
    pub fn has(&self, role: &str, package: &str) -> bool {
        let mut here = self.access.iter().filter(|one| one.role.code == role);
        here.any(|one| one.packages.iter().any(|held| held.urn == package))
    }

    /// All that is held, role by role.
    pub fn powers(&self) -> impl Iterator<Item = Power> {
        powers(&self.access)
    }

    /// The names of all that is held.
    pub fn power_names(&self) -> impl Iterator<Item = PowerName> {
        let client = self.party.id;
        self.powers().map(move |power| PowerName {
            client,
            role: power.role.code.clone(),
            package: power.package.urn.clone(),
        })
    }
}

/// The packages of each role.
pub fn powers(access: &[Access]) -> impl Iterator<Item = Power> {
    access.iter().flat_map(|one| {
        let role = one.role;
        one.packages
            .iter()
            .map(move |package| Power { role, package })
    })
}

/// Whether a role is that of those who have been given something.
pub fn is_right_holder(role: &Role) -> bool {
    role.code == RIGHT_HOLDER
}

/// What the person may do with the clients of `via`, asked of the engine.
async fn may<'a>(
    core: &'a Core,
    person: Person,
    via: PartyId,
    action: &str,
) -> Result<Result<Relation<'a>, Refusal>, OpsError> {
    let Some(relation) = Relation::load(core, person, via).await? else {
        return Ok(Err(Refusal::NoAccess));
    };
    Ok(match relation.may(action, CLIENT_ADMINISTRATION).await? {
        access::Access::Granted => Ok(relation),
        access::Access::LevelTooLow(level) => Err(Refusal::LevelTooLow(level)),
        access::Access::Refused => Err(Refusal::NoAccess),
    })
}

/// Whether the person may change what the agents of `via` have.
pub async fn may_change(core: &Core, person: Person, via: PartyId) -> Result<bool, OpsError> {
    Ok(may(core, person, via, "write").await?.is_ok())
}

/// Those of `asked` that none of `held` is.
fn missing(asked: &[PowerName], held: &[Client]) -> Vec<usize> {
    let held: HashSet<PowerName> = held.iter().flat_map(Client::power_names).collect();
    let lacking = asked.iter().enumerate();
    let lacking = lacking.filter(|(_, power)| !held.contains(*power));
    lacking.map(|(place, _)| place).collect()
}
