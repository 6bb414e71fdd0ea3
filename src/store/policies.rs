//! The policies of resources, with those that were, and the subjects that they are about.

use super::registry_clock::RegistryStamp;
use crate::db::{DbError, FromRow, List, Row, Run, Sql, Tx, sql};
use crate::domain::{AccessListMode, GuardedResource};

impl FromRow for GuardedResource {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            owner: row.get("owner")?,
            access_list_mode: row.parsed("access_list_mode", AccessListMode::parse)?,
            policy: row.get("policy")?,
        })
    }
}

/// A resource with what decides about it.
pub async fn find(on: impl Run, resource: &str) -> Result<Option<GuardedResource>, DbError> {
    const SQL: Sql = sql!(
        "select r.id, r.owner, r.access_list_mode, p.policy
         from resource r left join resource_policy p on p.resource = r.id and p.version = r.policy_version
         where r.id = $1 and r.deleted_at is null"
    );
    on.opt(SQL, &[&resource]).await
}

pub async fn list(on: impl Run, ids: &[String]) -> Result<Vec<GuardedResource>, DbError> {
    const SQL: Sql = sql!(
        "select r.id, r.owner, r.access_list_mode, p.policy
         from resource r left join resource_policy p on p.resource = r.id and p.version = r.policy_version
         where r.id in (select value from json_each($1)) and r.deleted_at is null order by r.id",
        "select r.id, r.owner, r.access_list_mode, p.policy
         from resource r left join resource_policy p on p.resource = r.id and p.version = r.policy_version
         where r.id = any($1) and r.deleted_at is null order by r.id"
    );
    on.all(SQL, &[&List(ids)]).await
}

/// At most `limit` resources in the order of their ids, from the first one after `after`.
pub async fn list_after(
    on: impl Run,
    after: &str,
    limit: i64,
) -> Result<Vec<GuardedResource>, DbError> {
    const SQL: Sql = sql!(
        "select r.id, r.owner, r.access_list_mode, p.policy
         from resource r left join resource_policy p on p.resource = r.id and p.version = r.policy_version
         where r.id > $1 and r.deleted_at is null order by r.id limit $2"
    );
    on.all(SQL, &[&after, &limit]).await
}

/// Makes this the policy of a resource; those before are kept. The caller indexes its subjects: [`set_subjects`].
///
/// # Errors
/// [`DbError::NotAsExpected`] when there is no such resource.
pub async fn put(
    tx: &mut Tx,
    resource: &str,
    policy: &str,
    stamp: RegistryStamp,
) -> Result<(), DbError> {
    const KEEP: Sql = sql!(
        "insert into resource_policy (resource, version, policy, created_at)
         select $1, coalesce(max(version), 0) + 1, $2, $3 from resource_policy where resource = $1",
        "insert into resource_policy (resource, version, policy, created_at)
         select $1, coalesce(max(version), 0) + 1, $2, $3::timestamptz from resource_policy where resource = $1"
    );
    const USE: Sql = sql!(
        "update resource set changed_at = $2,
                policy_version = (select max(version) from resource_policy where resource = $1)
         where id = $1 and deleted_at is null"
    );
    tx.run_one(KEEP, &[&resource, &policy, &stamp.at()]).await?;
    tx.run_one(USE, &[&resource, &stamp.at()]).await
}

struct Id(String);

impl FromRow for Id {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        row.get("id").map(Self)
    }
}

/// Resources with a policy whose subjects are in no index: those from before there was one, and those without subjects.
pub async fn list_without_subjects(on: impl Run) -> Result<Vec<String>, DbError> {
    const SQL: Sql = sql!(
        "select id from resource r where policy_version is not null and deleted_at is null
            and not exists (select 1 from resource_subject s where s.resource = r.id) order by id"
    );
    let ids: Vec<Id> = on.all(SQL, &[]).await?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}
