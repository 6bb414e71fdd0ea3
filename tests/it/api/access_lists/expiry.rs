//! Memberships that end: ours, which a client of the original never notices.

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::*;
use crate::support::database::kinds;

const MEMBERS: &str = "/dts/banks/members";

/// So many hours from now, as the wire has it.
fn in_hours(hours: i64) -> String {
    let moment = OffsetDateTime::now_utc() + Duration::hours(hours);
    fullmakt::domain::Timestamp::from_datetime(moment).rfc3339()
}

impl Desk {
    async fn add_until(&self, numbers: &[&str], expires_at: &Value) -> Answer {
        let mut body = organizations(numbers);
        body["expiresAt"] = expires_at.clone();
        self.post(MEMBERS, &body).await
    }

    /// The ends of the memberships of both, as they are told.
    async fn ends(&self) -> Vec<Value> {
        let answer = self.get(MEMBERS).await;
        let members = answer.body["data"].as_array().unwrap().iter();
        members.map(|member| member["expiresAt"].clone()).collect()
    }
}

#[tokio::test]
async fn an_end_is_set_kept_and_taken_away() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        desk.add(&[PLUMBER]).await;
        let end = json!(in_hours(48));
        let added = desk.add_until(&[BAKERY], &end).await;
        assert_eq!(added.status, 200, "{}", added.body);
        assert_eq!(desk.ends().await, [end.clone(), Value::Null], "{kind:?}");
        let plumber = added.body["data"][1].as_object().unwrap().keys();
        let names: Vec<&String> = plumber.collect();
        assert_eq!(names, ["id", "since", "identifiers"], "nothing that is new");

        // A client that knows no ends changes none.
        let again = desk.add(&BOTH).await;
        assert_eq!(tag(&again), tag(&added));
        let replaced = desk.put(MEMBERS, &organizations(&BOTH)).await;
        assert_eq!(tag(&replaced), tag(&added));
        assert_eq!(desk.ends().await, [end, Value::Null]);

        let later = json!(in_hours(72));
        let moved = desk.add_until(&BOTH, &later).await;
        assert_ne!(tag(&moved), tag(&added));
        assert_eq!(desk.ends().await, [later.clone(), later]);
        desk.add_until(&[BAKERY], &Value::Null).await;
        assert_eq!(desk.ends().await[0], Value::Null);
    }
}

#[tokio::test]
async fn a_membership_that_has_run_out_is_none_and_begins_anew() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        desk.add(&[PLUMBER]).await;
        let added = desk.add_until(&[BAKERY], &json!(in_hours(1))).await;
        let since = added.body["data"][0]["since"].clone();
        desk.stage.app.advance(Duration::hours(2));
        assert_eq!(desk.members().await, [PLUMBER], "{kind:?}");
        let anew = desk.add(&[BAKERY]).await;
        assert_eq!(numbers(&anew), BOTH);
        assert_ne!(anew.body["data"][0]["since"], since);
        assert_ne!(tag(&anew), tag(&added));
        assert_eq!(desk.ends().await, [Value::Null, Value::Null]);
    }
}

#[tokio::test]
async fn an_end_must_be_a_moment_to_come() {
    let (desk, _) = Desk::with_list(Kind::Sqlite).await;
    for end in [
        json!(in_hours(-1)),
        json!("tomorrow"),
        json!("2030-01-31"),
        json!(1),
        json!({}),
    ] {
        let answer = desk.add_until(&[BAKERY], &end).await;
        assert_eq!(
            faults(&answer),
            fault("RR.VLD-00011", "/expiresAt"),
            "{end}"
        );
    }
    assert_eq!(desk.members().await, Vec::<String>::new());
}
