//! Everybody who has to do with a party, loaded once for all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::super::facts::{Held, Subject};
use super::SubjectKind;
use crate::db::{Db, DbError};
use crate::domain::{Delegation, Party, PartyId, Receiver, RoleAssignment, SystemUserId};
use crate::reference::reference;
use crate::store;

/// Who holds what at a party and at its main unit.
pub struct Relations {
    roles: HashMap<PartyId, Vec<RoleAssignment>>,
    to_parties: HashMap<PartyId, Vec<Delegation>>,
    to_system_users: BTreeMap<SystemUserId, Vec<Delegation>>,
    /// Holders of key roles, with the organizations in which they hold them.
    key_organizations: HashMap<PartyId, BTreeSet<PartyId>>,
    parties: Vec<Party>,
}

/// Somebody who may turn out to be permitted.
pub struct Candidate {
    pub name: String,
    pub subject: Subject,
}

impl Relations {
    /// Loads them in four queries. The party itself is among them.
    pub async fn load(db: &Db, party: &Party) -> Result<Self, DbError> {
        let mut relations = Self {
            roles: HashMap::new(),
            to_parties: HashMap::new(),
            to_system_users: BTreeMap::new(),
            key_organizations: HashMap::new(),
            parties: Vec::new(),
        };
        for role in store::roles::list_at(db, party.id).await? {
            relations.roles.entry(role.holder).or_default().push(role);
        }
        for delegation in store::delegations::list_from(db, party.id).await? {
            relations.add_delegation(delegation);
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

    fn add_delegation(&mut self, delegation: Delegation) {
        match delegation.to {
            Receiver::Party(to) => self.to_parties.entry(to).or_default().push(delegation),
            Receiver::SystemUser(to) => {
                self.to_system_users.entry(to).or_default().push(delegation)
            }
        }
    }

    fn holders(&self) -> Vec<PartyId> {
        self.roles
            .keys()
            .chain(self.to_parties.keys())
            .copied()
            .collect()
    }

    /// Those of one kind, by name.
    pub fn candidates(&self, kind: SubjectKind) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = if kind == SubjectKind::SystemUser {
            let users = self.to_system_users.keys().map(|id| Candidate {
                name: id.to_string(),
                subject: Subject::SystemUser(*id),
            });
            users.collect()
        } else {
            let named = |party: &Party| {
                Some(Candidate {
                    name: name(party, kind)?,
                    subject: Subject::Party(party.id),
                })
            };
            self.parties.iter().filter_map(named).collect()
        };
        candidates.sort_by(|one, other| one.name.cmp(&other.name));
        candidates
    }

    /// The same as `facts::load` would read for this subject alone.
    pub fn held_by(&self, subject: Subject) -> Held {
        match subject {
            Subject::SystemUser(id) => {
                let given = self.to_system_users.get(&id).cloned();
                Held::of(None, Vec::new(), given.unwrap_or_default())
            }
            Subject::Party(id) => {
                let organizations = self.key_organizations.get(&id).into_iter().flatten();
                let holders: BTreeSet<PartyId> = organizations.copied().chain([id]).collect();
                Held::of(
                    Some(id),
                    of_holders(&holders, &self.roles),
                    of_holders(&holders, &self.to_parties),
                )
            }
        }
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
