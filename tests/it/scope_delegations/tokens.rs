//! Tokens that a supplier has on behalf of a consumer.

use fullmakt::domain::scope::{AUTHORIZE, SERVICE_OWNER};
use serde_json::{Value, json};

use super::{LIV, SUPPLIERS, Scene, TAX_SCOPE};
use crate::support::cast::{
    BAKERY, OWNER_API, PLUMBER, TAX_BASIS, TAX_OWNER, TAX_OWNER_ID, VENDOR, VENDOR_CLIENT,
};
use crate::support::database::kinds;
use crate::support::machine::{Answer, Machine, Question};
use crate::support::mint::Library;
use crate::support::stage::AUTHORIZE as ASK;

const LISTS: &str = "/resourceregistry/api/v1/access-lists/dts";
const LISTS_SCOPE: &str = "altinn:resourceregistry/accesslist.read";

fn organization(number: &str) -> Value {
    json!({"authority": "iso6523-actorid-upis", "ID": format!("0192:{number}")})
}

impl Scene {
    /// Where Liv's tax office lets the vendor use the portal's API, or takes it back.
    fn owner_api(&self) -> String {
        format!("{SUPPLIERS}/resources?party={TAX_OWNER_ID}&supplier={VENDOR}&resource={OWNER_API}")
    }

    pub(super) async fn give_owner_api(&self) {
        let answer = self.post(&self.owner_api(), &self.person(LIV)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    pub(super) async fn take_owner_api(&self) {
        let answer = self.delete(&self.owner_api(), &self.person(LIV)).await;
        assert_eq!(answer.status, 204, "{}", answer.body);
    }

    fn machine(&self) -> Machine {
        self.stage.app.machine(VENDOR_CLIENT)
    }

    /// The vendor asks Maskinporten for a token on behalf of an organization.
    async fn grant(&self, consumer: &str, scope: &str) -> Answer {
        let machine = self.machine();
        let mut grant = machine.grant(scope);
        grant["consumer_org"] = json!(consumer);
        machine.send_grant(&grant).await
    }

    /// The claims of a good supplier's token, signed as Maskinporten does.
    fn claims(&self, scope: &str) -> Value {
        let mut claims = self.stage.issuer.claims(TAX_OWNER, scope);
        claims["supplier"] = organization(VENDOR);
        claims["delegation_source"] = json!(format!("{}/", self.stage.app.url));
        claims
    }

    async fn ask(&self, token: &str) -> Answer {
        let question = Question {
            system_user: "00000000-0000-0000-0000-000000000001",
            action: "read",
            resource: TAX_BASIS,
            business: BAKERY,
        };
        self.stage.vendor.post(ASK, token, &question.body()).await
    }
}

#[tokio::test]
async fn a_supplier_gets_a_token_uses_it_and_is_stopped_by_the_very_next_call() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let before = scene.grant(TAX_OWNER, LISTS_SCOPE).await;
        assert_eq!(before.status, 400, "{kind:?}");
        assert_eq!(before.body["error"], "invalid_scope");
        scene.give_owner_api().await;
        let granted = scene.grant(TAX_OWNER, LISTS_SCOPE).await;
        assert_eq!(granted.status, 200, "{}", granted.body);
        let token = granted.body["access_token"].as_str().unwrap();
        let claims: Value = jsonwebtoken::dangerous::insecure_decode_claims(token).unwrap();
        assert_eq!(claims["consumer"], organization(TAX_OWNER));
        assert_eq!(claims["supplier"], organization(VENDOR));
        let source = format!("{}/", scene.stage.app.url);
        assert_eq!(claims["delegation_source"], json!(source));
        assert_eq!(claims["consumer_prefix"], json!(["dts"]), "the consumer's");

        assert_eq!(scene.get(LISTS, token).await.status, 200);
        scene.take_owner_api().await;
        let refused = scene.get(LISTS, token).await;
        assert_eq!(refused.status, 403, "{}", refused.body);
        assert!(
            refused.body["detail"]
                .as_str()
                .unwrap()
                .contains("withdrawn")
        );
        let after = scene.grant(TAX_OWNER, LISTS_SCOPE).await;
        assert_eq!(after.body["error"], "invalid_scope");
        scene.give_owner_api().await;
        assert_eq!(scene.get(LISTS, token).await.status, 200, "given again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn suppliers_tokens_by_independent_libraries_count_while_the_delegation_stands() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        scene.give_owner_api().await;
        let issuer = &scene.stage.issuer;
        let instructions = json!({
            "private": {"rsa-issuer": issuer.pem},
            "sign": [{
                "key": "rsa-issuer",
                "header": {"alg": "RS256", "kid": issuer.key_id},
                "claims": scene.claims(LISTS_SCOPE),
            }],
        });
        for library in Library::ALL {
            let Some(minted) = library.run(&instructions).await else {
                return;
            };
            let token = &minted.signed[0];
            assert_eq!(scene.get(LISTS, token).await.status, 200, "{library:?}");
            scene.take_owner_api().await;
            assert_eq!(scene.get(LISTS, token).await.status, 403, "{library:?}");
            scene.give_owner_api().await;
        }
    }
}

#[tokio::test]
async fn a_supplier_has_no_more_than_what_is_delegated() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        scene.give_owner_api().await;
        let sign = |claims: &Value| scene.stage.issuer.sign(claims);
        // The delegated API does not stand for this scope, whatever the token says.
        let admin = scene.claims("altinn:resourceregistry/resource.admin");
        assert_eq!(scene.get(LISTS, &sign(&admin)).await.status, 403);
        let both = format!("{LISTS_SCOPE} altinn:resourceregistry/resource.admin");
        let narrowed = scene.claims(&both);
        assert_eq!(scene.get(LISTS, &sign(&narrowed)).await.status, 200);
        let foreign = LISTS.replace("dts", "nod");
        let answer = scene.get(&foreign, &sign(&narrowed)).await;
        assert_eq!(answer.status, 403, "the admin's scope does not count");
        let unused = scene.claims(SERVICE_OWNER);
        assert_eq!(scene.get(LISTS, &sign(&unused)).await.status, 403);
        // Every API asks: decisions too.
        let decision = scene.claims(AUTHORIZE);
        assert_eq!(scene.ask(&sign(&decision)).await.status, 200);
        scene.take_owner_api().await;
        assert_eq!(scene.ask(&sign(&decision)).await.status, 403);
    }
}

