//! Facts for a decision: what a subject holds in relation to the party it acts for.
//!
//! # The rules, stated once
//!
//! A **subject** (person, organization or system user) holds **roles**, **packages** and **rights** at a **party**. They
//! are the union of what the rules below give; the rest of the product asks here and knows none of them. Each rule has its
//! example; `tests/it/facts/worlds` holds the code against a model of them in random worlds, and `tests/it/facts/relations.rs`
//! has a test per rule.
//!
//! 1. **Direct.** The register says that Kari is `daglig-leder` at the bakery: she holds that role there.
//! 2. **Role map.** From `daglig-leder` follow older roles such as `admai` and `utinn` (`reference/role-maps.json`): Kari
//!    holds them too. Applied once, never onwards from what follows. Every role counts under each of its urns.
//! 3. **Packages of roles.** `daglig-leder` gives the package `skattegrunnlag`, and the like (`reference/role-packages.json`).
//!    A row for one form of organization counts only where the role is held at that form: `forretningsforer` gives
//!    `forretningsforer-eiendom` at a housing co-operative (`BRL`), not at a company (`AS`). The form is that of the
//!    party where the role is held, also when it counts at a subunit.
//! 4. **Key role, one hop.** Grete is `daglig-leder` at the accounting firm, and that is a key role; the firm is `regnskapsforer`
//!    at the bakery. So Grete holds `regnskapsforer` at the bakery. Stig, general manager of the company that owns the
//!    firm, does not: that would be two hops. A board member (`styremedlem`) of the firm does not: no key role. What
//!    the firm, or one of its subunits, was given counts in the same way.
//! 5. **A municipality among others.** A municipality is `deltaker-delt-ansvar` in an inter-municipal company (`IKS`). Elsewhere
//!    that is a key role; there it is not, so the municipality does not act towards the company's clients.
//! 6. **Main unit to subunit.** What Kari holds at the bakery she holds at its shop on the square; never the other way
//!    round. The same for what the bakery has given. One level.
//! 7. **A sole proprietor and his business.** The firm is `regnskapsforer` or `revisor` at Ola's sole proprietorship (`ENK`), so it
//!    holds that role towards Ola too, as both are one before the law; until Ola is dead or one of the two is deleted.
//!    Other roles at the business do not reach him.
//! 8. **Oneself.** Every person is `privatperson` towards himself. An organization holds nothing at itself.
//! 9. **Given.** The bakery has given Per the package `lonn`, or the right to read one resource: he holds just that, until
//!    it is taken back. A frame such as `rettighetshaver` or `agent` is no role: it opens nothing by itself.
//! 10. **Clients and agents.** The firm, accountant of the bakery, has passed the package `regnskapsforer-lonn` at the bakery on to
//!     Siv, its agent: Siv holds that package at the bakery for as long as the firm is there, and still is the accountant
//!     (or, if it was given the package, still has it). It is hers alone: it goes through nobody's key role.
//! 11. **System users** hold what they were given (9) and what was passed on to them (10): no roles, nothing through others.
//!     One that is paused or gone holds nothing.
//! 12. **No access.** `supplier`, and `appstyrt-rettighetshaver`, count nowhere. Nobody acts for a deleted party: that is
//!     asked where something is decided, as lists may show deleted parties.
//!
//! **What may be passed on** ([`Purpose::Delegate`]) follows the same rules but for four things. A role gives the packages
//! that its rows say can be delegated, which may be fewer or more than those to act by. What somebody has as an agent (10)
//! he cannot pass on. The package `hovedadministrator` that was given makes no one appoint other main administrators.
//! And whoever acts by that package may pass on what the role `hovedadministrator` collects, nearly everything, without
//! having it himself.
//!
//! # How they are read
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

pub(super) use self::collect::{Gathered, OWN_ROLE, counts, facts_of, is_frame, traits};
use self::collect::{MAIN_ADMINISTRATOR, is_main_administration};
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
    held.given.retain(counts);
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
    pub fn of_system_user(party: Arc<Party>, mut given: Vec<Given>) -> Self {
        given.retain(counts);
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
        mut given: Vec<Given>,
    ) -> Self {
        given.retain(counts);
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
