use crate::db::{DbError, FromRow, Json, List, Row, Run, Sql, Tx, sql};
use crate::domain::{
    AccessRequest, AccessRequestChange, AccessRequestId, AccessRequestStatus, AskedFor, Asker,
    PartyId, Timestamp,
};

impl FromRow for AccessRequest {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            from: row.get("from_party")?,
            to: row.get("to_party")?,
            asked_by: match row.get::<Option<PartyId>>("asked_by")? {
                Some(person) => Asker::Person(person),
                None => Asker::Owner(row.get("asked_by_owner")?),
            },
            what: match row.get::<Option<String>>("package")? {
                Some(urn) => AskedFor::Package { urn },
                None => AskedFor::Resource {
                    id: row.get("resource")?,
                    actions: row.json("asked_actions")?,
                },
            },
            status: row.parsed("status", AccessRequestStatus::parse)?,
            created_at: row.get("created_at")?,
            changed_at: row.get("changed_at")?,
            answered_by: row.get("answered_by")?,
        })
    }
}

/// Selects requests; no actions named reads as JSON's null.
macro_rules! select_requests {
    () => {
        "select r.*, coalesce(r.actions, 'null') as asked_actions from access_request r "
    };
}

/// Whether the asked party may know of request `r`; see `AccessRequest::is_sent`.
macro_rules! is_sent {
    () => {
        " r.status <> 'Draft' and not (r.status = 'Withdrawn' and r.asked_by_owner is not null) "
    };
}

pub async fn find(on: impl Run, id: AccessRequestId) -> Result<Option<AccessRequest>, DbError> {
    const SQL: Sql = sql!(concat!(select_requests!(), "where r.id = $1"));
    on.opt(SQL, &[&id]).await
}

/// Those of `ids` that are there, the oldest first.
pub async fn list(on: impl Run, ids: &[uuid::Uuid]) -> Result<Vec<AccessRequest>, DbError> {
    const SQL: Sql = sql!(
        concat!(
            select_requests!(),
            "where r.id in (select unhex(value, '-') from json_each($1)) order by r.created_at, r.id"
        ),
        concat!(
            select_requests!(),
            "where r.id = any($1) order by r.created_at, r.id"
        )
    );
    on.all(SQL, &[&List(ids)]).await
}

/// The open request that asks the same, made by the same service owner or by no one's.
pub async fn find_open_like(
    on: impl Run,
    request: &AccessRequest,
) -> Result<Option<AccessRequest>, DbError> {
    const SQL: Sql = sql!(concat!(
        select_requests!(),
        "where r.from_party = $1 and r.to_party = $2 and r.status in ('Draft', 'Pending')
           and coalesce(r.asked_by_owner, '') = $3 and coalesce(r.package, '') = $4
           and coalesce(r.resource, '') = $5 and coalesce(r.actions, 'null') = $6"
    ));
    let what = Columns::of(&request.what);
    on.opt(
        SQL,
        &[
            &request.from,
            &request.to,
            &owner(&request.asked_by).unwrap_or_default(),
            &what.package.unwrap_or_default(),
            &what.resource.unwrap_or_default(),
            &Json(&what.actions),
        ],
    )
    .await
}

/// Which requests of one side are wanted.
#[derive(Clone, Debug)]
pub struct Filter<'a> {
    pub side: Side,
    /// The other side.
    pub counterpart: Option<PartyId>,
    /// In one of these statuses.
    pub statuses: &'a [AccessRequestStatus],
    /// Changed then or later.
    pub since: Option<Timestamp>,
}

/// Whose requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those that ask for a power of the party, as far as it may know of them.
    Received(PartyId),
    /// Those that would give the party something.
    Sent(PartyId),
}

/// A stretch of a list.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    pub skip: i64,
    pub take: i64,
}

/// The latest change first.
pub async fn page(
    on: impl Run,
    filter: &Filter<'_>,
    stretch: Stretch,
) -> Result<Vec<AccessRequest>, DbError> {
    const RECEIVED: Sql = sql!(
        concat!(
            select_requests!(),
            "where r.from_party = $1 and ($2 is null or r.to_party = $2)
               and r.status in (select value from json_each($3)) and ($4 is null or r.changed_at >= $4) and",
            is_sent!(),
            "order by r.changed_at desc, r.id desc limit $5 offset $6"
        ),
        concat!(
            select_requests!(),
            "where r.from_party = $1 and ($2::uuid is null or r.to_party = $2)
               and r.status = any($3) and ($4::timestamptz is null or r.changed_at >= $4) and",
            is_sent!(),
            "order by r.changed_at desc, r.id desc limit $5 offset $6"
        )
    );
    const SENT: Sql = sql!(
        concat!(
            select_requests!(),
            "where r.to_party = $1 and ($2 is null or r.from_party = $2)
               and r.status in (select value from json_each($3)) and ($4 is null or r.changed_at >= $4)
             order by r.changed_at desc, r.id desc limit $5 offset $6"
        ),
        concat!(
            select_requests!(),
            "where r.to_party = $1 and ($2::uuid is null or r.from_party = $2)
               and r.status = any($3) and ($4::timestamptz is null or r.changed_at >= $4)
             order by r.changed_at desc, r.id desc limit $5 offset $6"
        )
    );
    let (sql, party) = match filter.side {
        Side::Received(party) => (RECEIVED, party),
        Side::Sent(party) => (SENT, party),
    };
    let statuses = filter.words();
    on.all(
        sql,
        &[
            &party,
            &filter.counterpart,
            &List(&statuses),
            &filter.since,
            &stretch.take,
            &stretch.skip,
        ],
    )
    .await
}

