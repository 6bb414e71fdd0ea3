//! Ola asks the bakery for a power; Kari approves it, and rejects another.

use super::visit::Visit;
use crate::support::app::TestApp;

pub async fn ask(app: &TestApp, ola: &mut Visit) {
    ola.open(&format!("{}/accessmanagement/ui/requests/ny", app.url))
        .await;
    ola.wait_and_log_in("Ola Deigmann").await;
    ola.see("Hvem handler du på vegne av nå?", "parties").await;
    ola.press("Ola Deigmann").await;
    ola.see("Be om tilgang", "new").await;
    ola.press("Neste").await;
    ola.see_with(422, "Be om tilgang", "new-wrong").await;
    for package in ["skattegrunnlag", "lonn"] {
        ola.open(&format!("{}/accessmanagement/ui/requests/ny", app.url))
            .await;
        ola.see("Be om tilgang", "new-again").await;
        ola.fill("org", "310 501 018").await;
        ola.choose("pakke", package).await;
        ola.press("Neste").await;
        ola.see("Be Nøkkelvik Bakeri AS om tilgang?", "confirm")
            .await;
        ola.press("Send forespørselen").await;
        ola.see("Forespørsler om tilgang", "sent").await;
        ola.reads(&["Venter på svar"]).await;
    }
}

pub async fn answer(app: &TestApp, kari: &mut Visit) {
    kari.open(&format!("{}/accessmanagement/ui/requests", app.url))
        .await;
    kari.wait_and_log_in("Kari Nøkkelvik").await;
    kari.see("Hvem handler du på vegne av nå?", "parties").await;
    kari.press("Nøkkelvik Bakeri AS").await;
    kari.see("Forespørsler om tilgang", "received").await;
    kari.reads(&["Ola Deigmann"]).await;
    kari.press("Skattegrunnlag").await;
    kari.see("Ola Deigmann ber om tilgang", "answer").await;
    kari.press("Godkjenn").await;
    kari.see("Forespørsler om tilgang", "approved").await;
    kari.press("Lønn").await;
    kari.see("Ola Deigmann ber om tilgang", "answer-other")
        .await;
    kari.press("Avvis").await;
    kari.see("Forespørsler om tilgang", "rejected").await;
    kari.reads(&["Ingen venter på svar"]).await;
    kari.open(&app.url).await;
    kari.see("Nøkkelvik Bakeri AS", "home").await;
}
