//! The sandbox's page on which the vendor calls in a customer's place.

use super::Scene;
use crate::support::browser::Browser;
use crate::support::cast::{BAKERY, TAX_OWNER};
use crate::support::database::kinds;

const PAGE: &str = "/sandbox/supplier";

/// What the page shows after a click: a token's claims, no token, …
fn outcome(page: &str) -> &str {
    let outcome = page.split("data-outcome=\"").nth(1);
    outcome.map_or("nothing", |rest| rest.split('"').next().unwrap())
}

async fn click(browser: &mut Browser, consumer: &str, token: &str) -> String {
    let page = browser
        .post(PAGE, &[("consumer", consumer), ("token", token)])
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.body
}

/// The token that the page keeps for the next click.
fn kept(page: &str) -> String {
    let field = page.split("name=\"token\" value=\"").nth(1).unwrap();
    field.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_supplier_gets_a_token_when_the_api_is_delegated_and_no_answer_when_it_is_taken_back() {
    for kind in kinds() {
        let scene = Scene::new(kind).await;
        let mut browser = scene.stage.app.browser();
        let empty = browser.get(PAGE).await;
        assert_eq!(empty.status, 200);
        assert_eq!(outcome(&empty.body), "nothing");

        let refused = click(&mut browser, BAKERY, "").await;
        assert_eq!(outcome(&refused), "no-token", "{kind:?}");
        assert!(refused.contains("invalid_scope"));
        assert!(refused.contains("has not delegated"), "the reason is told");
        scene.give().await;
        let given = click(&mut browser, BAKERY, "").await;
        assert_eq!(outcome(&given), "token", "{kind:?}");
        assert!(given.contains(BAKERY) && given.contains("supplier"));

        assert_eq!(
            outcome(&click(&mut browser, TAX_OWNER, "").await),
            "no-token"
        );
        scene.give_owner_api().await;
        let called = click(&mut browser, TAX_OWNER, "").await;
        assert!(called.contains("answered 200"), "{called}");
        let token = kept(&called);
        scene.take_owner_api().await;
        let again = click(&mut browser, TAX_OWNER, &token).await;
        assert!(again.contains("answered 403"), "{again}");
        let forged = click(&mut browser, TAX_OWNER, "a.b.c").await;
        assert!(forged.contains("answered 401"), "{forged}");
    }
}
