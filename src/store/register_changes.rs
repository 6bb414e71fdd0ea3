//! Many changes to the register at once: one statement each, however many parties or roles it is about.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::db::{DbError, FromRow, Json, List, Row, Run, Sql, Tx, sortable, sql};
use crate::domain::{
    Details, NationalId, OrgNumber, PartyId, PartyKey, Registered, RoleAssignment, Timestamp,
};

/// How many numbers of each kind are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    pub versions: i64,
    pub parties: i64,
    pub users: i64,
}

impl FromRow for Numbers {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            versions: row.get("last_version")?,
            parties: row.get("last_party_number")?,
            users: row.get("last_user_number")?,
        })
    }
}

/// Lets nobody else change the register until this transaction ends. What is read after this stays so.
pub async fn lock(tx: &mut Tx) -> Result<(), DbError> {
    // SQLite has one writer at a time anyway.
    const SQL: Sql = sql!(
        "select id from register_counter where id = 1",
        "select id from register_counter where id = 1 for update"
    );
    tx.rows(SQL, &[]).await.map(|_| ())
}

/// Takes numbers that nobody had before; the answer is the last one before them, of each kind.
pub async fn take_numbers(tx: &mut Tx, wanted: Numbers) -> Result<Numbers, DbError> {
    const SQL: Sql = sql!(
        "update register_counter set last_version = last_version + $1, last_party_number = last_party_number + $2,
                last_user_number = last_user_number + $3
         where id = 1 returning last_version, last_party_number, last_user_number"
    );
    let params = [wanted.versions, wanted.parties, wanted.users];
    let last: Numbers = tx
        .opt(SQL, &[&params[0], &params[1], &params[2]])
        .await?
        .ok_or(DbError::NotAsExpected)?;
    Ok(Numbers {
        versions: last.versions - wanted.versions,
        parties: last.parties - wanted.parties,
        users: last.users - wanted.users,
    })
}

/// A party as the statements below read it.
#[derive(Serialize)]
struct PartyRow<'a> {
    id: PartyId,
    number: i64,
    kind: &'a str,
    name: &'a str,
    national_id: Option<&'a str>,
    born: Option<String>,
    died: Option<String>,
    user_number: Option<i64>,
    org_number: Option<&'a str>,
    org_form: Option<&'a str>,
    parent: Option<PartyId>,
    is_bankrupt: bool,
    is_deleted: bool,
    deleted_at: Option<String>,
    details: Box<RawValue>,
    created_at: String,
    modified_at: String,
    version: i64,
}

impl<'a> From<&'a Registered> for PartyRow<'a> {
    fn from(registered: &'a Registered) -> Self {
        let party = &registered.party;
        let (person, organization) = (party.person(), party.organization());
        Self {
            id: party.id,
            number: party.number,
            kind: party.kind.as_str(),
            name: &party.name,
            national_id: person.map(|person| person.national_id.expose()),
            born: person.map(|person| person.born.to_string()),
            died: person.and_then(|person| person.died.map(|day| day.to_string())),
            user_number: person.map(|person| person.user_number),
            org_number: organization.map(|organization| organization.number.as_str()),
            org_form: organization.map(|organization| organization.form.as_str()),
            parent: party.parent(),
            is_bankrupt: organization.is_some_and(|organization| organization.is_bankrupt),
            is_deleted: party.is_deleted,
            deleted_at: registered.deleted_at.map(sortable),
            details: details(&registered.details),
            created_at: sortable(registered.created_at),
            modified_at: sortable(registered.modified_at),
            version: registered.version,
        }
    }
}

fn details(details: &Details) -> Box<RawValue> {
    // Neither has maps, the only thing that could fail here.
    match details {
        Details::Person(person) => to_raw_value(person).unwrap_or_default(),
        Details::Organization(organization) => to_raw_value(organization).unwrap_or_default(),
    }
}

