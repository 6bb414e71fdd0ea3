//! Bad input, somebody else's integrations, and those who may not.

use fullmakt::tokens::client_key::NewKey;
use secrecy::ExposeSecret as _;

use super::{LIST, NAME, acting, fill_in, kari};
use crate::support::app::TestApp;
use crate::support::cast::{self, BAKERY_ID, PLUMBER_ID};
use crate::support::database::{Kind, kinds};

#[tokio::test(flavor = "multi_thread")]
async fn a_private_key_that_is_pasted_is_refused_and_thrown_away() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = kari(&app).await;
        let base = fill_in(&mut kari).await;
        let key = NewKey::make().unwrap();
        let pem = key.private_pem.expose_secret();
        let jwk = key.private_jwk.expose_secret();
        for text in [pem, jwk] {
            let fields = [("hvordan", "egen"), ("offentlig", text)];
            let refused = kari.post(&format!("{base}/nokkel"), &fields).await;
            assert_eq!(refused.status, 422, "{kind:?}");
            assert!(refused.body.contains("Dette er en privat nøkkel"));
            let line = text.lines().nth(3).unwrap();
            assert!(!refused.body.contains(line.trim()), "it is not shown again");
            let summary = kari.get(&format!("{base}/oppsummering")).await;
            assert!(summary.body.contains("Vi lager en"), "it is not kept");
        }
        for (text, words) in [
            ("", "Lim inn en offentlig nøkkel"),
            ("hei", "Vi kan ikke lese dette"),
            ("{\"kty\":\"EC\",\"crv\":\"P-256\"}", "ikke en RSA-nøkkel"),
            (
                "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
                "for svak",
            ),
        ] {
            let fields = [("hvordan", "egen"), ("offentlig", text)];
            let refused = kari.post(&format!("{base}/nokkel"), &fields).await;
            assert_eq!(refused.status, 422, "{text}");
            assert!(refused.body.contains(words), "{text}");
        }
        let public = serde_json::json!({"kty": "RSA", "kid": "egen-1", "n": key.public.n, "e": key.public.e});
        let fields = [("hvordan", "egen"), ("offentlig", &*public.to_string())];
        let kept = kari.post(&format!("{base}/nokkel"), &fields).await;
        assert_eq!(kept.heading(), "Hva skal systemet kunne gjøre?");
        let made = kari.post(&format!("{base}/oppsummering"), &[]).await;
        assert_eq!(made.heading(), "Bestillingsboka", "nothing to show once");
        assert!(made.body.contains("egen-1") && !made.body.contains("PRIVATE KEY"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_offered_can_be_chosen() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = kari(&app).await;
        let base = fill_in(&mut kari).await;
        let scopes = format!("{base}/scopes");
        for scope in [
            "altinn:resourceregistry/resource.admin",
            "altinn:authorization/authorize",
            "altinn:serviceowner",
            "idporten:dcr.write",
            "nobody:knows",
            "",
        ] {
            let refused = kari.post(&scopes, &[("valgt", scope)]).await;
            assert_eq!(refused.status, 422, "{kind:?} {scope}");
            assert!(refused.body.contains("Se over valgene"), "{scope}");
        }
        let none = kari.post(&scopes, &[]).await;
        assert_eq!(none.status, 422);
        assert!(none.body.contains("Velg minst ett scope"));
        let rights = format!("{base}/rettigheter");
        for (field, value, status) in [
            ("tjeneste", "altinn_access_management", 409),
            ("tjeneste", "nothing-here", 409),
            ("tjeneste", cast::TAX_BASIS_API, 409),
            ("pakke", "urn:altinn:accesspackage:nothing", 409),
            ("annet", "x", 422),
        ] {
            let refused = kari.post(&rights, &[(field, value)]).await;
            assert_eq!(refused.status, status, "{kind:?} {value}");
        }
        let search = kari
            .get(&format!(
                "{scopes}?q=kvittering-finnes-ikke&valgt=altinn:instances.read"
            ))
            .await;
        assert!(
            search.body.contains("Ingen treff") && search.body.contains("altinn:instances.read")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_needed_checked_and_taken_once() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = kari(&app).await;
        let new = format!("{LIST}/navn");
        let blank = kari.post(&new, &[]).await;
        assert_eq!(blank.status, 422, "{kind:?}");
        for words in ["Skriv et navn på bokmål", "Skriv et navn på nynorsk"] {
            assert!(blank.body.contains(words));
        }
        let mut long = NAME;
        let name = "a".repeat(100_000);
        long[0].1 = &name;
        let refused = kari.post(&new, &long).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.len() < 50_000, "it is not repeated whole");
        let mut script = NAME;
        script[0].1 = "<script>alert(1)</script>";
        let kept = kari.post(&new, &script).await;
        assert_eq!(kept.status, 200);
        assert!(!kari.get(LIST).await.body.contains("<script>alert"));

        let base = fill_in(&mut kari).await;
        kari.post(&format!("{base}/oppsummering"), &[]).await;
        let taken = kari.post(&new, &NAME).await;
        assert_eq!(taken.status, 409);
        assert!(
            taken
                .body
                .contains("har eller har hatt et system med dette navnet")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_is_told_who_may_and_sees_nothing() {
    let app = TestApp::start(Kind::Sqlite).await;
    let mut kari = kari(&app).await;
    let draft = fill_in(&mut kari).await;
    let made = fill_in(&mut kari).await;
    kari.post(&format!("{made}/oppsummering"), &[]).await;

    let mut ola = acting(&app, cast::OLA, BAKERY_ID).await;
    for path in [LIST.to_owned(), format!("{LIST}/navn"), made.clone()] {
        let refused = ola.get(&path).await;
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.body.contains("må du ha én av disse"), "{path}");
        assert!(refused.body.contains("(rolle)"), "{path}");
        assert!(!refused.body.contains("Bestillingsboka"));
    }
    assert_eq!(ola.post(&format!("{made}/slett"), &[]).await.status, 403);

    let mut per = acting(&app, cast::PER, PLUMBER_ID).await;
    for path in [&made, &draft] {
        for step in [
            "",
            "/navn",
            "/scopes",
            "/nokkel",
            "/rettigheter",
            "/oppsummering",
            "/slett",
        ] {
            let hidden = per.get(&format!("{path}{step}")).await;
            assert_eq!(hidden.status, 404, "{step}");
        }
        for step in [
            "/navn",
            "/scopes",
            "/nokkel",
            "/rettigheter",
            "/oppsummering",
            "/slett",
        ] {
            let hidden = per.post(&format!("{path}{step}"), &NAME).await;
            assert_eq!(hidden.status, 404, "{step}");
        }
    }
    assert_eq!(
        kari.get(&made).await.status,
        200,
        "nothing has happened to it"
    );

    let mut herself = acting(&app, cast::KARI, cast::KARI_ID).await;
    let refused = herself.get(LIST).await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("Integrasjoner er for virksomheter"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_one_manager_is_nobody_elses() {
    let app = TestApp::start(Kind::Sqlite).await;
    let mut kari = kari(&app).await;
    let draft = fill_in(&mut kari).await;
    app.run_sql(
        "update own_system set created_by = (select id from party where name = 'Per Hansen')",
    )
    .await;
    assert_eq!(kari.get(&format!("{draft}/oppsummering")).await.status, 404);
    assert!(!kari.get(LIST).await.body.contains("Bestillingsboka"));
    assert_eq!(
        kari.post(&format!("{draft}/oppsummering"), &[])
            .await
            .status,
        404
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_confirmations_at_once_make_one_integration() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = kari(&app).await;
        let base = fill_in(&mut kari).await;
        let path = format!("{base}/oppsummering");
        let mut tabs = Vec::new();
        for _ in 0..4 {
            let (mut tab, path) = (kari.clone(), path.clone());
            tabs.push(tokio::spawn(async move { tab.post(&path, &[]).await }));
        }
        let mut keys = 0;
        for tab in tabs {
            let page = tab.await.unwrap();
            keys += usize::from(page.body.contains("BEGIN PRIVATE KEY"));
        }
        assert_eq!(keys, 1, "{kind:?}");
        assert_eq!(app.acts("own-system-created").await, 1);
    }
}
