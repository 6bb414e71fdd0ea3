use super::link_services::read_level;
use crate::db::{DbError, FromRow, Row, Run, Sql, Tx, sql};
use crate::domain::{Launch, LaunchId, LaunchState, OrgNumber, PartyId, SecurityLevel, Timestamp};

impl FromRow for Launch {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            resource: row.get("resource")?,
            person: row.get("person")?,
            party: row.get("party")?,
            state: row.parsed("state", LaunchState::parse)?,
            level: read_level(row, "level")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// A ticket as it is kept: known by the hash of the key that the owner redeems.
pub struct Ticket {
    pub launch: LaunchId,
    pub issued_at: Timestamp,
    pub expires_at: Timestamp,
    pub redeemed_at: Option<Timestamp>,
    pub burned: Option<String>,
}

impl FromRow for Ticket {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            launch: row.get("launch")?,
            issued_at: row.get("issued_at")?,
            expires_at: row.get("expires_at")?,
            redeemed_at: row.get("redeemed_at")?,
            burned: row.get("burned")?,
        })
    }
}

pub async fn find(on: impl Run, id: LaunchId) -> Result<Option<Launch>, DbError> {
    const SQL: Sql = sql!("select * from launch where id = $1");
    on.opt(SQL, &[&id]).await
}

/// Finds by person and id: somebody else's launch does not exist.
pub async fn find_of(
    on: impl Run,
    person: PartyId,
    id: LaunchId,
) -> Result<Option<Launch>, DbError> {
    const SQL: Sql = sql!("select * from launch where id = $2 and person = $1");
    on.opt(SQL, &[&person, &id]).await
}

pub async fn insert(tx: &mut Tx, launch: &Launch) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "insert into launch (id, resource, person, party, state, level, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    tx.run_one(
        SQL,
        &[
            &launch.id,
            &launch.resource,
            &launch.person,
            &launch.party,
            &launch.state.as_str(),
            &i64::from(launch.level.number()),
            &launch.created_at,
            &launch.expires_at,
        ],
    )
    .await
}

/// Sets the party of a launch that has not left yet.
pub async fn set_party(tx: &mut Tx, id: LaunchId, party: PartyId) -> Result<(), DbError> {
    const SQL: Sql = sql!("update launch set party = $2 where id = $1 and state = 'open'");
    tx.run_one(SQL, &[&id, &party]).await
}

/// Notes how strongly the person is logged in now: a stronger login may have come since the start.
pub async fn set_level(tx: &mut Tx, id: LaunchId, level: SecurityLevel) -> Result<(), DbError> {
    const SQL: Sql = sql!("update launch set level = $2 where id = $1 and state = 'open'");
    tx.run(SQL, &[&id, &i64::from(level.number())])
        .await
        .map(|_| ())
}

/// Lets a launch leave for the party it was checked for, once.
pub async fn leave(tx: &mut Tx, id: LaunchId, party: PartyId) -> Result<(), DbError> {
    const SQL: Sql =
        sql!("update launch set state = 'left' where id = $1 and party = $2 and state = 'open'");
    tx.run_one(SQL, &[&id, &party]).await
}

/// Removes the launches that expired by `before`, with their tickets.
pub async fn delete_expired(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    const TICKETS: Sql =
        sql!("delete from ticket where launch in (select id from launch where expires_at <= $1)");
    const LAUNCHES: Sql = sql!("delete from launch where expires_at <= $1");
    tx.run(TICKETS, &[&before]).await?;
    tx.run(LAUNCHES, &[&before]).await
}

pub async fn mark_compromised(tx: &mut Tx, id: LaunchId) -> Result<(), DbError> {
    const SQL: Sql = sql!("update launch set state = 'compromised' where id = $1");
    tx.run_one(SQL, &[&id]).await
}

pub async fn insert_ticket(tx: &mut Tx, hash: &str, ticket: &Ticket) -> Result<(), DbError> {
    const SQL: Sql =
        sql!("insert into ticket (hash, launch, issued_at, expires_at) values ($1, $2, $3, $4)");
    tx.run_one(
        SQL,
        &[&hash, &ticket.launch, &ticket.issued_at, &ticket.expires_at],
    )
    .await
}

pub async fn find_ticket(on: impl Run, hash: &str) -> Result<Option<Ticket>, DbError> {
    const SQL: Sql = sql!("select * from ticket where hash = $1");
    on.opt(SQL, &[&hash]).await
}

/// Redeems a ticket that is unused, unburned and in time; [`DbError::NotAsExpected`] otherwise.
pub async fn redeem_ticket(
    tx: &mut Tx,
    hash: &str,
    redeemer: &OrgNumber,
    now: Timestamp,
) -> Result<(), DbError> {
    const SQL: Sql = sql!(
        "update ticket set redeemed_at = $3, redeemer = $2
         where hash = $1 and redeemed_at is null and burned is null and expires_at > $3"
    );
    tx.run_one(SQL, &[&hash, redeemer, &now]).await
}

/// Makes a ticket useless, with the reason.
pub async fn burn_ticket(tx: &mut Tx, hash: &str, reason: &str) -> Result<(), DbError> {
    const SQL: Sql = sql!("update ticket set burned = $2 where hash = $1 and burned is null");
    tx.run(SQL, &[&hash, &reason]).await.map(|_| ())
}
