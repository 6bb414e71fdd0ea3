use crate::db::{DbError, FromRow, Json, Row, Run, Sql, Tx, sql};
use crate::domain::{AccessList, AccessListId, Connection, Membership, PartyId, Timestamp};

impl FromRow for AccessList {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            owner: row.get("owner")?,
            identifier: row.get("identifier")?,
            name: row.get("name")?,
            description: row.get("description")?,
            version: row.get("version")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}

impl FromRow for Membership {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let connection = match row.get::<Option<String>>("resource")? {
            None => None,
            Some(resource) => Some(Connection {
                resource,
                actions: row.json("actions")?,
            }),
        };
        Ok(Self {
            owner: row.get("owner")?,
            list: row.get("identifier")?,
            since: row.get("since")?,
            expires_at: row.get("expires_at")?,
            connection,
        })
    }
}

/// The list that a service owner calls `identifier`.
pub async fn find(
    on: impl Run,
    owner: &str,
    identifier: &str,
) -> Result<Option<AccessList>, DbError> {
    const SQL: Sql = sql!("select * from access_list where owner = $1 and identifier = $2");
    on.opt(SQL, &[&owner, &identifier]).await
}

/// Every list that a party is a member of, once per connected resource. Those that have run out are among them: what
/// the clock says is asked when it matters.
pub async fn list_memberships(on: impl Run, party: PartyId) -> Result<Vec<Membership>, DbError> {
    const SQL: Sql = sql!(
        "select l.owner, l.identifier, m.since, m.expires_at, r.resource, coalesce(r.actions, '[]') as actions
         from access_list_member m join access_list l on l.id = m.list
         left join access_list_resource r on r.list = l.id
         where m.party = $1 order by l.owner, l.identifier, r.resource"
    );
    on.all(SQL, &[&party]).await
}

pub async fn insert(tx: &mut Tx, list: &AccessList) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into access_list (id, owner, identifier, name, description, version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    tx.run_one(
        SQL,
        &[
            &list.id,
            &list.owner,
            &list.identifier,
            &list.name,
            &list.description,
            &list.version,
            &list.created_at,
            &list.updated_at,
        ],
    )
    .await
}

/// Removes a list with its members and connections.
pub async fn delete(tx: &mut Tx, list: AccessListId) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from access_list where id = $1");
    tx.run_one(SQL, &[&list]).await
}

/// Makes a party a member, until `expires_at` if that is set. Who is one already stays one since then.
pub async fn put_member(
    tx: &mut Tx,
    list: AccessListId,
    party: PartyId,
    expires_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into access_list_member (list, party, since, expires_at) values ($1, $2, $3, $4)
         on conflict (list, party) do update set expires_at = excluded.expires_at"
    );
    tx.run_one(SQL, &[&list, &party, &now, &expires_at]).await?;
    raise_version(tx, list, now).await
}

/// [`DbError::NotAsExpected`] when the party is no member.
pub async fn remove_member(
    tx: &mut Tx,
    list: AccessListId,
    party: PartyId,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from access_list_member where list = $1 and party = $2");
    tx.run_one(SQL, &[&list, &party]).await?;
    raise_version(tx, list, now).await
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

async fn raise_version(tx: &mut Tx, list: AccessListId, now: Timestamp) -> Result<(), DbError> {
    const SQL: Sql =
        sql!("update access_list set version = version + 1, updated_at = $2 where id = $1");
    tx.run_one(SQL, &[&list, &now]).await
}
