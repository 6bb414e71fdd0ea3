//! The table of scopes against the server: what it says is what happens.

mod complete;
mod owners;
mod suppliers;
mod table;

use fullmakt::api::needs::Row;
use fullmakt::domain::scope::{OPENING, RESERVED};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::cast::{BAKERY_ID, PLUMBER_ID, TAX_BASIS, TAX_OWNER};
use crate::support::machine::{Answer, answer};
use crate::support::stage::Stage;

/// Kari, as tokens of persons name her.
const KARI: &str = "20010001";

/// A request to an address of the table, with something in every place of its pattern.
pub async fn ask(stage: &Stage, row: &Row, (method, path): &(Method, &str), token: &str) -> Answer {
    let request = stage
        .app
        .http()
        .request(method.clone(), address(stage, row, path))
        .bearer_auth(token);
    // A body where one is looked for; it need not be a good one.
    let request = match *method {
        Method::GET | Method::DELETE => request,
        _ => request.json(&json!({"directRightKeys": ["x"]})),
    };
    answer(request.send().await.unwrap()).await
}

fn address(stage: &Stage, row: &Row, pattern: &str) -> String {
    let mut path = pattern.to_owned();
    for (name, value) in [
        ("{id}", BAKERY_ID.to_string().as_str()),
        ("{number}", "50010001"),
        ("{owner}", "dts"),
        ("{list}", "a-list"),
        ("{resource}", TAX_BASIS),
        ("{consumer}", "dialogporten"),
        ("{role}", "dagl"),
        ("{party}", "50010001"),
        ("{system_id}", "310801003_none"),
        ("{org}", "310501018"),
        ("{external_ref}", "none"),
    ] {
        path = path.replace(name, value);
    }
    assert!(
        !path.contains('{'),
        "{path}: a place that nothing is known for"
    );
    // Which way a connection goes is told by the query.
    let (from, to) = match row.when {
        "" | "`party` is `from`" => (BAKERY_ID, PLUMBER_ID),
        "`party` is `to`" => (PLUMBER_ID, BAKERY_ID),
        other => panic!("{other}: when is that?"),
    };
    let what = format!(
        "package=urn:altinn:accesspackage:skattegrunnlag&resource={TAX_BASIS}&rolecode=dagl"
    );
    format!(
        "{}{path}?party={BAKERY_ID}&from={from}&to={to}&{what}",
        stage.app.url
    )
}

/// A token that is good for everything but its scopes: of a service owner, and of a person.
pub fn token(stage: &Stage, scopes: &str) -> String {
    let mut claims = stage.issuer.claims(TAX_OWNER, scopes);
    claims["urn:altinn:userid"] = json!(KARI);
    claims["urn:altinn:authlevel"] = json!("4");
    stage.issuer.sign(&claims)
}

/// Every scope that the product knows.
pub fn known() -> impl Iterator<Item = &'static str> {
    OPENING.iter().chain(RESERVED).map(|scope| scope.name)
}

/// Whether the answer is the one to a token without the scope.
pub fn lacks_scope(answer: &Answer) -> bool {
    let text = match &answer.body {
        Value::String(text) => text.clone(),
        body => body["title"].as_str().unwrap_or_default().to_owned(),
    };
    answer.status == 403 && text.contains("The token lacks the scope that is needed")
}
