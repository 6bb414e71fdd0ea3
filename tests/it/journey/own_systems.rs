//! Kari makes an integration for the bakery's own system, changes its key, and deletes it.

use super::visit::Visit;
use crate::support::app::TestApp;

const LIST: &str = "/accessmanagement/ui/egetsystem";
const HEADING: &str = "Egenutviklede systemer";

pub async fn make(app: &TestApp, visit: &mut Visit) {
    visit.open(&format!("{}{LIST}", app.url)).await;
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit
        .see("Hvem handler du på vegne av nå?", "parties")
        .await;
    visit.press("Nøkkelvik Bakeri AS").await;
    visit.see(HEADING, "empty").await;
    visit.reads(&["Ingen integrasjoner ennå"]).await;

    visit.press("Lag integrasjon").await;
    visit.see("Hva heter systemet?", "name").await;
    visit.press("Gå videre").await;
    visit
        .see_with(422, "Hva heter systemet?", "name-wrong")
        .await;
    visit.fill("navn-nb", "Bestillingsboka").await;
    visit.fill("navn-nn", "Bestillingsboka").await;
    visit.fill("om-nb", "Tar imot bestillinger").await;
    visit.fill("om-nn", "Tek imot bestillingar").await;
    visit.press("Gå videre").await;
    visit
        .see("Hvilke API-er skal systemet bruke?", "scopes")
        .await;
    visit.tick("altinn:instances.read").await;
    visit.fill("q", "skatt").await;
    visit.press("Søk").await;
    visit
        .see("Hvilke API-er skal systemet bruke?", "scopes-found")
        .await;
    visit.reads(&["1 er valgt.", "altinn:instances.read"]).await;
    visit.tick("dts:skattegrunnlag.read").await;
    visit.press("Gå videre").await;
    visit
        .see("Hvilken nøkkel skal systemet bruke?", "key")
        .await;
    visit.fill("offentlig", "-----BEGIN PRIVATE KEY-----").await;
    visit.press("Gå videre").await;
    let key = "Hvilken nøkkel skal systemet bruke?";
    visit.see_with(422, key, "key-private").await;
    visit.mark("lag").await;
    visit.press("Gå videre").await;
    visit.see("Hva skal systemet kunne gjøre?", "rights").await;
    visit.tick("dts-skattegrunnlag").await;
    visit.press("Gå videre").await;
    visit
        .see("Se over før du lager integrasjonen", "summary")
        .await;
    visit.press("Lag integrasjonen").await;
    visit.see("Integrasjonen er klar", "made").await;
    visit.press("Jeg har lagret nøkkelen").await;
    visit.see("Bestillingsboka", "detail").await;

    visit.press("Ny nøkkel").await;
    visit.see("Ny nøkkel", "new-key").await;
    visit.press("Legg til nøkkelen").await;
    visit.see("Den nye nøkkelen er klar", "added").await;
    visit.press("Jeg har lagret nøkkelen").await;
    visit.see("Bestillingsboka", "two-keys").await;
    visit.press("Endre scopes").await;
    visit.see("Endre scopes", "change-scopes").await;
    visit.press("Lagre").await;
    visit.see("Bestillingsboka", "scopes-saved").await;
    visit.press("Slett integrasjonen").await;
    visit
        .see("Slette integrasjonen Bestillingsboka?", "delete")
        .await;
    visit.press("Slett integrasjonen").await;
    visit.see(HEADING, "deleted").await;
    visit.reads(&["er slettet"]).await;
}
