//! A supplier's token that is exchanged: it rests on the delegation as before.

use serde_json::{Value, json};

use super::{LIV, SUPPLIERS, Scene};
use crate::issuer::{claims_of, exchange, exchanged};
use crate::support::cast::{OWNER_API, TAX_OWNER, TAX_OWNER_ID, VENDOR};
use crate::support::database::kinds;

const LISTS: &str = "/resourceregistry/api/v1/access-lists/dts";
const LISTS_SCOPE: &str = "altinn:resourceregistry/accesslist.read";

fn claims(scene: &Scene, scope: &str) -> Value {
    let mut claims = scene.stage.issuer.claims(TAX_OWNER, scope);
    claims["supplier"] =
        json!({"authority": "iso6523-actorid-upis", "ID": format!("0192:{VENDOR}")});
    claims["delegation_source"] = json!(format!("{}/", scene.stage.app.url));
    claims
}

#[tokio::test]
async fn a_suppliers_token_is_exchanged_for_what_stands_and_ends_with_the_delegation() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let app = &scene.stage.app;
        let token = scene.stage.issuer.sign(&claims(
            &scene,
            &format!("{LISTS_SCOPE} altinn:serviceowner"),
        ));
        let before = exchange(app, "maskinporten", &token).await;
        assert_eq!(before.status, 401, "nothing is delegated: {}", before.body);
        let api = format!(
            "{SUPPLIERS}/resources?party={TAX_OWNER_ID}&supplier={VENDOR}&resource={OWNER_API}"
        );
        assert_eq!(scene.post(&api, &scene.person(LIV)).await.status, 200);

        let answer = exchange(app, "maskinporten", &token).await;
        let ours = exchanged(&answer).to_owned();
        let read = claims_of(&ours);
        assert!(read["scope"].as_str().unwrap().contains(LISTS_SCOPE));
        assert_eq!(read["supplier"]["ID"], format!("0192:{VENDOR}"));
        assert_eq!(read["urn:altinn:orgNumber"], TAX_OWNER, "{kind:?}");
        assert_eq!(scene.get(LISTS, &ours).await.status, 200);

        assert_eq!(scene.delete(&api, &scene.person(LIV)).await.status, 204);
        assert_eq!(
            scene.get(LISTS, &ours).await.status,
            403,
            "the very next call"
        );
        assert_eq!(exchange(app, "maskinporten", &token).await.status, 401);
    }
}
