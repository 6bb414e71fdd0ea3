//! All that somebody may act for, in a few queries whatever its number. The rules are those of single parties, see
//! [`super::roles::list_held`] and [`super::delegations`]: what they find party by party, these find at once.

use super::shared_sql::{given_directly, is_access, is_active, passed_on, select_parties};
use crate::db::{DbError, FromRow, List, Row, Run, Sql, sql};
use crate::domain::{Given, Party, PartyId, SystemUserId};

use super::roles::HeldRole;

/// The roles that any of `holders` has anywhere, as far as they are access, with the form of the organization.
pub async fn list_roles(on: impl Run, holders: &[PartyId]) -> Result<Vec<HeldRole>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            "select a.at_party, a.holder, a.role, p.org_form
             from role_assignment a join party p on p.id = a.at_party
             where a.holder in (select unhex(value, '-') from json_each($1)) and",
            is_access!()
        ),
        concat!(
            "select a.at_party, a.holder, a.role, p.org_form
             from role_assignment a join party p on p.id = a.at_party
             where a.holder = any($1) and",
            is_access!()
        )
    );
    on.all(SQL, &[&List(holders)]).await
}

/// That a sole proprietorship is a party's, which its accountants and auditors reach too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proprietor {
    pub business: PartyId,
    pub owner: PartyId,
}

impl FromRow for Proprietor {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            business: row.get("at_party")?,
            owner: row.get("holder")?,
        })
    }
}

/// Joins a sole proprietorship to its accountants and auditors `a`, and to its owner `o`.
macro_rules! proprietors {
    () => {
        "select distinct o.at_party, o.holder
         from role_assignment a
         join party business on business.id = a.at_party and business.org_form = 'ENK' and not business.is_deleted
         join role_assignment o on o.at_party = a.at_party and o.role = 'innehaver'
         join party owner on owner.id = o.holder and not owner.is_deleted and owner.died is null
         where a.role in ('regnskapsforer', 'revisor') and "
    };
}

/// The owners of the sole proprietorships that any of `holders` is the accountant or auditor of.
pub async fn list_proprietors(
    on: impl Run,
    holders: &[PartyId],
) -> Result<Vec<Proprietor>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            proprietors!(),
            "a.holder in (select unhex(value, '-') from json_each($1))"
        ),
        concat!(proprietors!(), "a.holder = any($1)")
    );
    on.all(SQL, &[&List(holders)]).await
}

/// What anybody has given to `holder`, to the organizations `key_organizations` that it speaks for, or to the subunits of
/// these; and what has been passed on to `holder` as somebody's agent.
pub async fn list_given_to_parties(
    on: impl Run,
    holder: PartyId,
    key_organizations: &[PartyId],
) -> Result<Vec<Given>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            given_directly!(),
            "where d.revoked_at is null
               and d.to_party in (
                   select $1 union select unhex(value, '-') from json_each($2)
                   union select id from party where parent in (select unhex(value, '-') from json_each($2)))
             union all ",
            passed_on!(),
            "where d.to_party = $1"
        ),
        concat!(
            given_directly!(),
            "where d.revoked_at is null
               and d.to_party in (
                   select $1::uuid union select unnest($2::uuid[])
                   union select id from party where parent = any($2))
             union all ",
            passed_on!(),
            "where d.to_party = $1"
        )
    );
    on.all(SQL, &[&holder, &List(key_organizations)]).await
}

/// What anybody has given to an active system user, and what has been passed on to it as its owner's agent.
pub async fn list_given_to_active_system_user(
    on: impl Run,
    to: SystemUserId,
) -> Result<Vec<Given>, DbError> {
    const SQL: Sql = sql!(concat!(
        given_directly!(),
        "join system_user u on u.id = d.to_system_user join system s on s.id = u.system
         where d.to_system_user = $1 and d.revoked_at is null and",
        is_active!(),
        "union all ",
        passed_on!(),
        "join system_user u on u.id = d.to_system_user join system s on s.id = u.system
         where d.to_system_user = $1 and",
        is_active!()
    ));
    on.all(SQL, &[&to]).await
}

/// These parties, their subunits and their main units.
pub async fn list_with_units(on: impl Run, ids: &[PartyId]) -> Result<Vec<Party>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            "with wanted as materialized (select unhex(value, '-') as id from json_each($1)) ",
            select_parties!(),
            "where id in (
                 select id from wanted
                 union select u.id from wanted w join party u on u.parent = w.id
                 union select u.parent from wanted w join party u on u.id = w.id where u.parent is not null)"
        ),
        concat!(
            "with wanted as materialized (select unnest($1::uuid[]) as id) ",
            select_parties!(),
            "where id in (
                 select id from wanted
                 union select u.id from wanted w join party u on u.parent = w.id
                 union select u.parent from wanted w join party u on u.id = w.id where u.parent is not null)"
        )
    );
    on.all(SQL, &[&List(ids)]).await
}
