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

/// The roles that count for acting for `party`, and that any of `holders` has: at the party itself, at its main unit,
/// and, when the party is a person, accountant and auditor of his sole proprietorship. An accountant must reach both,
/// as the two are one before the law. Two kinds of role are no access: being somebody's supplier at Maskinporten,
/// and what an app gives to single instances.
///
/// The proprietor or the business being deleted ends it; the register holds no date of it, so there is no time after it.
pub async fn list_held(
    on: impl Run,
    holders: &[PartyId],
    party: PartyId,
) -> Result<Vec<HeldRole>, DbError> {
    const SQL: Sql = sql!(
        "select a.at_party, a.holder, a.role, p.org_form
         from role_assignment a join party p on p.id = a.at_party
         where a.holder in (select unhex(value, '-') from json_each($1))
           and a.role not in ('supplier', 'appstyrt-rettighetshaver')
           and a.at_party in (
               select id from party where id = $2
               union select parent from party where id = $2
               union select o.at_party from role_assignment o
                   join party business on business.id = o.at_party join party owner on owner.id = o.holder
                   where o.holder = $2 and o.role = 'innehaver' and business.org_form = 'ENK'
                     and not business.is_deleted and not owner.is_deleted)
           and (a.role in ('regnskapsforer', 'revisor')
                or a.at_party in (select id from party where id = $2 union select parent from party where id = $2))
         order by a.at_party, a.role, a.holder",
        "select a.at_party, a.holder, a.role, p.org_form
         from role_assignment a join party p on p.id = a.at_party
         where a.holder = any($1)
           and a.role not in ('supplier', 'appstyrt-rettighetshaver')
           and a.at_party in (
               select id from party where id = $2
               union select parent from party where id = $2
               union select o.at_party from role_assignment o
                   join party business on business.id = o.at_party join party owner on owner.id = o.holder
                   where o.holder = $2 and o.role = 'innehaver' and business.org_form = 'ENK'
                     and not business.is_deleted and not owner.is_deleted)
           and (a.role in ('regnskapsforer', 'revisor')
                or a.at_party in (select id from party where id = $2 union select parent from party where id = $2))
         order by a.at_party, a.role, a.holder"
    );
    on.all(SQL, &[&List(holders), &party]).await
}

/// The organizations where `holder` has one of `key_roles`, and so acts towards what they have received. A participant
/// with shared liability (`deltaker-delt-ansvar`) in an inter-municipal company (form `IKS`) does not: it is a
/// municipality among others.
pub async fn list_key_organizations(
    on: impl Run,
    holder: PartyId,
    key_roles: &[String],
) -> Result<Vec<PartyId>, DbError> {
    const SQL: Sql = sql!(
        "select distinct a.at_party from role_assignment a join party p on p.id = a.at_party
         where a.holder = $1 and a.role in (select value from json_each($2))
           and not (a.role = 'deltaker-delt-ansvar' and p.org_form = 'IKS')",
        "select distinct a.at_party from role_assignment a join party p on p.id = a.at_party
         where a.holder = $1 and a.role = any($2)
           and not (a.role = 'deltaker-delt-ansvar' and p.org_form = 'IKS')"
    );
    let rows = on.rows(SQL, &[&holder, &List(key_roles)]).await?;
    rows.iter().map(|row| row.get("at_party")).collect()
}

/// The same for everybody who has such a role.
pub async fn list_at(on: impl Run, party: PartyId) -> Result<Vec<HeldRole>, DbError> {
    const SQL: Sql = sql!(
        "select a.at_party, a.holder, a.role, p.org_form
         from role_assignment a join party p on p.id = a.at_party
         where a.role not in ('supplier', 'appstyrt-rettighetshaver')
           and a.at_party in (
               select id from party where id = $1
               union select parent from party where id = $1
               union select o.at_party from role_assignment o
                   join party business on business.id = o.at_party join party owner on owner.id = o.holder
                   where o.holder = $1 and o.role = 'innehaver' and business.org_form = 'ENK'
                     and not business.is_deleted and not owner.is_deleted)
           and (a.role in ('regnskapsforer', 'revisor')
                or a.at_party in (select id from party where id = $1 union select parent from party where id = $1))
         order by a.at_party, a.role, a.holder"
    );
    on.all(SQL, &[&party]).await
}

/// Who has which of `key_roles` at any of `organizations` or their main units, and so acts towards what these, and the
/// subunits, have received. As in [`list_key_organizations`], with the exception that is made there.
pub async fn list_key_holders(
    on: impl Run,
    organizations: &[PartyId],
    key_roles: &[String],
) -> Result<Vec<RoleAssignment>, DbError> {
    const SQL: Sql = sql!(
        "select a.at_party, a.holder, a.role from role_assignment a join party p on p.id = a.at_party
         where a.at_party in (
               select unhex(value, '-') from json_each($1)
               union select parent from party where id in (select unhex(value, '-') from json_each($1)))
           and a.role in (select value from json_each($2))
           and not (a.role = 'deltaker-delt-ansvar' and p.org_form = 'IKS')",
        "select a.at_party, a.holder, a.role from role_assignment a join party p on p.id = a.at_party
         where (a.at_party = any($1) or a.at_party in (select parent from party where id = any($1)))
           and a.role = any($2)
           and not (a.role = 'deltaker-delt-ansvar' and p.org_form = 'IKS')"
    );
    on.all(SQL, &[&List(organizations), &List(key_roles)]).await
}

pub async fn insert(tx: &mut Tx, assignment: &RoleAssignment) -> Result<(), DbError> {
    const SQL: Sql =
        sql!("insert into role_assignment (at_party, holder, role) values ($1, $2, $3)");
    tx.run_one(SQL, &[&assignment.at, &assignment.holder, &assignment.role])
        .await
}
