//! What every page must be, wherever one comes.

use fullmakt::config::{LimitsSettings, Settings};
use reqwest::Method;

use super::scene::{
    OVERVIEW, SETTINGS, Vendor, assert_well_made, at_the_bakery, links, system_user,
};
use crate::support::app::TestApp;
use crate::support::cast::{self, BAKERY, KARI, LINK_SERVICE};
use crate::support::database::{fresh, kinds};

#[tokio::test(flavor = "multi_thread")]
async fn every_page_that_a_manager_reaches_is_well_made_in_every_language() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::new(&app).await;
        let (done, open) = (
            vendor.ask().await,
            vendor.ask_for(&[cast::TAX_BASIS], BAKERY, "2").await,
        );
        let mut kari = at_the_bakery(&app, KARI).await;
        kari.post(&done.path("approve"), &[("skiplogout", "true")])
            .await;
        let user = |action: &str| system_user(&done.id, action);
        let pages = [
            "/".to_owned(),
            "/aktorvalg".to_owned(),
            "/aktorvalg?q=bakeri&goto=%2Ftjenester".to_owned(),
            "/tjenester".to_owned(),
            "/tjenester?q=finnes+ikke".to_owned(),
            format!("/tjenester/{LINK_SERVICE}"),
            format!("/link/{LINK_SERVICE}"),
            SETTINGS.to_owned(),
            OVERVIEW.to_owned(),
            user(""),
            user("/deaktiver"),
            user("/slett"),
            open.confirm_url.clone(),
            done.confirm_url.clone(),
            done.path("receipt"),
            "/innlogging/niva?niva=4&goto=%2Ftjenester".to_owned(),
            "/utlogget".to_owned(),
            "/finnes/ikke".to_owned(),
        ];
        for language in ["nb", "nn", "en"] {
            kari.post("/sprak", &[("language", language)]).await;
            for path in &pages {
                let page = kari.get(path).await;
                assert_well_made(&page);
                let html = format!("<html lang=\"{language}\"");
                assert!(page.body.contains(&html), "{path} in {language}");
                assert!(!page.body.contains("{party}") && !page.body.contains("{system}"));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_link_of_the_portal_is_dead() {
    for kind in kinds() {
        // Nobody opens as many pages in a minute.
        let database = fresh(kind).await;
        let settings = Settings {
            listen: Some("127.0.0.1:0".parse().unwrap()),
            database_url: Some(database.url.clone()),
            limits: Some(LimitsSettings::off()),
            ..Settings::default()
        };
        let app = TestApp::start_with(settings, database).await;
        let vendor = Vendor::new(&app).await;
        let asked = vendor.ask().await;
        let mut kari = at_the_bakery(&app, KARI).await;
        kari.post(&asked.path("approve"), &[("skiplogout", "true")])
            .await;
        let mut waiting = vec!["/".to_owned()];
        let mut seen: Vec<String> = Vec::new();
        while let Some(path) = waiting.pop() {
            // Logout would end the walk; the rest of these lead out of the portal's own pages.
            let leads_out = ["/authentication", "/sandbox", "#"];
            if leads_out.iter().any(|start| path.starts_with(start)) || seen.contains(&path) {
                continue;
            }
            // There is a page for each package and each user; a few of each kind say enough.
            let kind_of_page = |path: &str| path.rsplit_once('/').map(|(kind, _)| kind.to_owned());
            let known = seen
                .iter()
                .filter(|one| kind_of_page(one) == kind_of_page(&path));
            if kind_of_page(&path).is_some_and(|kind| kind.contains("/gi/")) && known.count() >= 5 {
                continue;
            }
            let page = kari.get(&path).await;
            // What somebody may not give is told on a page of its own.
            let is_told_why = page.status == 403 && path.contains("/gi/");
            assert!(
                page.status.is_success() || is_told_why,
                "{path}: {}",
                page.status
            );
            seen.push(path);
            if page.headers["content-type"]
                .as_bytes()
                .starts_with(b"text/html")
            {
                waiting.extend(links(&page));
            }
        }
        assert!(seen.len() > 15, "{seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_are_cached_for_ever_and_pages_never() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut browser = app.browser();
        let page = browser.get("/").await;
        let style = links(&page)
            .into_iter()
            .find(|href| href.ends_with(".css"))
            .unwrap();
        let asset = browser.send(Method::GET, &style, None).await;
        assert_eq!(asset.status, 200);
        assert!(
            asset.headers["cache-control"]
                .to_str()
                .unwrap()
                .contains("immutable")
        );
        let missing = browser.get("/assets/finnes-ikke.css").await;
        assert_eq!(missing.status, 404);
        let outside = browser.get("/assets/../Cargo.toml").await;
        assert_eq!(outside.status, 404);
    }
}
