use super::register;
use super::shared_sql::{is_access, not_a_municipality_among_others, passed_on, select_parties};
use crate::db::{DbError, FromRow, List, Row, Run, Sql, Tx, sql};
use crate::domain::{NationalId, OrgNumber, Organization, Party, PartyId, PartyKind, Person};

impl FromRow for Party {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let kind = match row.get::<String>("kind")?.as_str() {
            "person" => PartyKind::Person(Person {
                national_id: row.get("national_id")?,
                born: row.get("born")?,
                died: row.get("died")?,
                user_number: row.get("user_number")?,
            }),
            _ => PartyKind::Organization(Organization {
                number: row.get("org_number")?,
                form: row.get("org_form")?,
                parent: row.get("parent")?,
                is_bankrupt: row.get("is_bankrupt")?,
            }),
        };
        Ok(Party {
            id: row.get("id")?,
            number: row.get("number")?,
            name: row.get("name")?,
            kind,
            is_deleted: row.get("is_deleted")?,
        })
    }
}

pub async fn find(on: impl Run, id: PartyId) -> Result<Option<Party>, DbError> {
    const SQL: Sql = sql!(concat!(select_parties!(), "where id = $1"));
    on.opt(SQL, &[&id]).await
}

pub async fn find_by_org_number(
    on: impl Run,
    number: &OrgNumber,
) -> Result<Option<Party>, DbError> {
    const SQL: Sql = sql!(concat!(select_parties!(), "where org_number = $1"));
    on.opt(SQL, &[number]).await
}

pub async fn find_by_national_id(on: impl Run, id: &NationalId) -> Result<Option<Party>, DbError> {
    const SQL: Sql = sql!(concat!(select_parties!(), "where national_id = $1"));
    on.opt(SQL, &[id]).await
}

/// Finds by the numeric party id of the APIs.
pub async fn find_by_number(on: impl Run, number: i64) -> Result<Option<Party>, DbError> {
    const SQL: Sql = sql!(concat!(select_parties!(), "where number = $1"));
    on.opt(SQL, &[&number]).await
}

/// Finds a person by the numeric user id of the APIs.
pub async fn find_by_user_number(on: impl Run, number: i64) -> Result<Option<Party>, DbError> {
    const SQL: Sql = sql!(concat!(select_parties!(), "where user_number = $1"));
    on.opt(SQL, &[&number]).await
}

pub async fn list(on: impl Run, ids: &[PartyId]) -> Result<Vec<Party>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            select_parties!(),
            "where id in (select unhex(value, '-') from json_each($1)) order by name"
        ),
        concat!(select_parties!(), "where id = any($1) order by name")
    );
    on.all(SQL, &[&List(ids)]).await
}

/// At most `limit` persons whose name contains `text`, by name; what the sandbox's login page offers.
pub async fn list_persons_named(
    on: impl Run,
    text: &str,
    limit: i64,
) -> Result<Vec<Party>, DbError> {
    // SQLite folds the case of a to z only, which is enough for a search in the sandbox.
    const SQL: Sql = sql!(
        concat!(
            select_parties!(),
            "where kind = 'person' and not is_deleted and name like $1 escape '!' order by name limit $2"
        ),
        concat!(
            select_parties!(),
            "where kind = 'person' and not is_deleted and name ilike $1 escape '!' order by name limit $2"
        )
    );
    let plain = text
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    on.all(SQL, &[&format!("%{plain}%"), &limit]).await
}

/// The organizations where `$1` has a role that fits.
macro_rules! organizations {
    ($fits:literal) => {
        concat!(
            "select a.at_party from role_assignment a join party p on p.id = a.at_party where a.holder = $1 and ",
            $fits,
            " and",
            not_a_municipality_among_others!()
        )
    };
}

/// Those whom the table `holder` represents.
macro_rules! represented {
    () => {
        concat!(
            ", direct as (
                 select a.at_party as id from role_assignment a where a.holder in (select id from holder) and",
            is_access!(),
            "    union
                 select from_party from delegation where to_party in (select id from holder) and revoked_at is null
                 union
                 select from_party from (",
            passed_on!(),
            "where d.to_party = $1) as agency
             ) ",
            select_parties!(),
            "where kind = 'organization' and not is_deleted
               and (id in (select id from direct) or parent in (select id from direct))
             order by name, number"
        )
    };
}

/// The organizations that `holder` has any role or delegation at, directly or through an organization where he has one
/// of `key_roles`, those that he is an agent at, and the subunits of these; each once, by name. Deleted ones are left out.
pub async fn list_represented(
    on: impl Run,
    holder: PartyId,
    key_roles: &[String],
) -> Result<Vec<Party>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            "with holder as (select $1 as id union ",
            organizations!("a.role in (select value from json_each($2))"),
            ")",
            represented!()
        ),
        concat!(
            "with holder as (select $1::uuid as id union ",
            organizations!("a.role = any($2)"),
            ")",
            represented!()
        )
    );
    on.all(SQL, &[&holder, &List(key_roles)]).await
}

pub async fn is_empty(on: impl Run) -> Result<bool, DbError> {
    const SQL: Sql = sql!("select id from party limit 1");
    Ok(on.rows(SQL, &[]).await?.is_empty())
}

/// Enters a party of which the register knows nothing more.
pub async fn insert(tx: &mut Tx, party: &Party) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into party (id, number, kind, name, national_id, born, died, user_number, org_number, org_form, parent,
                            is_bankrupt, is_deleted, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let person = party.person();
    let organization = party.organization();
    let version = register::next_version(tx).await?;
    tx.run_one(
        SQL,
        &[
            &party.id,
            &party.number,
            &party.kind.as_str(),
            &party.name,
            &person.map(|person| &person.national_id),
            &person.map(|person| person.born),
            &person.and_then(|person| person.died),
            &person.map(|person| person.user_number),
            &organization.map(|organization| &organization.number),
            &organization.map(|organization| organization.form.as_str()),
            &party.parent(),
            &organization.is_some_and(|organization| organization.is_bankrupt),
            &party.is_deleted,
            &version,
        ],
    )
    .await
}
