use crate::db::{Db, DbError};
use crate::domain::{Assignment, AssignmentRole, OrgNumber, Party, PartyId, Receiver, ScopeSide};
use crate::store;
use crate::store::scope_delegations::DelegatedApi;

use super::{Acting, OpsError};

/// A supplier or consumer of a party.
#[derive(Clone, Debug)]
pub struct Counterpart {
    pub assignment: Assignment,
    pub party: Party,
}

/// The suppliers of the acting party, if it is the consumer, or its consumers; the oldest first. Deleted organizations
/// are left out.
pub async fn counterparts(
    acting: &Acting<'_>,
    side: ScopeSide,
) -> Result<Vec<Counterpart>, OpsError> {
    let db = &acting.core.db;
    let own = acting.party().id;
    let role = AssignmentRole::Supplier;
    let assignments = match side {
        ScopeSide::Consumer => store::assignments::list_from(db, own, role).await?,
        ScopeSide::Supplier => store::assignments::list_to(db, own, role).await?,
    };
    let others: Vec<PartyId> = assignments.iter().map(|one| other_of(one, side)).collect();
    let parties = store::parties::list(db, &others).await?;
    let found = assignments.into_iter().zip(others);
    let found = found.filter_map(|(assignment, other)| {
        let party = parties.iter().find(|party| party.id == other)?;
        Some(Counterpart {
            assignment,
            party: party.clone(),
        })
    });
    Ok(found.filter(|one| !one.party.is_deleted).collect())
}

/// The one on the other side; a system user never is.
fn other_of(assignment: &Assignment, side: ScopeSide) -> PartyId {
    match (side, assignment.to) {
        (ScopeSide::Consumer, Receiver::Party(supplier)) => supplier,
        _ => assignment.from,
    }
}

/// One of them.
pub async fn counterpart(
    acting: &Acting<'_>,
    side: ScopeSide,
    other: PartyId,
) -> Result<Option<Counterpart>, OpsError> {
    let db = &acting.core.db;
    let (consumer, supplier) = acting.pair(side, other);
    let role = AssignmentRole::Supplier;
    let Some(assignment) = store::assignments::find(db, consumer, supplier, role).await? else {
        return Ok(None);
    };
    let party = store::parties::find(db, other).await?;
    let party = party.filter(|party| !party.is_deleted);
    Ok(party.map(|party| Counterpart { assignment, party }))
}

/// What the acting party has delegated, or has been delegated; by or to `other` alone, if one is named.
pub async fn delegated(
    acting: &Acting<'_>,
    side: ScopeSide,
    other: Option<PartyId>,
) -> Result<Vec<DelegatedApi>, OpsError> {
    let db = &acting.core.db;
    let own = acting.party().id;
    Ok(match (side, other) {
        (_, Some(other)) => {
            let (consumer, supplier) = acting.pair(side, other);
            store::scope_delegations::list_between(db, consumer, supplier).await?
        }
        (ScopeSide::Consumer, None) => store::scope_delegations::list_of_consumer(db, own).await?,
        (ScopeSide::Supplier, None) => store::scope_delegations::list_of_supplier(db, own).await?,
    })
}

/// What Maskinporten and those who serve APIs ask: who may use whose scopes. At least one is named.
#[derive(Clone, Copy, Debug)]
pub enum Lookup<'a> {
    Between {
        consumer: &'a OrgNumber,
        supplier: &'a OrgNumber,
    },
    OfConsumer(&'a OrgNumber),
    OfSupplier(&'a OrgNumber),
    OfScope(&'a str),
}

/// The delegations that a question is about; of these, the ones that cover `scope`, if one is named.
pub async fn look_up(
    db: &Db,
    lookup: Lookup<'_>,
    scope: Option<&str>,
) -> Result<Vec<DelegatedApi>, DbError> {
    let found = found(db, lookup).await?;
    let covers = |api: &DelegatedApi| match scope {
        Some(scope) => api.resource.scopes().any(|one| one == scope),
        None => true,
    };
    Ok(found.into_iter().filter(covers).collect())
}

async fn found(db: &Db, lookup: Lookup<'_>) -> Result<Vec<DelegatedApi>, DbError> {
    let id_of = async |number| {
        let party = store::parties::find_by_org_number(db, number).await;
        party.map(|found| found.map(|party| party.id))
    };
    Ok(match lookup {
        Lookup::Between { consumer, supplier } => {
            match (id_of(consumer).await?, id_of(supplier).await?) {
                (Some(consumer), Some(supplier)) => {
                    store::scope_delegations::list_between(db, consumer, supplier).await?
                }
                _ => Vec::new(),
            }
        }
        Lookup::OfConsumer(consumer) => match id_of(consumer).await? {
            Some(consumer) => store::scope_delegations::list_of_consumer(db, consumer).await?,
            None => Vec::new(),
        },
        Lookup::OfSupplier(supplier) => match id_of(supplier).await? {
            Some(supplier) => store::scope_delegations::list_of_supplier(db, supplier).await?,
            None => Vec::new(),
        },
        Lookup::OfScope(scope) => store::scope_delegations::list_of_scope(db, scope).await?,
    })
}
