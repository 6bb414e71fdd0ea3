use crate::db::{DbError, FromRow, Json, List, Row, Run, Sql, Tx, sql};
use crate::domain::{AccessListMode, OrgNumber, Resource, ResourceType, ServiceOwner};

impl FromRow for ServiceOwner {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            code: row.get("code")?,
            number: row.get("org_number")?,
            name: row.json("name")?,
        })
    }
}

impl FromRow for Resource {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            owner: row.get("owner")?,
            title: row.json("title")?,
            description: row.json("description")?,
            kind: row.parsed("kind", ResourceType::parse)?,
            is_delegable: row.get("is_delegable")?,
            is_visible: row.get("is_visible")?,
            available_for: row.json("available_for")?,
            access_list_mode: row.parsed("access_list_mode", AccessListMode::parse)?,
            policy: row.get("policy")?,
        })
    }
}

pub async fn find(on: impl Run, id: &str) -> Result<Option<Resource>, DbError> {
    const SQL: Sql = sql!("select * from resource where id = $1");
    on.opt(SQL, &[&id]).await
}

pub async fn list(on: impl Run, ids: &[String]) -> Result<Vec<Resource>, DbError> {
    const SQL: Sql = sql!(
        "select * from resource where id in (select value from json_each($1)) order by id",
        "select * from resource where id = any($1) order by id"
    );
    on.all(SQL, &[&List(ids)]).await
}

/// At most `limit` resources in the order of their ids, from the first one after `after`.
pub async fn list_after(on: impl Run, after: &str, limit: i64) -> Result<Vec<Resource>, DbError> {
    const SQL: Sql = sql!("select * from resource where id > $1 order by id limit $2");
    on.all(SQL, &[&after, &limit]).await
}

pub async fn find_owner(on: impl Run, code: &str) -> Result<Option<ServiceOwner>, DbError> {
    const SQL: Sql = sql!("select * from service_owner where code = $1");
    on.opt(SQL, &[&code]).await
}

pub async fn find_owner_by_number(
    on: impl Run,
    number: &OrgNumber,
) -> Result<Option<ServiceOwner>, DbError> {
    const SQL: Sql = sql!("select * from service_owner where org_number = $1");
    on.opt(SQL, &[number]).await
}

pub async fn list_owners(on: impl Run) -> Result<Vec<ServiceOwner>, DbError> {
    const SQL: Sql = sql!("select * from service_owner order by code");
    on.all(SQL, &[]).await
}

pub async fn insert_owner(tx: &mut Tx, owner: &ServiceOwner) -> Result<(), DbError> {
    const SQL: Sql = sql!("insert into service_owner (code, org_number, name) values ($1, $2, $3)");
    tx.run_one(SQL, &[&owner.code, &owner.number, &Json(&owner.name)])
        .await
}

pub async fn insert(tx: &mut Tx, resource: &Resource) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into resource (id, owner, title, description, kind, is_delegable, is_visible, available_for, access_list_mode, policy)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    tx.run_one(
        SQL,
        &[
            &resource.id,
            &resource.owner,
            &Json(&resource.title),
            &Json(&resource.description),
            &resource.kind.as_str(),
            &resource.is_delegable,
            &resource.is_visible,
            &Json(&resource.available_for),
            &resource.access_list_mode.as_str(),
            &resource.policy,
        ],
    )
    .await
}

/// Opens a resource for all that its policy permits, or closes it for those outside access lists.
pub async fn set_access_list_mode(
    tx: &mut Tx,
    id: &str,
    mode: AccessListMode,
) -> Result<(), DbError> {
    const SQL: Sql = sql!("update resource set access_list_mode = $2 where id = $1");
    tx.run_one(SQL, &[&id, &mode.as_str()]).await
}
