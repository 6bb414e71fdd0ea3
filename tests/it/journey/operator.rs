//! The operator registers a service owner, appoints an administrator and grants a scope.

use super::visit::Visit;
use crate::support::app::TestApp;
use crate::support::cast::{KARI, NORA};

const NEW: &str = "Registrer en tjenesteeier";

pub async fn register(app: &TestApp, visit: &mut Visit) {
    visit
        .open(&format!("{}/drift/tjenesteeiere", app.url))
        .await;
    visit.wait_and_log_in("Odd Driftland").await;
    visit
        .see("Hvem handler du på vegne av nå?", "parties")
        .await;
    visit.press("Nøkkelvik Portaldrift").await;
    visit.see("Tjenesteeiere", "owners").await;

    visit.press("Registrer tjenesteeier").await;
    visit.see(NEW, "form").await;
    visit.press("Registrer").await;
    visit.see_with(422, NEW, "form-wrong").await;
    visit.reads(&["Kode: må fylles ut"]).await;
    for (label, text) in [
        ("Kode", "hav"),
        ("Organisasjonsnummer", "310 904 015"),
        ("Navn på bokmål", "Havetaten"),
        ("Navn på nynorsk", "Havetaten"),
        ("Navn på engelsk", "The Ocean Agency"),
        ("Scope-prefikser (valgfritt)", "hav"),
    ] {
        visit.write(label, text).await;
    }
    visit.press("Registrer").await;
    visit.see("Havetaten", "owner").await;
    visit
        .reads(&["Havetaten er registrert", "Ingen er utpekt"])
        .await;

    visit.write("Legg til: fødselsnummer", "12847421028").await;
    visit.press("Finn personen").await;
    visit.see_with(422, "Havetaten", "owner-wrong").await;
    visit.write("Legg til: fødselsnummer", NORA).await;
    visit.press("Finn personen").await;
    let question = "Skal Nora Postløs administrere ressursene til Havetaten?";
    visit.see(question, "appoint").await;
    visit.press("Legg til som administrator").await;
    visit.see("Havetaten", "appointed").await;
    visit.write("Legg til: fødselsnummer", KARI).await;
    visit.press("Finn personen").await;
    visit.press("Avbryt").await;

    visit
        .write("Gi et scope", "altinn:authorization/authorize")
        .await;
    visit.press("Gi scope").await;
    visit
        .wait_for_words("altinn:authorization/authorize er gitt")
        .await;
    visit.see("Havetaten", "granted").await;
    visit.press("Trekk tilbake").await;
    visit
        .see("Skal Havetaten miste et scope?", "withdraw")
        .await;
    visit.press("Behold").await;
    visit.see("Havetaten", "kept").await;

    visit.press("Endre opplysningene").await;
    visit
        .see("Endre opplysningene om Havetaten", "change")
        .await;
    visit.write("Navn på bokmål", "Havdirektoratet").await;
    visit.press("Lagre endringene").await;
    visit.see("Havdirektoratet", "changed").await;
    visit.press("Tjenesteeiere").await;
    visit.see("Tjenesteeiere", "owners-after").await;
    visit
        .search("Navn, kode eller organisasjonsnummer", "havdir")
        .await;
    visit.wait_for_words("1 tjenesteeier").await;
}
