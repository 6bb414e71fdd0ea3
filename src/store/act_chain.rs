//! The log of acts as a chain. Each act has the number after the one before it, and a hash that covers that one's hash
//! and all that the act says: whoever changes an act must change every hash after it, up to the head.
//!
//! The hash of an act is SHA-256 of one line of JSON in UTF-8, an array of
//! 1. `"fullmakt-act-1"`,
//! 2. the act's number,
//! 3. the hash before it, in lower-case hexadecimal,
//! 4. its id, 5. its time (`2026-03-29T00:59:59.123456Z`), 6. its actor, 7. the party, 8. its kind, 9. its object,
//! 10. its details, an object.
//!
//! There is no space outside strings, an object's keys are sorted by code point, and in strings nothing is escaped but
//! `"`, `\` and U+0000 to U+001F: those with a short form as `\b`, `\t`, `\n`, `\f`, `\r`, others as `\u00xx`. Numbers are whole.
//! Before the first act stands the hash of `["fullmakt-act-1",0,N]`, where N is the number of acts from before the chain.

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::db::{DbError, FromRow, Row, Run, Sql, Tx, sortable, sql};
use crate::domain::{Act, Timestamp};

const VERSION: &str = "fullmakt-act-1";

/// The end of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// Of the last act; 0 before the first.
    pub number: i64,
    pub hash: String,
    /// How many acts there were before the chain began.
    pub unnumbered: i64,
}

impl ChainHead {
    /// What the hash of the next act covers.
    fn previous(&self) -> String {
        match self.number {
            0 => first_hash(self.unnumbered),
            _ => self.hash.clone(),
        }
    }
}

impl FromRow for ChainHead {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            number: row.get("number")?,
            hash: row.get("hash")?,
            unnumbered: row.get("unnumbered")?,
        })
    }
}

/// An act in the words that its hash is made of, whether or not they still mean something.
#[derive(Clone, Debug, PartialEq)]
pub struct ActWords {
    pub id: Uuid,
    pub at: Timestamp,
    pub actor: Uuid,
    pub party: Uuid,
    pub kind: String,
    pub object: Uuid,
    pub details: Value,
}

impl ActWords {
    fn of(act: &Act) -> Self {
        Self {
            id: act.id.0,
            at: act.at,
            actor: act.actor.0,
            party: act.party.0,
            kind: act.kind.as_str().to_owned(),
            object: act.object,
            // The details are an object with keys that are strings, which serializes.
            details: serde_json::to_value(&act.details).unwrap_or_default(),
        }
    }

    /// The hash of this act as the one with `number`, after the one with the hash `previous`.
    pub fn hash(&self, number: i64, previous: &str) -> String {
        hash_of(json!([
            VERSION,
            number,
            previous,
            self.id,
            sortable(self.at),
            self.actor,
            self.party,
            self.kind,
            self.object,
            self.details,
        ]))
    }
}

impl FromRow for ActWords {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            actor: row.get("actor")?,
            party: row.get("party")?,
            kind: row.get("kind")?,
            object: row.get("object")?,
            details: row.json("details")?,
        })
    }
}

/// One act of the chain as it is stored.
pub struct Link {
    pub number: i64,
    pub hash: Option<String>,
    /// Or what cannot be read of it.
    pub act: Result<ActWords, DbError>,
}

impl FromRow for Link {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            number: row.get("number")?,
            hash: row.get("hash")?,
            act: ActWords::from_row(row),
        })
    }
}

/// The hash before the first act.
pub fn first_hash(unnumbered: i64) -> String {
    hash_of(json!([VERSION, 0, unnumbered]))
}

fn hash_of(value: Value) -> String {
    let digest = Sha256::digest(sorted(value).to_string());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The same with the keys of its objects in order.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut pairs: Vec<(String, Value)> = object.into_iter().collect();
            pairs.sort_by(|(left, _), (right, _)| left.cmp(right));
            let pairs = pairs.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(pairs.collect::<Map<String, Value>>())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        other => other,
    }
}

/// Takes the end of the chain until the transaction ends, and answers the number and the hash that `act` has there.
pub(super) async fn take(tx: &mut Tx, act: &Act) -> Result<(i64, String), DbError> {
    const LOCK: Sql = sql!(
        "select number, hash, unnumbered from act_head where id = 1",
        "select number, hash, unnumbered from act_head where id = 1 for update"
    );
    let head: Option<ChainHead> = tx.opt(LOCK, &[]).await?;
    let head = head.ok_or(DbError::NotAsExpected)?;
    let number = head.number + 1;
    Ok((number, ActWords::of(act).hash(number, &head.previous())))
}

/// The log as it ends on both sides, at one moment.
pub struct LogEnds {
    pub head: ChainHead,
    /// How many acts have a number.
    pub numbered: i64,
    /// How many acts have none: those from before the chain.
    pub unnumbered: i64,
    /// When the last of these was done.
    pub youngest_unnumbered: Option<Timestamp>,
}

impl FromRow for LogEnds {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            head: ChainHead::from_row(row)?,
            numbered: row.get("numbered")?,
            unnumbered: row.get("without_number")?,
            youngest_unnumbered: row.get("youngest")?,
        })
    }
}

/// The log's ends now, or None when the row of the head is gone.
pub async fn ends(on: impl Run) -> Result<Option<LogEnds>, DbError> {
    const SQL: Sql = sql!(
        "select number, hash, unnumbered,
             (select count(*) from act where number is not null) as numbered,
             (select count(*) from act where number is null) as without_number,
             (select max(at) from act where number is null) as youngest
         from act_head where id = 1"
    );
    on.opt(SQL, &[]).await
}

/// At most `limit` acts with numbers from after `after` to `last`, in their order.
pub async fn list_after(
    on: impl Run,
    after: i64,
    last: i64,
    limit: i64,
) -> Result<Vec<Link>, DbError> {
    const SQL: Sql =
        sql!("select * from act where number > $1 and number <= $2 order by number limit $3");
    on.all(SQL, &[&after, &last, &limit]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_at_every_depth_and_nothing_is_escaped_that_need_not_be() {
        let value = json!({"é": 1, "b": {"z": [{"y": 1, "x": "\u{8}\u{c}\n\u{1f}\u{7f}/\"\\ø\u{2028}"}], "a": null}});
        assert_eq!(
            sorted(value).to_string(),
            "{\"b\":{\"a\":null,\"z\":[{\"x\":\"\\b\\f\\n\\u001f\u{7f}/\\\"\\\\ø\u{2028}\",\"y\":1}]},\"é\":1}"
        );
    }
}
