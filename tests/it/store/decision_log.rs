use fullmakt::domain::{
    Asked, AskedBy, Decision, DecisionEntry, DecisionGap, LogText, LoggedBasis, LoggedSubject,
    OrgNumber, PartyId, Surface, SystemUserId, Timestamp,
};
use fullmakt::store::decision_log::{Wanted, insert, insert_gap, list, list_gaps};
use time::Duration;
use uuid::Uuid;

use crate::support::cast;
use crate::support::database::kinds;
use crate::support::rows::{BAKERY, Rows, moment};

fn whole(number: u128) -> DecisionEntry {
    let text = |text: &str| Some(LogText::new(text));
    DecisionEntry {
        id: Uuid::from_u128(number),
        created: moment().plus(Duration::microseconds(number as i64)),
        asked: Asked {
            by: AskedBy::Organization(OrgNumber::parse(cast::BAKERY).unwrap()),
            surface: Surface::Authorize,
            position: Some(999),
        },
        request_id: Some("r".to_owned()),
        session: text("s"),
        subject: Some(LoggedSubject::SystemUser(SystemUserId(Uuid::from_u128(9)))),
        party: Some(BAKERY),
        resource: text("æøå 'quoted' \"twice\" \\ 🥐"),
        instance: text("urn:x:1"),
        action: text("read"),
        decision: Decision::Permit,
        status: "ok".to_owned(),
        basis: LoggedBasis::Delegation(Uuid::from_u128(8)),
        required_level: Some(255),
        held_level: Some(0),
        policy_version: Some("1.0".to_owned()),
        micros: 1 << 40,
    }
}

fn bare(number: u128) -> DecisionEntry {
    DecisionEntry {
        asked: Asked {
            by: AskedBy::Unnamed,
            surface: Surface::Portal,
            position: None,
        },
        request_id: None,
        session: None,
        subject: None,
        party: None,
        resource: None,
        instance: None,
        action: None,
        decision: Decision::Indeterminate,
        basis: LoggedBasis::NotEvaluated,
        required_level: None,
        held_level: None,
        policy_version: None,
        ..whole(number)
    }
}

fn since(since: Timestamp) -> Wanted {
    Wanted {
        party: None,
        resource: None,
        since,
        limit: 10,
    }
}

#[tokio::test]
async fn a_batch_comes_back_as_it_went_in_and_a_second_try_adds_nothing() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        let gap = DecisionGap {
            first: moment(),
            last: moment().plus(Duration::SECOND),
            dropped: 12,
        };
        for _ in 0..2 {
            let mut tx = rows.write().await;
            insert(&mut tx, &[whole(1), bare(2)]).await.unwrap();
            insert_gap(&mut tx, Uuid::from_u128(7), &gap).await.unwrap();
            tx.commit().await.unwrap();
        }
        let found = list(&rows.db, &since(moment())).await.unwrap();
        assert_eq!(found, [bare(2), whole(1)], "{kind:?}");
        assert_eq!(list_gaps(&rows.db, moment()).await.unwrap(), [gap]);

        // A microsecond decides.
        let later = list(&rows.db, &since(whole(2).created)).await.unwrap();
        assert_eq!(later, [bare(2)], "{kind:?}");
        let of_bakery = Wanted {
            party: Some(BAKERY),
            ..since(moment())
        };
        assert_eq!(list(&rows.db, &of_bakery).await.unwrap(), [whole(1)]);
        let of_nobody = Wanted {
            party: Some(PartyId(Uuid::from_u128(1))),
            ..since(moment())
        };
        assert_eq!(list(&rows.db, &of_nobody).await.unwrap(), []);
    }
}
