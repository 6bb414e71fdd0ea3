//! What a service owner gives of a customer's powers without asking the customer: access packages, to somebody named.
//!
//! The operator decides which owners may: those that have been granted the scope for it. That grant is looked at here,
//! besides the token, so that an owner from whom it is taken is stopped at once. Packages that no policy may name are not
//! given so, and with them those that make somebody manage access.

use super::recipient::fit;
use super::{GivenPackage, Refusal, check_recipient};
use crate::db::Tx;
use crate::domain::{
    ActDetails, ActKind, Assignment, AssignmentId, AssignmentRole, Delegated, Delegation,
    DelegationId, OrgNumber, Party, PartyId, PartyKey, Receiver, Registered, scope,
};
use crate::ops::{Core, OpsError};
use crate::reference::{AccessPackage, EntityType};
use crate::store;
use crate::store::connections::{Between, Ending};

/// A package that an owner gives, or takes back.
pub struct OwnerGift {
    pub from: PartyKey,
    pub to: PartyKey,
    pub package: &'static AccessPackage,
}

/// An owner that may, and the two parties.
struct Checked {
    /// The owner's own party, which does it.
    owner: PartyId,
    from: Registered,
    to: Registered,
}

/// Gives a package on behalf of `from`, and lets `to` in there.
pub async fn give_as_owner(
    core: &Core,
    owner: &OrgNumber,
    gift: &OwnerGift,
) -> Result<Result<GivenPackage, Refusal>, OpsError> {
    let checked = match check(core, owner, gift).await? {
        Ok(checked) => checked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Err(refusal) = check_gift(core, &checked, gift.package) {
        return Ok(Err(refusal));
    }
    let between = checked.between();
    let mut tx = core.db.write().await?;
    store::connections::lock(&mut tx, &[between.from]).await?;
    let given = store::connections::list_given(&mut tx, between).await?;
    let known = given
        .iter()
        .find(|one| one.is_of_package(&gift.package.urn));
    let id = match known {
        Some(known) => known.id,
        None => insert(core, &mut tx, &checked, gift.package).await?,
    };
    let assignment = right_holder(core, &mut tx, &checked).await?;
    if known.is_none() {
        put_down(core, &mut tx, &checked, ActKind::PackageGiven, gift.package).await?;
    }
    tx.commit().await?;
    Ok(Ok(GivenPackage {
        id,
        assignment,
        package: gift.package,
    }))
}

/// Takes a package back that this owner has given.
pub async fn revoke_as_owner(
    core: &Core,
    owner: &OrgNumber,
    gift: &OwnerGift,
) -> Result<Result<(), Refusal>, OpsError> {
    let checked = match check(core, owner, gift).await? {
        Ok(checked) => checked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let between = checked.between();
    let mut tx = core.db.write().await?;
    store::connections::lock(&mut tx, &[between.from]).await?;
    let given = store::connections::list_given(&mut tx, between).await?;
    match given
        .iter()
        .find(|one| one.is_of_package(&gift.package.urn))
    {
        None => return Ok(Ok(())),
        Some(known) if known.given_by != checked.owner => return Ok(Err(Refusal::GivenByOthers)),
        Some(_) => {}
    }
    let ending = Ending {
        by: checked.owner,
        at: core.world.now(),
    };
    store::connections::revoke_package(&mut tx, between, &gift.package.urn, ending).await?;
    put_down(
        core,
        &mut tx,
        &checked,
        ActKind::PackageRevoked,
        gift.package,
    )
    .await?;
    tx.commit().await?;
    Ok(Ok(()))
}

impl Checked {
    fn between(&self) -> Between {
        Between {
            from: self.from.party.id,
            to: self.to.party.id,
        }
    }
}

async fn check(
    core: &Core,
    owner: &OrgNumber,
    gift: &OwnerGift,
) -> Result<Result<Checked, Refusal>, OpsError> {
    let scopes = store::owner_scopes::list_of_organization(&core.db, owner).await?;
    let party = store::parties::find_by_org_number(&core.db, owner).await?;
    let is_granted = scopes.iter().any(|one| one == scope::OWNER_PACKAGE_WRITE);
    let Some(party) = party.filter(|_| is_granted) else {
        return Ok(Err(Refusal::OwnerNotAllowed));
    };
    let from = find(core, &gift.from).await?;
    let to = find(core, &gift.to).await?;
    Ok(match (from, to) {
        (Some(from), Some(to)) => Ok(Checked {
            owner: party.id,
            from,
            to,
        }),
        _ => Err(Refusal::UnknownParty),
    })
}

async fn find(core: &Core, key: &PartyKey) -> Result<Option<Registered>, OpsError> {
    Ok(match key {
        PartyKey::Person(number) => store::register::find_person(&core.db, number).await?,
        PartyKey::Organization(number) => {
            let numbers = std::slice::from_ref(number);
            store::register::list_by_org_numbers(&core.db, numbers)
                .await?
                .pop()
        }
    })
}

fn check_gift(core: &Core, checked: &Checked, package: &AccessPackage) -> Result<(), Refusal> {
    let from = &checked.from.party;
    if from.is_deleted || is_dead(from) {
        return Err(Refusal::UnknownParty);
    }
    let is_kind = match from.organization() {
        Some(_) => package.entity_type == EntityType::Organization,
        None => package.entity_type == EntityType::Person,
    };
    if !is_kind {
        return Err(Refusal::PackageKind);
    }
    if !package.is_assignable || !package.is_available_for_service_owners {
        return Err(Refusal::NotAssignable);
    }
    check_recipient(package, &checked.to.party)?;
    fit(checked.to.clone(), from.id, core.world.now())?;
    Ok(())
}

fn is_dead(party: &Party) -> bool {
    party.person().is_some_and(|person| person.died.is_some())
}

async fn insert(
    core: &Core,
    tx: &mut Tx,
    checked: &Checked,
    package: &AccessPackage,
) -> Result<DelegationId, OpsError> {
    let between = checked.between();
    let delegation = Delegation {
        id: DelegationId(core.world.new_id()),
        from: between.from,
        to: Receiver::Party(between.to),
        what: Delegated::Package {
            urn: package.urn.clone(),
        },
        given_by: checked.owner,
        given_at: core.world.now(),
    };
    store::delegations::insert(tx, &delegation).await?;
    Ok(delegation.id)
}

async fn right_holder(
    core: &Core,
    tx: &mut Tx,
    checked: &Checked,
) -> Result<AssignmentId, OpsError> {
    let (between, role) = (checked.between(), AssignmentRole::RightHolder);
    let known = store::assignments::find(&mut *tx, between.from, between.to, role).await?;
    if let Some(known) = known {
        return Ok(known.id);
    }
    let assignment = Assignment {
        id: AssignmentId(core.world.new_id()),
        from: between.from,
        to: Receiver::Party(between.to),
        role,
        given_by: checked.owner,
        given_at: core.world.now(),
    };
    store::assignments::ensure(tx, &assignment).await?;
    Ok(assignment.id)
}

async fn put_down(
    core: &Core,
    tx: &mut Tx,
    checked: &Checked,
    kind: ActKind,
    package: &AccessPackage,
) -> Result<(), OpsError> {
    let between = checked.between();
    let details = ActDetails {
        counterpart: Some(between.to.0),
        package: Some(package.urn.clone()),
        scope: Some(scope::OWNER_PACKAGE_WRITE.to_owned()),
        ..ActDetails::default()
    };
    let act = core.act(checked.owner, between.from, kind, between.to.0);
    Ok(store::acts::insert(tx, &act.about(details)).await?)
}
