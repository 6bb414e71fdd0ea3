//! The pages of clients and agents, from a browser without a window.

use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::cast::{ACCOUNTANT_ID, AMIR, AMIR_ID, BAKERY_ID, GRETE, NORA};
use crate::support::database::kinds;

const CLIENTS: &str = "/accessmanagement/ui/clientadministration";
const MINE: &str = "/accessmanagement/ui/my-clients";
const SIGNING: &str =
    "regnskapsforer urn:altinn:accesspackage:regnskapsforer-med-signeringsrettighet";

/// Grete, acting for the accountant.
async fn grete(app: &TestApp) -> Browser {
    let mut browser = app.browser_of(GRETE).await;
    let party = ACCOUNTANT_ID.to_string();
    browser
        .post("/aktorvalg?goto=/", &[("party", &party)])
        .await;
    browser
}

fn agent(path: &str) -> String {
    format!("{CLIENTS}/ansatt/{AMIR_ID}{path}")
}

#[tokio::test]
async fn a_manager_gives_her_employee_access_after_reading_what_it_means() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut grete = grete(&app).await;
        let page = grete.get(CLIENTS).await;
        assert!(page.body.contains("Amir Sifferstad"), "{}", page.body);
        let page = grete.get(&agent("/gi")).await;
        assert!(page.body.contains("Nøkkelvik Bakeri AS"), "{}", page.body);
        let nothing = grete.get(&agent("/gi/bekreft")).await;
        assert_eq!(nothing.status, 422);
        assert!(nothing.body.contains("Velg minst én klient."));

        let query = format!("?klient={BAKERY_ID}&makt={}", SIGNING.replace(' ', "+"));
        let page = grete.get(&agent(&format!("/gi/bekreft{query}"))).await;
        assert_eq!(page.heading(), "Gi Amir Sifferstad tilgang?");
        assert!(
            page.body.contains("kan ikke gi det videre"),
            "{}",
            page.body
        );
        let bakery = BAKERY_ID.to_string();
        let fields = [("klient", bakery.as_str()), ("makt", SIGNING)];
        let page = grete.post(&agent("/gi/bekreft"), &fields).await;
        assert!(
            page.body.contains("Amir Sifferstad har fått tilgang"),
            "{}",
            page.body
        );
        assert!(page.body.contains("signeringsrett"), "{}", page.body);
        let page = grete.get(&agent(&format!("/gi/bekreft{query}"))).await;
        assert!(
            page.body.contains("har det du valgte fra før"),
            "{}",
            page.body
        );

        let page = grete.get(&agent(&format!("/ta?klient={BAKERY_ID}"))).await;
        assert_eq!(page.heading(), "Ta tilbake fra Amir Sifferstad?");
        let unchosen = grete
            .post(&agent("/ta"), &[("klient", bakery.as_str())])
            .await;
        assert_eq!(unchosen.status, 422);
        let page = grete.post(&agent("/ta"), &fields).await;
        assert!(page.body.contains("er tatt tilbake"), "{}", page.body);
        assert!(!page.body.contains("signeringsrett"), "{}", page.body);
    }
}

#[tokio::test]
async fn clients_are_found_by_name_and_by_number_with_any_blanks() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut grete = grete(&app).await;
        for query in [
            "bakeri",
            "NØKKEL",
            "310501018",
            "310+501+018",
            "+3105+01018+",
            "%C2%A0310%C2%A0501",
        ] {
            let page = grete.get(&format!("{CLIENTS}/klienter?q={query}")).await;
            assert!(
                page.body.contains("Nøkkelvik Bakeri AS"),
                "{query}: {}",
                page.body
            );
        }
        let page = grete
            .get(&format!("{CLIENTS}/klienter?q=brunost&side=99999999999"))
            .await;
        assert!(
            page.status == 400 || page.body.contains("Ingen treff"),
            "{}",
            page.body
        );
    }
}

#[tokio::test]
async fn an_employee_is_added_and_removed_with_what_it_means_told_first() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut grete = grete(&app).await;
        let new = format!("{CLIENTS}/ansatt/ny");
        let wrong = grete
            .post(&new, &[("number", NORA), ("surname", "Feil")])
            .await;
        assert_eq!(wrong.status, 422);
        assert!(
            !wrong.body.contains(NORA),
            "a national id is not shown again"
        );
        let page = grete
            .post(&new, &[("number", NORA), ("surname", "Postløs")])
            .await;
        assert!(
            page.body.contains("Nora Postløs er lagt til"),
            "{}",
            page.body
        );
        let page = grete.get(&agent("/fjern")).await;
        assert!(
            page.body.contains("mister med en gang alt"),
            "{}",
            page.body
        );
        let page = grete.post(&agent("/fjern"), &[]).await;
        assert!(
            page.body.contains("Amir Sifferstad er fjernet"),
            "{}",
            page.body
        );
        assert_eq!(grete.get(&agent("")).await.status, 404);
    }
}

#[tokio::test]
async fn an_agent_finds_his_clients_acts_for_one_and_lets_go_of_it() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut amir = app.browser_of(AMIR).await;
        let own = AMIR_ID.to_string();
        amir.post("/aktorvalg?goto=/", &[("party", &own)]).await;
        let page = amir.get(MINE).await;
        assert!(page.body.contains("Nøkkelvik Bakeri AS"), "{}", page.body);
        let parties = amir.get("/aktorvalg?goto=/").await;
        assert!(
            parties.body.contains("Nøkkelvik Bakeri AS"),
            "he can act for the bakery"
        );
        let page = amir
            .get(&format!("{MINE}/{ACCOUNTANT_ID}/trekk?klient={BAKERY_ID}"))
            .await;
        assert!(page.heading().starts_with("Si fra deg"), "{}", page.body);
        let bakery = BAKERY_ID.to_string();
        let leave = format!("{MINE}/{ACCOUNTANT_ID}/trekk");
        let page = amir.post(&leave, &[("klient", &bakery)]).await;
        assert!(
            page.body
                .contains("kan ikke lenger handle for Nøkkelvik Bakeri AS"),
            "{}",
            page.body
        );
        let parties = amir.get("/aktorvalg?goto=/").await;
        assert!(
            !parties.body.contains("Nøkkelvik Bakeri AS"),
            "nor act for it"
        );
        let page = amir.post(&leave, &[]).await;
        assert!(page.body.contains("Du har ingen klienter"), "{}", page.body);
    }
}

#[tokio::test]
async fn whoever_may_not_administer_clients_is_told_what_would_be_enough() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut amir = app.browser_of(AMIR).await;
        let party = ACCOUNTANT_ID.to_string();
        amir.post("/aktorvalg?goto=/", &[("party", &party)]).await;
        for path in ["", "/klienter", "/ansatt/ny"] {
            let page = amir.get(&format!("{CLIENTS}{path}")).await;
            assert_eq!(page.status, 403, "{path}");
            assert!(page.body.contains("En av disse er nok"), "{}", page.body);
        }
        let fields = [("alle", "1"), ("makt", SIGNING)];
        let page = amir.post(&agent("/gi/bekreft"), &fields).await;
        assert_eq!(page.status, 403);
    }
}
