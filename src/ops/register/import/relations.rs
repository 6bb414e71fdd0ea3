//! Main units and roles of a file into the register: only what is new or different is written.

use std::collections::{BTreeMap, HashMap};

use super::fault::Fault;
use crate::db::{DbError, Tx};
use crate::domain::{
    OrgNumber, Organization, PartyId, PartyKey, Relation, RoleAssignment, RoleScope,
};
use crate::reference::{Provider, reference};
use crate::store::client_delegations;
use crate::store::register_changes::{self, Known, NewParent, Numbers};
use crate::world::World;

/// What a batch of relations did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Related {
    /// Subunits that got another main unit.
    pub moved: u64,
    pub roles_added: u64,
    pub roles_ended: u64,
    pub faults: Vec<(u64, Fault)>,
}

/// Enters relations in their order, so that a later one counts against an earlier one. The register must be locked.
pub async fn enter(
    tx: &mut Tx,
    relations: Vec<(u64, Relation)>,
    world: &World,
) -> Result<Related, DbError> {
    let mut keys = Vec::new();
    for (_, relation) in &relations {
        collect_keys(relation, &mut keys);
    }
    let known = register_changes::list_known(tx, &keys).await?;
    let known: HashMap<PartyKey, Known> = known
        .into_iter()
        .map(|known| (known.key.clone(), known))
        .collect();
    let roles = load_roles(tx, &relations, &known).await?;
    let mut change = Change {
        known,
        roles,
        ..Change::default()
    };
    for (line, relation) in relations {
        if let Err(fault) = change.take(line, relation) {
            change.faults.push((line, fault));
        }
    }
    change.write(tx, world).await
}

fn collect_keys(relation: &Relation, keys: &mut Vec<PartyKey>) {
    match relation {
        Relation::MainUnit { unit, main } => {
            keys.push(PartyKey::Organization(unit.clone()));
            keys.push(PartyKey::Organization(main.clone()));
        }
        Relation::Role { at, holder, .. } | Relation::Ended { at, holder, .. } => {
            keys.push(at.clone());
            keys.push(holder.clone());
        }
        Relation::Roles { at, held, .. } => {
            keys.push(at.clone());
            keys.extend(held.iter().map(|(_, holder)| holder.clone()));
        }
    }
}

/// The roles at one party: who has which, whether the holder is an organization, and how it was before.
#[derive(Debug, Default)]
struct RolesAt(BTreeMap<(PartyId, String), Held>);

#[derive(Clone, Copy, Debug)]
struct Held {
    by_organization: bool,
    before: bool,
    now: bool,
}

async fn load_roles(
    tx: &mut Tx,
    relations: &[(u64, Relation)],
    known: &HashMap<PartyKey, Known>,
) -> Result<HashMap<PartyId, RolesAt>, DbError> {
    let at = relations.iter().filter_map(|(_, relation)| match relation {
        Relation::MainUnit { .. } => None,
        Relation::Role { at, .. } | Relation::Ended { at, .. } | Relation::Roles { at, .. } => {
            known.get(at).map(|known| known.id)
        }
    });
    let mut roles: HashMap<PartyId, RolesAt> = at.map(|at| (at, RolesAt::default())).collect();
    let parties: Vec<PartyId> = roles.keys().copied().collect();
    for assigned in register_changes::list_assigned(tx, &parties).await? {
        let assignment = assigned.assignment;
        let held = Held {
            by_organization: assigned.by_organization,
            before: true,
            now: true,
        };
        if let Some(at) = roles.get_mut(&assignment.at) {
            at.0.insert((assignment.holder, assignment.role), held);
        }
    }
    Ok(roles)
}

impl RolesAt {
    fn set(&mut self, holder: &Known, role: String, now: bool) {
        let held = self.0.entry((holder.id, role)).or_insert(Held {
            by_organization: matches!(holder.key, PartyKey::Organization(_)),
            before: false,
            now,
        });
        held.now = now;
    }

    /// Ends all that a full list speaks of.
    fn end_all(&mut self, scope: RoleScope) {
        for ((_, role), held) in &mut self.0 {
            let provider = reference().role(role).map(|role| role.provider);
            let is_meant = match scope {
                RoleScope::Entities => provider == Some(Provider::Ccr),
                RoleScope::EntitiesHeldByOrganizations => {
                    provider == Some(Provider::Ccr) && held.by_organization
                }
                RoleScope::Guardians => provider == Some(Provider::Cra),
            };
            held.now = held.now && !is_meant;
        }
    }
}

