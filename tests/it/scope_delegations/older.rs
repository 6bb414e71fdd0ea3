//! The API that was there first.

use serde_json::{Value, json};

use super::{KARI, LIV, Scene, VIDAR};
use crate::support::cast::{self, BAKERY, TAX_BASIS_API, TAX_OWNER, VENDOR};
use crate::support::database::kinds;
use crate::support::machine::{Answer, answer};

const BASE: &str = "/accessmanagement/api/v1";
/// The bakery and the vendor, by their numbers as parties.
const BAKERY_PARTY: &str = "50020001";
const VENDOR_PARTY: &str = "50020007";

fn organization(number: &str) -> Value {
    json!([{"id": "urn:altinn:organization:identifier-no", "value": number}])
}

fn rights(resource: &str) -> Value {
    json!([{"resource": [{"id": "urn:altinn:resource", "value": resource}]}])
}

fn body() -> Value {
    json!({"to": organization(VENDOR), "rights": rights(TAX_BASIS_API)})
}

impl Scene {
    async fn send(&self, party: &str, action: &str, user: i64, body: &Value) -> Answer {
        let path = format!("{BASE}/{party}/maskinportenschema/{action}");
        let token = self.person(user);
        self.stage.vendor.post(&path, &token, body).await
    }

    /// Asks for a list with the party in a header.
    async fn list_by(&self, word: &str, header: (&'static str, &str), user: i64) -> Answer {
        let url = format!(
            "{}{BASE}/{word}/maskinportenschema/offered",
            self.stage.app.url
        );
        let request = self.stage.app.http().get(url);
        let request = request.bearer_auth(self.person(user));
        answer(request.header(header.0, header.1).send().await.unwrap()).await
    }
}

#[tokio::test]
async fn the_older_api_offers_lists_and_revokes() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let offered = scene.send(BAKERY_PARTY, "offered", KARI, &body()).await;
        assert_eq!(offered.status, 201, "{kind:?} {}", offered.body);
        let result = &offered.body["rightDelegationResults"][0];
        assert_eq!(result["status"], "Delegated");
        let path = format!("{BASE}/{BAKERY_PARTY}/maskinportenschema/offered");
        let list = scene.get(&path, &scene.person(KARI)).await;
        let row = &list.body[0];
        assert_eq!(row["offeredByPartyId"], 50_020_001);
        assert_eq!(row["offeredByName"], "Nøkkelvik Bakeri AS");
        assert_eq!(row["offeredByOrganizationNumber"], BAKERY);
        assert_eq!(row["coveredByPartyId"], 50_020_007);
        assert_eq!(row["coveredByOrganizationNumber"], VENDOR);
        assert_eq!(row["performedByUserId"], KARI);
        assert_eq!(row["resourceId"], TAX_BASIS_API);
        assert_eq!(row["resourceTitle"]["nb"], "Skattegrunnlag API");
        let path = format!("{BASE}/{VENDOR_PARTY}/maskinportenschema/received");
        let received = scene.get(&path, &scene.person(VIDAR)).await;
        assert_eq!(received.body, list.body, "both sides see the same");

        let back = json!({"from": organization(BAKERY), "rights": rights(TAX_BASIS_API)});
        let revoked = scene
            .send(VENDOR_PARTY, "received/revoke", VIDAR, &back)
            .await;
        assert_eq!(revoked.status, 204);
        assert_eq!(scene.live().await.0, 0);
        scene.give().await;
        for _ in 0..2 {
            let revoked = scene
                .send(BAKERY_PARTY, "offered/revoke", KARI, &body())
                .await;
            assert_eq!(revoked.status, 204);
        }
        assert_eq!(scene.live().await.0, 0);
    }
}

#[tokio::test]
async fn the_party_may_stand_in_a_header() {
    const NUMBER: &str = "Altinn-Party-OrganizationNumber";
    const PERSON: &str = "Altinn-Party-SocialSecurityNumber";
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        for (word, header, user, status) in [
            ("organization", (NUMBER, BAKERY), KARI, 200),
            ("organization", (NUMBER, TAX_OWNER), LIV, 200),
            ("organization", (NUMBER, TAX_OWNER), KARI, 403),
            ("organization", (NUMBER, "310999997"), KARI, 403),
            ("organization", (NUMBER, "12"), KARI, 400),
            ("organization", (PERSON, cast::KARI), KARI, 400),
            ("person", (PERSON, "1"), KARI, 400),
            ("person", (PERSON, cast::OLA), KARI, 403),
            (BAKERY_PARTY, (NUMBER, TAX_OWNER), KARI, 200),
            ("-1", (NUMBER, BAKERY), KARI, 403),
            ("x", (NUMBER, BAKERY), KARI, 400),
        ] {
            let answer = scene.list_by(word, header, user).await;
            assert_eq!(
                answer.status, status,
                "{kind:?} {word} {header:?}: {}",
                answer.body
            );
        }
    }
}

#[tokio::test]
async fn the_older_api_refuses_what_it_cannot_read() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let two = json!([rights(TAX_BASIS_API)[0], rights(TAX_BASIS_API)[0]]);
        let person = json!([{"id": "urn:altinn:person:identifier-no", "value": cast::OLA}]);
        for bad in [
            json!({}),
            json!({"to": organization(VENDOR)}),
            json!({"rights": rights(TAX_BASIS_API)}),
            json!({"to": person, "rights": rights(TAX_BASIS_API)}),
            json!({"to": organization("1"), "rights": rights(TAX_BASIS_API)}),
            json!({"to": organization(BAKERY), "rights": rights(TAX_BASIS_API)}),
            json!({"to": organization(VENDOR), "rights": two}),
            json!({"to": organization(VENDOR), "rights": rights("nothing-here")}),
            json!({"to": organization(VENDOR), "rights": "x"}),
            json!([]),
        ] {
            for action in ["offered", "offered/revoke"] {
                let answer = scene.send(BAKERY_PARTY, action, KARI, &bad).await;
                let is_harmless = action == "offered/revoke" && answer.status == 204;
                assert!(
                    answer.status == 400 || is_harmless,
                    "{kind:?} {action} {bad}: {}",
                    answer.body
                );
            }
        }
        let check = json!({"resource": [{"id": "urn:altinn:resource", "value": TAX_BASIS_API}]});
        let checked = scene
            .send(BAKERY_PARTY, "delegationcheck", KARI, &check)
            .await;
        assert_eq!(checked.status, 200, "{}", checked.body);
        assert_eq!(checked.body[0]["status"], "Delegable");
        assert_eq!(scene.live().await, (0, 0));
    }
}
