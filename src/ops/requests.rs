//! A vendor's request as those see it who may answer it.

use crate::db::DbError;
use crate::domain::{
    ActKind, Delegated, Delegation, DelegationId, NotAnswerable, Party, Receiver, Request,
    RequestId, RequestStatus, Right, SecurityLevel, System, SystemUser, SystemUserId, Timestamp,
};
use crate::store;

use super::access::{ACCESS_MANAGEMENT, Access, Person, Relation};
use super::delegation::{self, PackageCheck, RightCheck};
use super::{Core, OpsError};

/// A request with everything that its page says.
pub struct RequestView {
    pub request: Request,
    pub system: System,
    pub party: Party,
    /// The vendor's name in the register; its number is in the system.
    pub vendor: String,
    pub rights: Vec<RightCheck>,
    pub packages: Vec<PackageCheck>,
    pub standing: Standing,
    /// What the person's right to answer rests on; for the log.
    power: Option<String>,
}

/// What the person who looks may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    MayAnswer,
    /// Has some relation to the business, but is no access manager.
    MayEscalate,
    LevelTooLow(SecurityLevel),
}

/// Why an answer was not taken.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such request, or none that this person may know of.
    NotFound,
    NotAnswerable(NotAnswerable),
    /// Not an access manager.
    NoAccess,
    LevelTooLow(SecurityLevel),
    /// The approver lacks something that the system asks for; the page names it.
    Lacking,
    /// A system user for the same system, business and reference exists.
    AlreadyExists,
}

/// Loads a request for somebody who has a relation to its business; for others it does not exist.
pub async fn load(
    core: &Core,
    person: Person,
    id: RequestId,
) -> Result<Option<RequestView>, OpsError> {
    let Some(request) = store::requests::find(&core.db, id).await? else {
        return Ok(None);
    };
    let Some(relation) = Relation::load(core, person, request.party).await? else {
        return Ok(None);
    };
    let Some(standing) = standing(&relation).await? else {
        return Ok(None);
    };
    let found = store::systems::find(&core.db, request.system).await?;
    let Some(system) = found.filter(|system| !system.is_deleted) else {
        return Ok(None);
    };
    Ok(Some(RequestView {
        vendor: vendor_name(core, &system).await?,
        rights: delegation::check_rights(&relation, &request.rights).await?,
        packages: delegation::check_packages(&relation, &request.packages),
        power: relation.power("write", ACCESS_MANAGEMENT).await?,
        party: relation.party,
        request,
        system,
        standing,
    }))
}

async fn standing(relation: &Relation<'_>) -> Result<Option<Standing>, OpsError> {
    Ok(match relation.may("write", ACCESS_MANAGEMENT).await? {
        Access::Granted => Some(Standing::MayAnswer),
        Access::LevelTooLow(level) => Some(Standing::LevelTooLow(level)),
        Access::Refused if relation.exists() => Some(Standing::MayEscalate),
        Access::Refused => None,
    })
}

/// The vendor's name in the register, or its number when the register does not know it.
pub async fn vendor_name(core: &Core, system: &System) -> Result<String, OpsError> {
    let vendor = store::parties::find_by_org_number(&core.db, &system.vendor).await?;
    Ok(vendor.map_or_else(|| system.vendor.to_string(), |party| party.name))
}

