//! Systems that businesses make for themselves: the client at Maskinporten, the system and its system user, as one thing.
//!
//! What is done at Maskinporten is no part of a transaction here, and either side may fail in between. So a row says
//! what is under way before Maskinporten is asked (`OwnSystem::taken`), and what came of it after (`settled`). Whatever
//! stays in between is brought to an end by [`mend`], which a job calls: **making** one and **adding a key** are
//! undone, because a key that was made here has been shown to nobody; **removing** a key, **changing** scopes and
//! **ending** it all are finished, because they have been decided. Both can be repeated without harm.
//!
//! Worked example. Hanne, general manager of the plumber, fills in a draft ([`draft`]) and confirms it ([`create`]). The
//! engine lets her `write` on `altinn_access_management`; everything that the system user shall have, she may give. The
//! row becomes *creating*; Maskinporten makes a client and takes its key; then, in one transaction, the system, the system
//! user and its rights are there and the row is *active*. Were the process killed after Maskinporten made the client, the
//! job would find the client by the row's id, remove it, and give Hanne her draft back.

mod change;
mod create;
pub mod draft;
mod end;
mod look;
pub mod mend;
pub mod powers;
mod registry;
pub mod scopes;

use crate::db::{DbError, Tx};
use crate::domain::{
    Act, ActDetails, ActKind, OrgNumber, OwnSystem, OwnSystemId, OwnSystemState, Party, PartyId,
    SecurityLevel, UseKeyFault,
};
use crate::store;
use crate::tokens::client_administration::AdministrationError;

use super::access::{ACCESS_MANAGEMENT, Access, Relation, SYSTEM_USER_OVERVIEW};
use super::{Core, OpsError, Person};

pub use change::{KeyOrigin, KeysBefore, add_key, change_scopes, remove_key};
pub use create::{Created, create};
pub use end::end;
pub use look::{Look, list, look};
pub use registry::ClientRegistry;

/// Why something was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// None such at this party, or not in this state.
    NotFound,
    NoAccess,
    LevelTooLow(SecurityLevel),
    /// Only organizations have clients at Maskinporten.
    NotOrganization,
    /// This installation is connected to no registry of clients.
    NotSetUp,
    /// The business has as many as it may have.
    TooMany,
    /// A system of this business has, or has had, this name.
    NameTaken,
    /// A system in the register has the client's id already.
    ClientTaken,
    NoScopes,
    UnknownScope,
    NoPowers,
    /// Something that the system user shall have cannot be given by this person.
    Lacking,
    Key(UseKeyFault),
    /// Without a key nothing could be asked for; a new one comes first.
    LastKey,
    /// Somebody else, or the job, is at it in this moment.
    Busy,
    /// Maskinporten has not done it, and nothing has changed.
    Refused(AdministrationError),
    /// Maskinporten may have done it or not. The job brings it to an end in some minutes.
    Unclear,
}

/// A person who may see the integrations of an organization.
pub struct Acting<'a> {
    core: &'a Core,
    person: Person,
    relation: Relation<'a>,
    organization: OrgNumber,
    registry: &'a ClientRegistry,
}

/// The same, and the person may make, change and end them.
pub struct Writing<'a>(Acting<'a>);

impl<'a> std::ops::Deref for Writing<'a> {
    type Target = Acting<'a>;

    fn deref(&self) -> &Acting<'a> {
        &self.0
    }
}

/// Lets a person in who may see the system users of `party`.
pub async fn enter(
    core: &Core,
    person: Person,
    party: PartyId,
) -> Result<Result<Acting<'_>, Refusal>, OpsError> {
    admit(core, person, party, ("read", SYSTEM_USER_OVERVIEW)).await
}

/// Lets a person in who may make and change them.
pub async fn enter_to_write(
    core: &Core,
    person: Person,
    party: PartyId,
) -> Result<Result<Writing<'_>, Refusal>, OpsError> {
    let entered = admit(core, person, party, ("write", ACCESS_MANAGEMENT)).await?;
    Ok(entered.map(Writing))
}

