use crate::db::{DbError, FromRow, List, Row, Run, Sql, Tx, sql};
use crate::domain::{Day, NationalId, OrgNumber, Organization, Party, PartyId, PartyKind, Person};

impl FromRow for Party {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let kind = match row.get::<String>("kind")?.as_str() {
            "person" => PartyKind::Person(Person {
                national_id: row.get("national_id")?,
                born: row.get("born")?,
                user_number: row.get("user_number")?,
            }),
            _ => PartyKind::Organization(Organization {
                number: row.get("org_number")?,
                form: row.get("org_form")?,
                parent: row.get("parent")?,
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
    const SQL: Sql = sql!("select * from party where id = $1");
    on.opt(SQL, &[&id]).await
}

pub async fn find_by_org_number(
    on: impl Run,
    number: &OrgNumber,
) -> Result<Option<Party>, DbError> {
    const SQL: Sql = sql!("select * from party where org_number = $1");
    on.opt(SQL, &[number]).await
}

pub async fn find_by_national_id(on: impl Run, id: &NationalId) -> Result<Option<Party>, DbError> {
    const SQL: Sql = sql!("select * from party where national_id = $1");
    on.opt(SQL, &[id]).await
}

/// Finds by the numeric party id of the APIs.
pub async fn find_by_number(on: impl Run, number: i64) -> Result<Option<Party>, DbError> {
    const SQL: Sql = sql!("select * from party where number = $1");
    on.opt(SQL, &[&number]).await
}

/// Finds a person by the numeric user id of the APIs.
pub async fn find_by_user_number(on: impl Run, number: i64) -> Result<Option<Party>, DbError> {
    const SQL: Sql = sql!("select * from party where user_number = $1");
    on.opt(SQL, &[&number]).await
}

pub async fn list(on: impl Run, ids: &[PartyId]) -> Result<Vec<Party>, DbError> {
    const SQL: Sql = sql!(
        "select * from party where id in (select unhex(value, '-') from json_each($1)) order by name",
        "select * from party where id = any($1) order by name"
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
        "select * from party where kind = 'person' and not is_deleted and name like $1 escape '!' order by name limit $2",
        "select * from party where kind = 'person' and not is_deleted and name ilike $1 escape '!' order by name limit $2"
    );
    let plain = text
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    on.all(SQL, &[&format!("%{plain}%"), &limit]).await
}

/// The organizations that `holder` has any role or delegation at, directly or through an organization where he has one
/// of `key_roles`, and the subunits of these; each once, by name. Deleted ones are left out.
pub async fn list_represented(
    on: impl Run,
    holder: PartyId,
    key_roles: &[String],
) -> Result<Vec<Party>, DbError> {
    const SQL: Sql = sql!(
        "with holder as (
             select $1 as id
             union
             select a.at_party from role_assignment a join party p on p.id = a.at_party
             where a.holder = $1 and a.role in (select value from json_each($2))
               and not (a.role = 'deltaker-delt-ansvar' and p.org_form = 'IKS')
         ), direct as (
             select at_party as id from role_assignment
             where holder in (select id from holder) and role not in ('supplier', 'appstyrt-rettighetshaver')
             union
             select from_party from delegation where to_party in (select id from holder) and revoked_at is null
         )
         select * from party
         where kind = 'organization' and not is_deleted
           and (id in (select id from direct) or parent in (select id from direct))
         order by name, number",
        "with holder as (
             select $1::uuid as id
             union
             select a.at_party from role_assignment a join party p on p.id = a.at_party
             where a.holder = $1 and a.role = any($2)
               and not (a.role = 'deltaker-delt-ansvar' and p.org_form = 'IKS')
         ), direct as (
             select at_party as id from role_assignment
             where holder in (select id from holder) and role not in ('supplier', 'appstyrt-rettighetshaver')
             union
             select from_party from delegation where to_party in (select id from holder) and revoked_at is null
         )
         select * from party
         where kind = 'organization' and not is_deleted
           and (id in (select id from direct) or parent in (select id from direct))
         order by name, number"
    );
    on.all(SQL, &[&holder, &List(key_roles)]).await
}

pub async fn is_empty(on: impl Run) -> Result<bool, DbError> {
    const SQL: Sql = sql!("select id from party limit 1");
    Ok(on.rows(SQL, &[]).await?.is_empty())
}

pub async fn insert(tx: &mut Tx, party: &Party) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into party (id, number, kind, name, national_id, born, user_number, org_number, org_form, parent, is_deleted)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let person = party.person();
    let organization = party.organization();
    let kind = if person.is_some() {
        "person"
    } else {
        "organization"
    };
    let national_id = person.map(|person| &person.national_id);
    let born: Option<Day> = person.map(|person| person.born);
    tx.run_one(
        SQL,
        &[
            &party.id,
            &party.number,
            &kind,
            &party.name,
            &national_id,
            &born,
            &person.map(|person| person.user_number),
            &organization.map(|organization| &organization.number),
            &organization.map(|organization| organization.form.as_str()),
            &party.parent(),
            &party.is_deleted,
        ],
    )
    .await
}
