//! An access manager adds a user, gives a package and a service, sees them, takes them back.

use super::visit::Visit;
use crate::support::app::TestApp;
use crate::support::cast::NORA;

const WHAT: &str = "Hva skal Nora Postløs få gjøre?";

pub async fn give_and_take(app: &TestApp, visit: &mut Visit) {
    visit
        .open(&format!("{}/accessmanagement/ui/users", app.url))
        .await;
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit
        .see("Hvem handler du på vegne av nå?", "parties")
        .await;
    visit.press("Nøkkelvik Bakeri AS").await;
    visit.see("Brukere", "users").await;
    visit
        .reads(&["Ola Deigmann", "Stig Nøkkelvik", "Styrets leder", "Deg"])
        .await;

    visit.press("Legg til bruker").await;
    visit.see("Legg til en bruker", "add").await;
    visit.write("Fødselsnummer", NORA).await;
    visit.write("Etternavn", "Hansen").await;
    visit.press("Legg til og gå videre").await;
    visit.see_with(422, "Legg til en bruker", "add-wrong").await;
    visit
        .reads(&["Vi finner ingen med dette fødselsnummeret og etternavnet"])
        .await;
    visit.write("Fødselsnummer", NORA).await;
    visit.write("Etternavn", "Postløs").await;
    visit.press("Legg til og gå videre").await;
    visit.see(WHAT, "offer").await;
    visit
        .reads(&["Nora Postløs er lagt til", "Steg 2 av 3"])
        .await;

    visit.search("Søk i pakker og tjenester", "lønn").await;
    visit.wait_for_words("treff").await;
    visit.see(WHAT, "offer-search").await;
    visit.choose_offer("Velg Lønn").await;
    visit.see("Gi Lønn til Nora Postløs?", "confirm").await;
    visit
        .reads(&["Nora Postløs kan da bruke alle tjenester", "Steg 3 av 3"])
        .await;
    visit.press("Gi fullmakt").await;
    visit.see("Nora Postløs", "given").await;
    visit
        .reads(&["Nora Postløs har fått Lønn", "Gitt av Kari Nøkkelvik", "Ny"])
        .await;

    visit.choose_offer("Ta tilbake Lønn").await;
    visit.see("Ta tilbake Lønn fra Nora Postløs?", "take").await;
    visit.press("Behold").await;
    visit.see("Nora Postløs", "kept").await;
    visit.choose_offer("Ta tilbake Lønn").await;
    visit.press("Ta tilbake").await;
    visit.see("Nora Postløs", "taken").await;
    visit
        .reads(&["Lønn er tatt tilbake", "ingen fullmakter"])
        .await;
    visit.press("Fjern brukeren").await;
    visit.see("Fjerne Nora Postløs som bruker?", "remove").await;
    visit.press("Fjern brukeren").await;
    visit.see("Brukere", "removed").await;

    visit.press("Stig Nøkkelvik").await;
    visit.see("Stig Nøkkelvik", "by-role").await;
    visit.press("Personale").await;
    visit.wait_for_words("Følger av rollen Styrets leder").await;
    visit.press("Hvem kan hva").await;
    visit.see("Hvem kan hva", "powers").await;
    visit.press("Personale").await;
    visit.wait_for_words("A-ordningen").await;
    visit.press("Lønn").await;
    visit.see("Lønn", "package").await;
    visit.press("Gi pakken til noen").await;
    visit.see("Hvem skal få fullmakt?", "to-whom").await;
    visit.press("Fullmakter hos andre").await;
    visit.see("Fullmakter hos andre", "received").await;
}
