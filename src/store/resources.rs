use super::access_lists;
use super::registry_clock::RegistryStamp;
use crate::db::{DbError, FromRow, Json, List, Row, Run, Sql, Tx, sql};
use crate::domain::{AccessListMode, Resource, ResourceType, Timestamp};

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
            details: row.json("details")?,
            version: row.get("version")?,
        })
    }
}

/// The resource as it is now; None when it has been deleted.
pub async fn find(on: impl Run, id: &str) -> Result<Option<Resource>, DbError> {
    const SQL: Sql = sql!("select * from resource where id = $1 and deleted_at is null");
    on.opt(SQL, &[&id]).await
}

pub async fn list(on: impl Run, ids: &[String]) -> Result<Vec<Resource>, DbError> {
    const SQL: Sql = sql!(
        "select * from resource where id in (select value from json_each($1)) and deleted_at is null order by id",
        "select * from resource where id = any($1) and deleted_at is null order by id"
    );
    on.all(SQL, &[&List(ids)]).await
}

/// The ids of the resources of one service owner.
pub async fn list_ids_of_owner(on: impl Run, owner: &str) -> Result<Vec<String>, DbError> {
    const SQL: Sql = sql!("select id from resource where owner = $1 and deleted_at is null");
    let rows = on.rows(SQL, &[&owner]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// The APIs whose scopes their owners let be handed to suppliers, or show at least; by id.
pub async fn list_apis(on: impl Run) -> Result<Vec<Resource>, DbError> {
    const SQL: Sql = sql!(
        "select * from resource where kind = 'MaskinportenSchema' and is_visible and deleted_at is null order by id"
    );
    on.all(SQL, &[]).await
}

/// The resources of one service owner, by id.
pub async fn list_of_owner(on: impl Run, owner: &str) -> Result<Vec<Resource>, DbError> {
    const SQL: Sql =
        sql!("select * from resource where owner = $1 and deleted_at is null order by id");
    on.all(SQL, &[&owner]).await
}

/// The resources that people may see, by id.
pub async fn list_visible(on: impl Run) -> Result<Vec<Resource>, DbError> {
    const SQL: Sql =
        sql!("select * from resource where is_visible and deleted_at is null order by id");
    on.all(SQL, &[]).await
}

/// A row that knows whether it is deleted.
struct Found {
    resource: Resource,
    is_deleted: bool,
}

impl FromRow for Found {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            resource: Resource::from_row(row)?,
            is_deleted: row.get::<Option<Timestamp>>("deleted_at")?.is_some(),
        })
    }
}

/// What has a claim on an id: the resource, or one that was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    Free,
    Taken(Resource),
    Deleted(Resource),
}

/// Who has an id, or had it.
pub async fn find_claim(on: impl Run, id: &str) -> Result<Claimed, DbError> {
    const SQL: Sql = sql!("select * from resource where id = $1");
    let found: Option<Found> = on.opt(SQL, &[&id]).await?;
    Ok(match found {
        None => Claimed::Free,
        Some(found) if found.is_deleted => Claimed::Deleted(found.resource),
        Some(found) => Claimed::Taken(found.resource),
    })
}

/// Adds a resource without a policy, and its first description to the versions.
///
/// # Errors
/// [`DbError::Duplicate`] when the id is taken.
pub async fn insert(tx: &mut Tx, resource: &Resource, stamp: RegistryStamp) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into resource (id, owner, title, description, kind, is_delegable, is_visible, available_for,
                               access_list_mode, details, version, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    );
    write(tx, SQL, resource, stamp).await?;
    keep_version(tx, resource, stamp).await
}

/// Replaces a description, also a deleted one's, which comes back by it. Its version must be new.
///
/// # Errors
/// [`DbError::NotAsExpected`] when there is no such resource.
pub async fn update(tx: &mut Tx, resource: &Resource, stamp: RegistryStamp) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update resource set owner = $2, title = $3, description = $4, kind = $5, is_delegable = $6, is_visible = $7,
                available_for = $8, access_list_mode = $9, details = $10, version = $11, changed_at = $12,
                deleted_at = null
         where id = $1"
    );
    write(tx, SQL, resource, stamp).await?;
    keep_version(tx, resource, stamp).await
}

