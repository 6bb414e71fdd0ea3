use crate::db::{Db, DbError, FromRow, Json, Row, Run, Sql, sql};
use crate::domain::OrgNumber;

/// A client of the sandbox's Maskinporten that somebody added.
#[derive(Debug)]
pub struct SandboxClient {
    pub client_id: String,
    pub org_number: OrgNumber,
    pub scopes: Vec<String>,
    pub jwks: serde_json::Value,
}

impl FromRow for SandboxClient {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            client_id: row.get("client_id")?,
            org_number: row.get("org_number")?,
            scopes: row.json("scopes")?,
            jwks: row.json("jwks")?,
        })
    }
}

pub async fn find(on: impl Run, client_id: &str) -> Result<Option<SandboxClient>, DbError> {
    const SQL: Sql = sql!("select * from sandbox_client where client_id = $1");
    on.opt(SQL, &[&client_id]).await
}

/// The scopes that any client of an organization is registered with.
pub async fn list_scopes(on: impl Run, organization: &OrgNumber) -> Result<Vec<String>, DbError> {
    const SQL: Sql = sql!("select * from sandbox_client where org_number = $1");
    let clients: Vec<SandboxClient> = on.all(SQL, &[organization]).await?;
    Ok(clients.into_iter().flat_map(|one| one.scopes).collect())
}

pub async fn count(on: impl Run) -> Result<i64, DbError> {
    const SQL: Sql = sql!("select count(*) as clients from sandbox_client");
    match on.rows(SQL, &[]).await?.first() {
        Some(row) => row.get("clients"),
        None => Ok(0),
    }
}

/// Adds a client, or replaces the one of the same id.
pub async fn put(db: &Db, client: &SandboxClient) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into sandbox_client (client_id, org_number, scopes, jwks) values ($1, $2, $3, $4)
         on conflict (client_id) do update
         set org_number = excluded.org_number, scopes = excluded.scopes, jwks = excluded.jwks"
    );
    db.run(
        SQL,
        &[
            &client.client_id,
            &client.org_number,
            &Json(&client.scopes),
            &Json(&client.jwks),
        ],
    )
    .await
    .map(|_| ())
}

/// Removes a client; one that is not there is no fault.
pub async fn delete(db: &Db, client_id: &str) -> Result<(), DbError> {
    const SQL: Sql = sql!("delete from sandbox_client where client_id = $1");
    db.run(SQL, &[&client_id]).await.map(|_| ())
}
