use fullmakt::domain::scope::OWNER_PACKAGE_WRITE;
use reqwest::Method;
use serde_json::{Value, json};

use super::scene::{Scene, TAX, code};
use crate::support::cast::{BAKERY, NORA};
use crate::support::database::kinds;
use crate::support::machine::Answer;

const GIVE: &str = "/serviceowner/connections/accesspackages";
const REVOKE: &str = "/serviceowner/connections/accesspackages/revoke";

fn gift(package: &str) -> Value {
    json!({
        "from": format!("urn:altinn:organization:identifier-no:{BAKERY}"),
        "to": format!("urn:altinn:person:identifier-no:{NORA}"),
        "packageUrn": package,
    })
}

async fn granted(scene: &Scene) {
    scene
        .stage
        .app
        .run_sql(
            "insert into owner_scope (owner, scope, granted_at)
             select code, 'altinn:serviceowner/delegations:accesspackage.write', '2026-01-01 00:00:00+00'
             from service_owner where code in ('dts', 'nod')",
        )
        .await;
}

async fn post(scene: &Scene, owner: &str, path: &str, body: &Value) -> Answer {
    let token = scene.stage.issuer.token(owner, OWNER_PACKAGE_WRITE);
    scene.call(&token, Method::POST, path, Some(body)).await
}

#[tokio::test]
async fn an_owner_that_is_let_gives_a_package_and_takes_back_its_own() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        granted(&scene).await;
        let given = post(&scene, "310901008", GIVE, &gift(TAX)).await;
        assert_eq!(given.status, 200, "{kind:?} {}", given.body);
        assert_eq!(scene.decision(NORA, "read").await, "Permit");
        let again = post(&scene, "310901008", GIVE, &gift(TAX)).await;
        assert_eq!(again.body, given.body);
        let other = post(&scene, "310902004", REVOKE, &gift(TAX)).await;
        assert_eq!((other.status.as_u16(), other.code()), (400, "AM-00038"));
        assert_eq!(scene.decision(NORA, "read").await, "Permit");
        let taken = post(&scene, "310901008", REVOKE, &gift(TAX)).await;
        assert_eq!(taken.status, 204, "{}", taken.body);
        assert_eq!(scene.decision(NORA, "read").await, "NotApplicable");
        let gone = post(&scene, "310901008", REVOKE, &gift(TAX)).await;
        assert_eq!(gone.status, 204);
    }
}

#[tokio::test]
async fn an_owner_gives_nothing_that_it_may_not() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let before = scene.written().await;
        let ungranted = post(&scene, "310901008", GIVE, &gift(TAX)).await;
        assert_eq!(
            (ungranted.status.as_u16(), ungranted.code()),
            (403, "AM-00034"),
            "{kind:?}"
        );
        granted(&scene).await;
        let scopeless = scene.stage.issuer.token("310901008", "altinn:serviceowner");
        let answer = scene
            .call(&scopeless, Method::POST, GIVE, Some(&gift(TAX)))
            .await;
        assert_eq!(answer.status, 403);
        let administrator = "urn:altinn:accesspackage:hovedadministrator";
        let mut nobody = gift(TAX);
        nobody["from"] = json!("urn:altinn:organization:identifier-no:312000004");
        let mut minor = gift(TAX);
        minor["to"] = json!("urn:altinn:person:identifier-no:15870961062");
        let mut garbled = gift(TAX);
        garbled["to"] = json!("Nora");
        for (body, expected) in [
            (gift(administrator), "AM.VLD-00048"),
            (gift("urn:altinn:accesspackage:nei"), "AM-00035"),
            (
                gift("urn:altinn:accesspackage:innbygger-helsetjenester"),
                "AM-00041",
            ),
            (minor, "AM.VLD-00028"),
            (garbled, "STD-00000"),
        ] {
            let answer = post(&scene, "310901008", GIVE, &body).await;
            assert_eq!(answer.status, 400, "{body} {}", answer.body);
            assert_eq!(code(&answer), expected, "{}", answer.body);
        }
        let answer = post(&scene, "310901008", GIVE, &nobody).await;
        assert_eq!(answer.status, 400, "{}", answer.body);
        assert_eq!(scene.written().await, before);
    }
}
