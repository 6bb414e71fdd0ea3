use crate::db::{DbError, FromRow, Json, List, Row, Run, Sql, Tx, sql};
use crate::domain::{OrgNumber, System, SystemId};

impl FromRow for System {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            name_id: row.get("name_id")?,
            vendor: row.get("vendor")?,
            name: row.json("name")?,
            description: row.json("description")?,
            rights: row.json("rights")?,
            packages: row.json("packages")?,
            client_ids: client_ids(row.get("client_ids")?),
            redirect_urls: row.json("redirect_urls")?,
            is_visible: row.get("is_visible")?,
            is_deleted: row.get("is_deleted")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// Client ids hold no line breaks (checked at registration), so that one column can carry them all.
fn client_ids(lines: Option<String>) -> Vec<String> {
    lines
        .map(|lines| lines.lines().map(str::to_owned).collect())
        .unwrap_or_default()
}

/// Finds by the id that the vendor chose. Deleted systems are found too.
pub async fn find_by_name(on: impl Run, name_id: &str) -> Result<Option<System>, DbError> {
    const SQL: Sql = sql!(
        "select s.*, (select string_agg(client_id, char(10) order by client_id) from system_client c where c.system = s.id) as client_ids
         from system s where name_id = $1",
        "select s.*, (select string_agg(client_id, chr(10) order by client_id) from system_client c where c.system = s.id) as client_ids
         from system s where name_id = $1"
    );
    on.opt(SQL, &[&name_id]).await
}

pub async fn find(on: impl Run, id: SystemId) -> Result<Option<System>, DbError> {
    const SQL: Sql = sql!(
        "select s.*, (select string_agg(client_id, char(10) order by client_id) from system_client c where c.system = s.id) as client_ids
         from system s where id = $1",
        "select s.*, (select string_agg(client_id, chr(10) order by client_id) from system_client c where c.system = s.id) as client_ids
         from system s where id = $1"
    );
    on.opt(SQL, &[&id]).await
}

/// The vendor's own systems, but for deleted ones.
pub async fn list_of_vendor(on: impl Run, vendor: &OrgNumber) -> Result<Vec<System>, DbError> {
    const SQL: Sql = sql!(
        "select s.*, (select string_agg(client_id, char(10) order by client_id) from system_client c where c.system = s.id) as client_ids
         from system s where vendor = $1 and not is_deleted order by name_id",
        "select s.*, (select string_agg(client_id, chr(10) order by client_id) from system_client c where c.system = s.id) as client_ids
         from system s where vendor = $1 and not is_deleted order by name_id"
    );
    on.all(SQL, &[vendor]).await
}

/// Those of `client_ids` that belong to a live system already.
pub async fn list_taken_clients(
    on: impl Run,
    client_ids: &[String],
) -> Result<Vec<String>, DbError> {
    const SQL: Sql = sql!(
        "select client_id from system_client where client_id in (select value from json_each($1)) order by client_id",
        "select client_id from system_client where client_id = any($1) order by client_id"
    );
    let rows = on.rows(SQL, &[&List(client_ids)]).await?;
    rows.iter().map(|row| row.get("client_id")).collect()
}

pub async fn insert(tx: &mut Tx, system: &System) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into system (id, name_id, vendor, name, description, rights, packages, redirect_urls, is_visible, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    const CLIENT: Sql = sql!("insert into system_client (client_id, system) values ($1, $2)");
    tx.run_one(
        SQL,
        &[
            &system.id,
            &system.name_id,
            &system.vendor,
            &Json(&system.name),
            &Json(&system.description),
            &Json(&system.rights),
            &Json(&system.packages),
            &Json(&system.redirect_urls),
            &system.is_visible,
            &system.created_at,
        ],
    )
    .await?;
    for client_id in &system.client_ids {
        tx.run_one(CLIENT, &[client_id, &system.id]).await?;
    }
    Ok(())
}

/// Ends a system: its id stays taken, its clients' ids are free again.
///
/// # Errors
/// [`DbError::NotAsExpected`] when it is ended already.
pub async fn delete(tx: &mut Tx, id: SystemId) -> Result<(), DbError> {
    const CLIENTS: Sql = sql!("delete from system_client where system = $1");
    const SQL: Sql = sql!("update system set is_deleted = true where id = $1 and not is_deleted");
    tx.run(CLIENTS, &[&id]).await?;
    tx.run_one(SQL, &[&id]).await
}
