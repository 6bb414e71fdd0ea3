//! A supplier's token at every API for service owners: only while the consumer lets it.

use std::collections::BTreeSet;

use fullmakt::api::needs::{Consumer, Row, table};
use fullmakt::domain::scope::{AUTHORIZE, RESOURCE_ADMIN, SCOPE_DELEGATIONS};
use serde_json::{Value, json};

use super::ask;
use crate::resources::RESOURCES;
use crate::scope_delegations::{LIV, SUPPLIERS, Scene};
use crate::support::cast::{OWNER_API, TAX_OWNER, TAX_OWNER_ID, VENDOR};
use crate::support::database::kinds;
use crate::support::machine::answer;

/// Those for service owners alone, and those where they call among others.
fn rows() -> Vec<&'static Row> {
    let rows = table().filter(|row| {
        row.consumer != Consumer::Anybody
            || row.any_of.contains(&AUTHORIZE)
            || row.any_of.contains(&SCOPE_DELEGATIONS)
    });
    rows.collect()
}

impl Scene {
    /// The vendor's token on behalf of the tax office.
    fn supplied(&self, scope: &str) -> String {
        let mut claims = self.stage.issuer.claims(TAX_OWNER, scope);
        claims["supplier"] =
            json!({"authority": "iso6523-actorid-upis", "ID": format!("0192:{VENDOR}")});
        claims["delegation_source"] = json!(format!("{}/", self.stage.app.url));
        self.stage.issuer.sign(&claims)
    }

    /// Lets the portal's API for service owners stand for all of these scopes.
    async fn widen_owner_api(&self, scopes: &BTreeSet<&str>) {
        let path = format!("{RESOURCES}/{OWNER_API}");
        let mut body = self.get(&path, "").await.body;
        let references: Vec<Value> = scopes
            .iter()
            .map(|scope| {
                json!({"referenceSource": "ExternalPlatform", "reference": scope,
                       "referenceType": "MaskinportenScope"})
            })
            .collect();
        body["resourceReferences"] = json!(references);
        let admin = self.stage.issuer.token(VENDOR, RESOURCE_ADMIN);
        let url = format!("{}{path}", self.stage.app.url);
        let put = self
            .stage
            .app
            .http()
            .put(url)
            .bearer_auth(admin)
            .json(&body);
        let answer = answer(put.send().await.unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

/// Asks at every address with every scope; whether all were let in, or all refused for want of a delegation.
async fn expect(scene: &Scene, is_let_in: bool) {
    for row in rows() {
        for opens in row.opens {
            for scope in row.any_of {
                let answer = ask(&scene.stage, row, opens, &scene.supplied(scope)).await;
                let text = answer.body.to_string();
                let is_refused = answer.status == 403
                    && (text.contains("has not delegated the scope")
                        || answer.code() == "LS-00001");
                assert_ne!(answer.status, 401, "{opens:?} {scope}: {text}");
                assert_eq!(
                    is_refused, !is_let_in,
                    "{opens:?} {scope}: {} {text}",
                    answer.status
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_every_api_of_service_owners_a_supplier_is_let_in_while_the_delegation_lives() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let scopes: BTreeSet<&str> = rows().iter().flat_map(|row| row.any_of).copied().collect();
        scene.widen_owner_api(&scopes).await;
        expect(&scene, false).await;
        let path = format!(
            "{SUPPLIERS}/resources?party={TAX_OWNER_ID}&supplier={VENDOR}&resource={OWNER_API}"
        );
        let given = scene.post(&path, &scene.person(LIV)).await;
        assert_eq!(given.status, 200, "{}", given.body);
        expect(&scene, true).await;
        let taken = scene.delete(&path, &scene.person(LIV)).await;
        assert_eq!(taken.status, 204, "{}", taken.body);
        expect(&scene, false).await;
    }
}
