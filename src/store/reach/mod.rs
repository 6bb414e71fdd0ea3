//! Whom a change of a policy touches: persons and system users that have an action for a party by some of its subjects, and
//! not by any of those that stay. The rules are those of [`super::roles`] and [`super::delegations`], asked for everybody
//! at once instead of for one.

mod people;
mod rights;
mod systems;

use serde::Serialize;

use crate::db::{DbError, FromRow, Json, List, Row, Run, Sql, Value};
use crate::domain::{PartyId, Timestamp};

pub use people::{count_people, list_people};
pub use rights::{GivenRight, count_rights, list_rights};
pub use systems::{count_systems, list_systems};

/// A way in which somebody can have an action.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Way {
    pub kind: WayKind,
    pub action: String,
    /// The code of a role or the urn of a package; empty for the others.
    pub name: String,
    /// Only at organizations of this form, when set.
    pub form: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WayKind {
    Role,
    Package,
    /// The action itself was given.
    Right,
    /// Everybody for himself.
    Own,
}

impl WayKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Package => "package",
            Self::Right => "right",
            Self::Own => "own",
        }
    }
}

impl Way {
    /// The way in one text, as the statements put it together.
    fn key(&self) -> String {
        let Self { action, name, .. } = self;
        let kind = self.kind.as_str();
        match &self.form {
            Some(form) => format!("{kind} {action} {name} {form}"),
            None => format!("{kind} {action} {name}"),
        }
    }
}

/// What is asked: who has some action on `resource` by one of `by`, and not by any of `unless`?
pub struct Reach<'a> {
    pub resource: &'a str,
    pub by: &'a [Way],
    pub unless: &'a [Way],
    /// Only members of the resource's access lists can use it.
    pub is_for_members: bool,
    pub key_roles: &'a [String],
    pub now: Timestamp,
    /// No more than this many are looked at.
    pub limit: i64,
}

impl Reach<'_> {
    fn keys(&self) -> Vec<String> {
        self.unless.iter().map(Way::key).collect()
    }
}

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Of persons, or system users.
    pub subjects: i64,
    /// That they act for.
    pub parties: i64,
    /// Pairs of both.
    pub pairs: i64,
    /// Those looked at; as many as the limit means that there may be more.
    pub looked_at: i64,
}

impl FromRow for Reached {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            subjects: row.get("subjects")?,
            parties: row.get("parties")?,
            pairs: row.get("pairs")?,
            looked_at: row.get("looked_at")?,
        })
    }
}

/// One person, or system user, and whom for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachedPair<S> {
    pub subject: S,
    pub subject_name: String,
    pub party: PartyId,
    pub party_name: String,
    /// One of the actions.
    pub action: String,
}

impl<S: Value> FromRow for ReachedPair<S> {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            subject: row.get("subject")?,
            subject_name: row.get("subject_name")?,
            party: row.get("party")?,
            party_name: row.get("party_name")?,
            action: row.get("action")?,
        })
    }
}

/// Asks a statement that ends with `count_changed!`.
async fn count(on: impl Run, statement: Sql, reach: &Reach<'_>) -> Result<Reached, DbError> {
    let found = on
        .opt(
            statement,
            &[
                &Json(&reach.by),
                &List(&reach.keys()),
                &List(reach.key_roles),
                &reach.resource,
                &reach.limit,
                &reach.is_for_members,
                &reach.now,
            ],
        )
        .await?;
    Ok(found.unwrap_or_default())
}

/// Asks a statement that ends with `list_changed!`.
async fn list<S: Value + Send>(
    on: impl Run,
    statement: Sql,
    reach: &Reach<'_>,
    count: i64,
) -> Result<Vec<ReachedPair<S>>, DbError> {
    on.all(
        statement,
        &[
            &Json(&reach.by),
            &List(&reach.keys()),
            &List(reach.key_roles),
            &reach.resource,
            &reach.limit,
            &reach.is_for_members,
            &reach.now,
            &count,
        ],
    )
    .await
}

