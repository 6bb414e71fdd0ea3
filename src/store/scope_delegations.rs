//! Which suppliers may use which organizations' scopes at Maskinporten.

use crate::db::{DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::{
    Business, OrgNumber, PartyId, ReferenceType, Resource, ResourceDetails, ScopeDelegation,
    Timestamp,
};

/// A delegation with all that is told of it.
#[derive(Clone, Debug)]
pub struct DelegatedApi {
    pub delegation: ScopeDelegation,
    pub consumer: Business,
    pub supplier: Business,
    pub resource: Resource,
    /// The numeric user id of the person who gave it.
    pub given_by: Option<i64>,
}

impl FromRow for DelegatedApi {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let resource = Resource::from_row(row)?;
        Ok(Self {
            delegation: ScopeDelegation {
                id: row.get("delegation")?,
                consumer: row.get("consumer")?,
                supplier: row.get("supplier")?,
                resource: resource.id.clone(),
                given_by: row.get("given_by")?,
                given_at: row.get("given_at")?,
            },
            consumer: Business {
                id: row.get("consumer")?,
                number: row.get("consumer_number")?,
                name: row.get("consumer_name")?,
                org_number: row.get("consumer_org")?,
            },
            supplier: Business {
                id: row.get("supplier")?,
                number: row.get("supplier_number")?,
                name: row.get("supplier_name")?,
                org_number: row.get("supplier_org")?,
            },
            resource,
            given_by: row.get("given_by_number")?,
        })
    }
}

/// What counts: not withdrawn, between organizations that exist, of an API that exists.
macro_rules! live {
    () => {
        "from scope_delegation d
         join party c on c.id = d.consumer and not c.is_deleted
         join party s on s.id = d.supplier and not s.is_deleted
         join resource r on r.id = d.resource and r.deleted_at is null and r.kind = 'MaskinportenSchema' "
    };
}

macro_rules! select_live {
    ($fits:literal) => {
        concat!(
            "select d.id as delegation, d.given_by, d.given_at, g.user_number as given_by_number,
                    c.id as consumer, c.number as consumer_number, c.name as consumer_name, c.org_number as consumer_org,
                    s.id as supplier, s.number as supplier_number, s.name as supplier_name, s.org_number as supplier_org,
                    r.* ",
            live!(),
            "join party g on g.id = d.given_by where d.revoked_at is null and ",
            $fits,
            " order by d.given_at, d.id"
        )
    };
}

/// What an organization lets its suppliers use, the oldest first.
pub async fn list_of_consumer(
    on: impl Run,
    consumer: PartyId,
) -> Result<Vec<DelegatedApi>, DbError> {
    const SQL: Sql = sql!(select_live!("d.consumer = $1"));
    on.all(SQL, &[&consumer]).await
}

/// What an organization may use as a supplier, the oldest first.
pub async fn list_of_supplier(
    on: impl Run,
    supplier: PartyId,
) -> Result<Vec<DelegatedApi>, DbError> {
    const SQL: Sql = sql!(select_live!("d.supplier = $1"));
    on.all(SQL, &[&supplier]).await
}

pub async fn list_between(
    on: impl Run,
    consumer: PartyId,
    supplier: PartyId,
) -> Result<Vec<DelegatedApi>, DbError> {
    const SQL: Sql = sql!(select_live!("d.consumer = $1 and d.supplier = $2"));
    on.all(SQL, &[&consumer, &supplier]).await
}

/// All delegations of the APIs that stand for a scope.
pub async fn list_of_scope(on: impl Run, scope: &str) -> Result<Vec<DelegatedApi>, DbError> {
    const SQL: Sql = sql!(
        select_live!(
            "exists (select 1 from json_each(r.details, '$.references') e
                     where e.value ->> 'kind' = 'MaskinportenScope' and e.value ->> 'value' = $1)"
        ),
        select_live!(
            "exists (select 1 from jsonb_array_elements(r.details -> 'references') e
                     where e ->> 'kind' = 'MaskinportenScope' and e ->> 'value' = $1)"
        )
    );
    on.all(SQL, &[&scope]).await
}

struct References(ResourceDetails);

impl FromRow for References {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        row.json("details").map(Self)
    }
}

/// The scopes that `supplier` may use now on behalf of `consumer`.
pub async fn list_scopes(
    on: impl Run,
    consumer: &OrgNumber,
    supplier: &OrgNumber,
) -> Result<Vec<String>, DbError> {
    const SQL: Sql = sql!(concat!(
        "select r.details ",
        live!(),
        "where d.revoked_at is null and c.org_number = $1 and s.org_number = $2"
    ));
    let apis: Vec<References> = on.all(SQL, &[consumer, supplier]).await?;
    let scopes = apis
        .iter()
        .flat_map(|api| api.0.referred(ReferenceType::MaskinportenScope));
    Ok(scopes.map(str::to_owned).collect())
}

/// # Errors
/// [`DbError::Duplicate`] when the supplier has it already.
pub async fn insert(tx: &mut Tx, delegation: &ScopeDelegation) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into scope_delegation (id, consumer, supplier, resource, given_by, given_at)
         values ($1, $2, $3, $4, $5, $6)"
    );
    tx.run_one(
        SQL,
        &[
            &delegation.id,
            &delegation.consumer,
            &delegation.supplier,
            &delegation.resource,
            &delegation.given_by,
            &delegation.given_at,
        ],
    )
    .await
}

/// Ends what one organization lets another use, and says whether there was something to end.
pub async fn revoke(
    tx: &mut Tx,
    (consumer, supplier): (PartyId, PartyId),
    resource: &str,
    (by, now): (PartyId, Timestamp),
) -> Result<bool, DbError> {
    const SQL: Sql = sql!(
        "update scope_delegation set revoked_at = $5, revoked_by = $4
         where consumer = $1 and supplier = $2 and resource = $3 and revoked_at is null"
    );
    let values: crate::db::Params<'_> = &[&consumer, &supplier, &resource, &by, &now];
    Ok(tx.run(SQL, values).await? > 0)
}

/// Ends everything that one organization lets another use, and says how much it was.
pub async fn revoke_all(
    tx: &mut Tx,
    (consumer, supplier): (PartyId, PartyId),
    (by, now): (PartyId, Timestamp),
) -> Result<u64, DbError> {
    const SQL: Sql = sql!(
        "update scope_delegation set revoked_at = $4, revoked_by = $3
         where consumer = $1 and supplier = $2 and revoked_at is null"
    );
    tx.run(SQL, &[&consumer, &supplier, &by, &now]).await
}
