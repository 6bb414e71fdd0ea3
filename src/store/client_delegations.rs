//! What organizations hold at their clients, and what of it they have passed on to their agents.

use serde::Serialize;

use super::shared_sql::{passed_on, select_parties};
use crate::db::{DbError, FromRow, Json, List, Row, Run, Sql, Tx, sql};
use crate::domain::{
    Assignment, ClientDelegation, DelegationId, Party, PartyId, RoleAssignment, Timestamp,
};

/// That an organization has a role at somebody, or has been given a package by him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldAtClient {
    pub client: Party,
    pub role: String,
    /// What was given; None for a role, whose packages the reference data tell.
    pub package: Option<String>,
}

impl FromRow for HeldAtClient {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            client: Party::from_row(row)?,
            role: row.get("role")?,
            package: row.get("package")?,
        })
    }
}

/// What `$1` holds: the roles `$roles`, and packages.
macro_rules! held_at_clients {
    ($roles:literal) => {
        concat!(
            "select p.id, p.number, p.kind, p.name, p.national_id, p.born, p.died, p.user_number, p.org_number, p.org_form,
                    p.parent, p.is_bankrupt, p.is_deleted, held.role, held.package
             from (select a.at_party as client, a.role as role, null as package from role_assignment a
                   where a.holder = $1 and a.role in ",
            $roles,
            "      union all
                   select d.from_party, 'rettighetshaver', d.package from delegation d
                   where d.to_party = $1 and d.package is not null and d.revoked_at is null) held
             join party p on p.id = held.client and not p.is_deleted "
        )
    };
}

/// All that `holder` has at others: the roles among `roles`, and packages. In no order.
pub async fn list_held(
    on: impl Run,
    holder: PartyId,
    roles: &[String],
) -> Result<Vec<HeldAtClient>, DbError> {
    const SQL: Sql = sql!(
        held_at_clients!("(select value from json_each($2))"),
        held_at_clients!("(select unnest($2::text[]))")
    );
    on.all(SQL, &[&holder, &List(roles)]).await
}

/// The same at these clients only.
pub async fn list_held_at(
    on: impl Run,
    holder: PartyId,
    roles: &[String],
    clients: &[PartyId],
) -> Result<Vec<HeldAtClient>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            held_at_clients!("(select value from json_each($2))"),
            "where p.id in (select unhex(value, '-') from json_each($3))"
        ),
        concat!(
            held_at_clients!("(select unnest($2::text[]))"),
            "where p.id = any($3)"
        )
    );
    on.all(SQL, &[&holder, &List(roles), &List(clients)]).await
}

/// That an agent of `via` has something at one client or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentPower {
    pub agent: PartyId,
    pub role: String,
    pub package: String,
}

impl FromRow for AgentPower {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            agent: row.get("to_party")?,
            role: row.get("role")?,
            package: row.get("package")?,
        })
    }
}

/// What each agent of `via` may use at any client, each power once.
pub async fn list_powers(on: impl Run, via: PartyId) -> Result<Vec<AgentPower>, DbError> {
    const SQL: Sql = sql!(concat!(
        "select distinct to_party, role, package from (",
        passed_on!(),
        "where d.via = $1 and d.to_party is not null) passed"
    ));
    on.all(SQL, &[&via]).await
}

/// What `agent` may use at the clients of `via`.
pub async fn list_of_agent(
    on: impl Run,
    via: PartyId,
    agent: PartyId,
) -> Result<Vec<ClientDelegation>, DbError> {
    const SQL: Sql = sql!(concat!(
        passed_on!(),
        "where d.via = $1 and d.to_party = $2"
    ));
    on.all(SQL, &[&via, &agent]).await
}

/// What the agents of `via` may use at one client.
pub async fn list_of_client(
    on: impl Run,
    via: PartyId,
    client: PartyId,
) -> Result<Vec<ClientDelegation>, DbError> {
    const SQL: Sql = sql!(concat!(
        passed_on!(),
        "where d.via = $1 and d.client = $2 and d.to_party is not null"
    ));
    on.all(SQL, &[&via, &client]).await
}

/// What `agent` may use, whoever passed it on.
pub async fn list_to_agent(on: impl Run, agent: PartyId) -> Result<Vec<ClientDelegation>, DbError> {
    const SQL: Sql = sql!(concat!(passed_on!(), "where d.to_party = $1"));
    on.all(SQL, &[&agent]).await
}

/// That somebody is an agent of `via`, which stays so until this transaction ends: whoever removes the agent waits.
pub async fn lock_agent(
    tx: &mut Tx,
    via: PartyId,
    agent: PartyId,
) -> Result<Option<Assignment>, DbError> {
    // SQLite has one writer at a time anyway.
    const SQL: Sql = sql!(
        "select * from assignment
         where from_party = $1 and to_party = $2 and role = 'agent' and revoked_at is null",
        "select * from assignment
         where from_party = $1 and to_party = $2 and role = 'agent' and revoked_at is null for update"
    );
    tx.opt(SQL, &[&via, &agent]).await
}

/// The living persons who have to do with `organization`: by a role there, or as its right holders.
pub async fn list_connected_persons(
    on: impl Run,
    organization: PartyId,
) -> Result<Vec<Party>, DbError> {
    const SQL: Sql = sql!(concat!(
        select_parties!(),
        "where kind = 'person' and not is_deleted and died is null and id in (
             select holder from role_assignment where at_party = $1
             union select to_party from assignment
                   where from_party = $1 and role = 'rettighetshaver' and revoked_at is null)"
    ));
    on.all(SQL, &[&organization]).await
}

