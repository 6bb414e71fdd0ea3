//! Facts for a decision: what a subject holds in relation to the party it acts for.
//!
//! Everything is read through [`Known`], one per request or page. The queries of one decision:
//!
//! | what | person, organization | system user |
//! |---|---|---|
//! | version of the facts (PostgreSQL; none on SQLite) | 1 | 1 |
//! | resource with its policy | 1 | 1 |
//! | party | 1 | 1 |
//! | subject | 1 | – |
//! | organizations where the subject has a key role | 1 | – |
//! | roles | 1 | – |
//! | delegations | 1 | 1 |
//!
//! Only the version is asked for again, once per request or page; the rest is kept until some fact has changed (see
//! [`known`]). A test counts.

mod collect;
mod kept;
mod known;

use std::sync::{Arc, OnceLock};

use self::collect::{OWN_ROLE, RoleCollector, from_delegations, source};
use super::OpsError;
use crate::db::Db;
use crate::domain::{Delegation, Party, PartyId, RoleAssignment, SystemUserId};
use crate::engine::Facts;
use crate::engine::facts::RoleSource;
use crate::reference::reference;
use crate::store;

pub use self::known::Known;
pub(super) use self::known::{Cache, KnownResource, PartyName};

/// Whose facts are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Party(PartyId),
    SystemUser(SystemUserId),
}

/// What the facts are for: a role may let somebody use a package without letting him pass it on, or the reverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Act,
    Delegate,
}

/// What a subject holds in relation to a party, as it is stored. From it follow the facts for either purpose.
pub struct Held {
    holder: Option<PartyId>,
    party: Arc<Party>,
    roles: Vec<RoleAssignment>,
    delegations: Vec<Delegation>,
    acting: OnceLock<Facts>,
}

/// Loads what `subject` holds at `party` and, if that is a subunit, at its main unit.
async fn load(db: &Db, subject: Subject, party: Arc<Party>) -> Result<Held, OpsError> {
    let mut held = Held {
        holder: None,
        party,
        roles: Vec::new(),
        delegations: Vec::new(),
        acting: OnceLock::new(),
    };
    match subject {
        Subject::Party(holder) => held.load_of_party(db, holder).await?,
        Subject::SystemUser(user) => {
            let party = held.party.id;
            held.delegations =
                store::delegations::list_to_active_system_user(db, user, party).await?;
        }
    }
    Ok(held)
}

impl Held {
    async fn load_of_party(&mut self, db: &Db, holder: PartyId) -> Result<(), OpsError> {
        let mut holders =
            store::roles::list_key_organizations(db, holder, reference().key_roles()).await?;
        holders.push(holder);
        self.holder = Some(holder);
        self.roles = store::roles::list_held(db, &holders, self.party.id).await?;
        self.delegations = store::delegations::list_to_parties(db, &holders, self.party.id).await?;
        Ok(())
    }

    /// The facts for acting.
    pub fn acting(&self) -> &Facts {
        self.acting.get_or_init(|| self.facts(Purpose::Act))
    }

    /// The facts for passing something on.
    pub fn delegating(&self) -> Facts {
        self.facts(Purpose::Delegate)
    }

    fn facts(&self, purpose: Purpose) -> Facts {
        let mut facts = from_delegations(&self.delegations);
        let mut collector = RoleCollector::new(&mut facts, &self.party, purpose);
        if self.is_own() {
            collector.add_assignment(OWN_ROLE, self.party.id, RoleSource::Direct);
        }
        for assignment in &self.roles {
            let source = source(assignment, self.holder, &self.party);
            collector.add_assignment(&assignment.role, assignment.at, source);
        }
        facts
    }

    /// Whether there is any relation at all.
    pub fn is_any(&self) -> bool {
        self.is_own() || !self.roles.is_empty() || !self.delegations.is_empty()
    }

    fn is_own(&self) -> bool {
        self.holder == Some(self.party.id) && self.party.person().is_some()
    }

    /// How much room it takes, in facts.
    fn weight(&self) -> usize {
        let facts = self.acting();
        let derived = facts.roles.len() + facts.packages.len() + facts.delegations.len();
        1 + self.roles.len() + self.delegations.len() + derived
    }
}
