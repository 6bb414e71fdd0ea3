//! What lies between two parties: the changes to it, one after the other.

use super::shared_sql::{given_directly, party_and_main_unit, passed_on};
use crate::db::{DbError, List, Row, Run, Sql, Tx, sql};
use crate::domain::{
    Assignment, AssignmentRole, Delegation, Given, PartyId, RIGHT_HOLDER, Timestamp,
};

/// Who gives or has given, and who has been given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between {
    pub from: PartyId,
    pub to: PartyId,
}

/// Who takes something back, and when.
#[derive(Clone, Copy, Debug)]
pub struct Ending {
    pub by: PartyId,
    pub at: Timestamp,
}

/// From here on nobody else gives or takes anything of these parties and their main units until the transaction ends.
/// SQLite has one writer at a time anyway.
pub async fn lock(tx: &mut Tx, parties: &[PartyId]) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "select id from party where id in (select unhex(value, '-') from json_each($1))",
        "select id from party
         where id = any($1) or id in (select parent from party where id = any($1))
         order by id for no key update"
    );
    tx.rows(SQL, &[&List(parties)]).await?;
    Ok(())
}

/// Whether `to` has anything to do with `from`: has been let in, has a role there or at its main unit, or acts for it as
/// somebody's agent.
pub async fn is_connected(on: impl Run, between: Between) -> Result<bool, DbError> {
    const SQL: Sql = sql!(concat!(
        "select 1 as one from assignment
         where to_party = $2 and revoked_at is null and role <> 'supplier' and from_party in ",
        party_and_main_unit!("$1"),
        "union select 1 as one from role_assignment where holder = $2 and role <> 'supplier' and at_party in ",
        party_and_main_unit!("$1"),
        "union select 1 as one from client_delegation where to_party = $2 and revoked_at is null and client in ",
        party_and_main_unit!("$1")
    ));
    let found = on.rows(SQL, &[&between.from, &between.to]).await?;
    Ok(!found.is_empty())
}

/// What one has given the other, itself and to no one else, the oldest first.
pub async fn list_given(on: impl Run, between: Between) -> Result<Vec<Delegation>, DbError> {
    const SQL: Sql = sql!(
        "select * from delegation where from_party = $1 and to_party = $2 and revoked_at is null order by given_at, id"
    );
    on.all(SQL, &[&between.from, &between.to]).await
}

/// How many live rows there are of what `to` holds at `from` by delegation and has passed on to its agents.
pub async fn count_passed_on(on: impl Run, between: Between) -> Result<i64, DbError> {
    const SQL: Sql = sql!(
        "select count(*) as n from client_delegation where client = $1 and via = $2 and role = $3 and revoked_at is null"
    );
    let rows = on
        .rows(SQL, &[&between.from, &between.to, &RIGHT_HOLDER])
        .await?;
    rows.first().map_or(Ok(0), |row: &Row| row.get("n"))
}

/// Takes a package back, and what its holder has passed on of it to its agents by this way alone. Answers how many
/// delegations of the package ended: one or none.
pub async fn revoke_package(
    tx: &mut Tx,
    between: Between,
    package: &str,
    ending: Ending,
) -> Result<u64, DbError> {
    const SQL: Sql = sql!(
        "update delegation set revoked_at = $5, revoked_by = $4
         where from_party = $1 and to_party = $2 and package = $3 and revoked_at is null"
    );
    const PASSED_ON: Sql = sql!(
        "update client_delegation set revoked_at = $5, revoked_by = $4
         where client = $1 and via = $2 and package = $3 and role = $6 and revoked_at is null"
    );
    let Between { from, to } = between;
    let Ending { by, at } = ending;
    let ended = tx.run(SQL, &[&from, &to, &package, &by, &at]).await?;
    tx.run(PASSED_ON, &[&from, &to, &package, &by, &at, &RIGHT_HOLDER])
        .await?;
    Ok(ended)
}

