use crate::db::{DbError, FromRow, Json, Row, Run, Sql, Tx, sql};
use crate::domain::{PartyId, Request, RequestId, RequestStatus, SystemId, Timestamp};

impl FromRow for Request {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            system: row.get("system")?,
            party: row.get("party")?,
            org_number: row.get("org_number")?,
            external_ref: row.get("external_ref")?,
            title: row.get("title")?,
            rights: row.json("rights")?,
            packages: row.json("packages")?,
            redirect_url: row.get("redirect_url")?,
            status: row.parsed("status", RequestStatus::parse)?,
            is_escalated: row.get("is_escalated")?,
            created_at: row.get("created_at")?,
            answered_at: row.get("answered_at")?,
        })
    }
}

pub async fn find(on: impl Run, id: RequestId) -> Result<Option<Request>, DbError> {
    const SQL: Sql = sql!(
        "select r.*, p.org_number from request r join party p on p.id = r.party where r.id = $1 and r.deleted_at is null"
    );
    on.opt(SQL, &[&id]).await
}

/// The one live request of a system for a business and an external reference.
pub async fn find_by_ref(
    on: impl Run,
    system: SystemId,
    party: PartyId,
    external_ref: &str,
) -> Result<Option<Request>, DbError> {
    const SQL: Sql = sql!(
        "select r.*, p.org_number from request r join party p on p.id = r.party
         where r.system = $1 and r.party = $2 and r.external_ref = $3 and r.deleted_at is null"
    );
    on.opt(SQL, &[&system, &party, &external_ref]).await
}

/// Unanswered requests that somebody has forwarded to the access managers of `party`, newest first.
pub async fn list_escalated(on: impl Run, party: PartyId) -> Result<Vec<Request>, DbError> {
    const SQL: Sql = sql!(
        "select r.*, p.org_number from request r join party p on p.id = r.party
         where r.party = $1 and r.status = 'New' and r.is_escalated and r.deleted_at is null
         order by r.created_at desc, r.id"
    );
    on.all(SQL, &[&party]).await
}

pub async fn insert(tx: &mut Tx, request: &Request) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into request (id, system, party, external_ref, title, rights, packages, redirect_url, status, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    tx.run_one(
        SQL,
        &[
            &request.id,
            &request.system,
            &request.party,
            &request.external_ref,
            &request.title,
            &Json(&request.rights),
            &Json(&request.packages),
            &request.redirect_url,
            &request.status.as_str(),
            &request.created_at,
        ],
    )
    .await
}

/// Answers a request that nobody has answered; [`DbError::NotAsExpected`] when somebody was faster.
pub async fn answer(
    tx: &mut Tx,
    id: RequestId,
    answer: RequestStatus,
    by: PartyId,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update request set status = $2, answered_by = $3, answered_at = $4
         where id = $1 and status = 'New' and deleted_at is null
           and system in (select id from system where not is_deleted)"
    );
    tx.run_one(SQL, &[&id, &answer.as_str(), &by, &now]).await
}

pub async fn escalate(tx: &mut Tx, id: RequestId) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update request set is_escalated = true where id = $1 and status = 'New' and deleted_at is null"
    );
    tx.run_one(SQL, &[&id]).await
}

/// Takes the request away, so that the vendor can ask anew; false when there is none.
pub async fn delete(tx: &mut Tx, id: RequestId, now: Timestamp) -> Result<bool, DbError> {
    const SQL: Sql =
        sql!("update request set deleted_at = $2 where id = $1 and deleted_at is null");
    Ok(tx.run(SQL, &[&id, &now]).await? == 1)
}
