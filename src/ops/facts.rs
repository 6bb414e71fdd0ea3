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
//! | access lists of the party, if the resource is for members only | 1 | 1 |
//!
//! A question without a party reads the resource, the subject and the access lists that the subject is a member of.
//!
//! Only the version is asked for again, once per request or page, and requests at the same time share that query; the
//! rest is kept until some fact has changed (see [`known`]). A test counts.

mod collect;
mod kept;
mod known;

use std::sync::{Arc, OnceLock};

use self::collect::{Collector, source};
use super::OpsError;
use crate::db::Reads;
use crate::domain::{Given, Party, PartyId, SystemUserId};
use crate::engine::Facts;
use crate::engine::facts::RoleSource;
use crate::reference::reference;
use crate::store;
use crate::store::roles::HeldRole;

use self::collect::{MAIN_ADMINISTRATOR, is_main_administration};
pub(super) use self::collect::{OWN_ROLE, is_frame, traits};
pub use self::known::Known;
pub(super) use self::known::{Cache, KnownResource, PartyName, decision_counter};

/// Whose facts are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    Party(PartyId),
    SystemUser(SystemUserId),
}

impl From<PartyId> for Subject {
    fn from(id: PartyId) -> Self {
        Self::Party(id)
    }
}

impl From<SystemUserId> for Subject {
    fn from(id: SystemUserId) -> Self {
        Self::SystemUser(id)
    }
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
    /// Those that the subject has himself before those of organizations that he speaks for.
    roles: Vec<HeldRole>,
    given: Vec<Given>,
    acting: OnceLock<Arc<Facts>>,
}

/// Loads what `subject` holds at `party` and, if that is a subunit, at its main unit.
pub(super) async fn load(
    mut on: impl Reads,
    subject: Subject,
    party: Arc<Party>,
) -> Result<Held, OpsError> {
    let mut held = Held::nothing(party);
    match subject {
        Subject::Party(holder) => held.load_of_party(on, holder).await?,
        Subject::SystemUser(user) => {
            let party = held.party.id;
            held.given =
                store::delegations::list_to_active_system_user(on.reading(), user, party).await?;
        }
    }
    Ok(held)
}

impl Held {
    fn nothing(party: Arc<Party>) -> Self {
        Self {
            holder: None,
            party,
            roles: Vec::new(),
            given: Vec::new(),
            acting: OnceLock::new(),
        }
    }

    /// What a system user has been given at `party`, from rows that have been read for several at once.
    pub fn of_system_user(party: Arc<Party>, given: Vec<Given>) -> Self {
        Self {
            given,
            ..Self::nothing(party)
        }
    }

    /// The same for a party, with what the organizations that it speaks for have.
    pub fn of_party(
        party: Arc<Party>,
        holder: PartyId,
        mut roles: Vec<HeldRole>,
        given: Vec<Given>,
    ) -> Self {
        roles.sort_by_key(|role| role.assignment.holder != holder);
        Self {
            holder: Some(holder),
            roles,
            given,
            ..Self::nothing(party)
        }
    }

    async fn load_of_party(&mut self, mut on: impl Reads, holder: PartyId) -> Result<(), OpsError> {
        let party = self.party.id;
        let speaks_for =
            store::roles::list_key_organizations(on.reading(), holder, reference().key_roles())
                .await?;
        let holders = [&[holder], speaks_for.as_slice()].concat();
        self.holder = Some(holder);
        self.roles = store::roles::list_held(on.reading(), &holders, party).await?;
        self.roles
            .sort_by_key(|role| role.assignment.holder != holder);
        self.given =
            store::delegations::list_to_parties(on.reading(), holder, &speaks_for, party).await?;
        Ok(())
    }

    /// The facts for acting.
    pub fn acting(&self) -> &Arc<Facts> {
        self.acting
            .get_or_init(|| Arc::new(self.facts(Purpose::Act)))
    }

    /// The facts for passing something on.
    pub fn delegating(&self) -> Facts {
        self.facts(Purpose::Delegate)
    }

    fn facts(&self, purpose: Purpose) -> Facts {
        let mut collector = Collector::new(purpose);
        for given in &self.given {
            collector.add_given(given);
        }
        if self.is_own() {
            collector.add_role(OWN_ROLE, None, self.party.id, RoleSource::Direct);
        }
        for role in &self.roles {
            let HeldRole { assignment, form } = role;
            let through = source(assignment, self.holder, &self.party);
            collector.add_role(&assignment.role, form.as_deref(), assignment.at, through);
        }
        if purpose == Purpose::Delegate && self.is_main_administrator() {
            let form = self.party.organization().map(|one| one.form.as_str());
            collector.add_role(MAIN_ADMINISTRATOR, form, self.party.id, RoleSource::Direct);
        }
        collector.facts()
    }

    /// Whoever has the package of main administrators may pass on nearly everything, without having it.
    fn is_main_administrator(&self) -> bool {
        let packages = &self.acting().packages;
        packages
            .iter()
            .any(|fact| is_main_administration(&fact.package.urn()))
    }

    /// Whether there is any relation at all.
    pub fn is_any(&self) -> bool {
        self.is_own() || !self.roles.is_empty() || !self.given.is_empty()
    }

    fn is_own(&self) -> bool {
        self.holder == Some(self.party.id) && self.party.person().is_some()
    }

    /// How much room it takes, in facts.
    fn weight(&self) -> usize {
        let facts = self.acting();
        let derived = facts.roles.len() + facts.packages.len() + facts.delegations.len();
        1 + self.roles.len() + self.given.len() + derived
    }
}