/// What is passed on: by whom and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passing {
    pub via: PartyId,
    pub agent: PartyId,
    pub by: PartyId,
    pub at: Timestamp,
}

/// A power at one client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewPower {
    pub id: DelegationId,
    pub client: PartyId,
    pub role: String,
    pub package: String,
}

/// Passes on what the agent does not have already; answers the ids of what is new.
pub async fn insert_all(
    tx: &mut Tx,
    passing: Passing,
    powers: &[NewPower],
) -> Result<Vec<DelegationId>, DbError> {
    const SQL: Sql = sql!(
        "insert into client_delegation (id, client, via, to_party, role, package, given_by, given_at)
         select unhex(value->>'id', '-'), unhex(value->>'client', '-'), $2, $3, value->>'role', value->>'package', $4, $5
         from json_each($1) where true on conflict do nothing returning id",
        "insert into client_delegation (id, client, via, to_party, role, package, given_by, given_at)
         select (value->>'id')::uuid, (value->>'client')::uuid, $2::uuid, $3::uuid, value->>'role', value->>'package',
                $4::uuid, $5::timestamptz
         from jsonb_array_elements($1) on conflict do nothing returning id"
    );
    let Passing { via, agent, by, at } = passing;
    let params = Json(&powers);
    let rows = tx.rows(SQL, &[&params, &via, &agent, &by, &at]).await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// A power at one client, by what it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct PowerName {
    pub client: PartyId,
    pub role: String,
    pub package: String,
}

impl FromRow for PowerName {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            client: row.get("client")?,
            role: row.get("role")?,
            package: row.get("package")?,
        })
    }
}

/// Takes back those of these powers that the agent has, used or not; answers which.
pub async fn revoke_all(
    tx: &mut Tx,
    passing: Passing,
    powers: &[PowerName],
) -> Result<Vec<PowerName>, DbError> {
    const SQL: Sql = sql!(
        "update client_delegation set revoked_at = $5, revoked_by = $4
         where via = $2 and to_party = $3 and revoked_at is null and (client, role, package) in (
             select unhex(value->>'client', '-'), value->>'role', value->>'package' from json_each($1))
         returning client, role, package",
        "update client_delegation set revoked_at = $5, revoked_by = $4
         where via = $2 and to_party = $3 and revoked_at is null and (client, role, package) in (
             select (value->>'client')::uuid, value->>'role', value->>'package' from jsonb_array_elements($1))
         returning client, role, package"
    );
    let Passing { via, agent, by, at } = passing;
    let params = Json(&powers);
    let rows = tx.rows(SQL, &[&params, &via, &agent, &by, &at]).await?;
    rows.iter().map(PowerName::from_row).collect()
}

/// Takes back all that the agent has, at these clients or, with None, at all; answers what.
pub async fn revoke_everything(
    tx: &mut Tx,
    passing: Passing,
    clients: Option<&[PartyId]>,
) -> Result<Vec<PowerName>, DbError> {
    const ALL: Sql = sql!(
        "update client_delegation set revoked_at = $4, revoked_by = $3
         where via = $1 and to_party = $2 and revoked_at is null returning client, role, package"
    );
    const SOME: Sql = sql!(
        "update client_delegation set revoked_at = $4, revoked_by = $3
         where via = $1 and to_party = $2 and revoked_at is null
           and client in (select unhex(value, '-') from json_each($5)) returning client, role, package",
        "update client_delegation set revoked_at = $4, revoked_by = $3
         where via = $1 and to_party = $2 and revoked_at is null and client = any($5)
         returning client, role, package"
    );
    let Passing { via, agent, by, at } = passing;
    let rows = match clients {
        None => tx.rows(ALL, &[&via, &agent, &by, &at]).await?,
        Some(clients) => {
            let params = List(clients);
            tx.rows(SOME, &[&via, &agent, &by, &at, &params]).await?
        }
    };
    rows.iter().map(PowerName::from_row).collect()
}

#[derive(Serialize)]
struct RoleRow<'a> {
    client: PartyId,
    via: PartyId,
    role: &'a str,
}

/// Ends what was passed on by roles that have ended. It counts for nothing without the role; but should the role come
/// back one day, the agents of former days shall not.
pub async fn end_with_roles(
    tx: &mut Tx,
    ended: &[RoleAssignment],
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update client_delegation set revoked_at = $2, revoked_by = via
         where revoked_at is null and (client, via, role) in (
             select unhex(value->>'client', '-'), unhex(value->>'via', '-'), value->>'role' from json_each($1))",
        "update client_delegation set revoked_at = $2, revoked_by = via
         where revoked_at is null and (client, via, role) in (
             select (value->>'client')::uuid, (value->>'via')::uuid, value->>'role' from jsonb_array_elements($1))"
    );
    if ended.is_empty() {
        return Ok(());
    }
    let rows: Vec<RoleRow> = ended
        .iter()
        .map(|role| RoleRow {
            client: role.at,
            via: role.holder,
            role: &role.role,
        })
        .collect();
    tx.run(SQL, &[&Json(&rows), &now]).await.map(|_| ())
}

/// The same for what was passed on of a package that has been taken back from the organization.
pub async fn end_with_package(
    tx: &mut Tx,
    given: DelegationId,
    by: PartyId,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update client_delegation set revoked_at = $3, revoked_by = $2
         where revoked_at is null and role = 'rettighetshaver' and (client, via, package) in (
             select from_party, to_party, package from delegation where id = $1 and package is not null)"
    );
    tx.run(SQL, &[&given, &by, &now]).await.map(|_| ())
}
