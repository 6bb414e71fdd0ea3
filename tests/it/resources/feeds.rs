//! Whoever follows a feed sees every change, however many write at the same time.

use std::collections::BTreeMap;

use fullmakt::ops::Core;
use fullmakt::ops::resources::{Administrator, put_policy};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{Registry, policy_of, rule};
use crate::facts::another;
use crate::support::database::{Kind, kinds};

const WRITERS: usize = 4;
const CHANGES: usize = 15;

fn id(writer: usize) -> String {
    format!("dts-skriver-{writer}")
}

/// Changes the policy of a resource of its own again and again; each has other subjects than the one before.
async fn write(core: Core, writer: usize) {
    for change in 0..CHANGES {
        let (now, before) = (format!("r{change}"), format!("r{}", change + 1));
        let subjects = [
            ("urn:altinn:rolecode", now.as_str()),
            ("urn:altinn:rolecode", before.as_str()),
        ];
        let policy = policy_of(&[rule("1", "Permit", &subjects, &id(writer), &["read"])]);
        put_policy(&core, &Administrator::Operator, &id(writer), &policy)
            .await
            .unwrap()
            .unwrap();
    }
}

/// Somebody who follows a feed page by page.
struct Follower<'a> {
    registry: &'a Registry,
    next: String,
    seen: BTreeMap<String, Value>,
}

impl<'a> Follower<'a> {
    fn new(registry: &'a Registry, feed: &str, limit: usize) -> Self {
        Self {
            registry,
            next: format!("/{feed}?limit={limit}"),
            seen: BTreeMap::new(),
        }
    }

    /// Reads on until there is nothing more; `name` tells the rows apart.
    async fn catch_up(&mut self, name: impl Fn(&Value) -> String) {
        loop {
            let page = self.registry.get(&self.next).await;
            assert_eq!(page.status, 200, "{}", page.body);
            let rows = page.body["data"].as_array().unwrap();
            for row in rows {
                self.seen.insert(name(row), row.clone());
            }
            let Some(next) = page.body["links"]["next"].as_str() else {
                // A page that is not full has no next one; what comes later is asked for by the last moment seen.
                if let Some(last) = rows.last().and_then(|row| row["updatedAt"].as_str()) {
                    self.next = format!("/updated?limit=3&since={last}");
                }
                return;
            };
            let at = next.find("/resource/").unwrap() + "/resource".len();
            self.next = next[at..].to_owned();
        }
    }
}

fn by_pair(row: &Value) -> String {
    format!("{} {}", row["resourceUrn"], row["subjectUrn"])
}

async fn prepared(kind: Kind) -> (Registry, JoinSet<()>) {
    let registry = Registry::start(kind).await;
    for writer in 0..WRITERS {
        registry.create(&id(writer)).await;
    }
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let core = another(&registry.stage).await;
        writers.spawn(write(core, writer));
    }
    (registry, writers)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_of_the_subjects_misses_nothing_while_many_write() {
    for kind in kinds() {
        let (registry, mut writers) = prepared(kind).await;
        let mut follower = Follower::new(&registry, "updated", 3);
        while !writers.is_empty() {
            follower.catch_up(by_pair).await;
            while let Some(done) = writers.try_join_next() {
                done.unwrap();
            }
        }
        follower.catch_up(by_pair).await;
        let all = registry.get("/updated").await;
        let expected: BTreeMap<String, Value> = all.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (by_pair(row), row.clone()))
            .collect();
        assert_eq!(expected.len(), follower.seen.len(), "{kind:?}");
        assert_eq!(expected, follower.seen, "{kind:?}");
        let live = expected.values().filter(|row| {
            row["resourceUrn"].as_str().unwrap().contains("skriver") && row["deleted"] == false
        });
        assert_eq!(live.count(), 2 * WRITERS, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_of_the_changes_sees_the_last_change_of_each_resource() {
    for kind in kinds() {
        let (registry, mut writers) = prepared(kind).await;
        let by_id = |row: &Value| row["resourceId"].to_string();
        let mut follower = Follower::new(&registry, "changes", 2);
        while !writers.is_empty() {
            follower.catch_up(by_id).await;
            while let Some(done) = writers.try_join_next() {
                done.unwrap();
            }
        }
        follower.catch_up(by_id).await;
        let all = registry.get("/changes").await;
        let expected: BTreeMap<String, Value> = all.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (by_id(row), row.clone()))
            .collect();
        assert_eq!(expected, follower.seen, "{kind:?}");
    }
}

#[tokio::test]
async fn the_feeds_tell_what_came_and_what_went() {
    for kind in kinds() {
        let registry = Registry::start(kind).await;
        let last = |answer: &crate::support::machine::Answer| {
            let rows = answer.body["data"].as_array().unwrap();
            rows.last().unwrap().clone()
        };
        let before = last(&registry.get("/updated").await)["updatedAt"]
            .as_str()
            .unwrap()
            .to_owned();
        let only = |role: &str| {
            policy_of(&[rule(
                "1",
                "Permit",
                &[("urn:altinn:rolecode", role)],
                "dts-strom",
                &["read"],
            )])
        };
        registry.create_guarded("dts-strom", &only("DAGL")).await;
        registry
            .upload(&registry.tax, "dts-strom", only("REVI").as_bytes())
            .await;
        let found = registry.get(&format!("/updated?since={before}")).await;
        let rows: Vec<Value> = found.body["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| json!([row["subjectUrn"], row["resourceUrn"], row["deleted"]]))
            .collect();
        let resource = "urn:altinn:resource:dts-strom";
        let expected = [
            json!(["urn:altinn:rolecode:dagl", resource, true]),
            json!(["urn:altinn:rolecode:revi", resource, false]),
        ];
        assert_eq!(rows, expected, "{kind:?}");
        assert_eq!(
            last(&registry.get("/changes").await)["resourceId"],
            "dts-strom",
            "{kind:?}"
        );
        registry.delete(&registry.tax, "dts-strom").await;
        assert_eq!(
            last(&registry.get("/updated").await)["deleted"],
            true,
            "{kind:?}"
        );
        assert_eq!(
            last(&registry.get("/changes").await)["resourceId"],
            "dts-strom",
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn what_a_feed_cannot_read_is_refused() {
    let registry = Registry::start(Kind::Sqlite).await;
    for feed in ["updated", "changes"] {
        for query in [
            "limit=0",
            "limit=1001",
            "limit=x",
            "token=x",
            "token=WyJ4Il0",
            "token=WyJ4IiwieSIsInoiXQ",
            "since=yesterday",
        ] {
            let answer = registry.get(&format!("/{feed}?{query}")).await;
            assert_eq!(answer.status, 400, "{feed} {query}");
        }
        for query in [
            "since=2026-01-01",
            "since=2026-01-01T00:00:00",
            "since=2026-01-01T00:00:00%2B01:00",
            "limit=1000",
        ] {
            let answer = registry.get(&format!("/{feed}?{query}")).await;
            assert_eq!(answer.status, 200, "{feed} {query} {}", answer.body);
        }
    }
}
