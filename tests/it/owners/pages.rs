//! The operator's pages.

use super::{LIV_ID, NORA_ID, Scene};
use crate::portal::scene::{NOT_FOUND, act_for, assert_error_page, assert_well_made};
use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::{self, KARI, LIV, ODD, PLUMBER};
use crate::support::database::kinds;

const LIST: &str = "/drift/tjenesteeiere";
const NEW: &str = "/drift/ny-tjenesteeier";

/// Odd, who acts for the operator.
async fn odd(app: &TestApp) -> Browser {
    let mut odd = app.browser_of(ODD).await;
    act_for(&mut odd, &cast::OPERATOR_ID.to_string()).await;
    odd
}

const FORM: [(&str, &str); 10] = [
    ("code", "ror"),
    ("org_number", "310 601 004"),
    ("name_nb", "Røretaten"),
    ("name_nn", "Røyretaten"),
    ("name_en", "The Pipe Agency"),
    ("homepage", "https://ror.example/"),
    ("logo", ""),
    ("scope_prefixes", "ror, vann"),
    ("environments", "tt02 production"),
    ("administrators", "21828817040\r\n"),
];

fn form_with(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let value = |name: &str, old| {
        changes
            .iter()
            .find(|(key, _)| *key == name)
            .map_or(old, |(_, new)| *new)
    };
    FORM.iter()
        .map(|(name, old)| (*name, value(name, *old)))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_registers_an_owner_and_finds_it() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let mut odd = odd(&scene.stage.app).await;
        let home = odd.get("/").await;
        assert!(
            home.body.contains(&format!("href=\"{LIST}\"")),
            "the menu leads there"
        );
        assert_well_made(&odd.get(NEW).await);
        let shown = odd.post(NEW, &FORM).await;
        assert_eq!(
            (shown.status.as_u16(), shown.heading()),
            (200, "Røretaten"),
            "{kind:?}"
        );
        assert!(shown.url.ends_with("/drift/tjenesteeiere/ror"));
        assert_well_made(&shown);
        for text in [
            "Røretaten er registrert som tjenesteeier",
            "Nora Postløs",
            "ror, vann",
            "tt02, production",
            "310\u{a0}601\u{a0}004",
        ] {
            assert!(shown.body.contains(text), "{kind:?} {text}");
        }
        assert!(!shown.body.contains(cast::NORA), "no national id is shown");
        for (query, hits) in [
            ("", 3),
            ("pipe", 1),
            ("310+601", 1),
            ("ror", 1),
            ("%25", 0),
            ("finnes+ikke", 0),
        ] {
            let list = odd.get(&format!("{LIST}?q={query}")).await;
            assert_well_made(&list);
            assert_eq!(
                list.body.matches("class=\"row\"").count(),
                hits,
                "{kind:?} {query}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_in_place_and_what_was_written_stays() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let mut odd = odd(&scene.stage.app).await;
        let wrong = form_with(&[
            ("code", "DTS"),
            ("name_nb", "<b>\"Rør\"</b>"),
            ("name_nn", ""),
            ("scope_prefixes", "dts"),
        ]);
        let page = odd.post(NEW, &wrong).await;
        assert_eq!(page.status, 422, "{kind:?}");
        assert_well_made(&page);
        assert!(page.body.contains("<title>Feil: Registrer en tjenesteeier"));
        for field in ["code", "name_nn", "scope_prefixes"] {
            assert!(
                page.body.contains(&format!("href=\"#{field}\"")),
                "{field} in the summary"
            );
            assert!(
                page.body.contains(&format!("id=\"{field}-error\"")),
                "{field} in place"
            );
        }
        assert_eq!(page.body.matches("aria-invalid").count(), 3, "{kind:?}");
        assert!(
            page.body.contains("value=\"DTS\"") && !page.body.contains("<b>"),
            "kept and escaped"
        );
        let list = odd.get(LIST).await;
        assert_eq!(
            list.body.matches("class=\"row\"").count(),
            2,
            "nothing was written"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_changed_on_its_page() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let mut odd = odd(&scene.stage.app).await;
        let form = odd.get("/drift/tjenesteeiere/ror/endre").await;
        assert_well_made(&form);
        assert!(form.body.contains("value=\"Røyretaten\"") && !form.body.contains("name=\"code\""));
        let changed = form_with(&[
            ("name_nb", "Vannetaten"),
            ("code", "other"),
            ("org_number", "310501018"),
        ]);
        let page = odd.post("/drift/tjenesteeiere/ror/endre", &changed).await;
        assert_eq!(page.heading(), "Vannetaten", "{kind:?}");
        let owner = scene.detail("ror").await.owner;
        assert_eq!(
            (owner.code.as_str(), owner.number.as_str()),
            ("ror", PLUMBER),
            "{kind:?}"
        );
        let wrong = odd
            .post(
                "/drift/tjenesteeiere/ror/endre",
                &form_with(&[("name_en", "")]),
            )
            .await;
        assert_eq!(wrong.status, 422);
        assert_well_made(&wrong);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_come_and_go_after_a_question() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let mut odd = odd(&scene.stage.app).await;
        let owner = "/drift/tjenesteeiere/ror";
        let wrong = odd
            .post(
                &format!("{owner}/administratorer"),
                &[("national_id", "12847421028")],
            )
            .await;
        assert_eq!(wrong.status, 422, "{kind:?}");
        assert_well_made(&wrong);
        assert!(
            wrong.body.contains("id=\"national_id-error\"") && !wrong.body.contains("12847421028")
        );
        let asked = odd
            .post(
                &format!("{owner}/administratorer"),
                &[("national_id", "128474 21027")],
            )
            .await;
        assert_well_made(&asked);
        assert_eq!(
            asked.heading(),
            "Skal Kari Nøkkelvik administrere ressursene til Røretaten?"
        );
        assert!(
            !asked.url.contains(KARI) && !scene.administers(cast::KARI_ID, cast::PLUMBER_ID).await
        );
        let path = |what: &str, id| format!("{owner}/administratorer/{id}/{what}");
        let added = odd.post(&path("legg-til", cast::KARI_ID), &[]).await;
        assert!(
            added
                .body
                .contains("Kari Nøkkelvik er nå ressursadministrator"),
            "{kind:?}"
        );
        assert!(
            scene.administers(cast::KARI_ID, cast::PLUMBER_ID).await,
            "{kind:?}"
        );
        let question = odd.get(&path("fjern", cast::KARI_ID)).await;
        assert_well_made(&question);
        assert!(!question.body.contains("den siste"));
        odd.post(&path("fjern", cast::KARI_ID), &[]).await;
        assert!(
            !scene.administers(cast::KARI_ID, cast::PLUMBER_ID).await,
            "{kind:?}"
        );
        assert!(
            odd.get(&path("fjern", NORA_ID))
                .await
                .body
                .contains("den siste administratoren")
        );
        assert_error_page(&odd.get(&path("fjern", LIV_ID)).await, 404, NOT_FOUND);
        assert_error_page(
            &odd.get(&path("legg-til", cast::BAKERY_ID)).await,
            404,
            NOT_FOUND,
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scopes_are_granted_and_withdrawn_after_a_question() {
    for kind in kinds() {
        let scene = Scene::with_owner(kind).await;
        let mut odd = odd(&scene.stage.app).await;
        let owner = "/drift/tjenesteeiere/ror";
        let granted = odd
            .post(&format!("{owner}/scopes"), &[("scope", " altinn:a/b ")])
            .await;
        assert_well_made(&granted);
        assert!(granted.body.contains("altinn:a/b er gitt"), "{kind:?}");
        let wrong = odd
            .post(&format!("{owner}/scopes"), &[("scope", "<i>")])
            .await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("id=\"scope-error\"") && !wrong.body.contains("<i>"));
        let path = format!("{owner}/scopes/trekk-tilbake?scope=altinn%3Aa%2Fb");
        assert!(granted.body.contains(&path), "{kind:?}");
        assert_well_made(&odd.get(&path).await);
        let withdrawn = odd.post(&path, &[]).await;
        assert!(
            withdrawn.body.contains("altinn:a/b er trukket tilbake"),
            "{kind:?}"
        );
        assert!(scene.detail("ror").await.scopes.is_empty());
        assert_error_page(&odd.get(&path).await, 404, NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn for_others_there_are_no_such_pages_and_no_link_to_them() {
    for kind in kinds() {
        let scene = Scene::start(kind).await;
        let app = &scene.stage.app;
        for (who, party) in [
            (KARI, cast::BAKERY_ID),
            (LIV, cast::TAX_OWNER_ID),
            (ODD, super::ODD_ID),
        ] {
            let mut browser = app.browser_of(who).await;
            act_for(&mut browser, &party.to_string()).await;
            assert!(
                !browser.get("/").await.body.contains(LIST),
                "{kind:?} {who}"
            );
            for path in [
                LIST,
                NEW,
                "/drift/tjenesteeiere/dts",
                "/drift/tjenesteeiere/dts/endre",
            ] {
                assert_error_page(&browser.get(path).await, 404, NOT_FOUND);
            }
            let page = browser.post(NEW, &FORM).await;
            assert_error_page(&page, 404, NOT_FOUND);
        }
        assert_eq!(scene.count().await, 3, "{kind:?}");
        let mut nobody = app.browser();
        assert!(
            nobody
                .sent_to(LIST)
                .await
                .contains("goto=%2Fdrift%2Ftjenesteeiere")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_only_look_sees_no_buttons_and_is_forbidden_to_change() {
    let scene = Scene::start(crate::support::database::Kind::Sqlite).await;
    scene.stage.app.run_sql(
        "update delegation set revoked_at = given_at where action = 'write' and resource = 'fullmakt_operation'",
    ).await;
    let mut odd = odd(&scene.stage.app).await;
    let list = odd.get(LIST).await;
    assert!(list.status == 200 && !list.body.contains(NEW));
    let owner = odd.get("/drift/tjenesteeiere/dts").await;
    assert!(owner.status == 200 && !owner.body.contains("method=\"post\" action=\"/drift"));
    assert_eq!(odd.get("/drift/tjenesteeiere/dts/endre").await.status, 403);
    assert_eq!(odd.get(NEW).await.status, 404);
    assert_eq!(
        odd.post("/drift/tjenesteeiere/dts/scopes", &[("scope", "altinn:x")])
            .await
            .status,
        404
    );
}