#[tokio::test]
async fn each_change_of_a_suppliers_token_is_refused() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        scene.give_owner_api().await;
        let good = scene.claims(LISTS_SCOPE);
        let sign = |claims: &Value| scene.stage.issuer.sign(claims);
        assert_eq!(scene.get(LISTS, &sign(&good)).await.status, 200);
        let url = &scene.stage.app.url;
        for (claim, value, status) in [
            ("supplier", organization(PLUMBER), 403),
            ("supplier", organization(TAX_OWNER), 403),
            ("supplier", organization("310801004"), 401),
            ("supplier", json!(null), 401),
            ("supplier", json!(VENDOR), 401),
            (
                "supplier",
                json!({"authority": "x", "ID": format!("0192:{VENDOR}")}),
                401,
            ),
            (
                "supplier",
                json!({"authority": "iso6523-actorid-upis", "ID": VENDOR}),
                401,
            ),
            ("supplier", json!({}), 401),
            ("supplier", json!([organization(VENDOR)]), 401),
            ("consumer", organization(BAKERY), 403),
            ("consumer", organization(VENDOR), 403),
            ("consumer", json!(null), 401),
            (
                "consumer",
                json!({"authority": "x", "ID": format!("0192:{TAX_OWNER}")}),
                401,
            ),
            ("delegation_source", json!("https://www.altinn.no/"), 401),
            ("delegation_source", json!(format!("{url}/x")), 401),
            ("delegation_source", json!(format!("{url}//")), 401),
            ("delegation_source", json!(url.to_uppercase()), 401),
            ("delegation_source", json!(""), 401),
            ("delegation_source", json!(null), 401),
            ("delegation_source", json!([format!("{url}/")]), 401),
            ("scope", json!(TAX_SCOPE), 403),
            ("scope", json!(""), 403),
        ] {
            let mut changed = good.clone();
            changed[claim] = value.clone();
            let answer = scene.get(LISTS, &sign(&changed)).await;
            assert_eq!(answer.status, status, "{kind:?} {claim} = {value}");
        }
        // Without a slash it is the same address.
        let mut bare = good.clone();
        bare["delegation_source"] = json!(url);
        assert_eq!(scene.get(LISTS, &sign(&bare)).await.status, 200);
        for gone in ["supplier", "delegation_source", "consumer"] {
            let mut without = good.clone();
            without.as_object_mut().unwrap().remove(gone);
            let answer = scene.get(LISTS, &sign(&without)).await;
            assert_eq!(answer.status, 401, "without {gone}");
        }
    }
}

#[tokio::test]
async fn maskinporten_gives_a_supplier_only_what_its_consumer_has_and_delegated() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        scene.give().await;
        let good = scene.grant(BAKERY, TAX_SCOPE).await;
        assert_eq!(good.status, 200, "{kind:?} {}", good.body);
        assert_eq!(scene.grant(PLUMBER, TAX_SCOPE).await.status, 400);
        assert_eq!(
            scene.grant("310501019", TAX_SCOPE).await.body["error"],
            "invalid_request"
        );
        // The bakery is no service owner: it may delegate the API, but has no access to its scopes.
        let path = scene.at_bakery("/resources", &format!("&resource={OWNER_API}"));
        let kari = scene.person(super::KARI);
        assert_eq!(scene.post(&path, &kari).await.status, 200);
        let refused = scene.grant(BAKERY, LISTS_SCOPE).await;
        assert_eq!(refused.body["error"], "invalid_scope");
        let both = scene.grant(BAKERY, &format!("{TAX_SCOPE} dts:annet")).await;
        assert_eq!(both.body["error"], "invalid_scope");
        let machine = scene.machine();
        let mut mixed = machine.grant(TAX_SCOPE);
        mixed["consumer_org"] = json!(BAKERY);
        mixed["authorization_details"] = json!([]);
        let mixed = machine.send_grant(&mixed).await;
        assert_eq!(mixed.body["error"], "invalid_request");
        // Its own clients' scopes are not the supplier's without a consumer.
        let alone = scene
            .machine()
            .send_grant(&scene.machine().grant(LISTS_SCOPE))
            .await;
        assert_eq!(alone.body["error"], "invalid_scope");
    }
}
