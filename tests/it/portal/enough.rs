//! What a person who is refused would have needed, in the reader's language.

use fullmakt::domain::AccessListMode;
use fullmakt::store;

use super::scene::{OVERVIEW, Vendor, assert_well_made, at_the_bakery};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::cast::{BAKERY_ID, KARI, LINK_SERVICE, OLA};
use crate::support::database::kinds;

/// The page that refuses to start the fishing quotas for the bakery.
async fn refused(browser: &mut Browser) -> Page {
    let page = browser
        .get(&format!("/link/{LINK_SERVICE}?party={BAKERY_ID}"))
        .await;
    assert_eq!(page.status, 403, "{}", page.heading());
    assert_well_made(&page);
    page
}

async fn speak(browser: &mut Browser, language: &str) {
    browser.post("/sprak", &[("language", language)]).await;
}

/// The items of all lists in the page's main part.
fn items(page: &Page) -> Vec<String> {
    let (_, main) = page.body.split_once("<main").unwrap();
    let pieces = main.split("<li>").skip(1);
    pieces
        .map(|piece| piece.split("</li>").next().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_start_a_service_reads_what_would_be_enough_in_every_language() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut ola = app.browser_of(OLA).await;
        for (language, lead, powers, remedy) in [
            (
                "nb",
                "Du kan bruke ",
                [
                    "Daglig leder (rolle)",
                    "Styrets leder (rolle)",
                    "Akvakultur (tilgangspakke)",
                    "Fiske (tilgangspakke)",
                ],
                "Be noen som har en av dem",
            ),
            (
                "nn",
                "Du kan bruke ",
                [
                    "Dagleg leiar (rolle)",
                    "Styrets leiar (rolle)",
                    "Akvakultur (tilgangspakke)",
                    "Fiske (tilgangspakke)",
                ],
                "Be nokon som har ein av dei",
            ),
            (
                "en",
                "You can use ",
                [
                    "Managing Director (role)",
                    "Chair of the Board (role)",
                    "Aquaculture (access package)",
                    "Fishing (access package)",
                ],
                "Ask somebody who has one of them",
            ),
        ] {
            speak(&mut ola, language).await;
            let page = refused(&mut ola).await;
            assert_eq!(items(&page), powers, "{kind:?} {language}");
            assert!(page.body.contains(lead) && page.body.contains(remedy));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_shut_out_by_an_access_list_is_not_sent_after_powers() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut tx = app.db.write().await.unwrap();
        let closed = AccessListMode::Enabled;
        store::resources::set_access_list_mode(&mut tx, LINK_SERVICE, closed)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        // She has the role; what is missing is the business's place on the list.
        let mut kari = app.browser_of(KARI).await;
        for (language, text) in [
            ("nb", "bare for virksomheter på sin egen liste"),
            ("nn", "berre for verksemder på si eiga liste"),
            ("en", "only to businesses on its own list"),
        ] {
            speak(&mut kari, language).await;
            let page = refused(&mut kari).await;
            assert!(page.body.contains(text), "{kind:?} {language}");
            assert!(items(&page).is_empty());
        }
        // He lacks the role too, which comes first.
        let mut ola = app.browser_of(OLA).await;
        assert_eq!(items(&refused(&mut ola).await).len(), 4, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_approve_or_see_the_list_reads_which_powers_are_enough() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let asked = Vendor::new(&app).await.ask().await;
        let mut ola = at_the_bakery(&app, OLA).await;
        for (language, also, manager, power) in [
            (
                "nb",
                "Det er også nok å ha én av disse:",
                "Daglig leder",
                "Tilgangsstyring (rolle)",
            ),
            (
                "nn",
                "Det er òg nok å ha éi av desse:",
                "Dagleg leiar",
                "Tilgangsstyring (rolle)",
            ),
            (
                "en",
                "One of these is also enough:",
                "Managing Director",
                "Access manager (role)",
            ),
        ] {
            speak(&mut ola, language).await;
            for path in [asked.confirm_url.as_str(), OVERVIEW] {
                let page = ola.get(path).await;
                assert_well_made(&page);
                let items = items(&page);
                assert!(page.body.contains(also), "{kind:?} {language} {path}");
                assert!(items.iter().any(|item| item == manager), "{items:?}");
                assert!(page.body.contains(power), "{kind:?} {language} {path}");
            }
        }
    }
}
