use serde_json::{Value, json};

use super::{EVALUATION, EVALUATIONS, kari, per, reads, resource, tax_basis};
use crate::support::cast::{BAKERY, PLUMBER, TAX_BASIS};
use crate::support::database::{Kind, kinds};
use crate::support::stage::Stage;

impl Stage {
    async fn decisions(&self, body: &Value) -> Vec<bool> {
        let answer = self.asked(EVALUATIONS, body).await;
        let answers = answer["evaluations"].as_array().unwrap();
        assert_eq!(answer.as_object().unwrap().len(), 1);
        let decision = |answer: &Value| answer["decision"].as_bool().unwrap();
        answers.iter().map(decision).collect()
    }
}

#[tokio::test]
async fn items_are_answered_in_their_order_and_take_what_they_lack_from_the_top() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let mut body = reads(kari(), tax_basis());
        body["evaluations"] = json!([
            {},
            {"subject": per()},
            {"action": {"name": "write"}},
            {"resource": resource(TAX_BASIS, PLUMBER)},
            {"context": {"level": 0}},
            {"subject": kari(), "action": {"name": "read"}, "resource": tax_basis(), "context": {"level": 4}},
        ]);
        let expected = [true, false, false, false, false, true];
        assert_eq!(stage.decisions(&body).await, expected, "{kind:?}");
    }
}

#[tokio::test]
async fn an_items_own_part_replaces_the_one_at_the_top_as_a_whole() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let mut body = reads(kari(), tax_basis());
        // Merged member by member, each of these would still be permitted.
        body["evaluations"] = json!([
            {"resource": {"type": "resource", "id": TAX_BASIS}},
            {"context": {"time": "now"}},
            {"subject": {"type": "person", "id": "x"}},
        ]);
        assert_eq!(
            stage.decisions(&body).await,
            [false, false, false],
            "{kind:?}"
        );
        let half = json!([{"subject": {"type": "person"}}, {}]);
        body["evaluations"] = half;
        assert_eq!(stage.decisions(&body).await, [false, true], "{kind:?}");
    }
}

#[tokio::test]
async fn the_answers_end_where_the_caller_wants() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let (yes, no) = (json!({}), json!({"subject": per()}));
        let broken = json!({"subject": 7});
        let mut body = reads(kari(), tax_basis());
        let mut run = async |semantic: Value, items: Value| {
            body["options"] = json!({"evaluations_semantic": semantic, "other": 1});
            body["evaluations"] = items;
            stage.decisions(&body).await
        };
        let mixed = json!([yes, no, yes, no]);
        assert_eq!(
            run(json!("execute_all"), mixed.clone()).await,
            [true, false, true, false],
            "{kind:?}"
        );
        assert_eq!(run(Value::Null, mixed.clone()).await.len(), 4);
        assert_eq!(
            run(json!("deny_on_first_deny"), mixed.clone()).await,
            [true, false]
        );
        assert_eq!(
            run(json!("deny_on_first_deny"), json!([yes, yes])).await,
            [true, true]
        );
        assert_eq!(
            run(json!("deny_on_first_deny"), json!([yes, broken, yes])).await,
            [true, false]
        );
        assert_eq!(run(json!("permit_on_first_permit"), mixed).await, [true]);
        assert_eq!(
            run(
                json!("permit_on_first_permit"),
                json!([no, broken, yes, no])
            )
            .await,
            [false, false, true]
        );
        assert_eq!(
            run(json!("permit_on_first_permit"), json!([no, no])).await,
            [false, false]
        );
    }
}

#[tokio::test]
async fn without_items_the_top_is_the_question_and_the_answer_is_single() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let body = reads(kari(), tax_basis());
        let single = stage.asked(EVALUATION, &body).await;
        assert_eq!(single["decision"], true);
        for none in [None, Some(json!([])), Some(Value::Null)] {
            let mut body = body.clone();
            if let Some(none) = none {
                body["evaluations"] = none;
            }
            assert_eq!(stage.asked(EVALUATIONS, &body).await, single, "{kind:?}");
        }
        let half = json!({"subject": kari(), "evaluations": []});
        assert_eq!(stage.authzen(EVALUATIONS, &half).await.status, 400);
    }
}

#[tokio::test]
async fn an_item_that_is_no_question_fails_alone_and_says_why() {
    for kind in kinds() {
        let stage = Stage::empty(kind).await;
        let body = json!({
            "subject": kari(),
            "action": {"name": "read"},
            "context": {"level": 3},
            "evaluations": [
                {"resource": tax_basis()},
                {},
                {"resource": "record"},
                7,
                {"resource": {"type": "resource", "id": TAX_BASIS, "properties": {"party": "x"}}},
                {"resource": resource("no-such", BAKERY)},
                {"resource": tax_basis()},
            ],
        });
        let answer = stage.asked(EVALUATIONS, &body).await;
        let answers = answer["evaluations"].as_array().unwrap();
        let decisions: Vec<_> = answers.iter().map(|answer| &answer["decision"]).collect();
        assert_eq!(
            decisions,
            [true, false, false, false, false, false, true],
            "{kind:?}"
        );
        let error = |number: usize| &answers[number]["context"]["error"];
        assert_eq!(
            *error(1),
            json!({"status": 400, "message": "resource is missing"})
        );
        for number in [2, 3, 4] {
            assert_eq!(error(number)["status"], 400, "{kind:?} {number}");
        }
        // A question that the engine cannot decide is no mistake in the form.
        assert!(error(5).is_null());
        assert_eq!(answers[5]["context"]["xacml_decision"], "Indeterminate");
        assert_eq!(
            answers[5]["context"]["reason"],
            "no resource has the id no-such"
        );
    }
}

#[tokio::test]
async fn a_batch_that_cannot_be_read_at_all_is_refused() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let good = reads(kari(), tax_basis());
    for (member, value) in [
        ("evaluations", json!({})),
        ("evaluations", json!("all")),
        ("subject", json!("alice")),
        ("options", json!([])),
        ("options", json!({"evaluations_semantic": "first"})),
        ("options", json!({"evaluations_semantic": 1})),
    ] {
        let mut body = good.clone();
        body["evaluations"] = json!([{}]);
        body[member] = value;
        let answer = stage.authzen(EVALUATIONS, &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.body.is_string());
    }
}

#[tokio::test]
async fn a_thousand_items_are_answered_and_one_more_is_refused() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let mut body = reads(kari(), tax_basis());
    body["options"] = json!({"evaluations_semantic": "permit_on_first_permit"});
    body["evaluations"] = json!(vec![json!({}); 1_000]);
    assert_eq!(stage.decisions(&body).await, [true]);
    body["evaluations"] = json!(vec![json!({}); 1_001]);
    let answer = stage.authzen(EVALUATIONS, &body).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.body, "more than 1000 evaluations in one request");
}
