//! What is changed by the API counts in the very next decision, in every process.

use fullmakt::engine::{Request, names};
use serde_json::{Value, json};

use super::*;
use crate::facts::{another, decision};
use crate::support::cast::{KARI, TAX_BASIS};
use crate::support::database::kinds;

const CONNECTION: &str = "/dts/banks/resource-connections/dts-skattegrunnlag";

/// May Kari do this on the tax basis for the bakery?
fn kari(action: &str) -> Request {
    Request::new()
        .subject(names::PERSON_NUMBER, KARI)
        .resource(names::RESOURCE_ID, TAX_BASIS)
        .resource(names::ORGANIZATION_NUMBER, BAKERY)
        .action(action)
}

impl Desk {
    /// The same question to the server itself, as a service owner asks it.
    async fn asks(&self, action: &str) -> String {
        let attribute =
            |id: &str, value: &str| json!([{"Attribute": [{"AttributeId": id, "Value": value}]}]);
        let mut body = json!({"Request": {
            "AccessSubject": attribute(names::PERSON_NUMBER, KARI),
            "Action": attribute(names::ACTION_ID, action),
            "Resource": attribute(names::RESOURCE_ID, TAX_BASIS),
        }});
        let party = json!({"AttributeId": names::ORGANIZATION_NUMBER, "Value": BAKERY});
        body["Request"]["Resource"][0]["Attribute"]
            .as_array_mut()
            .unwrap()
            .push(party);
        let stage = &self.stage;
        let path = crate::support::stage::AUTHORIZE;
        let answer = stage.vendor.post(path, &stage.tax_owner, &body).await;
        answer.body["response"][0]["decision"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_counts_in_the_next_decision_here_and_elsewhere() {
    for kind in kinds() {
        let (desk, _) = Desk::with_list(kind).await;
        let elsewhere = another(&desk.stage).await;
        let both = async |action: &str, expected: &str, step: &str| {
            assert_eq!(desk.asks(action).await, expected, "{kind:?} {step}");
            // Another process on the same SQLite file is told within a quarter of a second.
            let mut there = decision(&elsewhere, &kari(action)).await;
            for _ in 0..40 {
                if there == expected || kind == Kind::Postgres {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                there = decision(&elsewhere, &kari(action)).await;
            }
            assert_eq!(there, expected, "{kind:?} {step}, elsewhere");
        };
        both("read", "Permit", "open to all").await;
        let close =
            "update resource set access_list_mode = 'Enabled' where id = 'dts-skattegrunnlag'";
        desk.stage.app.run_sql(close).await;
        both("read", "Deny", "closed").await;
        desk.put(CONNECTION, &json!({"actionFilters": ["write"]}))
            .await;
        desk.add(&[BAKERY]).await;
        both("read", "Deny", "open for another action").await;
        desk.put(CONNECTION, &json!({"actionFilters": ["write", "read"]}))
            .await;
        both("read", "Permit", "open for the action").await;
        desk.put("/dts/banks/members", &organizations(&[PLUMBER]))
            .await;
        both("read", "Deny", "replaced by others").await;
        desk.add(&[BAKERY]).await;
        both("read", "Permit", "added again").await;
        desk.delete(CONNECTION).await;
        both("read", "Deny", "disconnected").await;
        desk.put(CONNECTION, &json!({"actionFilters": Value::Null}))
            .await;
        both("read", "Permit", "connected for all actions").await;
        desk.delete("/dts/banks").await;
        both("read", "Deny", "the list is gone").await;
    }
}
