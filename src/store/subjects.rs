//! The subjects that the policies of resources are about, as urns in lower case.

use super::registry_clock::RegistryStamp;
use crate::db::{DbError, FromRow, Json, List, Row, Run, Sql, Tx, sql};
use crate::domain::{PolicySubject, Timestamp};

/// That a policy is about a subject, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectOf {
    pub resource: String,
    pub subject: PolicySubject,
    pub updated_at: Timestamp,
    pub is_deleted: bool,
}

impl FromRow for SubjectOf {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            resource: row.get("resource")?,
            subject: PolicySubject {
                urn: row.get("subject")?,
                kind: row.get("kind")?,
            },
            updated_at: row.get("updated_at")?,
            is_deleted: row.get("is_deleted")?,
        })
    }
}

/// The subjects of a resource's policy, by urn.
pub async fn list_of_resource(on: impl Run, resource: &str) -> Result<Vec<SubjectOf>, DbError> {
    const SQL: Sql = sql!(
        "select * from resource_subject where resource = $1 and is_deleted = false order by subject"
    );
    on.all(SQL, &[&resource]).await
}

/// The subjects of the policies of these resources, each once for all of them.
pub async fn list_of_resources(on: impl Run, resources: &[String]) -> Result<Vec<String>, DbError> {
    const SQL: Sql = sql!(
        "select distinct subject from resource_subject
         where resource in (select value from json_each($1)) and is_deleted = false",
        "select distinct subject from resource_subject where resource = any($1) and is_deleted = false"
    );
    let rows = on.rows(SQL, &[&List(resources)]).await?;
    rows.iter().map(|row| row.get("subject")).collect()
}

/// The resources whose policies are about any of these subjects, by subject and id.
pub async fn list_of_subjects(
    on: impl Run,
    subjects: &[String],
) -> Result<Vec<SubjectOf>, DbError> {
    const SQL: Sql = sql!(
        "select * from resource_subject where subject in (select value from json_each($1)) and is_deleted = false
         order by subject, resource",
        "select * from resource_subject where subject = any($1) and is_deleted = false order by subject, resource"
    );
    on.all(SQL, &[&List(subjects)]).await
}

/// Makes these, and no others, the subjects of a resource's policy. What stays as it was keeps its stamp.
pub async fn set(
    tx: &mut Tx,
    resource: &str,
    subjects: &[PolicySubject],
    stamp: RegistryStamp,
) -> Result<(), DbError> {
    const REMOVE: Sql = sql!(
        "update resource_subject set is_deleted = true, updated_at = $3
         where resource = $1 and is_deleted = false and subject not in (select value from json_each($2))",
        "update resource_subject set is_deleted = true, updated_at = $3
         where resource = $1 and is_deleted = false and not (subject = any($2))"
    );
    const ADD: Sql = sql!(
        "insert into resource_subject (resource, subject, kind, updated_at, is_deleted)
         select $1, json_extract(value, '$.urn'), json_extract(value, '$.kind'), $3, false from json_each($2) where true
         on conflict (resource, subject) do update set is_deleted = false, updated_at = excluded.updated_at
         where resource_subject.is_deleted",
        "insert into resource_subject (resource, subject, kind, updated_at, is_deleted)
         select $1, urn, kind, $3, false from jsonb_to_recordset($2) as s (urn text, kind text)
         on conflict (resource, subject) do update set is_deleted = false, updated_at = excluded.updated_at
         where resource_subject.is_deleted"
    );
    let urns: Vec<String> = subjects.iter().map(|one| one.urn.clone()).collect();
    let at = stamp.at();
    (&mut *tx)
        .run(REMOVE, &[&resource, &List(&urns), &at])
        .await?;
    (&mut *tx)
        .run(ADD, &[&resource, &Json(&subjects), &at])
        .await?;
    Ok(())
}

/// At most `limit` changes after one, which is named by when, resource and subject; in that order.
pub async fn list_updated(
    on: impl Run,
    (at, resource, subject): (Timestamp, &str, &str),
    limit: i64,
) -> Result<Vec<SubjectOf>, DbError> {
    const SQL: Sql = sql!(
        "select * from resource_subject where (updated_at, resource, subject) > ($1, $2, $3)
         order by updated_at, resource, subject limit $4"
    );
    on.all(SQL, &[&at, &resource, &subject, &limit]).await
}
