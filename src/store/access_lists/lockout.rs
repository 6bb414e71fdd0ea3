use crate::db::{DbError, FromRow, List, Row, Run, Sql, sql};
use crate::domain::Timestamp;

/// How many parties can use a resource today, by what would become of them if it were for members only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lockout {
    pub organizations_losing: i64,
    pub persons_losing: i64,
    /// Organizations that a list admits.
    pub keeping: i64,
}

/// By what somebody can act for a party on a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Codes of roles.
    pub roles: Vec<String>,
    /// Roles that count at organizations of one form only: see [`Reach::role_at_form`].
    pub roles_at_forms: Vec<String>,
    /// Urns of access packages.
    pub packages: Vec<String>,
    /// Whether every person can act for himself.
    pub is_for_persons: bool,
}

impl Reach {
    /// How a role at organizations of one form is written.
    pub fn role_at_form(role: &str, form: &str) -> String {
        format!("{role}@{form}")
    }
}

impl Lockout {
    pub fn losing(self) -> i64 {
        self.organizations_losing + self.persons_losing
    }

    /// Whether somebody loses access and nobody keeps it.
    pub fn is_total(self) -> bool {
        self.keeping == 0 && self.losing() > 0
    }
}

impl FromRow for Lockout {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            organizations_losing: row.get("organizations_losing")?,
            persons_losing: row.get("persons_losing")?,
            keeping: row.get("keeping")?,
        })
    }
}

/// Counts the parties at which `reach` lets somebody act on a resource, or that have delegated it.
pub async fn count_lockout(
    on: impl Run,
    resource: &str,
    reach: &Reach,
    now: Timestamp,
) -> Result<Lockout, DbError> {
    const SQL: Sql = sql!(
        "with direct as (
             select a.at_party as id from role_assignment a join party p on p.id = a.at_party
             where a.role in (select value from json_each($2))
                or a.role || '@' || p.org_form in (select value from json_each($3))
             union
             select d.from_party from delegation d
             left join system_user u on u.id = d.to_system_user
             left join system s on s.id = u.system
             where d.revoked_at is null
               and (d.resource = $1 or d.package in (select value from json_each($4)))
               and (d.to_system_user is null or (u.is_active and u.deleted_at is null and not s.is_deleted))
         ), member as (
             select m.party as id from access_list_resource r join access_list_member m on m.list = r.list
             where r.resource = $1 and (m.expires_at is null or m.expires_at > $6)
         ), reached as (
             select p.kind, p.kind = 'organization' and p.id in (select id from member) as is_member
             from party p
             where not p.is_deleted
               and (p.id in (select id from direct) or p.parent in (select id from direct) or ($5 and p.kind = 'person'))
         )
         select coalesce(sum(case when kind = 'organization' and not is_member then 1 else 0 end), 0) as organizations_losing,
                coalesce(sum(case when kind = 'person' then 1 else 0 end), 0) as persons_losing,
                coalesce(sum(case when is_member then 1 else 0 end), 0) as keeping
         from reached",
        "with direct as (
             select a.at_party as id from role_assignment a join party p on p.id = a.at_party
             where a.role = any($2) or a.role || '@' || p.org_form = any($3)
             union
             select d.from_party from delegation d
             left join system_user u on u.id = d.to_system_user
             left join system s on s.id = u.system
             where d.revoked_at is null and (d.resource = $1 or d.package = any($4))
               and (d.to_system_user is null or (u.is_active and u.deleted_at is null and not s.is_deleted))
         ), member as (
             select m.party as id from access_list_resource r join access_list_member m on m.list = r.list
             where r.resource = $1 and (m.expires_at is null or m.expires_at > $6)
         ), reached as (
             select p.kind, p.kind = 'organization' and p.id in (select id from member) as is_member
             from party p
             where not p.is_deleted
               and (p.id in (select id from direct) or p.parent in (select id from direct) or ($5 and p.kind = 'person'))
         )
         select count(*) filter (where kind = 'organization' and not is_member) as organizations_losing,
                count(*) filter (where kind = 'person') as persons_losing,
                count(*) filter (where is_member) as keeping
         from reached"
    );
    let found = on
        .opt(
            SQL,
            &[
                &resource,
                &List(&reach.roles),
                &List(&reach.roles_at_forms),
                &List(&reach.packages),
                &reach.is_for_persons,
                &now,
            ],
        )
        .await?;
    Ok(found.unwrap_or_default())
}
