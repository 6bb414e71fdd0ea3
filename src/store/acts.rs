use uuid::Uuid;

use crate::db::{DbError, FromRow, Json, Row, Run, Sql, Tx, sql};
use crate::domain::{Act, ActKind, PartyId};

use super::act_chain;

impl FromRow for Act {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            actor: row.get("actor")?,
            party: row.get("party")?,
            kind: row.parsed("kind", ActKind::parse)?,
            object: row.get("object")?,
            details: row.json("details")?,
        })
    }
}

/// What has been done to one object on behalf of `party`, newest first.
pub async fn list_on(on: impl Run, party: PartyId, object: Uuid) -> Result<Vec<Act>, DbError> {
    const SQL: Sql =
        sql!("select * from act where party = $1 and object = $2 order by at desc, id desc");
    on.all(SQL, &[&party, &object]).await
}

/// Adds an entry at the end of the chain, which nobody else can add to until the transaction ends. So it is the last
/// statement of its transaction: nothing may be waited for after it.
pub async fn insert(tx: &mut Tx, act: &Act) -> Result<(), DbError> {
    // A trigger moves the head.
    const SQL: Sql = sql!(
        "insert into act (id, at, actor, party, kind, object, details, number, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let (number, hash) = act_chain::take(tx, act).await?;
    tx.run_one(
        SQL,
        &[
            &act.id,
            &act.at,
            &act.actor,
            &act.party,
            &act.kind.as_str(),
            &act.object,
            &Json(&act.details),
            &number,
            &hash,
        ],
    )
    .await
}
