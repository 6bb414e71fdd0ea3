//! Everybody who has to do with a party, loaded once for all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::super::super::facts::{Held, Subject};
use super::SubjectKind;
use crate::db::{Db, DbError};
use crate::domain::{Given, Party, PartyId, Receiver, SystemUserId};
use crate::reference::reference;
use crate::store;
use crate::store::roles::HeldRole;

/// Who holds what at a party and at its main unit.
pub struct Relations {
    party: Arc<Party>,
    roles: HashMap<PartyId, Vec<HeldRole>>,
    to_parties: HashMap<PartyId, Vec<Given>>,
    to_system_users: BTreeMap<SystemUserId, Vec<Given>>,
    /// Holders of key roles, with the organizations in which they hold them.
    key_organizations: HashMap<PartyId, BTreeSet<PartyId>>,
    /// Everybody who is named above.
    parties: Vec<Party>,
}

/// Somebody who may turn out to be permitted.
pub struct Candidate<'r> {
    pub name: String,
    pub subject: Subject,
    /// None for a system user.
    pub party: Option<&'r Party>,
}

impl Relations {
    /// Loads them in four queries. The party itself is among them.
    pub async fn load(db: &Db, party: &Arc<Party>) -> Result<Self, DbError> {
        let mut relations = Self {
            party: party.clone(),
            roles: HashMap::new(),
            to_parties: HashMap::new(),
            to_system_users: BTreeMap::new(),
            key_organizations: HashMap::new(),
            parties: Vec::new(),
        };
        for role in store::roles::list_at(db, party.id).await? {
            let holder = role.assignment.holder;
            relations.roles.entry(holder).or_default().push(role);
        }
        for given in store::delegations::list_from(db, party.id).await? {
            relations.add_given(given);
        }
        let mut holders = relations.holders();
        let key_roles = reference().key_roles();
        for role in store::roles::list_key_holders(db, &holders, key_roles).await? {
            holders.push(role.holder);
            let organizations = relations.key_organizations.entry(role.holder).or_default();
            organizations.insert(role.at);
        }
        holders.push(party.id);
        relations.parties = store::parties::list(db, &holders).await?;
        Ok(relations)
    }

    fn add_given(&mut self, given: Given) {
        match given.to() {
            Receiver::Party(to) => self.to_parties.entry(to).or_default().push(given),
            Receiver::SystemUser(to) => self.to_system_users.entry(to).or_default().push(given),
        }
    }

    fn holders(&self) -> Vec<PartyId> {
        self.roles
            .keys()
            .chain(self.to_parties.keys())
            .copied()
            .collect()
    }

    /// Those who have a role at the party or its main unit, or were given something by one of them.
    pub fn direct_holders(&self) -> impl Iterator<Item = &Party> {
        let has = |party: &&Party| {
            self.roles.contains_key(&party.id) || self.to_parties.contains_key(&party.id)
        };
        self.parties.iter().filter(has)
    }

    /// Those of one kind, by name.
    pub fn candidates(&self, kind: SubjectKind) -> Vec<Candidate<'_>> {
        let mut candidates: Vec<Candidate<'_>> = if kind == SubjectKind::SystemUser {
            let users = self.to_system_users.keys().map(|id| Candidate {
                name: id.to_string(),
                subject: Subject::SystemUser(*id),
                party: None,
            });
            users.collect()
        } else {
            let named = |party| {
                Some(Candidate {
                    name: name(party, kind)?,
                    subject: Subject::Party(party.id),
                    party: Some(party),
                })
            };
            self.parties.iter().filter_map(named).collect()
        };
        candidates.sort_by(|one, other| one.name.cmp(&other.name));
        candidates
    }

    /// The same as would be read for this subject alone.
    pub fn held_by(&self, subject: Subject) -> Held {
        let party = self.party.clone();
        match subject {
            Subject::SystemUser(id) => {
                let given = self.to_system_users.get(&id).cloned();
                Held::of_system_user(party, given.unwrap_or_default())
            }
            Subject::Party(id) => {
                let speaks_for = self.key_organizations.get(&id).into_iter().flatten();
                let mut holders: BTreeSet<PartyId> = speaks_for.copied().collect();
                let units = self.subunits_of(&holders);
                holders.insert(id);
                let roles = of_holders(&holders, &self.roles);
                holders.extend(units);
                Held::of_party(party, id, roles, of_holders(&holders, &self.to_parties))
            }
        }
    }

    fn subunits_of(&self, main_units: &BTreeSet<PartyId>) -> Vec<PartyId> {
        let is_unit = |party: &&Party| party.parent().is_some_and(|one| main_units.contains(&one));
        let units = self.parties.iter().filter(is_unit);
        units.map(|party| party.id).collect()
    }
}

/// What the kind of subject calls the party; None for another kind of party.
fn name(party: &Party, kind: SubjectKind) -> Option<String> {
    match kind {
        SubjectKind::Person => party.person().map(|_| party.id.to_string()),
        SubjectKind::User => party.person().map(|person| person.user_number.to_string()),
        SubjectKind::Organization => party.organization().map(|_| party.id.to_string()),
        SubjectKind::SystemUser => None,
    }
}

fn of_holders<T: Clone>(holders: &BTreeSet<PartyId>, all: &HashMap<PartyId, Vec<T>>) -> Vec<T> {
    let of_one = |holder| all.get(holder).into_iter().flatten().cloned();
    holders.iter().flat_map(of_one).collect()
}