/// Accepts the request: in one transaction it is answered, the system user exists under the same id, the rights are
/// delegated to it, and the act is logged.
pub async fn approve(
    core: &Core,
    person: Person,
    id: RequestId,
) -> Result<Result<SystemUserId, Refusal>, OpsError> {
    let view = match answerable(core, person, id).await? {
        Ok(view) => view,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if view.lacks_something() {
        return Ok(Err(Refusal::Lacking));
    }
    let approval = Approval {
        core,
        person,
        view: &view,
        now: core.world.now(),
    };
    approval.carry_out().await
}

/// Rejects the request. Nothing else changes.
pub async fn reject(
    core: &Core,
    person: Person,
    id: RequestId,
) -> Result<Result<(), Refusal>, OpsError> {
    let view = match answerable(core, person, id).await? {
        Ok(view) => view,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let now = core.world.now();
    let act = core
        .act(person.party, view.party.id, ActKind::RequestRejected, id.0)
        .by_power(view.power);
    let mut tx = core.db.write().await?;
    match store::requests::answer(&mut tx, id, RequestStatus::Rejected, person.party, now).await {
        Err(DbError::NotAsExpected) => {
            return Ok(Err(Refusal::NotAnswerable(NotAnswerable::Answered)));
        }
        other => other?,
    }
    store::acts::insert(&mut tx, &act).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Forwards the request to those who may answer it; they find it in the portal.
pub async fn escalate(
    core: &Core,
    person: Person,
    id: RequestId,
) -> Result<Result<(), Refusal>, OpsError> {
    let Some(view) = load(core, person, id).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    if let Err(reason) = view.request.check_answerable(core.world.now()) {
        return Ok(Err(Refusal::NotAnswerable(reason)));
    }
    if view.request.is_escalated {
        return Ok(Ok(()));
    }
    let act = core.act(person.party, view.party.id, ActKind::RequestEscalated, id.0);
    let mut tx = core.db.write().await?;
    match store::requests::escalate(&mut tx, id).await {
        Err(DbError::NotAsExpected) => {
            return Ok(Err(Refusal::NotAnswerable(NotAnswerable::Answered)));
        }
        other => other?,
    }
    store::acts::insert(&mut tx, &act).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// The request, if this person may answer it now.
async fn answerable(
    core: &Core,
    person: Person,
    id: RequestId,
) -> Result<Result<RequestView, Refusal>, OpsError> {
    let Some(view) = load(core, person, id).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    let refusal = match (
        view.standing,
        view.request.check_answerable(core.world.now()),
    ) {
        (Standing::MayEscalate, _) => Some(Refusal::NoAccess),
        (Standing::LevelTooLow(level), _) => Some(Refusal::LevelTooLow(level)),
        (Standing::MayAnswer, Err(reason)) => Some(Refusal::NotAnswerable(reason)),
        (Standing::MayAnswer, Ok(())) => None,
    };
    Ok(refusal.map_or(Ok(view), Err))
}

impl RequestView {
    /// True when the approver cannot give all that is asked for. Then nothing is given.
    pub fn lacks_something(&self) -> bool {
        let is_found = |right: &Right| {
            let mut found = self.rights.iter().map(|check| check.resource.id.as_str());
            found.any(|id| right.resource_id() == Some(id))
        };
        // Two rights may name one resource: they differ in an action that does not count.
        !self.request.rights.iter().all(is_found)
            || self.packages.len() != self.request.packages.len()
            || self.rights.iter().any(|check| check.problem.is_some())
            || self.packages.iter().any(|check| check.problem.is_some())
    }
}

/// An approval about to be written.
struct Approval<'a> {
    core: &'a Core,
    person: Person,
    view: &'a RequestView,
    now: Timestamp,
}

impl Approval<'_> {
    async fn carry_out(&self) -> Result<Result<SystemUserId, Refusal>, OpsError> {
        let request = &self.view.request;
        let user = self.system_user();
        let mut tx = self.core.db.write().await?;
        match store::requests::answer(
            &mut tx,
            request.id,
            RequestStatus::Accepted,
            self.person.party,
            self.now,
        )
        .await
        {
            // Somebody was faster, or it is the second click of a double-click.
            Err(DbError::NotAsExpected) => {
                return Ok(Err(Refusal::NotAnswerable(NotAnswerable::Answered)));
            }
            other => other?,
        }
        match store::system_users::insert(&mut tx, &user).await {
            Err(DbError::Duplicate) => return Ok(Err(Refusal::AlreadyExists)),
            other => other?,
        }
        for what in self.delegated() {
            store::delegations::insert(&mut tx, &self.delegation(user.id, what)).await?;
        }
        let (actor, kind) = (self.person.party, ActKind::RequestApproved);
        let act = self.core.act(actor, request.party, kind, user.id.0);
        let act = act.by_power(self.view.power.clone());
        store::acts::insert(&mut tx, &act).await?;
        tx.commit().await?;
        Ok(Ok(user.id))
    }

    fn system_user(&self) -> SystemUser {
        let request = &self.view.request;
        SystemUser {
            id: request.id.into(),
            system: request.system,
            party: request.party,
            org_number: request.org_number.clone(),
            external_ref: request.external_ref.clone(),
            title: request.title.clone(),
            is_active: true,
            created_at: self.now,
            created_by: self.person.party,
        }
    }

    fn delegated(&self) -> impl Iterator<Item = Delegated> {
        let actions = self.view.rights.iter().flat_map(|check| {
            check.actions.iter().map(|action| Delegated::Action {
                resource: check.resource.id.clone(),
                action: action.clone(),
            })
        });
        let packages = self.view.packages.iter().map(|check| Delegated::Package {
            urn: check.package.urn.clone(),
        });
        actions.chain(packages)
    }

    fn delegation(&self, to: SystemUserId, what: Delegated) -> Delegation {
        Delegation {
            id: DelegationId(self.core.world.new_id()),
            from: self.view.party.id,
            to: Receiver::SystemUser(to),
            what,
            given_by: self.person.party,
            given_at: self.now,
        }
    }
}
