//! The wire of AuthZEN's answers: status, headers that matter, body.

use serde_json::json;

use super::{
    ACTIONS, CONFIGURATION, EVALUATION, EVALUATIONS, RESOURCES, SUBJECTS, kari, per, reads,
    resource, tax_basis,
};
use crate::support::cast::BAKERY;
use crate::support::database::Kind;
use crate::support::stage::Stage;

#[tokio::test]
async fn evaluations() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let permitted = stage.authzen(EVALUATION, &reads(kari(), tax_basis())).await;
    insta::assert_snapshot!("evaluation_permit", stage.wire(&permitted));
    let refused = stage.authzen(EVALUATION, &reads(per(), tax_basis())).await;
    insta::assert_snapshot!("evaluation_refused", stage.wire(&refused));
    let mut body = reads(kari(), tax_basis());
    body["evaluations"] = json!([
        {"context": {}},
        {"resource": resource("no-such", BAKERY)},
        {"resource": {"type": "resource"}},
    ]);
    let batch = stage.authzen(EVALUATIONS, &body).await;
    insta::assert_snapshot!("evaluations", stage.wire(&batch));
    let unreadable = stage.authzen(EVALUATION, &json!({"subject": kari()})).await;
    insta::assert_snapshot!("evaluation_unreadable", stage.wire(&unreadable));
    let nobody = stage.vendor.post(EVALUATION, "x", &body).await;
    insta::assert_snapshot!("evaluation_token_refused", stage.wire(&nobody));
}

#[tokio::test]
async fn searches_and_configuration() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let mut body = reads(kari(), tax_basis());
    let resources = stage.authzen(RESOURCES, &body).await;
    insta::assert_snapshot!("search_resource", stage.wire(&resources));
    let actions = stage.authzen(ACTIONS, &body).await;
    insta::assert_snapshot!("search_action", stage.wire(&actions));
    body["page"] = json!({"limit": 1});
    let subjects = stage.authzen(SUBJECTS, &body).await;
    insta::assert_snapshot!("search_subject", stage.wire(&subjects));
    let told = stage.vendor.get(CONFIGURATION, "x").await;
    insta::assert_snapshot!("configuration", stage.wire(&told));
}
