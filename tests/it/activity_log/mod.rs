//! The log of acts: that it is a chain nobody changes unseen, what is put down in it, and the page that shows it.

mod breaking;
mod chain;
mod command;
mod concurrency;
mod csv;
mod left;
mod page;
pub mod scene;

use fullmakt::domain::{Act, ActDetails, ActId, ActKind};
use fullmakt::ops::activity_log::{Broken, NotedHead, Whole, verify};
use fullmakt::store::acts;
use time::Duration;
use uuid::Uuid;

use crate::support::rows::{BAKERY, KARI, Rows, moment};

/// The act with this number, by Kari for the bakery.
fn act(number: u128) -> Act {
    let micros = i64::try_from(number).unwrap();
    Act {
        id: ActId(Uuid::from_u128(0xac7_0000 + number)),
        at: moment().plus(Duration::microseconds(micros)),
        actor: KARI,
        party: BAKERY,
        kind: ActKind::PackageGiven,
        object: Uuid::from_u128(7),
        details: ActDetails {
            counterpart: Some(Uuid::from_u128(number)),
            package: Some("urn:altinn:accesspackage:lønn \"x\"".to_owned()),
            actions: vec!["read".into(), "write".into()],
            power: Some("urn:altinn:rolecode:DAGL".into()),
            ..ActDetails::default()
        },
    }
}

/// Adds the acts with these numbers, each in a transaction of its own.
async fn add(rows: &Rows, numbers: std::ops::RangeInclusive<u128>) {
    for number in numbers {
        let mut tx = rows.write().await;
        acts::insert(&mut tx, &act(number)).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn verified(rows: &Rows) -> Result<Whole, Broken> {
    verify(&rows.db, &[]).await.unwrap()
}

async fn head(rows: &Rows) -> NotedHead {
    verified(rows).await.unwrap().head
}
