use std::collections::HashMap;

use super::raise_version;
use crate::db::{DbError, FromRow, List, Params, Row, Run, Sql, Tx, sql};
use crate::domain::{AccessList, AccessListId, Expiry, Member, MemberName, PartyId, Timestamp};

/// Members of a list, as they were when it was as told.
#[derive(Debug)]
pub struct MemberPage {
    pub list: AccessList,
    pub members: Vec<Member>,
}

impl FromRow for Member {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            party: row.get("party")?,
            number: row.get("number")?,
            org_number: row.get("org_number")?,
            name: row.get("party_name")?,
            since: row.get("since")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// At most `limit` of those who are members at `now`, by party, from the first one after `after`; None when there is no
/// such list. Read with the list in one statement, so that both are of one version.
pub async fn list_members(
    on: impl Run,
    (owner, identifier): (&str, &str),
    after: Option<PartyId>,
    limit: i64,
    now: Timestamp,
) -> Result<Option<MemberPage>, DbError> {
    // Cut before anything is joined: a page costs the same wherever in the list it is.
    const SQL: Sql = sql!(
        "select l.*, m.party, m.since, m.expires_at, p.number, p.org_number, p.name as party_name
         from access_list l
         left join (
             select list, party, since, expires_at from access_list_member
             where list = (select id from access_list where owner = $1 and identifier = $2)
               and party > $3 and (expires_at is null or expires_at > $5)
             order by party limit $4) m on m.list = l.id
         left join party p on p.id = m.party
         where l.owner = $1 and l.identifier = $2 order by m.party"
    );
    let after = after.map(|party| party.0).unwrap_or_default();
    let rows = on
        .rows(SQL, &[&owner, &identifier, &after, &limit, &now])
        .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let is_there = first.get::<Option<PartyId>>("party")?.is_some();
    Ok(Some(MemberPage {
        list: AccessList::from_row(first)?,
        members: rows
            .iter()
            .filter(|_| is_there)
            .map(Member::from_row)
            .collect::<Result<_, _>>()?,
    }))
}

/// The organizations with these names, as far as there are any. One statement for each way of naming that occurs.
pub async fn find_organizations(
    tx: &mut Tx,
    named: &[MemberName],
) -> Result<HashMap<MemberName, PartyId>, DbError> {
    const BY_ORG_NUMBER: Sql = sql!(
        "select id, org_number as name from party where org_number in (select value from json_each($1))",
        "select id, org_number as name from party where org_number = any($1)"
    );
    const BY_NUMBER: Sql = sql!(
        "select id, cast(number as text) as name from party
         where kind = 'organization' and number in (select cast(value as integer) from json_each($1))",
        "select id, number::text as name from party
         where kind = 'organization' and number = any($1::text[]::bigint[])"
    );
    const BY_ID: Sql = sql!(
        "select id from party
         where kind = 'organization' and id in (select unhex(value, '-') from json_each($1))",
        "select id from party where kind = 'organization' and id = any($1)"
    );
    let (mut org_numbers, mut numbers, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for name in named {
        match name {
            MemberName::OrgNumber(number) => org_numbers.push(number.clone()),
            MemberName::Number(number) => numbers.push(number.to_string()),
            MemberName::Party(id) => ids.push(*id),
        }
    }
    let mut found = HashMap::new();
    if !org_numbers.is_empty() {
        for row in tx.rows(BY_ORG_NUMBER, &[&List(&org_numbers)]).await? {
            found.insert(MemberName::OrgNumber(row.get("name")?), row.get("id")?);
        }
    }
    if !numbers.is_empty() {
        for row in tx.rows(BY_NUMBER, &[&List(&numbers)]).await? {
            let number = row.parsed("name", |text| text.parse().ok())?;
            found.insert(MemberName::Number(number), row.get("id")?);
        }
    }
    if !ids.is_empty() {
        for row in tx.rows(BY_ID, &[&List(&ids)]).await? {
            let id: PartyId = row.get("id")?;
            found.insert(MemberName::Party(id), id);
        }
    }
    Ok(found)
}

/// How many memberships a change wrote or took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemberChanges {
    pub added: u64,
    pub removed: u64,
}

impl MemberChanges {
    pub fn is_any(self) -> bool {
        self != Self::default()
    }
}

/// Makes parties members, each once however often it is named. Answers what that changed: who is a member
/// already stays one since then, and whose membership has run out is a member anew.
pub async fn add_members(
    tx: &mut Tx,
    list: AccessListId,
    parties: &[PartyId],
    expiry: Expiry,
    now: Timestamp,
) -> Result<MemberChanges, DbError> {
    let added = add(tx, list, parties, expiry, now).await?;
    raise_if_any(MemberChanges { added, removed: 0 }, tx, list, now).await
}

/// Takes parties off the list. Answers how many of them were on it.
pub async fn remove_members(
    tx: &mut Tx,
    list: AccessListId,
    parties: &[PartyId],
    now: Timestamp,
) -> Result<MemberChanges, DbError> {
    const SQL: Sql = sql!(
        "delete from access_list_member where list = $1 and party in (select unhex(value, '-') from json_each($2))",
        "delete from access_list_member where list = $1 and party = any($2)"
    );
    let removed = tx.run(SQL, &[&list, &List(parties)]).await?;
    raise_if_any(MemberChanges { added: 0, removed }, tx, list, now).await
}

/// Makes these parties the members, as [`add_members`] does, and nobody else. Answers what that changed.
pub async fn replace_members(
    tx: &mut Tx,
    list: AccessListId,
    parties: &[PartyId],
    expiry: Expiry,
    now: Timestamp,
) -> Result<MemberChanges, DbError> {
    const SQL: Sql = sql!(
        "delete from access_list_member where list = $1 and party not in (select unhex(value, '-') from json_each($2))",
        "delete from access_list_member where list = $1
           and not exists (select 1 from unnest($2::uuid[]) kept where kept = party)"
    );
    let removed = tx.run(SQL, &[&list, &List(parties)]).await?;
    let added = add(tx, list, parties, expiry, now).await?;
    raise_if_any(MemberChanges { added, removed }, tx, list, now).await
}

async fn add(
    tx: &mut Tx,
    list: AccessListId,
    parties: &[PartyId],
    expiry: Expiry,
    now: Timestamp,
) -> Result<u64, DbError> {
    // Who has run out is not told apart from who was never there, but by the row.
    const SQL: Sql = sql!(
        "insert into access_list_member (list, party, since, expires_at)
         select distinct $1, unhex(value, '-'), $3, $4 from json_each($2) where true
         on conflict (list, party) do update set
             since = case when access_list_member.expires_at <= excluded.since then excluded.since
                          else access_list_member.since end,
             expires_at = excluded.expires_at
         where access_list_member.expires_at <= excluded.since
            or ($5 and access_list_member.expires_at is distinct from excluded.expires_at)",
        "insert into access_list_member (list, party, since, expires_at)
         select distinct $1::uuid, party, $3::timestamptz, $4::timestamptz from unnest($2::uuid[]) party
         on conflict (list, party) do update set
             since = case when access_list_member.expires_at <= excluded.since then excluded.since
                          else access_list_member.since end,
             expires_at = excluded.expires_at
         where access_list_member.expires_at <= excluded.since
            or ($5 and access_list_member.expires_at is distinct from excluded.expires_at)"
    );
    let sets_end = expiry != Expiry::AsBefore;
    let end = expiry.moment();
    let values: Params<'_> = &[&list, &List(parties), &now, &end, &sets_end];
    tx.run(SQL, values).await
}

async fn raise_if_any(
    changes: MemberChanges,
    tx: &mut Tx,
    list: AccessListId,
    now: Timestamp,
) -> Result<MemberChanges, DbError> {
    if changes.is_any() {
        raise_version(tx, list, now).await?;
    }
    Ok(changes)
}