/// What a batch will have changed, so far.
#[derive(Default)]
struct Change {
    known: HashMap<PartyKey, Known>,
    roles: HashMap<PartyId, RolesAt>,
    /// The main units of subunits that get another.
    parents: BTreeMap<PartyId, PartyId>,
    faults: Vec<(u64, Fault)>,
}

impl Change {
    fn take(&mut self, line: u64, relation: Relation) -> Result<(), Fault> {
        match relation {
            Relation::MainUnit { unit, main } => self.join(unit, main),
            Relation::Role { at, holder, role } => self.set(&at, &holder, role, true),
            Relation::Ended { at, holder, role } => self.set(&at, &holder, role, false),
            Relation::Roles { at, scope, held } => self.set_all(line, &at, scope, held),
        }
    }

    fn find(&self, key: &PartyKey, what: &'static str) -> Result<&Known, Fault> {
        self.known.get(key).ok_or(Fault::NotInRegister(what))
    }

    fn join(&mut self, unit: OrgNumber, main: OrgNumber) -> Result<(), Fault> {
        let unit = self.find(&PartyKey::Organization(unit), "unit")?;
        let main = self.find(&PartyKey::Organization(main), "main unit")?;
        let is_subunit = |known: &Known| {
            known
                .form
                .as_deref()
                .is_some_and(Organization::is_subunit_form)
        };
        if !is_subunit(unit) {
            return Err(Fault::NoSubunit);
        }
        if is_subunit(main) {
            return Err(Fault::MainIsSubunit);
        }
        let (unit, before, main) = (unit.id, unit.parent, main.id);
        match before == Some(main) {
            true => self.parents.remove(&unit),
            false => self.parents.insert(unit, main),
        };
        Ok(())
    }

    fn set(
        &mut self,
        at: &PartyKey,
        holder: &PartyKey,
        role: String,
        now: bool,
    ) -> Result<(), Fault> {
        let at = self.find(at, "party that the role is at")?.id;
        let holder = self.find(holder, "holder of the role")?.clone();
        if let Some(roles) = self.roles.get_mut(&at) {
            roles.set(&holder, role, now);
        }
        Ok(())
    }

    /// Holders that are not in the register are told one by one; they had no role before, so the list is right all the
    /// same.
    fn set_all(
        &mut self,
        line: u64,
        at: &PartyKey,
        scope: RoleScope,
        held: Vec<(String, PartyKey)>,
    ) -> Result<(), Fault> {
        let party = self.find(at, "party that the roles are at")?.id;
        if let Some(roles) = self.roles.get_mut(&party) {
            roles.end_all(scope);
        }
        for (role, holder) in held {
            if let Err(fault) = self.set(at, &holder, role, true) {
                self.faults.push((line, fault));
            }
        }
        Ok(())
    }

    async fn write(self, tx: &mut Tx, world: &World) -> Result<Related, DbError> {
        let (added, ended) = differences(self.roles);
        let related = Related {
            moved: self.parents.len() as u64,
            roles_added: added.len() as u64,
            roles_ended: ended.len() as u64,
            faults: self.faults,
        };
        register_changes::end_all(tx, &ended).await?;
        client_delegations::end_with_roles(tx, &ended, world.now()).await?;
        register_changes::assign_all(tx, &added).await?;
        write_parents(tx, self.parents, world).await?;
        Ok(related)
    }
}

fn differences(roles: HashMap<PartyId, RolesAt>) -> (Vec<RoleAssignment>, Vec<RoleAssignment>) {
    let (mut added, mut ended) = (Vec::new(), Vec::new());
    for (at, roles) in roles {
        for ((holder, role), held) in roles.0 {
            let assignment = RoleAssignment { at, holder, role };
            match (held.before, held.now) {
                (false, true) => added.push(assignment),
                (true, false) => ended.push(assignment),
                _ => {}
            }
        }
    }
    (added, ended)
}

async fn write_parents(
    tx: &mut Tx,
    parents: BTreeMap<PartyId, PartyId>,
    world: &World,
) -> Result<(), DbError> {
    if parents.is_empty() {
        return Ok(());
    }
    let wanted = Numbers {
        versions: i64::try_from(parents.len()).unwrap_or(i64::MAX),
        ..Numbers::default()
    };
    let last = register_changes::take_numbers(tx, wanted).await?.versions;
    let parents: Vec<NewParent> = (last + 1..)
        .zip(parents)
        .map(|(version, (unit, main))| NewParent {
            unit,
            main,
            version,
        })
        .collect();
    register_changes::set_parents(tx, &parents, world.now()).await
}
