//! All that the register knows of parties, for whoever shows it; decisions read [`super::parties`].

use super::shared_sql::select_parties;
use crate::db::{DbError, FromRow, Json, List, Row, Run, Sql, Tx, sql};
use crate::domain::{Details, NationalId, OrgNumber, Party, PartyId, PartyKind, Registered};

impl FromRow for Registered {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let party = Party::from_row(row)?;
        let details = match party.kind {
            PartyKind::Person(_) => Details::Person(row.json("details")?),
            PartyKind::Organization(_) => Details::Organization(row.json("details")?),
        };
        Ok(Self {
            party,
            deleted_at: row.get("deleted_at")?,
            details,
            created_at: row.get("created_at")?,
            modified_at: row.get("modified_at")?,
            version: row.get("version")?,
        })
    }
}

pub async fn find(on: impl Run, id: PartyId) -> Result<Option<Registered>, DbError> {
    const SQL: Sql = sql!("select * from party where id = $1");
    on.opt(SQL, &[&id]).await
}

/// Those of `ids` that there are, by number.
pub async fn list(on: impl Run, ids: &[PartyId]) -> Result<Vec<Registered>, DbError> {
    const SQL: Sql = sql!(
        "select * from party where id in (select unhex(value, '-') from json_each($1)) order by number",
        "select * from party where id = any($1) order by number"
    );
    on.all(SQL, &[&List(ids)]).await
}

/// Those with one of these party numbers, by number.
pub async fn list_by_numbers(on: impl Run, numbers: &[i64]) -> Result<Vec<Registered>, DbError> {
    const SQL: Sql = sql!(
        "select * from party where number in (select value from json_each($1)) order by number",
        "select * from party where number in (select value::bigint from jsonb_array_elements_text($1)) order by number"
    );
    on.all(SQL, &[&Json(&numbers)]).await
}

/// The persons with one of these user numbers, by party number.
pub async fn list_by_user_numbers(
    on: impl Run,
    numbers: &[i64],
) -> Result<Vec<Registered>, DbError> {
    const SQL: Sql = sql!(
        "select * from party where user_number in (select value from json_each($1)) order by number",
        "select * from party where user_number in (select value::bigint from jsonb_array_elements_text($1)) order by number"
    );
    on.all(SQL, &[&Json(&numbers)]).await
}

/// Those with one of these organization numbers, by party number.
pub async fn list_by_org_numbers(
    on: impl Run,
    numbers: &[OrgNumber],
) -> Result<Vec<Registered>, DbError> {
    const SQL: Sql = sql!(
        "select * from party where org_number in (select value from json_each($1)) order by number",
        "select * from party where org_number = any($1) order by number"
    );
    on.all(SQL, &[&List(numbers)]).await
}

/// Those with one of these national ids, by party number.
pub async fn list_by_national_ids(
    on: impl Run,
    ids: &[NationalId],
) -> Result<Vec<Registered>, DbError> {
    const SQL: Sql = sql!(
        "select * from party where national_id in (select value from json_each($1)) order by number",
        "select * from party where national_id = any($1) order by number"
    );
    on.all(SQL, &[&List(ids)]).await
}

/// The subunits of `parents`, deleted ones too, by number.
pub async fn list_subunits(on: impl Run, parents: &[PartyId]) -> Result<Vec<Registered>, DbError> {
    const SQL: Sql = sql!(
        "select * from party where parent in (select unhex(value, '-') from json_each($1)) order by number",
        "select * from party where parent = any($1) order by number"
    );
    on.all(SQL, &[&List(parents)]).await
}

/// At most `limit` parties that were changed after the change `version`, in the order of their last changes. Whoever
/// asks on with the last version of the answer gets every party at least once, and again if it changes meanwhile.
pub async fn list_changed(
    on: impl Run,
    version: i64,
    limit: i64,
) -> Result<Vec<Registered>, DbError> {
    const SQL: Sql = sql!("select * from party where version > $1 order by version limit $2");
    on.all(SQL, &[&version, &limit]).await
}

/// The number of the last change to any party.
pub async fn last_version(on: impl Run) -> Result<i64, DbError> {
    const SQL: Sql = sql!("select last_version from register_counter where id = 1");
    let rows = on.rows(SQL, &[]).await?;
    rows.first()
        .ok_or(DbError::NotAsExpected)?
        .get("last_version")
}

/// At most `limit` parties at which `holder` has `role`, such as the clients of an accountant, from after the number
/// `after` on, by number. Deleted ones are left out.
pub async fn list_where_held(
    on: impl Run,
    holder: PartyId,
    role: &str,
    page: Page,
) -> Result<Vec<Party>, DbError> {
    const SQL: Sql = sql!(concat!(
        select_parties!(),
        "where id in (select at_party from role_assignment where holder = $1 and role = $2)
           and not is_deleted and number > $3
         order by number limit $4"
    ));
    on.all(SQL, &[&holder, &role, &page.after, &page.limit])
        .await
}

/// At most `limit` parties that have `role` at `party`, such as its general manager, from after the number `after` on,
/// by number. Deleted ones are left out.
pub async fn list_holders(
    on: impl Run,
    party: PartyId,
    role: &str,
    page: Page,
) -> Result<Vec<Party>, DbError> {
    const SQL: Sql = sql!(concat!(
        select_parties!(),
        "where id in (select holder from role_assignment where at_party = $1 and role = $2)
           and not is_deleted and number > $3
         order by number limit $4"
    ));
    on.all(SQL, &[&party, &role, &page.after, &page.limit])
        .await
}

/// A part of a list in the order of party numbers.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// The party number that the part begins after; 0 for the first.
    pub after: i64,
    pub limit: i64,
}

/// The number for one more change. From here on nobody else changes parties until this transaction ends, so that
/// whoever sees a version sees all before it.
pub(super) async fn next_version(tx: &mut Tx) -> Result<i64, DbError> {
    const SQL: Sql = sql!(
        "update register_counter set last_version = last_version + 1 where id = 1 returning last_version"
    );
    let rows = tx.rows(SQL, &[]).await?;
    rows.first()
        .ok_or(DbError::NotAsExpected)?
        .get("last_version")
}
