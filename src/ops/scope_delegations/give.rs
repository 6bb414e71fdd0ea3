use crate::db::DbError;
use crate::domain::{
    ActKind, AssignmentRole, PartyId, ScopeDelegation, ScopeDelegationId, ScopeSide,
};
use crate::store;

use super::suppliers::supplier_of;
use super::{OpsError, Refusal, Writing, check};

/// Delegates an API to an organization, which becomes a supplier if it is none yet. Given already is given.
pub async fn give(
    acting: &Writing<'_>,
    supplier: PartyId,
    resource: &str,
) -> Result<Result<(), Refusal>, OpsError> {
    if let Err(refusal) = supplier_of(acting, supplier).await? {
        return Ok(Err(refusal));
    }
    match check(acting, resource).await? {
        None => return Ok(Err(Refusal::UnknownResource)),
        Some(check) => {
            if let Some(problem) = check.problem {
                return Ok(Err(Refusal::Cannot(problem)));
            }
        }
    }
    carry_out(acting, supplier, resource).await
}

async fn carry_out(
    acting: &Writing<'_>,
    supplier: PartyId,
    resource: &str,
) -> Result<Result<(), Refusal>, OpsError> {
    let core = acting.core;
    let consumer = acting.party().id;
    let act = acting
        .act(ActKind::ScopesGiven, supplier, Some(resource))
        .await?;
    let delegation = ScopeDelegation {
        id: ScopeDelegationId(core.world.new_id()),
        consumer,
        supplier,
        resource: resource.to_owned(),
        given_by: acting.person.party,
        given_at: core.world.now(),
    };
    let mut tx = core.db.write().await?;
    store::assignments::ensure(&mut tx, &acting.assignment(supplier)).await?;
    // Whoever removes the supplier in this moment waits, and takes this delegation too.
    match store::assignments::hold(&mut tx, (consumer, supplier), AssignmentRole::Supplier).await {
        Err(DbError::NotAsExpected) => return Ok(Err(Refusal::Overtaken)),
        other => other?,
    }
    match store::scope_delegations::insert(&mut tx, &delegation).await {
        Err(DbError::Duplicate) => return Ok(Ok(())),
        other => other?,
    }
    store::acts::insert(&mut tx, &act).await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// What is taken back, and by which side.
#[derive(Clone, Copy, Debug)]
pub struct Withdrawal<'a> {
    /// Which of the two the acting party is.
    pub side: ScopeSide,
    pub other: PartyId,
    pub resource: &'a str,
}

/// Takes a delegation back, or gives it back. Nothing there is nothing to do.
pub async fn withdraw(acting: &Writing<'_>, what: Withdrawal<'_>) -> Result<(), OpsError> {
    let core = acting.core;
    let Withdrawal {
        side,
        other,
        resource,
    } = what;
    let act = acting
        .act(ActKind::ScopesRevoked, other, Some(resource))
        .await?
        .given_up(side == ScopeSide::Supplier);
    let by = (acting.person.party, core.world.now());
    let mut tx = core.db.write().await?;
    let pair = acting.pair(side, other);
    if !store::scope_delegations::revoke(&mut tx, pair, resource, by).await? {
        return Ok(());
    }
    store::acts::insert(&mut tx, &act).await?;
    Ok(tx.commit().await?)
}
