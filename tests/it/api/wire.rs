//! The wire of the main answers: status, headers that matter, body. Ids and moments are blanked out.

use fullmakt::domain::scope::SYSTEM_USER_LOOKUP;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::cast::{BAKERY, LINK_SERVICE, TAX_BASIS, VENDOR, VENDOR_CLIENT};
use crate::support::database::Kind;
use crate::support::machine::{Answer, Question};
use crate::support::stage::{AUTHORIZE, REDEEM, REQUESTS, SYSTEM, SYSTEMS, Stage};

const HEADERS: [&str; 4] = [
    "content-type",
    "cache-control",
    "location",
    "www-authenticate",
];

impl Stage {
    /// An answer as text, without what differs from run to run.
    pub fn wire(&self, answer: &Answer) -> String {
        let mut text = format!("{}\n", answer.status.as_u16());
        for name in HEADERS {
            if let Some(value) = answer.headers.get(name) {
                text += &format!("{name}: {}\n", value.to_str().unwrap());
            }
        }
        let body = blanked(answer.body.clone());
        text += &serde_json::to_string_pretty(&body).unwrap();
        let text: Vec<String> = text
            .replace(&self.app.url, "[base]")
            .split('\n')
            .map(without_uuid)
            .collect();
        text.join("\n")
    }
}

/// Moments and trace ids become words.
fn blanked(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| match name.as_str() {
                "traceId" => (name, json!("[trace]")),
                "created" | "createdAt" | "modifiedAt" | "lastUpdated" | "issuedAt"
                | "redeemedAt" | "evaluatedAt" => (name, json!("[moment]")),
                "versionId" => (name, json!("[version]")),
                _ => (name, blanked(value)),
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(blanked).collect(),
        other => other,
    }
}

/// Uuids that are no part of the cast's become words.
fn without_uuid(line: &str) -> String {
    let mut text = line.to_owned();
    for start in (0..line.len().saturating_sub(35)).rev() {
        let found = line
            .get(start..start + 36)
            .filter(|piece| Uuid::try_parse(piece).is_ok());
        if let Some(piece) = found.filter(|piece| !piece.starts_with("f0a1")) {
            text = text.replace(piece, "[id]");
        }
    }
    text
}

#[tokio::test]
async fn the_register_of_systems() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let registered = stage.vendor.register_system(&stage.token, SYSTEM).await;
    insta::assert_snapshot!("system_registered", stage.wire(&registered));
    let shown = stage
        .vendor
        .get(&format!("{SYSTEMS}/{SYSTEM}"), &stage.token)
        .await;
    insta::assert_snapshot!("system_shown", stage.wire(&shown));
    let listed = stage.vendor.get(SYSTEMS, &stage.token).await;
    insta::assert_snapshot!("systems_listed", stage.wire(&listed));
    let refused = stage.vendor.register_system(&stage.token, SYSTEM).await;
    insta::assert_snapshot!("system_refused", stage.wire(&refused));
}

#[tokio::test]
async fn requests_and_the_system_user() {
    let stage = Stage::start(Kind::Sqlite).await;
    let asked = stage
        .vendor
        .post(REQUESTS, &stage.token, &stage.request_body())
        .await;
    insta::assert_snapshot!("request_created", stage.wire(&asked));
    let path = format!("{REQUESTS}/{}", asked.body["id"].as_str().unwrap());
    let deleted = stage.vendor.delete(&path, &stage.token).await;
    insta::assert_snapshot!("request_deleted", stage.wire(&deleted));
    let missing = stage.vendor.get(&path, &stage.token).await;
    insta::assert_snapshot!("request_unknown", stage.wire(&missing));
    stage.system_user().await;
    let maskinporten = stage.issuer.token("310901008", SYSTEM_USER_LOOKUP);
    let found = format!(
        "/authentication/api/v1/systemuser/byExternalId\
         ?clientId={VENDOR_CLIENT}&systemProviderOrgNo={VENDOR}&systemUserOwnerOrgNo={BAKERY}"
    );
    let found = stage.vendor.get(&found, &maskinporten).await;
    insta::assert_snapshot!("system_user_looked_up", stage.wire(&found));
}

#[tokio::test]
async fn decisions() {
    let stage = Stage::start(Kind::Sqlite).await;
    let user = stage.system_user().await.to_string();
    let question = Question {
        system_user: &user,
        action: "read",
        resource: TAX_BASIS,
        business: BAKERY,
    };
    let permit = stage
        .vendor
        .post(AUTHORIZE, &stage.tax_owner, &question.body())
        .await;
    insta::assert_snapshot!("decision_permit", stage.wire(&permit));
    let unknown = Question {
        resource: "no-such",
        ..question
    };
    let unknown = stage
        .vendor
        .post(AUTHORIZE, &stage.tax_owner, &unknown.body())
        .await;
    insta::assert_snapshot!("decision_indeterminate", stage.wire(&unknown));
    let unreadable = stage
        .vendor
        .post_text(AUTHORIZE, &stage.tax_owner, "application/json", "{")
        .await;
    insta::assert_snapshot!("decision_unreadable", stage.wire(&unreadable));
    let nobody = stage.vendor.post(AUTHORIZE, "x", &question.body()).await;
    insta::assert_snapshot!("token_refused", stage.wire(&nobody));
    let without_scope = stage
        .vendor
        .post(AUTHORIZE, &stage.token, &question.body())
        .await;
    insta::assert_snapshot!("scope_missing", stage.wire(&without_scope));
}

#[tokio::test]
async fn redemptions() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let (_, key) = stage.ticket(LINK_SERVICE).await;
    let body = json!({"key": key});
    let redeemed = stage.vendor.post(REDEEM, &stage.trade_owner, &body).await;
    insta::assert_snapshot!("ticket_redeemed", stage.wire(&redeemed));
    let again = stage.vendor.post(REDEEM, &stage.trade_owner, &body).await;
    insta::assert_snapshot!("ticket_used", stage.wire(&again));
}