/// Takes these actions on a resource back. Answers how many ended.
pub async fn revoke_actions(
    tx: &mut Tx,
    between: Between,
    resource: &str,
    actions: &[String],
    ending: Ending,
) -> Result<u64, DbError> {
    const SQL: Sql = sql!(
        "update delegation set revoked_at = $6, revoked_by = $5
         where from_party = $1 and to_party = $2 and resource = $3
           and action in (select value from json_each($4)) and revoked_at is null",
        "update delegation set revoked_at = $6, revoked_by = $5
         where from_party = $1 and to_party = $2 and resource = $3 and action = any($4) and revoked_at is null"
    );
    let Between { from, to } = between;
    tx.run(
        SQL,
        &[
            &from,
            &to,
            &resource,
            &List(actions),
            &ending.by,
            &ending.at,
        ],
    )
    .await
}

/// Takes back all that one has given the other, with what was passed on of it, and shuts the other out.
/// Answers how many rows ended.
pub async fn revoke_everything(
    tx: &mut Tx,
    between: Between,
    ending: Ending,
) -> Result<u64, DbError> {
    const GIVEN: Sql = sql!(
        "update delegation set revoked_at = $4, revoked_by = $3
         where from_party = $1 and to_party = $2 and revoked_at is null"
    );
    const PASSED_ON: Sql = sql!(
        "update client_delegation set revoked_at = $4, revoked_by = $3
         where client = $1 and via = $2 and role = $5 and revoked_at is null"
    );
    const LET_IN: Sql = sql!(
        "update assignment set revoked_at = $4, revoked_by = $3
         where from_party = $1 and to_party = $2 and role = $5 and revoked_at is null"
    );
    let Between { from, to } = between;
    let Ending { by, at } = ending;
    let role = AssignmentRole::RightHolder.as_str();
    let given = tx.run(GIVEN, &[&from, &to, &by, &at]).await?;
    let passed_on = tx.run(PASSED_ON, &[&from, &to, &by, &at, &role]).await?;
    let let_in = tx.run(LET_IN, &[&from, &to, &by, &at, &role]).await?;
    Ok(given + passed_on + let_in)
}

/// Those whom `party` or its main unit has let in.
pub async fn list_let_in_by(on: impl Run, party: PartyId) -> Result<Vec<Assignment>, DbError> {
    const SQL: Sql = sql!(concat!(
        "select * from assignment where to_party is not null and revoked_at is null and role <> 'supplier' and from_party in ",
        party_and_main_unit!("$1"),
        "order by given_at, id"
    ));
    on.all(SQL, &[&party]).await
}

/// Where any of `holders` has been let in.
pub async fn list_let_in(on: impl Run, holders: &[PartyId]) -> Result<Vec<Assignment>, DbError> {
    const SQL: Sql = sql!(
        "select * from assignment where to_party in (select unhex(value, '-') from json_each($1))
            and revoked_at is null and role <> 'supplier' order by given_at, id",
        "select * from assignment where to_party = any($1)
            and revoked_at is null and role <> 'supplier' order by given_at, id"
    );
    on.all(SQL, &[&List(holders)]).await
}

/// What anybody has given to any of `holders`, or to a subunit of one but `holder` itself, and what has been passed on
/// to `holder` as somebody's agent.
pub async fn list_given_to(
    on: impl Run,
    holder: PartyId,
    holders: &[PartyId],
) -> Result<Vec<Given>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            given_directly!(),
            "where d.revoked_at is null and (d.to_party in (select unhex(value, '-') from json_each($2))
                or d.to_party in (select id from party
                                  where parent in (select unhex(value, '-') from json_each($2)) and parent <> $1)) ",
            "union all ",
            passed_on!(),
            "where d.to_party = $1 order by given_at, id"
        ),
        concat!(
            given_directly!(),
            "where d.revoked_at is null and (d.to_party = any($2)
                or d.to_party in (select id from party where parent = any($2) and parent <> $1)) ",
            "union all ",
            passed_on!(),
            "where d.to_party = $1 order by given_at, id"
        )
    );
    on.all(SQL, &[&holder, &List(holders)]).await
}
