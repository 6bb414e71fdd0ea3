use super::shared_sql::{counts_for, is_access, not_a_municipality_among_others};
use crate::db::{DbError, FromRow, List, Row, Run, Sql, Tx, sql};
use crate::domain::{PartyId, RoleAssignment};

impl FromRow for RoleAssignment {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            at: row.get("at_party")?,
            holder: row.get("holder")?,
            role: row.get("role")?,
        })
    }
}

/// A role with the form of the organization that it is held at, which some packages depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRole {
    pub assignment: RoleAssignment,
    /// None at a person.
    pub form: Option<String>,
}

impl FromRow for HeldRole {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            assignment: RoleAssignment::from_row(row)?,
            form: row.get("org_form")?,
        })
    }
}

/// Selects roles with the form of the organization that they are held at.
macro_rules! held_roles {
    () => {
        "select a.at_party, a.holder, a.role, p.org_form
         from role_assignment a join party p on p.id = a.at_party "
    };
}

/// The roles that count for acting for `party`, and that any of `holders` has: see [`counts_for`].
pub async fn list_held(
    on: impl Run,
    holders: &[PartyId],
    party: PartyId,
) -> Result<Vec<HeldRole>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            held_roles!(),
            "where a.holder in (select unhex(value, '-') from json_each($1)) and",
            counts_for!("$2"),
            "order by a.at_party, a.role, a.holder"
        ),
        concat!(
            held_roles!(),
            "where a.holder = any($1) and",
            counts_for!("$2"),
            "order by a.at_party, a.role, a.holder"
        )
    );
    on.all(SQL, &[&List(holders), &party]).await
}

/// The roles that any of `holders` has, and that are access at all, with the forms of where they are held.
pub async fn list_of_holders(on: impl Run, holders: &[PartyId]) -> Result<Vec<HeldRole>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            held_roles!(),
            "where a.holder in (select unhex(value, '-') from json_each($1)) and",
            is_access!(),
            "order by a.at_party, a.role, a.holder"
        ),
        concat!(
            held_roles!(),
            "where a.holder = any($1) and",
            is_access!(),
            "order by a.at_party, a.role, a.holder"
        )
    );
    on.all(SQL, &[&List(holders)]).await
}

/// The organizations where `holder` has one of `key_roles`, and so acts towards what they have received.
pub async fn list_key_organizations(
    on: impl Run,
    holder: PartyId,
    key_roles: &[String],
) -> Result<Vec<PartyId>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            "select distinct a.at_party from role_assignment a join party p on p.id = a.at_party
             where a.holder = $1 and a.role in (select value from json_each($2)) and",
            not_a_municipality_among_others!()
        ),
        concat!(
            "select distinct a.at_party from role_assignment a join party p on p.id = a.at_party
             where a.holder = $1 and a.role = any($2) and",
            not_a_municipality_among_others!()
        )
    );
    let rows = on.rows(SQL, &[&holder, &List(key_roles)]).await?;
    rows.iter().map(|row| row.get("at_party")).collect()
}

/// The roles that count for acting for `party`, whoever has them.
pub async fn list_at(on: impl Run, party: PartyId) -> Result<Vec<HeldRole>, DbError> {
    const SQL: Sql = sql!(concat!(
        held_roles!(),
        "where",
        counts_for!("$1"),
        "order by a.at_party, a.role, a.holder"
    ));
    on.all(SQL, &[&party]).await
}

/// Who has which of `key_roles` at any of `organizations` or their main units, and so acts towards what these, and the
/// subunits, have received.
pub async fn list_key_holders(
    on: impl Run,
    organizations: &[PartyId],
    key_roles: &[String],
) -> Result<Vec<RoleAssignment>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            "select a.at_party, a.holder, a.role from role_assignment a join party p on p.id = a.at_party
             where a.at_party in (
                   select unhex(value, '-') from json_each($1)
                   union select parent from party where id in (select unhex(value, '-') from json_each($1)))
               and a.role in (select value from json_each($2)) and",
            not_a_municipality_among_others!()
        ),
        concat!(
            "select a.at_party, a.holder, a.role from role_assignment a join party p on p.id = a.at_party
             where (a.at_party = any($1) or a.at_party in (select parent from party where id = any($1)))
               and a.role = any($2) and",
            not_a_municipality_among_others!()
        )
    );
    on.all(SQL, &[&List(organizations), &List(key_roles)]).await
}

pub async fn insert(tx: &mut Tx, assignment: &RoleAssignment) -> Result<(), DbError> {
    const SQL: Sql =
        sql!("insert into role_assignment (at_party, holder, role) values ($1, $2, $3)");
    tx.run_one(SQL, &[&assignment.at, &assignment.holder, &assignment.role])
        .await
}

/// All roles that anybody has at `party` itself, whether they count for anything or not; by role and holder.
pub async fn list_assigned(on: impl Run, party: PartyId) -> Result<Vec<RoleAssignment>, DbError> {
    const SQL: Sql = sql!(
        "select at_party, holder, role from role_assignment where at_party = $1 order by role, holder"
    );
    on.all(SQL, &[&party]).await
}

/// All roles that `holder` has anywhere, whether they count for anything or not; by party and role.
pub async fn list_of_holder(on: impl Run, holder: PartyId) -> Result<Vec<RoleAssignment>, DbError> {
    const SQL: Sql = sql!(
        "select at_party, holder, role from role_assignment where holder = $1 order by at_party, role"
    );
    on.all(SQL, &[&holder]).await
}