pub async fn insert_all(tx: &mut Tx, parties: &[Registered]) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into party (id, number, kind, name, national_id, born, died, user_number, org_number, org_form, parent,
                            is_bankrupt, is_deleted, deleted_at, details, created_at, modified_at, version)
         select unhex(value->>'id', '-'), value->>'number', value->>'kind', value->>'name', value->>'national_id',
                value->>'born', value->>'died', value->>'user_number', value->>'org_number', value->>'org_form',
                unhex(value->>'parent', '-'), value->>'is_bankrupt', value->>'is_deleted', value->>'deleted_at',
                value->'details', value->>'created_at', value->>'modified_at', value->>'version'
         from json_each($1)",
        "insert into party (id, number, kind, name, national_id, born, died, user_number, org_number, org_form, parent,
                            is_bankrupt, is_deleted, deleted_at, details, created_at, modified_at, version)
         select (value->>'id')::uuid, (value->>'number')::bigint, value->>'kind', value->>'name', value->>'national_id',
                value->>'born', value->>'died', (value->>'user_number')::bigint, value->>'org_number', value->>'org_form',
                (value->>'parent')::uuid, (value->>'is_bankrupt')::boolean, (value->>'is_deleted')::boolean,
                (value->>'deleted_at')::timestamptz, value->'details', (value->>'created_at')::timestamptz,
                (value->>'modified_at')::timestamptz, (value->>'version')::bigint
         from jsonb_array_elements($1)"
    );
    run_all(tx, SQL, parties.iter().map(PartyRow::from).collect()).await
}

/// Writes over what is stored of these parties; their ids, numbers and kinds stay.
pub async fn update_all(tx: &mut Tx, parties: &[Registered]) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update party set name = value->>'name', born = value->>'born', died = value->>'died',
                org_form = value->>'org_form', parent = unhex(value->>'parent', '-'),
                is_bankrupt = value->>'is_bankrupt', is_deleted = value->>'is_deleted',
                deleted_at = value->>'deleted_at', details = value->'details',
                modified_at = value->>'modified_at', version = value->>'version'
         from json_each($1) where id = unhex(value->>'id', '-')",
        "update party set name = value->>'name', born = value->>'born', died = value->>'died',
                org_form = value->>'org_form', parent = (value->>'parent')::uuid,
                is_bankrupt = (value->>'is_bankrupt')::boolean, is_deleted = (value->>'is_deleted')::boolean,
                deleted_at = (value->>'deleted_at')::timestamptz, details = value->'details',
                modified_at = (value->>'modified_at')::timestamptz, version = (value->>'version')::bigint
         from jsonb_array_elements($1) where id = (value->>'id')::uuid"
    );
    run_all(tx, SQL, parties.iter().map(PartyRow::from).collect()).await
}

/// A subunit with the main unit that it gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NewParent {
    pub unit: PartyId,
    pub main: PartyId,
    pub version: i64,
}

pub async fn set_parents(
    tx: &mut Tx,
    parents: &[NewParent],
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update party set parent = unhex(value->>'main', '-'), version = value->>'version', modified_at = $2
         from json_each($1) where id = unhex(value->>'unit', '-')",
        "update party set parent = (value->>'main')::uuid, version = (value->>'version')::bigint, modified_at = $2
         from jsonb_array_elements($1) where id = (value->>'unit')::uuid"
    );
    match tx.run(SQL, &[&Json(&parents), &now]).await? {
        changed if changed == parents.len() as u64 => Ok(()),
        _ => Err(DbError::NotAsExpected),
    }
}

/// A party by its key, with what a relation to it depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub key: PartyKey,
    pub id: PartyId,
    /// Of an organization.
    pub form: Option<String>,
    pub parent: Option<PartyId>,
}

impl FromRow for Known {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let key = match row.get::<Option<String>>("org_number")? {
            Some(_) => PartyKey::Organization(row.get("org_number")?),
            None => PartyKey::Person(row.get("national_id")?),
        };
        Ok(Self {
            key,
            id: row.get("id")?,
            form: row.get("org_form")?,
            parent: row.get("parent")?,
        })
    }
}

