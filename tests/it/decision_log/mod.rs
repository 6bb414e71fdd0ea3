//! The decision log: what is in it, what is not, and that nobody waits for it.

mod content;
mod pressure;

use std::time::Duration;

use fullmakt::db::Db;
use fullmakt::domain::{DecisionEntry, DecisionGap, PartyId, Timestamp};
use fullmakt::store::decision_log::{Wanted, list, list_gaps};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::support::cast::{self, TAX_BASIS};

const ACTION: &str = "urn:oasis:names:tc:xacml:1.0:action:action-id";
const PERSON: &str = "urn:altinn:person:identifier-no";
const BUSINESS: &str = "urn:altinn:organization:identifier-no";
const SYSTEM_USER: &str = "urn:altinn:systemuser:uuid";

fn beginning() -> Timestamp {
    Timestamp::from_datetime(datetime!(2000-01-01 00:00 UTC))
}

/// All that is in the log, oldest first.
async fn entries(db: &Db) -> Vec<DecisionEntry> {
    let wanted = Wanted {
        party: None,
        resource: None,
        since: beginning(),
        limit: 100_000,
    };
    let mut entries = list(db, &wanted).await.unwrap();
    entries.reverse();
    entries
}

async fn gaps(db: &Db) -> Vec<DecisionGap> {
    list_gaps(db, beginning()).await.unwrap()
}

/// The log as soon as it has so many entries.
/// The entries about one party, when there are so many at least.
async fn entries_about(db: &Db, party: PartyId, count: usize) -> Vec<DecisionEntry> {
    for _ in 0..400 {
        let mut found = entries(db).await;
        found.retain(|entry| entry.party == Some(party));
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("fewer than {count} entries about {party}");
}

async fn entries_when(db: &Db, count: usize) -> Vec<DecisionEntry> {
    for _ in 0..400 {
        let found = entries(db).await;
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("{} entries, not {count}", entries(db).await.len());
}

fn attributes(attributes: &[(&str, &str)]) -> Value {
    let all = attributes.iter();
    let all: Vec<Value> = all
        .map(|(id, value)| json!({"AttributeId": id, "Value": value}))
        .collect();
    json!(all)
}

/// A question about one subject, action and resource.
fn question(subject: &[(&str, &str)], action: &str, resource: &[(&str, &str)]) -> Value {
    json!({"Request": {
        "AccessSubject": [{"Attribute": attributes(subject)}],
        "Action": [{"Attribute": attributes(&[(ACTION, action)])}],
        "Resource": [{"Attribute": attributes(resource)}],
    }})
}

/// May Kari read the tax basis of `business`?
fn kari_reads(business: &str) -> Value {
    question(
        &[(PERSON, cast::KARI)],
        "read",
        &[("urn:altinn:resource", TAX_BASIS), (BUSINESS, business)],
    )
}
