use super::raise_version;
use crate::db::{DbError, FromRow, Json, List, Row, Run, Sql, Tx, sql};
use crate::domain::{AccessList, AccessListId, Connection, DatedConnection, Timestamp};

/// Connections of a list, as they were when it was as told.
#[derive(Debug)]
pub struct ConnectionPage {
    pub list: AccessList,
    pub connections: Vec<DatedConnection>,
}

/// A connection of one of several lists.
struct OfList {
    list: AccessListId,
    connection: DatedConnection,
}

impl FromRow for DatedConnection {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            connection: Connection {
                resource: row.get("resource")?,
                actions: row.json("actions")?,
            },
            created_at: row.get("connected_at")?,
            updated_at: row.get("changed_at")?,
        })
    }
}

impl FromRow for OfList {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            list: row.get("list")?,
            connection: DatedConnection::from_row(row)?,
        })
    }
}

/// At most `limit` connections of a list by resource, from the first one after `after`; None when there is no such list.
/// Read with the list in one statement, so that both are of one version.
pub async fn list_connections(
    on: impl Run,
    owner: &str,
    identifier: &str,
    after: &str,
    limit: i64,
) -> Result<Option<ConnectionPage>, DbError> {
    const SQL: Sql = sql!(
        "select l.*, r.resource, coalesce(r.actions, '[]') as actions, r.created_at as connected_at, r.updated_at as changed_at
         from access_list l left join access_list_resource r on r.list = l.id and r.resource > $3
         where l.owner = $1 and l.identifier = $2 order by r.resource limit $4"
    );
    let rows = on.rows(SQL, &[&owner, &identifier, &after, &limit]).await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let is_there = first.get::<Option<String>>("resource")?.is_some();
    Ok(Some(ConnectionPage {
        list: AccessList::from_row(first)?,
        connections: rows
            .iter()
            .filter(|_| is_there)
            .map(DatedConnection::from_row)
            .collect::<Result<_, _>>()?,
    }))
}

/// The connections of each of `lists`, in the order of these: all, or that with one resource.
pub async fn list_connections_of(
    on: impl Run,
    lists: &[AccessListId],
    resource: Option<&str>,
) -> Result<Vec<Vec<DatedConnection>>, DbError> {
    const SQL: Sql = sql!(
        "select list, resource, coalesce(actions, '[]') as actions, created_at as connected_at, updated_at as changed_at
         from access_list_resource
         where list in (select unhex(value, '-') from json_each($1)) and ($2 is null or resource = $2)
         order by resource",
        "select list, resource, coalesce(actions, '[]') as actions, created_at as connected_at, updated_at as changed_at
         from access_list_resource
         where list = any($1) and ($2::text is null or resource = $2)
         order by resource"
    );
    let ids: Vec<_> = lists.iter().map(|list| list.0).collect();
    let found: Vec<OfList> = on.all(SQL, &[&List(&ids), &resource]).await?;
    let of = |list: &AccessListId| {
        let own = found.iter().filter(|one| one.list == *list);
        own.map(|one| one.connection.clone()).collect()
    };
    Ok(lists.iter().map(of).collect())
}

/// The owner of a resource, which nobody deletes before the transaction ends; None when there is no such resource.
pub async fn lock_resource(tx: &mut Tx, resource: &str) -> Result<Option<String>, DbError> {
    const SQL: Sql = sql!(
        "select owner from resource where id = $1 and deleted_at is null",
        "select owner from resource where id = $1 and deleted_at is null for share"
    );
    let rows = tx.rows(SQL, &[&resource]).await?;
    rows.first().map(|row| row.get("owner")).transpose()
}

/// Connects a list to a resource for these actions, or changes the actions.
pub async fn put_connection(
    tx: &mut Tx,
    list: AccessListId,
    connection: &Connection,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into access_list_resource (list, resource, actions, created_at, updated_at) values ($1, $2, $3, $4, $4)
         on conflict (list, resource) do update set actions = excluded.actions, updated_at = excluded.updated_at"
    );
    let actions = Json(&connection.actions);
    tx.run_one(SQL, &[&list, &connection.resource, &actions, &now])
        .await?;
    raise_version(tx, list, now).await
}

/// [`DbError::NotAsExpected`] when they are not connected.
pub async fn remove_connection(
    tx: &mut Tx,
    list: AccessListId,
    resource: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from access_list_resource where list = $1 and resource = $2");
    tx.run_one(SQL, &[&list, &resource]).await?;
    raise_version(tx, list, now).await
}

/// Ends the connections of every list to a resource.
pub async fn disconnect_all(tx: &mut Tx, resource: &str, now: Timestamp) -> Result<(), DbError> {
    const RAISE: Sql = sql!(
        "update access_list set version = version + 1, updated_at = $2
         where id in (select list from access_list_resource where resource = $1)"
    );
    const SQL: Sql = sql!("delete from access_list_resource where resource = $1");
    (&mut *tx).run(RAISE, &[&resource, &now]).await?;
    tx.run(SQL, &[&resource]).await?;
    Ok(())
}