/// Those of these keys that there are parties for.
pub async fn list_known(tx: &mut Tx, keys: &[PartyKey]) -> Result<Vec<Known>, DbError> {
    const ORGANIZATIONS: Sql = sql!(
        "select id, national_id, org_number, org_form, parent from party
         where org_number in (select value from json_each($1))",
        "select id, national_id, org_number, org_form, parent from party where org_number = any($1)"
    );
    const PERSONS: Sql = sql!(
        "select id, national_id, org_number, org_form, parent from party
         where national_id in (select value from json_each($1))",
        "select id, national_id, org_number, org_form, parent from party where national_id = any($1)"
    );
    let (numbers, ids) = by_kind(keys);
    let mut known: Vec<Known> = tx.all(ORGANIZATIONS, &[&List(&numbers)]).await?;
    known.extend(tx.all::<Known>(PERSONS, &[&List(&ids)]).await?);
    Ok(known)
}

/// Those of these keys that there are parties for, with all that is known of them.
pub async fn list_registered(tx: &mut Tx, keys: &[PartyKey]) -> Result<Vec<Registered>, DbError> {
    let (numbers, ids) = by_kind(keys);
    let mut known = super::register::list_by_org_numbers(&mut *tx, &numbers).await?;
    known.extend(super::register::list_by_national_ids(&mut *tx, &ids).await?);
    Ok(known)
}

fn by_kind(keys: &[PartyKey]) -> (Vec<OrgNumber>, Vec<NationalId>) {
    let (mut numbers, mut ids) = (Vec::new(), Vec::new());
    for key in keys {
        match key {
            PartyKey::Organization(number) => numbers.push(number.clone()),
            PartyKey::Person(id) => ids.push(id.clone()),
        }
    }
    (numbers, ids)
}

/// All roles that anybody has at these parties, with whether an organization has it.
pub async fn list_assigned(tx: &mut Tx, at: &[PartyId]) -> Result<Vec<Assigned>, DbError> {
    const SQL: Sql = sql!(
        "select a.at_party, a.holder, a.role, p.kind from role_assignment a join party p on p.id = a.holder
         where a.at_party in (select unhex(value, '-') from json_each($1))",
        "select a.at_party, a.holder, a.role, p.kind from role_assignment a join party p on p.id = a.holder
         where a.at_party = any($1)"
    );
    tx.all(SQL, &[&List(at)]).await
}

/// A role with the kind of its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    pub assignment: RoleAssignment,
    pub by_organization: bool,
}

impl FromRow for Assigned {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            assignment: RoleAssignment::from_row(row)?,
            by_organization: row.get::<String>("kind")? == "organization",
        })
    }
}

#[derive(Serialize)]
struct RoleRow<'a> {
    at: PartyId,
    holder: PartyId,
    role: &'a str,
}

impl<'a> From<&'a RoleAssignment> for RoleRow<'a> {
    fn from(assignment: &'a RoleAssignment) -> Self {
        Self {
            at: assignment.at,
            holder: assignment.holder,
            role: &assignment.role,
        }
    }
}

pub async fn assign_all(tx: &mut Tx, roles: &[RoleAssignment]) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into role_assignment (at_party, holder, role)
         select unhex(value->>'at', '-'), unhex(value->>'holder', '-'), value->>'role' from json_each($1)",
        "insert into role_assignment (at_party, holder, role)
         select (value->>'at')::uuid, (value->>'holder')::uuid, value->>'role' from jsonb_array_elements($1)"
    );
    run_all(tx, SQL, roles.iter().map(RoleRow::from).collect()).await
}

pub async fn end_all(tx: &mut Tx, roles: &[RoleAssignment]) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "delete from role_assignment where (at_party, holder, role) in (
             select unhex(value->>'at', '-'), unhex(value->>'holder', '-'), value->>'role' from json_each($1))",
        "delete from role_assignment where (at_party, holder, role) in (
             select (value->>'at')::uuid, (value->>'holder')::uuid, value->>'role' from jsonb_array_elements($1))"
    );
    run_all(tx, SQL, roles.iter().map(RoleRow::from).collect()).await
}

/// Runs a statement that must change one row for each of `rows`. None at all: no statement, so no change of facts.
async fn run_all<T: Serialize + Sync>(tx: &mut Tx, sql: Sql, rows: Vec<T>) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    match tx.run(sql, &[&Json(&rows)]).await? {
        changed if changed == rows.len() as u64 => Ok(()),
        _ => Err(DbError::NotAsExpected),
    }
}
