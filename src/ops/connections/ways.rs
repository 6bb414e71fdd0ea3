//! The ways from one party to another: what is stored, with why it counts.

use std::collections::BTreeMap;

use super::who::Direction;
use crate::domain::{Delegated, Given, Party, PartyId, RIGHT_HOLDER, Receiver, Timestamp};
use crate::ops::facts::is_frame;
use crate::ops::{Core, OpsError};
use crate::reference::{AccessPackage, Role, reference};
use crate::store;
use crate::store::roles::HeldRole;

/// Why somebody holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Has it himself.
    Direct,
    /// Has a key role in the organization that has it.
    KeyRole(PartyId),
    /// It is held at the main unit.
    MainUnit(PartyId),
    /// An organization passed it on to its agent.
    Agent(PartyId),
}

/// Something that `to` holds at `from`.
#[derive(Clone, Debug)]
pub struct Way {
    pub from: PartyId,
    pub to: PartyId,
    pub reason: Reason,
    pub what: Held,
    /// When it was given; none of roles of registers.
    pub since: Option<Timestamp>,
}

#[derive(Clone, Debug)]
pub enum Held {
    Role(&'static Role),
    Package {
        package: &'static AccessPackage,
        /// The role that it follows from; none when it was given.
        role: Option<&'static Role>,
    },
    Action {
        resource: String,
        action: String,
    },
}

/// All ways on one side of a party, in at most four queries.
pub async fn ways(core: &Core, party: &Party, direction: Direction) -> Result<Vec<Way>, OpsError> {
    let mut collected = Collected::default();
    match direction {
        Direction::ToOthers => collected.load_to_others(core, party).await?,
        Direction::FromOthers => collected.load_from_others(core, party).await?,
    }
    collected.ways.retain(|way| way.from != way.to);
    Ok(collected.ways)
}

/// Who acts for which of `organizations` by a key role there, by organization.
pub async fn key_holders(
    core: &Core,
    organizations: &[PartyId],
) -> Result<BTreeMap<PartyId, Vec<(PartyId, &'static Role)>>, OpsError> {
    let key_roles = reference().key_roles();
    let found = store::roles::list_key_holders(&core.db, organizations, key_roles).await?;
    let mut holders: BTreeMap<PartyId, Vec<(PartyId, &'static Role)>> = BTreeMap::new();
    for one in found {
        if let Some(role) = reference().role(&one.role) {
            holders.entry(one.at).or_default().push((one.holder, role));
        }
    }
    Ok(holders)
}

#[derive(Default)]
struct Collected {
    ways: Vec<Way>,
}

impl Collected {
    async fn load_to_others(&mut self, core: &Core, party: &Party) -> Result<(), OpsError> {
        let at = |from: PartyId| match from == party.id {
            true => Reason::Direct,
            false => Reason::MainUnit(from),
        };
        for one in store::connections::list_let_in_by(&core.db, party.id).await? {
            self.add_frame(one.role.as_str(), one.from, one.to, at(one.from));
        }
        for held in store::roles::list_at(&core.db, party.id).await? {
            let reason = at(held.assignment.at);
            self.add_role(&held, party.id, reason);
        }
        for given in store::delegations::list_from(&core.db, party.id).await? {
            let from = match &given {
                Given::Directly(given) => given.from,
                Given::AsAgent(given) => given.client,
            };
            self.add_given(&given, party.id, at(from));
        }
        Ok(())
    }

    async fn load_from_others(&mut self, core: &Core, party: &Party) -> Result<(), OpsError> {
        let key_roles = reference().key_roles();
        let db = &core.db;
        let speaks_for = store::roles::list_key_organizations(db, party.id, key_roles).await?;
        let holders = [&[party.id], speaks_for.as_slice()].concat();
        let by = |to: PartyId| match to == party.id {
            true => Reason::Direct,
            false => Reason::KeyRole(to),
        };
        for one in store::connections::list_let_in(db, &holders).await? {
            if let Receiver::Party(to) = one.to {
                self.add_frame(
                    one.role.as_str(),
                    one.from,
                    Receiver::Party(party.id),
                    by(to),
                );
            }
        }
        for held in store::roles::list_of_holders(db, &holders).await? {
            let (at, reason) = (held.assignment.at, by(held.assignment.holder));
            self.add_role_of(&held, at, party.id, reason);
        }
        for given in store::connections::list_given_to(db, party.id, &holders).await? {
            self.add_received(&given, party.id, by);
        }
        Ok(())
    }

    fn add(&mut self, way: Way) {
        self.ways.push(way);
    }

    /// Being let in.
    fn add_frame(&mut self, code: &str, from: PartyId, to: Receiver, reason: Reason) {
        if let (Some(role), Receiver::Party(to)) = (reference().role(code), to) {
            let what = Held::Role(role);
            self.add(Way {
                from,
                to,
                reason,
                what,
                since: None,
            });
        }
    }

    fn add_role(&mut self, held: &HeldRole, from: PartyId, reason: Reason) {
        self.add_role_of(held, from, held.assignment.holder, reason);
    }

    /// A role of a register, with the packages that follow.
    fn add_role_of(&mut self, held: &HeldRole, from: PartyId, to: PartyId, reason: Reason) {
        let code = held.assignment.role.as_str();
        let Some(role) = reference().role(code).filter(|_| !is_frame(code)) else {
            return;
        };
        let way = |what| Way {
            from,
            to,
            reason,
            what,
            since: None,
        };
        self.add(way(Held::Role(role)));
        let rows = reference().packages_of_role(code, held.form.as_deref());
        for row in rows.filter(|row| row.has_access) {
            if let Some(package) = reference().package(&row.package) {
                let role = Some(role);
                self.add(way(Held::Package { package, role }));
            }
        }
    }

    fn add_given(&mut self, given: &Given, from: PartyId, reason: Reason) {
        if let Receiver::Party(to) = given.to() {
            self.add_power(given, from, to, reason);
        }
    }

    fn add_received(&mut self, given: &Given, to: PartyId, by: impl Fn(PartyId) -> Reason) {
        let from = match given {
            Given::Directly(given) => given.from,
            Given::AsAgent(given) => given.client,
        };
        if let Receiver::Party(receiver) = given.to() {
            self.add_power(given, from, to, by(receiver));
        }
    }

    fn add_power(&mut self, given: &Given, from: PartyId, to: PartyId, reason: Reason) {
        let (what, reason, since) = match given {
            Given::Directly(given) => (directly(&given.what), reason, given.given_at),
            Given::AsAgent(given) => {
                let role = reference().role(&given.role);
                let role = role.filter(|role| role.code != RIGHT_HOLDER);
                let package = reference().package(&given.package);
                let what = package.map(|package| Held::Package { package, role });
                (what, Reason::Agent(given.via), given.given_at)
            }
        };
        if let Some(what) = what {
            self.add(Way {
                from,
                to,
                reason,
                what,
                since: Some(since),
            });
        }
    }
}

fn directly(what: &Delegated) -> Option<Held> {
    match what {
        Delegated::Package { urn } => {
            let package = reference().package(urn)?;
            Some(Held::Package {
                package,
                role: None,
            })
        }
        Delegated::Action { resource, action } => Some(Held::Action {
            resource: resource.clone(),
            action: action.clone(),
        }),
    }
}
