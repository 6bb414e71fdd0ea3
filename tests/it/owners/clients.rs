//! What the sandbox's Maskinporten gives to a service owner's clients.

use serde_json::{Value, json};

use fullmakt::ops::service_owners;

use super::{ODD, Scene};
use crate::support::cast::{self, PLUMBER};
use crate::support::database::kinds;
use crate::support::machine::Machine;

/// Registers a client of the organization with the key of the vendor's own; it is answered as that machine.
async fn client(scene: &Scene, org_number: &str, scopes: &[&str]) -> Machine {
    // The key file's name is the client's id, so the added client borrows a published key under the same name.
    let machine = scene.stage.app.machine(cast::OTHER_VENDOR_CLIENT);
    let text = scopes
        .iter()
        .map(|scope| format!("\"{scope}\""))
        .collect::<Vec<_>>()
        .join(",");
    let statement = format!(
        "update sandbox_client set org_number = '{org_number}', scopes = '[{text}]' where client_id = '{}'",
        cast::OTHER_VENDOR_CLIENT
    );
    scene
        .stage
        .app
        .run_sql(Box::leak(statement.into_boxed_str()))
        .await;
    machine
}

async fn asked(machine: &Machine, scope: &str) -> Value {
    machine.send_grant(&machine.grant(scope)).await.body
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owners_client_has_what_the_operator_granted_until_it_is_withdrawn() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let machine = client(&scene, PLUMBER, &[]).await;
        let scope = "altinn:resourceregistry/resource.write";
        assert_eq!(
            asked(&machine, scope).await["error"],
            "invalid_scope",
            "{kind:?}"
        );
        service_owners::grant(&scene.core, ODD, "ror", scope)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(asked(&machine, scope).await["scope"], scope, "{kind:?}");
        // All that is asked for must be granted.
        let both = format!("{scope} altinn:serviceowner");
        assert_eq!(asked(&machine, &both).await["error"], "invalid_scope");
        service_owners::withdraw(&scene.core, ODD, "ror", scope)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            asked(&machine, scope).await["error"],
            "invalid_scope",
            "{kind:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owners_own_scopes_need_no_grant_and_its_token_names_its_prefixes() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let machine = client(&scene, PLUMBER, &[]).await;
        let answer = asked(&machine, "ror:vann.read").await;
        let token = answer["access_token"].as_str().unwrap();
        let claims: Value = jsonwebtoken::dangerous::insecure_decode_claims(token).unwrap();
        assert_eq!(claims["consumer_prefix"], json!(["ror"]), "{kind:?}");
        assert_eq!(
            asked(&machine, "rorlegger:x").await["error"],
            "invalid_scope"
        );
        assert_eq!(
            asked(&machine, "dts:skattegrunnlag.read").await["error"],
            "invalid_scope"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_organizations_client_has_nothing_of_it_and_keeps_its_own() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let scope = "altinn:resourceregistry/resource.write";
        service_owners::grant(&scene.core, ODD, "ror", scope)
            .await
            .unwrap()
            .unwrap();
        let machine = client(&scene, cast::BAKERY, &["altinn:mine"]).await;
        assert_eq!(
            asked(&machine, scope).await["error"],
            "invalid_scope",
            "{kind:?}"
        );
        assert_eq!(
            asked(&machine, "ror:vann.read").await["error"],
            "invalid_scope"
        );
        assert_eq!(
            asked(&machine, "altinn:mine").await["scope"],
            "altinn:mine",
            "{kind:?}"
        );
    }
}
