//! Pages of members and connections, each walk over one version of the list.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::*;
use crate::support::cast::TAX_BASIS;
use crate::support::database::kinds;

const MEMBERS: &str = "/dts/banks/members";

impl Desk {
    /// Adds so many invented organizations to `banks`; their numbers, sorted.
    async fn enlist(&self, count: usize) -> Vec<String> {
        let all = add_organizations(&self.stage.app.db, count).await;
        for some in all.chunks(100) {
            let some: Vec<&str> = some.iter().map(String::as_str).collect();
            self.add(&some).await;
        }
        all
    }

    /// All members in the order of the pages, and how often the walk had to begin again.
    async fn walk(&self) -> (Vec<String>, usize) {
        let (mut found, mut restarts) = (Vec::new(), 0);
        let mut path = MEMBERS.to_owned();
        loop {
            let page = self.get(&path).await;
            if page.status == 412 {
                restarts += 1;
                found.clear();
                path = MEMBERS.to_owned();
                continue;
            }
            let on_page = numbers(&page);
            assert!(on_page.len() <= 100);
            found.extend(on_page);
            match page.body["links"]["next"].as_str() {
                Some(next) => next.clone_into(&mut path),
                None => return (found, restarts),
            }
        }
    }
}

#[tokio::test]
async fn members_come_in_pages_of_a_hundred() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let all = desk.enlist(200).await;
        assert_eq!(desk.walk().await, (all.clone(), 0), "{kind:?}");
        let second = desk.get(MEMBERS).await.body["links"]["next"].clone();
        let second = desk.get(second.as_str().unwrap()).await;
        assert_eq!(numbers(&second), all[100..]);
        assert_eq!(
            second.body["links"],
            json!({}),
            "nothing comes after a full last page"
        );
        desk.add(&[BAKERY]).await;
        let (found, _) = desk.walk().await;
        assert_eq!(found.len(), 201);
    }
}

#[tokio::test]
async fn a_page_of_a_list_that_has_changed_is_refused() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        desk.enlist(101).await;
        let next = desk.get(MEMBERS).await.body["links"]["next"].clone();
        let next = next.as_str().unwrap();
        assert_eq!(desk.get(next).await.status, 200);
        desk.put("/dts/banks", &json!({"name": "Other"})).await;
        assert_eq!(desk.get(next).await.status, 412, "{kind:?}");

        // Nor does a token lead into a list that took the name, or into another one.
        let next = desk.get(MEMBERS).await.body["links"]["next"].clone();
        let next = next.as_str().unwrap();
        desk.delete("/dts/banks").await;
        assert_eq!(desk.get(next).await.status, 404);
        desk.put("/dts/banks", &json!({"name": "Banks"})).await;
        desk.put("/dts/other", &json!({"name": "Banks"})).await;
        assert_eq!(desk.get(next).await.status, 412);
        let elsewhere = next.replace("/banks/", "/other/");
        assert_eq!(desk.get(&elsewhere).await.status, 412);
    }
}

#[tokio::test]
async fn connections_are_bound_to_a_version_too() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        desk.stage
            .app
            .run_sql(
                "insert into resource (id, owner, title, description, kind, is_delegable, is_visible, available_for)
                 select 'r-' || number, 'dts', title, description, kind, is_delegable, is_visible, available_for
                 from resource join (select number from party order by number limit 101) n on true
                 where id = 'dts-skattegrunnlag'",
            )
            .await;
        desk.stage
            .app
            .run_sql(
                "insert into access_list_resource (list, resource, actions, created_at, updated_at)
                 select l.id, r.id, null, l.created_at, l.created_at from access_list l, resource r where r.owner = 'dts'",
            )
            .await;
        let connections = "/dts/banks/resource-connections";
        let first = desk.get(connections).await;
        let names = |page: &Answer| -> BTreeSet<String> {
            let data = page.body["data"].as_array().unwrap().iter();
            data.map(|one| one["resourceIdentifier"].as_str().unwrap().to_owned())
                .collect()
        };
        let count = names(&first).len();
        let next = first.body["links"]["next"].as_str().map(str::to_owned);
        let Some(next) = next else {
            // The cast is small: then there is one page.
            assert!(count < 100, "{kind:?}");
            continue;
        };
        assert_eq!(count, 100);
        let second = desk.get(&next).await;
        assert!(names(&second).is_disjoint(&names(&first)));
        let path = format!("{connections}/{TAX_BASIS}");
        assert_eq!(desk.delete(&path).await.status, 200);
        assert_eq!(desk.get(&next).await.status, 412, "{kind:?}");
    }
}

#[tokio::test]
async fn tokens_that_nobody_gave_are_refused() {
    let (desk, _) = Desk::with_list(Kind::Sqlite).await;
    for token in ["", "x", "e30", "eyJsaXN0IjoxfQ", "%00", "W10", "bnVsbA"] {
        for path in ["/dts", MEMBERS, "/dts/banks/resource-connections"] {
            let answer = desk.get(&format!("{path}?token={token}")).await;
            assert_eq!(
                faults(&answer),
                fault("RR.VLD-00011", "/$QUERY/token"),
                "{path} {token}"
            );
        }
    }
}

/// Somebody adds and removes all the while; who is on the list all the time is met exactly once.
#[tokio::test(flavor = "multi_thread")]
async fn a_walk_while_others_change_the_list_loses_and_repeats_nobody() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let all = desk.enlist(1_000).await;
        let (steady, fleeting) = all.split_at(990);
        let steady: BTreeSet<&str> = steady.iter().map(String::as_str).collect();
        let change = async |remove: bool, number: &str| {
            let method = if remove { Method::DELETE } else { Method::POST };
            let body = organizations(&[number]);
            let answer = desk.send(method, MEMBERS, &[], Some(&body)).await;
            assert_eq!(answer.status, 200);
        };
        let changes = async {
            for number in fleeting {
                change(true, number).await;
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                change(false, number).await;
            }
        };
        let walks = async {
            let mut restarts = 0;
            for _ in 0..3 {
                let (found, more) = desk.walk().await;
                restarts += more;
                let once: BTreeSet<&str> = found.iter().map(String::as_str).collect();
                assert_eq!(once.len(), found.len(), "{kind:?}: somebody was met twice");
                assert!(once.is_superset(&steady), "{kind:?}: somebody was lost");
            }
            restarts
        };
        let ((), restarts) = tokio::join!(changes, walks);
        assert!(restarts > 0, "nobody changed anything meanwhile");
    }
}

/// The places in the answers are what a client may look at, but never more than a place.
#[tokio::test]
async fn a_token_holds_a_place_and_no_secret() {
    use base64::Engine as _;
    let (desk, _) = Desk::with_list(Kind::Sqlite).await;
    let all = desk.enlist(101).await;
    let next = desk.get(MEMBERS).await.body["links"]["next"].clone();
    let token = next.as_str().unwrap().split("token=").nth(1).unwrap();
    let place = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(token);
    let place: Value = serde_json::from_slice(&place.unwrap()).unwrap();
    let names: Vec<&String> = place.as_object().unwrap().keys().collect();
    assert_eq!(names, ["list", "version", "after"]);
    assert!(
        place["after"]
            .as_str()
            .unwrap()
            .ends_with(&all[99][..9].to_owned())
    );
}
