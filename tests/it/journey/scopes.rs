//! Kari lets the vendor use an API for the bakery; Vidar sees it at the vendor; Kari takes it back.

use super::visit::Visit;
use crate::support::app::TestApp;

const OVERVIEW: &str = "/accessmanagement/ui/maskinporten";
const HEADING: &str = "API-delegering";

pub async fn delegate(app: &TestApp, visit: &mut Visit) {
    visit.open(&format!("{}{OVERVIEW}", app.url)).await;
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit
        .see("Hvem handler du på vegne av nå?", "parties")
        .await;
    visit.press("Nøkkelvik Bakeri AS").await;
    visit.see(HEADING, "empty").await;
    visit.reads(&["Ingen leverandører ennå"]).await;

    visit.press("Legg til leverandør").await;
    visit.see("Legg til leverandør", "form").await;
    visit.write("Organisasjonsnummer", "310501018").await;
    visit.press("Gå videre").await;
    visit
        .see_with(422, "Legg til leverandør", "form-wrong")
        .await;
    visit.write("Organisasjonsnummer", "310 801 003").await;
    visit.press("Gå videre").await;
    visit.see("Velg API", "choose").await;
    visit.press("Velg Skattegrunnlag API").await;
    visit
        .see(
            "Delegere Skattegrunnlag API til Bedriftshjelp AS?",
            "confirm",
        )
        .await;
    visit.press("Deleger API-et").await;
    visit.see("Bedriftshjelp AS", "supplier").await;
    visit.reads(&["Skattegrunnlag API er delegert"]).await;
    visit.press("Deleger et API").await;
    visit.see("Velg API", "choose-again").await;
    visit.open(&format!("{}{OVERVIEW}", app.url)).await;
    visit.see(HEADING, "overview").await;

    visit.press("Bedriftshjelp AS").await;
    visit.press("Trekk tilbake Skattegrunnlag API").await;
    let question = "Trekke tilbake Skattegrunnlag API fra Bedriftshjelp AS?";
    visit.see(question, "withdraw").await;
    visit.press("Trekk tilbake API-et").await;
    visit.see("Bedriftshjelp AS", "withdrawn").await;
    visit.press("Fjern leverandøren").await;
    visit
        .see("Fjerne Bedriftshjelp AS som leverandør?", "remove")
        .await;
    visit.press("Fjern leverandøren").await;
    visit.see(HEADING, "removed").await;
}
