//! Several at once: one wins, and nothing is lost.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::*;
use crate::support::database::kinds;

/// How many at once.
const MANY: usize = 12;
const MEMBERS: &str = "/dts/banks/members";

#[derive(Clone)]
struct Call {
    method: Method,
    path: &'static str,
    /// A condition, and what it names.
    condition: Option<(&'static str, String)>,
    body: Value,
}

impl Call {
    fn new(method: Method, path: &'static str, body: Value) -> Self {
        Self {
            method,
            path,
            condition: None,
            body,
        }
    }

    fn when(self, name: &'static str, value: &str) -> Self {
        Self {
            condition: Some((name, value.to_owned())),
            ..self
        }
    }
}

async fn at_once(desk: &Arc<Desk>, calls: Vec<Call>) -> Vec<Answer> {
    let mut running = JoinSet::new();
    for call in calls {
        let desk = desk.clone();
        running.spawn(async move {
            let condition = call.condition.as_ref();
            let headers: Vec<(&str, &str)> = condition
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            desk.send(call.method, call.path, &headers, Some(&call.body))
                .await
        });
    }
    running.join_all().await
}

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|one| one.status == status).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_those_who_expect_the_same_version_one_wins() {
    for kind in kinds() {
        let (desk, tag) = Desk::with_list(kind).await;
        let desk = Arc::new(desk);
        let put = |number: usize| {
            let body = json!({"name": number.to_string()});
            Call::new(Method::PUT, "/dts/banks", body).when(IF_MATCH, &tag)
        };
        let answers = at_once(&desk, (0..MANY).map(put).collect()).await;
        assert_eq!(
            (count(&answers, 200), count(&answers, 412)),
            (1, MANY - 1),
            "{kind:?}"
        );
        let won = answers.iter().find(|one| one.status == 200).unwrap();
        assert_eq!(desk.get("/dts/banks").await.body, won.body);

        let all = add_organizations(&desk.stage.app.db, MANY).await;
        let tag = super::tag(won);
        let add = |number: &String| {
            let body = organizations(&[number]);
            Call::new(Method::POST, MEMBERS, body).when(IF_MATCH, &tag)
        };
        let answers = at_once(&desk, all.iter().map(add).collect()).await;
        assert_eq!(
            (count(&answers, 200), count(&answers, 412)),
            (1, MANY - 1),
            "{kind:?}"
        );
        assert_eq!(desk.members().await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_those_who_make_the_same_list_one_wins_or_all_agree() {
    for kind in kinds() {
        let desk = Arc::new(Desk::start(kind).await);
        let put = |path| Call::new(Method::PUT, path, json!({"name": "Banks"}));
        let only_new = vec![put("/dts/one").when("if-none-match", "*"); MANY];
        let answers = at_once(&desk, only_new).await;
        assert_eq!(
            (count(&answers, 200), count(&answers, 412)),
            (1, MANY - 1),
            "{kind:?}"
        );
        let answers = at_once(&desk, vec![put("/dts/two"); MANY]).await;
        assert_eq!(count(&answers, 200), MANY, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_members_that_are_added_at_once_none_is_lost() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let desk = Arc::new(desk);
        let all = add_organizations(&desk.stage.app.db, 60).await;
        // Overlapping on purpose: each is named twice.
        let part = |number: usize| {
            let part: Vec<&str> = (0..10)
                .map(|at| all[(number * 5 + at) % all.len()].as_str())
                .collect();
            Call::new(Method::POST, MEMBERS, organizations(&part))
        };
        let answers = at_once(&desk, (0..MANY).map(part).collect()).await;
        assert_eq!(count(&answers, 200), MANY, "{kind:?}");
        assert_eq!(desk.members().await, all, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_added_to_a_list_that_goes_goes_with_it_or_is_refused() {
    for kind in kinds() {
        let desk = Arc::new(Desk::start(kind).await);
        for _ in 0..5 {
            desk.put("/dts/banks", &json!({"name": "Banks"})).await;
            let add = Call::new(Method::POST, MEMBERS, organizations(&[BAKERY]));
            let mut calls = vec![add; 4];
            calls.insert(2, Call::new(Method::DELETE, "/dts/banks", Value::Null));
            let answers = at_once(&desk, calls).await;
            assert_eq!(count(&answers, 200) + count(&answers, 404), 5, "{kind:?}");
            assert_eq!(desk.get("/dts/banks").await.status, 404);
        }
        let left = desk
            .stage
            .app
            .run_sql("delete from access_list_member")
            .await;
        assert_eq!(left, 0, "{kind:?}");
    }
}
