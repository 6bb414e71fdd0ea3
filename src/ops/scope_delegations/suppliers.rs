use crate::db::DbError;
use crate::domain::{
    ActKind, Assignment, AssignmentId, AssignmentRole, OrgNumber, Party, PartyId, Receiver,
    ScopeSide,
};
use crate::ops::Core;
use crate::store;

use super::{Acting, OpsError, Refusal, Writing};

/// The organization with this number, if it exists.
pub async fn find_organization(core: &Core, number: &OrgNumber) -> Result<Option<Party>, OpsError> {
    let found = store::parties::find_by_org_number(&core.db, number).await?;
    Ok(found.filter(|party| !party.is_deleted))
}

/// Names an organization a supplier. By itself it gives nothing. Named already is named; the assignment is answered.
pub async fn add_supplier(
    acting: &Writing<'_>,
    supplier: PartyId,
) -> Result<Result<Assignment, Refusal>, OpsError> {
    if let Err(refusal) = supplier_of(acting, supplier).await? {
        return Ok(Err(refusal));
    }
    let consumer = acting.party().id;
    let act = acting.act(ActKind::SupplierAdded, supplier, None).await?;
    let wanted = acting.assignment(supplier);
    let mut tx = acting.core.db.write().await?;
    store::assignments::ensure(&mut tx, &wanted).await?;
    let role = AssignmentRole::Supplier;
    match store::assignments::find(&mut tx, consumer, supplier, role).await? {
        Some(found) if found.id != wanted.id => return Ok(Ok(found)),
        Some(_) => {}
        None => return Ok(Err(Refusal::Overtaken)),
    }
    store::acts::insert(&mut tx, &act).await?;
    tx.commit().await?;
    Ok(Ok(wanted))
}

/// Whether the party may have this one for a supplier: another organization that exists.
pub(super) async fn supplier_of(
    acting: &Writing<'_>,
    supplier: PartyId,
) -> Result<Result<(), Refusal>, OpsError> {
    if supplier == acting.party().id {
        return Ok(Err(Refusal::OwnNumber));
    }
    let found = store::parties::find(&acting.core.db, supplier).await?;
    Ok(match found {
        Some(party) if party.organization().is_some() && !party.is_deleted => Ok(()),
        _ => Err(Refusal::UnknownOrganization),
    })
}

/// Ends that one is the other's supplier; the acting party is on `side`. What is still delegated goes with it, if
/// `cascade` says so. Nothing there is nothing to do.
pub async fn remove(
    acting: &Writing<'_>,
    side: ScopeSide,
    other: PartyId,
    cascade: bool,
) -> Result<Result<(), Refusal>, OpsError> {
    let core = acting.core;
    let (consumer, supplier) = acting.pair(side, other);
    let (by, now) = (acting.person.party, core.world.now());
    let act = acting.act(ActKind::SupplierRemoved, other, None).await?;
    let act = act.given_up(side == ScopeSide::Supplier);
    let mut tx = core.db.write().await?;
    let role = AssignmentRole::Supplier;
    let Some(found) = store::assignments::find(&mut tx, consumer, supplier, role).await? else {
        return Ok(Ok(()));
    };
    // The assignment first: whoever delegates more in this moment waits for it, and finds it gone.
    match store::assignments::revoke(&mut tx, found.id, by, now).await {
        Err(DbError::NotAsExpected) => return Ok(Ok(())),
        other => other?,
    }
    let pair = (consumer, supplier);
    let ended = store::scope_delegations::revoke_all(&mut tx, pair, (by, now)).await?;
    if ended > 0 && !cascade {
        return Ok(Err(Refusal::StillDelegated));
    }
    store::acts::insert(&mut tx, &act).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

impl Acting<'_> {
    /// That `supplier` is a supplier of the party from now on.
    pub(super) fn assignment(&self, supplier: PartyId) -> Assignment {
        Assignment {
            id: AssignmentId(self.core.world.new_id()),
            from: self.relation.party.id,
            to: Receiver::Party(supplier),
            role: AssignmentRole::Supplier,
            given_by: self.person.party,
            given_at: self.core.world.now(),
        }
    }
}
