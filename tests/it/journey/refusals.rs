//! The pages that refuse somebody and say what would have been enough.

use fullmakt::domain::AccessListMode;
use fullmakt::store;

use super::road::{self, CONSENT};
use super::visit::Visit;
use crate::portal::scene::OVERVIEW;
use crate::support::app::TestApp;
use crate::support::cast::{BAKERY_ID, LINK_SERVICE};

/// As Ola, who works at the bakery and has no role that counts here.
pub async fn meet(app: &TestApp, visit: &mut Visit) {
    road::ask(app, visit).await;
    visit.press("Ola Deigmann").await;
    visit.see(CONSENT, "request").await;
    visit
        .reads(&[
            "Daglig leder",
            "Det er også nok å ha én av disse:",
            "(rolle)",
        ])
        .await;
    visit.press("Avslutt uten å sende").await;

    let service = format!("{}/link/{LINK_SERVICE}?party={BAKERY_ID}", app.url);
    visit.open(&service).await;
    visit.wait_and_log_in("Ola Deigmann").await;
    visit
        .see_refusal("Du mangler fullmakt for Nøkkelvik Bakeri AS", "no-right")
        .await;
    visit
        .reads(&["Daglig leder (rolle)", "Fiske (tilgangspakke)"])
        .await;

    visit.press("Bytt").await;
    visit
        .see("Hvem handler du på vegne av nå?", "parties")
        .await;
    visit.press("Nøkkelvik Bakeri AS").await;
    visit
        .see_refusal(
            "Du mangler fullmakt for Nøkkelvik Bakeri AS",
            "no-right-either",
        )
        .await;
    visit.open(&format!("{}{OVERVIEW}", app.url)).await;
    visit.see("Systemtilganger", "system-users").await;
    visit
        .reads(&["Du kan ikke se systemtilgangene her", "(rolle)"])
        .await;
    visit.press("Logg ut").await;
    visit.see("Du er logget ut", "logged-out").await;

    close(app).await;
    visit.open(&service).await;
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit
        .see_refusal(
            "Nøkkelvik Bakeri AS kan ikke bruke denne tjenesten",
            "not-on-list",
        )
        .await;
}

/// Opens the service for the members of access lists only.
async fn close(app: &TestApp) {
    let mut tx = app.db.write().await.unwrap();
    store::resources::set_access_list_mode(&mut tx, LINK_SERVICE, AccessListMode::Enabled)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