/// The question's parameters as tables: `wanted`, `keys` and `key_roles`. `$4` is the resource, `$5` the limit, `$6` whether
/// it is for members, `$7` now.
macro_rules! question_in_sqlite {
    () => {
        "with wanted as (
             select value ->> 'kind' as kind, value ->> 'action' as action, value ->> 'name' as name,
                    value ->> 'form' as form from json_each($1)),
         keys as (select value as key from json_each($2)),
         key_roles as (select value as role from json_each($3)), "
    };
}
macro_rules! question_in_postgres {
    () => {
        "with wanted as (
             select * from jsonb_to_recordset($1) as w (kind text, action text, name text, form text)),
         keys as (select unnest($2::text[]) as key),
         key_roles as (select unnest($3::text[]) as role), "
    };
}

/// `by_gift`: what was given that the question is about, to holders of either kind, for the giver and its subunits.
macro_rules! gifts {
    () => {
        concat!(
            "given as (
             select w.action, d.to_party, d.to_system_user, d.from_party
             from wanted w join delegation d on d.package = w.name
             where w.kind = 'package' and d.revoked_at is null
             union
             select w.action, d.to_party, d.to_system_user, d.from_party
             from wanted w join (",
            crate::store::shared_sql::passed_on!(),
            ") d on d.package = w.name where w.kind = 'package'
             union
             select w.action, d.to_party, d.to_system_user, d.from_party
             from wanted w join delegation d on lower(d.action) = lower(w.action)
             where w.kind = 'right' and d.resource = $4 and d.revoked_at is null),
         by_gift as (
             select action, to_party, to_system_user, from_party as party from given
             union
             select g.action, g.to_party, g.to_system_user, c.id from given g join party c on c.parent = g.from_party), "
        )
    };
}

/// Whether agent `$agent` has been passed on something that gives candidate `c` its action all the same.
macro_rules! agency_stays {
    ($agent:literal) => {
        concat!(
            " exists (select 1 from (",
            crate::store::shared_sql::passed_on!(),
            ") d where d.",
            $agent,
            " = c.subject and d.from_party in (c.party, c.parent)
                and ('package ' || c.action || ' ' || d.package) in (select key from keys)) "
        )
    };
}

/// Whether what was given by delegation `d` gives candidate `c` its action all the same.
macro_rules! gift_stays {
    () => {
        " (('package ' || c.action || ' ' || d.package) in (select key from keys)
           or (d.resource = $4 and lower(d.action) = lower(c.action)
               and ('right ' || c.action || ' ') in (select key from keys))) "
    };
}

/// Whether the lists let the party of candidate `c` use its action.
macro_rules! admitted_in_sqlite {
    () => {
        " (not $6 or exists (
             select 1 from access_list_member m join access_list_resource r on r.list = m.list
             join party member on member.id = m.party and member.kind = 'organization'
             where m.party = c.party and r.resource = $4 and (m.expires_at is null or m.expires_at > $7)
               and (coalesce(r.actions, '[]') = '[]'
                    or exists (select 1 from json_each(r.actions) f where lower(f.value) = lower(c.action))))) "
    };
}
macro_rules! admitted_in_postgres {
    () => {
        " (not $6 or exists (
             select 1 from access_list_member m join access_list_resource r on r.list = m.list
             join party member on member.id = m.party and member.kind = 'organization'
             where m.party = c.party and r.resource = $4 and (m.expires_at is null or m.expires_at > $7)
               and (coalesce(r.actions, '[]') = '[]'
                    or exists (select 1 from jsonb_array_elements_text(r.actions) f where lower(f) = lower(c.action))))) "
    };
}

/// How many are in `changed`.
macro_rules! count_changed {
    () => {
        "select count(distinct subject) as subjects, count(distinct party) as parties,
                (select count(*) from (select distinct subject, party from changed) as pair) as pairs,
                (select count(*) from candidate) as looked_at
         from changed"
    };
}

/// The first of `changed`, by name.
macro_rules! list_changed {
    () => {
        "select subject, subject_name, party, party_name, min(action) as action from changed
         group by subject, subject_name, party, party_name
         order by party_name, subject_name, party, subject limit $8"
    };
}

use {
    admitted_in_postgres, admitted_in_sqlite, agency_stays, count_changed, gift_stays, gifts,
    list_changed, question_in_postgres, question_in_sqlite,
};
