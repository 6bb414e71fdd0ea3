//! The queries of a decision, counted; `ops::facts` lists them.

use fullmakt::db::Db;
use fullmakt::engine::{Request, names};
use fullmakt::ops::{Core, Person, access};
use fullmakt::world::World;

use super::{NOBODY, another, decision, question};
use crate::support::cast::{self, BAKERY, KARI, TAX_BASIS};
use crate::support::database::{Kind, kinds};
use crate::support::stage::{AUTHORIZE, KARI as KARI_AT_HOME, Stage};

/// What asking for the version of the facts costs.
fn version(kind: Kind) -> u64 {
    match kind {
        Kind::Sqlite => 0,
        Kind::Postgres => 1,
    }
}

/// How many statements this took.
async fn count<T>(db: &Db, what: impl Future<Output = T>) -> u64 {
    let before = db.statements();
    what.await;
    db.statements() - before
}

#[tokio::test]
async fn a_decision_takes_few_queries_and_the_next_one_only_the_version() {
    for kind in kinds() {
        let stage = Stage::start(kind).await;
        let user = stage.system_user().await.to_string();
        for (subject, business, queries) in [
            ((names::PERSON_NUMBER, KARI), BAKERY, 6),
            ((names::PERSON_NUMBER, KARI), cast::BAKERY_SQUARE, 6),
            ((names::ORGANIZATION_NUMBER, "310701009"), BAKERY, 6),
            ((names::SYSTEM_USER_UUID, user.as_str()), BAKERY, 3),
        ] {
            let core = another(&stage).await;
            let request = question(subject, "read", business);
            let cold = count(&core.db, decision(&core, &request)).await;
            assert_eq!(cold, queries + version(kind), "{kind:?} {subject:?}");
            let warm = count(&core.db, decision(&core, &request)).await;
            assert_eq!(warm, version(kind), "{kind:?} {subject:?}");
        }
    }
}

#[tokio::test]
async fn a_resource_for_members_takes_one_query_more_and_a_question_without_a_party_three_in_all() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let kari = (names::PERSON_NUMBER, KARI);
        let alone = Request::new()
            .subject(kari.0, kari.1)
            .resource(names::RESOURCE_ID, TAX_BASIS)
            .action("read");
        let closed = "update resource set access_list_mode = 'Enabled'";
        stage.app.run_sql(closed).await;
        for (request, queries) in [(question(kari, "read", BAKERY), 7), (alone, 3)] {
            let core = another(&stage).await;
            let cold = count(&core.db, decision(&core, &request)).await;
            assert_eq!(cold, queries + version(kind), "{kind:?}");
            let warm = count(&core.db, decision(&core, &request)).await;
            assert_eq!(warm, version(kind), "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_question_of_a_hundred_parts_asks_for_the_version_once() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let core = another(&stage).await;
        let subject = (names::PERSON_NUMBER, KARI);
        let parts: Vec<Request> = (0..100)
            .map(|number| question(subject, &format!("action{number}"), BAKERY))
            .collect();
        let ask = async || {
            let known = core.known().await.unwrap();
            for part in &parts {
                known.decide(&NOBODY, part).await.unwrap();
            }
        };
        assert_eq!(count(&core.db, ask()).await, 6 + version(kind), "{kind:?}");
        assert_eq!(count(&core.db, ask()).await, version(kind), "{kind:?}");
    }
}

#[tokio::test]
async fn a_call_over_http_asks_for_the_version_once() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let attributes = |id: &str, value: &str| serde_json::json!([{"Id": "x", "Attribute": [{"AttributeId": id, "Value": value}]}]);
        let mut body = serde_json::json!({"Request": {
            "AccessSubject": attributes(names::PERSON_NUMBER, KARI),
            "Action": attributes(names::ACTION_ID, "read"),
            "Resource": attributes(names::RESOURCE_ID, TAX_BASIS),
            "MultiRequests": {"RequestReference": vec![serde_json::json!({"ReferenceId": ["s", "a", "r"]}); 100]},
        }});
        for (category, id) in [("AccessSubject", "s"), ("Action", "a"), ("Resource", "r")] {
            body["Request"][category][0]["Id"] = id.into();
        }
        body["Request"]["Resource"][0]["Attribute"]
            .as_array_mut()
            .unwrap()
            .push(serde_json::json!({"AttributeId": names::ORGANIZATION_NUMBER, "Value": BAKERY}));
        let ask = async || {
            let answer = stage.vendor.post(AUTHORIZE, &stage.tax_owner, &body).await;
            let parts = answer.body["response"].as_array().unwrap();
            assert_eq!(parts.len(), 100, "{}", answer.body);
            assert!(parts.iter().all(|part| part["decision"] == "Permit"));
        };
        ask().await;
        let warm = count(&stage.app.db, ask()).await;
        assert_eq!(warm, version(kind), "{kind:?}");
    }
}

#[tokio::test]
async fn a_page_asks_for_the_version_once_and_for_a_relation_in_five_queries() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let core = another(&stage).await;
        let bakery = fullmakt::domain::PartyId(cast::BAKERY_ID);
        let person: Person = KARI_AT_HOME;
        let ask = async || {
            let relation = access::Relation::load(&core, person, bakery).await;
            let relation = relation.unwrap().unwrap();
            assert!(relation.exists());
            for resource in [TAX_BASIS, TAX_BASIS, access::ACCESS_MANAGEMENT] {
                let access = relation.may("read", resource).await.unwrap();
                assert!(access.is_granted(), "{resource}");
            }
        };
        let (cold, warm) = (count(&core.db, ask()).await, count(&core.db, ask()).await);
        assert_eq!(cold, 5 + 2 + version(kind), "{kind:?}");
        assert_eq!(warm, version(kind), "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_no_fact_leaves_what_is_known() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let core = Core::new(stage.app.db.clone(), World::default());
        let request = question((names::PERSON_NUMBER, KARI), "read", BAKERY);
        decision(&core, &request).await;
        let before = core.db.fact_version().await.unwrap();
        let mut tx = core.db.write().await.unwrap();
        let now = core.world.now();
        fullmakt::store::profiles::set_email(&mut tx, KARI_AT_HOME.party, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        stage.app.run_sql("delete from session").await;
        assert_eq!(core.db.fact_version().await.unwrap(), before, "{kind:?}");
        stage.app.run_sql("delete from access_list").await;
        assert!(core.db.fact_version().await.unwrap() > before, "{kind:?}");
    }
}
