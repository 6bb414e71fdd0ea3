//! When a stronger login is needed.

use super::scene::{OVERVIEW, Vendor, assert_well_made, at_the_bakery, login_link};
use crate::support::app::TestApp;
use crate::support::cast::{self, BAKERY, HIGH_LINK_SERVICE, KARI};
use crate::support::database::kinds;

#[tokio::test(flavor = "multi_thread")]
async fn a_service_of_level_four_asks_for_a_stronger_login_and_goes_on_for_the_same_party() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let mut kari = at_the_bakery(&app, KARI).await;
        let page = kari.get(&format!("/link/{HIGH_LINK_SERVICE}")).await;
        assert_eq!(page.heading(), "Logg inn på et høyere nivå");
        assert_well_made(&page);
        let stronger = login_link(&page);
        assert!(
            stronger.contains("acr_values=idporten-loa-high"),
            "{stronger}"
        );

        let page = kari.log_in_from(&stronger, KARI).await;
        assert_eq!(page.heading(), "Hvem vil du bruke tjenesten på vegne av?");
        assert!(
            page.body
                .contains("<strong class=\"acting-name\">Nøkkelvik Bakeri AS</strong>")
        );
        assert!(page.body.contains("Kari Nøkkelvik"));

        // The same goes the other way: what needs less works on, without a new login.
        assert_eq!(kari.get(OVERVIEW).await.heading(), "Systemtilganger");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_of_level_four_is_not_given_from_a_login_of_level_three() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let vendor = Vendor::needing(&app, &[HIGH_LINK_SERVICE, cast::TAX_BASIS]).await;
        let wanted = [HIGH_LINK_SERVICE, cast::TAX_BASIS];
        let asked = vendor.ask_for(&wanted, BAKERY, "1").await;
        let mut kari = app.browser();
        let page = kari.log_in_from(&asked.confirm_url, KARI).await;
        assert!(page.body.contains("Krever sterkere innlogging"));
        assert!(!page.body.contains("/approve\""));
        let stronger = login_link(&page);

        let refused = kari.post(&asked.path("approve"), &[("x", "")]).await;
        assert_eq!(refused.status, 409);
        assert_well_made(&refused);
        assert_eq!(vendor.status_of(&asked).await, "New");

        let page = kari.log_in_from(&stronger, KARI).await;
        assert_eq!(page.url, asked.confirm_url);
        assert!(!page.body.contains("Krever sterkere innlogging"));
        let done = kari.post(&asked.path("approve"), &[("x", "")]).await;
        assert_eq!(done.heading(), "Du har godkjent forespørselen");
        assert_eq!(vendor.status_of(&asked).await, "Accepted");
    }
}
