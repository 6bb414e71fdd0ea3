//! From an empty list to a decision, and to the end again, over HTTP.

use super::{Credentials, LIST, between, claims, fill_in, kari};
use crate::support::app::TestApp;
use crate::support::cast::{self, BAKERY, TAX_BASIS};
use crate::support::database::kinds;
use crate::support::machine::{OWNER_SCOPES, Question};

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_makes_an_integration_that_gets_a_permit_until_it_is_deleted() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = kari(&app).await;
        let empty = kari.get(LIST).await;
        assert_eq!(empty.heading(), "Egenutviklede systemer", "{kind:?}");
        assert!(empty.body.contains("Ingen integrasjoner ennå"));

        let base = fill_in(&mut kari).await;
        let begun = kari.get(LIST).await;
        assert!(begun.body.contains("Utkast"));
        let made = kari.post(&format!("{base}/oppsummering"), &[]).await;
        assert_eq!(made.heading(), "Integrasjonen er klar");
        let first = Credentials::of(&made);
        assert!(first.pem.starts_with("-----BEGIN PRIVATE KEY-----"));
        assert!(made.body.contains("data:application/jwk+json;base64,"));
        assert_eq!(app.acts("own-system-created").await, 1);

        let again = kari.post(&format!("{base}/oppsummering"), &[]).await;
        assert_eq!(
            again.heading(),
            "Bestillingsboka",
            "a reload shows what there is"
        );
        assert!(!again.body.contains("PRIVATE KEY"));
        assert_eq!(app.acts("own-system-created").await, 1);

        let granted = first.ask(&app).await;
        assert_eq!(granted.status, 200, "{}", granted.body);
        let token = claims(granted.body["access_token"].as_str().unwrap());
        let detail = &token["authorization_details"][0];
        assert_eq!(detail["system_id"], format!("{BAKERY}_bestillingsboka"));
        let user = detail["systemuser_id"][0].as_str().unwrap().to_owned();
        let owner = app.machine(cast::TAX_OWNER_CLIENT);
        let owners = owner.token(OWNER_SCOPES).await;
        let read = Question {
            system_user: &user,
            action: "read",
            resource: TAX_BASIS,
            business: BAKERY,
        };
        assert_eq!(owner.decision(&owners, read).await, "Permit");
        let payroll = Question {
            resource: cast::PAYROLL,
            ..read
        };
        assert_eq!(owner.decision(&owners, payroll).await, "NotApplicable");

        let form = kari.get(&format!("{base}/nokkel")).await;
        let version = between(&form.body, "name=\"versjon\" value=\"", "\"");
        let fields = [
            ("hvordan", "lag"),
            ("gamle", "avslutt"),
            ("versjon", version.as_str()),
        ];
        let rotated = kari.post(&format!("{base}/nokkel"), &fields).await;
        assert_eq!(rotated.heading(), "Den nye nøkkelen er klar");
        let second = Credentials::of(&rotated);
        assert_ne!(first.kid, second.kid);
        assert_eq!(first.ask(&app).await.status, 400, "the old key has stopped");
        assert_eq!(second.ask(&app).await.status, 200);
        let twice = kari.post(&format!("{base}/nokkel"), &fields).await;
        assert_eq!(
            twice.heading(),
            "Bestillingsboka",
            "sent twice makes one key"
        );
        assert_eq!(app.acts("own-key-added").await, 1);

        let question = kari.get(&format!("{base}/slett")).await;
        assert!(question.body.contains("forsvinner fra Maskinporten"));
        let gone = kari.post(&format!("{base}/slett"), &[]).await;
        assert_eq!(gone.heading(), "Egenutviklede systemer");
        assert!(gone.body.contains("er slettet") && gone.body.contains("Ingen integrasjoner ennå"));
        let refused = second.ask(&app).await;
        assert_eq!(refused.status, 400);
        assert_eq!(
            refused.body["error"], "invalid_grant",
            "there is no such client"
        );
        assert_ne!(owner.decision(&owners, read).await, "Permit");
        assert_eq!(kari.get(&base).await.status, 404);
        assert_eq!(app.acts("own-system-deleted").await, 1);
        let log = kari.get("/accessmanagement/ui/log").await;
        if log.status == 200 {
            assert!(log.body.contains("laget integrasjonen"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_key_is_nowhere_but_in_the_answer() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = kari(&app).await;
        let base = fill_in(&mut kari).await;
        let made = kari.post(&format!("{base}/oppsummering"), &[]).await;
        let key = Credentials::of(&made);
        let secret: String = key.pem.lines().nth(5).unwrap().to_owned();
        use fullmakt::db::{Run as _, Sql};
        for (table, column) in [
            (
                "own_system",
                "select cast(keys as text) as found from own_system",
            ),
            (
                "sandbox_client",
                "select cast(jwks as text) as found from sandbox_client",
            ),
            ("act", "select cast(details as text) as found from act"),
            ("session", "select cast(data as text) as found from session"),
        ] {
            let Ok(rows) = (&app.db).rows(Sql::same(column), &[]).await else {
                continue;
            };
            for row in rows {
                let text: Option<String> = row.get("found").unwrap_or_default();
                let text = text.unwrap_or_default();
                assert!(
                    !text.contains(&secret) && !text.contains("\"d\""),
                    "{table}"
                );
            }
        }
        for path in [base.clone(), format!("{base}/nokkel"), LIST.to_owned()] {
            let page = kari.get(&path).await;
            assert!(!page.body.contains("BEGIN PRIVATE KEY"), "{path}");
        }
    }
}