async fn admit<'a>(
    core: &'a Core,
    person: Person,
    party: PartyId,
    (action, resource): (&str, &str),
) -> Result<Result<Acting<'a>, Refusal>, OpsError> {
    let Some(relation) = Relation::load(core, person, party).await? else {
        return Ok(Err(Refusal::NoAccess));
    };
    match relation.may(action, resource).await? {
        Access::Granted => {}
        Access::Refused => return Ok(Err(Refusal::NoAccess)),
        Access::LevelTooLow(level) => return Ok(Err(Refusal::LevelTooLow(level))),
    }
    let Some(organization) = relation.party.org_number().cloned() else {
        return Ok(Err(Refusal::NotOrganization));
    };
    let Some(registry) = core.client_registry.as_deref() else {
        return Ok(Err(Refusal::NotSetUp));
    };
    Ok(Ok(Acting {
        core,
        person,
        relation,
        organization,
        registry,
    }))
}

impl Acting<'_> {
    pub fn party(&self) -> &Party {
        &self.relation.party
    }

    pub fn organization(&self) -> &OrgNumber {
        &self.organization
    }

    /// Whether the person may change what he sees, for the buttons.
    pub async fn may_change(&self) -> Result<bool, OpsError> {
        let access = self.relation.may("write", ACCESS_MANAGEMENT).await?;
        Ok(access.is_granted())
    }

    /// The one with this id, if it is in this state; a draft, if it is the person's own.
    async fn find(
        &self,
        id: OwnSystemId,
        state: OwnSystemState,
    ) -> Result<Option<OwnSystem>, OpsError> {
        let found = store::own_systems::find_of(&self.core.db, self.relation.party.id, id).await?;
        Ok(found.filter(|one| one.state == state && self.is_shown(one)))
    }

    /// Nobody but its writer sees a draft.
    fn is_shown(&self, one: &OwnSystem) -> bool {
        one.state != OwnSystemState::Draft || one.created_by == self.person.party
    }

    /// An active one that nobody is at.
    async fn find_free(&self, id: OwnSystemId) -> Result<Result<OwnSystem, Refusal>, OpsError> {
        let Some(found) = self.find(id, OwnSystemState::Active).await? else {
            return Ok(Err(Refusal::NotFound));
        };
        // One that Maskinporten is behind with is the job's until it is done: two changes at once could not be told apart.
        match found.is_behind {
            true => Ok(Err(Refusal::Busy)),
            false => Ok(Ok(found)),
        }
    }

    /// An entry for the log of acts, and the power that it rests on.
    async fn act(
        &self,
        kind: ActKind,
        id: OwnSystemId,
        key: Option<&str>,
    ) -> Result<Act, OpsError> {
        let details = ActDetails {
            key: key.map(str::to_owned),
            power: self.relation.power("write", ACCESS_MANAGEMENT).await?,
            ..ActDetails::default()
        };
        let act = self
            .core
            .act(self.person.party, self.relation.party.id, kind, id.0);
        Ok(act.about(details))
    }
}

/// Writes what has changed in a transaction of its own, with an act if it is one. Answers it as it is stored now, or
/// none when somebody else was faster.
async fn save(
    core: &Core,
    system: OwnSystem,
    act: Option<&Act>,
) -> Result<Option<OwnSystem>, OpsError> {
    let mut tx = core.db.write().await?;
    let system = OwnSystem {
        changed_at: core.world.now(),
        ..system
    };
    let Some(saved) = save_in(&mut tx, system).await? else {
        return Ok(None);
    };
    if let Some(act) = act {
        store::acts::insert(&mut tx, act).await?;
    }
    tx.commit().await?;
    Ok(Some(saved))
}

async fn save_in(tx: &mut Tx, system: OwnSystem) -> Result<Option<OwnSystem>, OpsError> {
    match store::own_systems::save(tx, &system).await {
        Err(DbError::NotAsExpected) => Ok(None),
        Err(other) => Err(other.into()),
        Ok(()) => Ok(Some(OwnSystem {
            version: system.version + 1,
            ..system
        })),
    }
}
