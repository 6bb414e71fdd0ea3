use super::registry_clock::RegistryStamp;
use crate::db::{DbError, FromRow, Json, Row, Run, Sql, Tx, sql};
use crate::domain::{OrgNumber, PartyId, ServiceOwner};

impl FromRow for ServiceOwner {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            code: row.get("code")?,
            number: row.get("org_number")?,
            name: row.json("name")?,
            logo: row.get("logo")?,
            homepage: row.get("homepage")?,
            environments: row.json("environments")?,
            scope_prefixes: row.json("scope_prefixes")?,
        })
    }
}

pub async fn find(on: impl Run, code: &str) -> Result<Option<ServiceOwner>, DbError> {
    const SQL: Sql = sql!("select * from service_owner where code = $1");
    on.opt(SQL, &[&code]).await
}

pub async fn find_by_number(
    on: impl Run,
    number: &OrgNumber,
) -> Result<Option<ServiceOwner>, DbError> {
    const SQL: Sql = sql!("select * from service_owner where org_number = $1");
    on.opt(SQL, &[number]).await
}

/// The organization that an owner is, if it is in the register.
pub async fn find_party(on: impl Run, code: &str) -> Result<Option<PartyId>, DbError> {
    const SQL: Sql = sql!(
        "select p.id from service_owner o join party p on p.org_number = o.org_number where o.code = $1"
    );
    let rows = on.rows(SQL, &[&code]).await?;
    rows.first().map(|row| row.get("id")).transpose()
}

pub async fn list(on: impl Run) -> Result<Vec<ServiceOwner>, DbError> {
    const SQL: Sql = sql!("select * from service_owner order by code");
    on.all(SQL, &[]).await
}

pub async fn insert(tx: &mut Tx, owner: &ServiceOwner) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into service_owner (code, org_number, name, logo, homepage, environments, scope_prefixes)
         values ($1, $2, $3, $4, $5, $6, $7)"
    );
    tx.run_one(
        SQL,
        &[
            &owner.code,
            &owner.number,
            &Json(&owner.name),
            &owner.logo,
            &owner.homepage,
            &Json(&owner.environments),
            &Json(&owner.scope_prefixes),
        ],
    )
    .await
}

/// Changes everything but the code. The descriptions of its resources show its number, so they count as changed too.
///
/// # Errors
/// [`DbError::NotAsExpected`] when there is no such owner.
pub async fn update(
    tx: &mut Tx,
    owner: &ServiceOwner,
    stamp: RegistryStamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update service_owner set org_number = $2, name = $3, logo = $4, homepage = $5, environments = $6,
                scope_prefixes = $7
         where code = $1"
    );
    const RESOURCES: Sql =
        sql!("update resource set changed_at = $2 where owner = $1 and deleted_at is null");
    tx.run_one(
        SQL,
        &[
            &owner.code,
            &owner.number,
            &Json(&owner.name),
            &owner.logo,
            &owner.homepage,
            &Json(&owner.environments),
            &Json(&owner.scope_prefixes),
        ],
    )
    .await?;
    tx.run(RESOURCES, &[&owner.code, &stamp.at()]).await?;
    Ok(())
}
