use crate::db::{DbError, Tx};
use crate::domain::{
    Act, ActKind, Delegated, Delegation, DelegationId, KeyState, OwnKey, OwnSystem, OwnSystemId,
    OwnSystemState, Receiver, System, SystemId, SystemUser, Timestamp,
};
use crate::ops::Core;
use crate::ops::access::Relation;
use crate::store;
use crate::tokens::client_key::NewKey;

use super::change::make_key;
use super::powers::{self, Checked, Powers};
use super::{OpsError, Refusal, Writing, draft, mend, save, scopes};

/// An integration that has come to be.
pub struct Created {
    pub system: OwnSystem,
    /// The key that was made for it, if the person brought none. It exists nowhere else.
    pub key: Option<NewKey>,
}

/// Makes what a draft says: the client and its key at Maskinporten, then the system, the system user and its rights in
/// one transaction. When any of it fails, the draft is there as before, at once or after the job has been there.
pub async fn create(
    acting: &Writing<'_>,
    id: OwnSystemId,
) -> Result<Result<Created, Refusal>, OpsError> {
    let Some(draft) = draft::find(acting, id).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    if let Err(refusal) = check(acting, &draft).await? {
        return Ok(Err(refusal));
    }
    let (begun, key) = match begin(acting, draft).await? {
        Ok(begun) => begun,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let registered = match register(acting, begun).await? {
        Ok(registered) => registered,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match settle(acting, &registered).await? {
        Ok(system) => Ok(Ok(Created { system, key })),
        Err(refusal) => {
            mend::undo(acting.core, acting.registry, registered).await?;
            Ok(Err(refusal))
        }
    }
}

/// Whether everything has been chosen, and can be given.
async fn check(acting: &Writing<'_>, draft: &OwnSystem) -> Result<Result<(), Refusal>, OpsError> {
    let chosen = powers_of(draft);
    if draft.scopes.is_empty() {
        return Ok(Err(Refusal::NoScopes));
    }
    if chosen.is_empty() {
        return Ok(Err(Refusal::NoPowers));
    }
    if !scopes::are_offered(acting, &draft.scopes).await? {
        return Ok(Err(Refusal::UnknownScope));
    }
    if powers::check(acting, &chosen).await?.lacks_something() {
        return Ok(Err(Refusal::Lacking));
    }
    let system = store::systems::find_by_name(&acting.core.db, &draft.name_id).await?;
    Ok(match system {
        Some(_) => Err(Refusal::NameTaken),
        None => Ok(()),
    })
}

pub fn powers_of(system: &OwnSystem) -> Powers {
    Powers {
        resources: system.resources.clone(),
        packages: system.packages.clone(),
    }
}

/// Says that it is under way, before anything is asked of Maskinporten.
async fn begin(
    acting: &Writing<'_>,
    draft: OwnSystem,
) -> Result<Result<(OwnSystem, Option<NewKey>), Refusal>, OpsError> {
    let core = acting.core;
    let now = core.world.now();
    let mut draft = draft;
    let key = match draft.keys.is_empty() {
        true => {
            let made = make_key().await?;
            let public = made.public.clone();
            draft.keys = vec![OwnKey::new(public.kid, public.n, public.e, now).made_here()];
            Some(made)
        }
        false => None,
    };
    let begun = OwnSystem {
        state: OwnSystemState::Creating,
        ..draft.taken(now)
    };
    match save(core, begun, None).await {
        Ok(Some(begun)) => Ok(Ok((begun, key))),
        Ok(None) => Ok(Err(Refusal::Busy)),
        Err(OpsError::Db(DbError::Duplicate)) => Ok(Err(Refusal::NameTaken)),
        Err(other) => Err(other),
    }
}

/// Makes the client and gives it its key.
async fn register(
    acting: &Writing<'_>,
    begun: OwnSystem,
) -> Result<Result<OwnSystem, Refusal>, OpsError> {
    let (core, registry) = (acting.core, acting.registry);
    let client_id = match registry.create(&begun, &acting.organization).await {
        Ok(client_id) => client_id,
        Err(problem) if problem.is_without_effect() => {
            mend::give_back_draft(core, begun).await?;
            return Ok(Err(Refusal::Refused(problem)));
        }
        // It may come to be in a moment. The job waits until that is over, and then looks.
        Err(_) => return Ok(Err(Refusal::Unclear)),
    };
    let named = OwnSystem {
        client_id: Some(client_id.clone()),
        ..begun
    };
    let Some(named) = save(core, named, None).await? else {
        return Ok(Err(Refusal::Unclear));
    };
    match registry.put_keys(&client_id, &named.keys).await {
        Ok(()) => Ok(Ok(named)),
        Err(problem) => {
            // A key that arrives late finds no client.
            let is_undone = mend::undo(core, registry, named).await?;
            Ok(Err(match is_undone && problem.is_without_effect() {
                true => Refusal::Refused(problem),
                false => Refusal::Unclear,
            }))
        }
    }
}

/// Puts down everything else at once. The calls took their time, so what the person may do is asked again.
async fn settle(
    acting: &Writing<'_>,
    registered: &OwnSystem,
) -> Result<Result<OwnSystem, Refusal>, OpsError> {
    let core = acting.core;
    let relation = Relation::load(core, acting.person, registered.party).await?;
    let Some(relation) = relation else {
        return Ok(Err(Refusal::NoAccess));
    };
    if let Err(refusal) = super::enter_to_write(core, acting.person, registered.party).await? {
        return Ok(Err(refusal));
    }
    let checked = powers::check_for(&relation, &powers_of(registered)).await?;
    if checked.lacks_something() {
        return Ok(Err(Refusal::Lacking));
    }
    let key = registered.keys.first().map(|key| key.kid.as_str());
    let act = acting
        .act(ActKind::OwnSystemCreated, registered.id, key)
        .await?;
    let settling = Settling {
        core,
        acting,
        registered,
        checked,
        now: core.world.now(),
    };
    settling.carry_out(&act).await
}

struct Settling<'a, 'b> {
    core: &'a Core,
    acting: &'a Writing<'b>,
    registered: &'a OwnSystem,
    checked: Checked,
    now: Timestamp,
}

impl Settling<'_, '_> {
    async fn carry_out(&self, act: &Act) -> Result<Result<OwnSystem, Refusal>, OpsError> {
        let mut tx = self.core.db.write().await?;
        let system = self.system();
        match store::systems::insert(&mut tx, &system).await {
            Err(DbError::Duplicate) => {
                drop(tx);
                return Ok(Err(self.taken().await?));
            }
            other => other?,
        }
        self.give(&mut tx, system.id).await?;
        let mut active = self.registered.clone().settled();
        active.state = OwnSystemState::Active;
        active.changed_at = self.now;
        for key in &mut active.keys {
            key.state = KeyState::InUse;
        }
        let Some(active) = super::save_in(&mut tx, active).await? else {
            return Ok(Err(Refusal::Unclear));
        };
        store::acts::insert(&mut tx, act).await?;
        tx.commit().await?;
        Ok(Ok(active))
    }

    /// Which of the two that must be unique is not.
    async fn taken(&self) -> Result<Refusal, OpsError> {
        let name = &self.registered.name_id;
        let found = store::systems::find_by_name(&self.core.db, name).await?;
        Ok(match found {
            Some(_) => Refusal::NameTaken,
            None => Refusal::ClientTaken,
        })
    }

    async fn give(&self, tx: &mut Tx, system: SystemId) -> Result<(), OpsError> {
        let user = self.system_user(system);
        store::system_users::insert(tx, &user).await?;
        for what in self.given() {
            let delegation = Delegation {
                id: DelegationId(self.core.world.new_id()),
                from: user.party,
                to: Receiver::SystemUser(user.id),
                what,
                given_by: user.created_by,
                given_at: self.now,
            };
            store::delegations::insert(tx, &delegation).await?;
        }
        Ok(())
    }

    fn given(&self) -> Vec<Delegated> {
        let actions = self.checked.rights.iter().flat_map(|check| {
            check.actions.iter().map(|action| Delegated::Action {
                resource: check.resource.id.clone(),
                action: action.clone(),
            })
        });
        let packages = self.checked.packages.iter();
        let packages = packages.map(|check| Delegated::Package {
            urn: check.package.urn.clone(),
        });
        actions.chain(packages).collect()
    }

    fn system(&self) -> System {
        let own = self.registered;
        let powers = powers_of(own);
        System {
            id: SystemId(self.core.world.new_id()),
            name_id: own.name_id.clone(),
            vendor: self.acting.organization.clone(),
            name: own.name.clone(),
            description: own.description.clone(),
            rights: powers.rights(),
            packages: powers.package_refs(),
            client_ids: own.client_id.iter().cloned().collect(),
            redirect_urls: Vec::new(),
            // It is offered to nobody else.
            is_visible: false,
            is_deleted: false,
            created_at: self.now,
        }
    }

    fn system_user(&self, system: SystemId) -> SystemUser {
        let organization = &self.acting.organization;
        SystemUser {
            id: self.registered.id.into(),
            system,
            party: self.registered.party,
            org_number: organization.clone(),
            external_ref: organization.to_string(),
            title: self.registered.name.nb.clone(),
            is_active: true,
            created_at: self.now,
            created_by: self.acting.person.party,
        }
    }
}