pub async fn count(on: impl Run, filter: &Filter<'_>) -> Result<i64, DbError> {
    const RECEIVED: Sql = sql!(
        concat!(
            "select count(*) as number from access_request r
             where r.from_party = $1 and ($2 is null or r.to_party = $2)
               and r.status in (select value from json_each($3)) and ($4 is null or r.changed_at >= $4) and",
            is_sent!()
        ),
        concat!(
            "select count(*) as number from access_request r
             where r.from_party = $1 and ($2::uuid is null or r.to_party = $2)
               and r.status = any($3) and ($4::timestamptz is null or r.changed_at >= $4) and",
            is_sent!()
        )
    );
    const SENT: Sql = sql!(
        "select count(*) as number from access_request r
         where r.to_party = $1 and ($2 is null or r.from_party = $2)
           and r.status in (select value from json_each($3)) and ($4 is null or r.changed_at >= $4)",
        "select count(*) as number from access_request r
         where r.to_party = $1 and ($2::uuid is null or r.from_party = $2)
           and r.status = any($3) and ($4::timestamptz is null or r.changed_at >= $4)"
    );
    let (sql, party) = match filter.side {
        Side::Received(party) => (RECEIVED, party),
        Side::Sent(party) => (SENT, party),
    };
    let statuses = filter.words();
    let counted: Option<Number> = on
        .opt(
            sql,
            &[&party, &filter.counterpart, &List(&statuses), &filter.since],
        )
        .await?;
    Ok(counted.map_or(0, |counted| counted.0))
}

impl Filter<'_> {
    fn words(&self) -> Vec<String> {
        let words = self.statuses.iter().map(|status| status.as_str());
        words.map(str::to_owned).collect()
    }
}

struct Number(i64);

impl FromRow for Number {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        row.get("number").map(Self)
    }
}

/// How much the asker of `request` has asked for that is open, or is not older than `since`: a person of anybody, a
/// service owner for the same receiver.
pub async fn count_asked(
    on: impl Run,
    request: &AccessRequest,
    since: Timestamp,
) -> Result<i64, DbError> {
    const PERSON: Sql = sql!(
        "select count(*) as number from access_request
         where asked_by = $1 and (status in ('Draft', 'Pending') or created_at >= $2)"
    );
    const OWNER: Sql = sql!(
        "select count(*) as number from access_request
         where asked_by_owner = $1 and to_party = $3 and (status in ('Draft', 'Pending') or created_at >= $2)"
    );
    let counted: Option<Number> = match &request.asked_by {
        Asker::Person(person) => on.opt(PERSON, &[person, &since]).await?,
        Asker::Owner(code) => on.opt(OWNER, &[code, &since, &request.to]).await?,
    };
    Ok(counted.map_or(0, |counted| counted.0))
}

/// # Errors
/// [`DbError::Duplicate`] when the same is asked for already.
pub async fn insert(tx: &mut Tx, request: &AccessRequest) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into access_request (id, from_party, to_party, asked_by, asked_by_owner, package, resource, actions, status,
                                     created_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)"
    );
    let asked_by = match &request.asked_by {
        Asker::Person(person) => Some(*person),
        Asker::Owner(_) => None,
    };
    let what = Columns::of(&request.what);
    tx.run_one(
        SQL,
        &[
            &request.id,
            &request.from,
            &request.to,
            &asked_by,
            &owner(&request.asked_by),
            &what.package,
            &what.resource,
            &what.actions.map(Json),
            &request.status.as_str(),
            &request.created_at,
        ],
    )
    .await
}

/// Takes the step, if the request is in a status that allows it.
///
/// # Errors
/// [`DbError::NotAsExpected`] when it is not: somebody was faster.
pub async fn change(
    tx: &mut Tx,
    id: AccessRequestId,
    change: AccessRequestChange,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update access_request set status = $2, changed_at = $3
         where id = $1 and status in (select value from json_each($4))",
        "update access_request set status = $2, changed_at = $3 where id = $1 and status = any($4)"
    );
    let before: Vec<String> = before(change);
    tx.run_one(SQL, &[&id, &change.after().as_str(), &now, &List(&before)])
        .await
}

/// Like [`change`], for an approval or a rejection by `by`.
///
/// # Errors
/// [`DbError::NotAsExpected`] when it is answered or withdrawn already.
pub async fn answer(
    tx: &mut Tx,
    id: AccessRequestId,
    answer: AccessRequestChange,
    by: PartyId,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update access_request set status = $2, changed_at = $3, answered_by = $4
         where id = $1 and status in (select value from json_each($5))",
        "update access_request set status = $2, changed_at = $3, answered_by = $4
         where id = $1 and status = any($5)"
    );
    let before: Vec<String> = before(answer);
    tx.run_one(
        SQL,
        &[&id, &answer.after().as_str(), &now, &by, &List(&before)],
    )
    .await
}

fn before(change: AccessRequestChange) -> Vec<String> {
    let words = change.before().iter().map(|status| status.as_str());
    words.map(str::to_owned).collect()
}

fn owner(asker: &Asker) -> Option<&str> {
    match asker {
        Asker::Person(_) => None,
        Asker::Owner(code) => Some(code),
    }
}

/// What is asked for, as it stands in columns.
struct Columns<'a> {
    package: Option<&'a str>,
    resource: Option<&'a str>,
    actions: Option<&'a Vec<String>>,
}

impl<'a> Columns<'a> {
    fn of(what: &'a AskedFor) -> Self {
        match what {
            AskedFor::Package { urn } => Self {
                package: Some(urn),
                resource: None,
                actions: None,
            },
            AskedFor::Resource { id, actions } => Self {
                package: None,
                resource: Some(id),
                actions: actions.as_ref(),
            },
        }
    }
}