async fn write(
    tx: &mut Tx,
    sql: Sql,
    resource: &Resource,
    stamp: RegistryStamp,
) -> Result<(), DbError> {
    tx.run_one(
        sql,
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
            &Json(&resource.details),
            &resource.version,
            &stamp.at(),
        ],
    )
    .await
}

/// Deletes a resource: what refers to it stays readable, but nothing that was given on it counts any more, not even when
/// the id is used again.
///
/// # Errors
/// [`DbError::NotAsExpected`] when there is no such resource.
pub async fn delete(tx: &mut Tx, id: &str, stamp: RegistryStamp) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update resource set deleted_at = $2, changed_at = $2, policy_version = null
         where id = $1 and deleted_at is null"
    );
    const DELEGATIONS: Sql =
        sql!("update delegation set revoked_at = $2 where resource = $1 and revoked_at is null");
    const SCOPES: Sql = sql!(
        "update scope_delegation set revoked_at = $2 where resource = $1 and revoked_at is null"
    );
    tx.run_one(SQL, &[&id, &stamp.at()]).await?;
    (&mut *tx).run(DELEGATIONS, &[&id, &stamp.at()]).await?;
    (&mut *tx).run(SCOPES, &[&id, &stamp.at()]).await?;
    access_lists::disconnect_all(tx, id, stamp.at()).await
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

/// That a resource changed, its description or its policy, or was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub id: String,
    pub changed_at: Timestamp,
}

impl FromRow for Changed {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            changed_at: row.get("changed_at")?,
        })
    }
}

/// At most `limit` changes after one, which is named by when and the id; in that order.
pub async fn list_changes(
    on: impl Run,
    (at, id): (Timestamp, &str),
    limit: i64,
) -> Result<Vec<Changed>, DbError> {
    const SQL: Sql = sql!(
        "select id, changed_at from resource where (changed_at, id) > ($1, $2) order by changed_at, id limit $3"
    );
    on.all(SQL, &[&at, &id, &limit]).await
}

/// All that is new after a moment: descriptions as they are now, and the ids of those that were deleted.
#[derive(Debug, Default)]
pub struct News {
    pub changed: Vec<Resource>,
    pub deleted: Vec<String>,
}

pub async fn list_news(on: impl Run, after: Timestamp) -> Result<News, DbError> {
    const SQL: Sql = sql!("select * from resource where changed_at > $1 order by id");
    let found: Vec<Found> = on.all(SQL, &[&after]).await?;
    let (deleted, changed): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|found| found.is_deleted);
    Ok(News {
        changed: changed.into_iter().map(|found| found.resource).collect(),
        deleted: deleted.into_iter().map(|found| found.resource.id).collect(),
    })
}

struct Version(Resource);

impl FromRow for Version {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        row.json("content").map(Self)
    }
}

/// One of the descriptions that a resource has had.
pub async fn find_version(
    on: impl Run,
    id: &str,
    version: i64,
) -> Result<Option<Resource>, DbError> {
    const SQL: Sql = sql!(
        "select v.content from resource_version v join resource r on r.id = v.resource
         where v.resource = $1 and v.version = $2 and r.deleted_at is null"
    );
    let found: Option<Version> = on.opt(SQL, &[&id, &version]).await?;
    Ok(found.map(|found| found.0))
}

/// Keeps a description among the versions. [`insert`] and [`update`] do it themselves.
pub async fn keep_version(
    tx: &mut Tx,
    resource: &Resource,
    stamp: RegistryStamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into resource_version (resource, version, content, created_at) values ($1, $2, $3, $4)"
    );
    let values: crate::db::Params<'_> = &[
        &resource.id,
        &resource.version,
        &Json(resource),
        &stamp.at(),
    ];
    tx.run_one(SQL, values).await
}
