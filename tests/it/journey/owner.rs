//! A service owner's resource administrator: from nothing to a resource that only the members of a list can use.

use super::visit::Visit;
use crate::support::app::TestApp;
use crate::support::cast::{BAKERY, PLUMBER};

const ID: &str = "dts-frist";
const TITLE: &str = "Utsatt frist";
const LIST: &str = "Store virksomheter";

pub async fn walk(app: &TestApp, visit: &mut Visit) {
    enter(app, visit).await;
    describe(visit).await;
    make_rules(visit).await;
    publish(visit).await;
    change_the_rules(visit).await;
    make_a_list(app, visit).await;
    add_members(visit).await;
    connect(visit).await;
    close(app, visit).await;
    change_a_membership(app, visit).await;
    delete_the_list(app, visit).await;
}

async fn enter(app: &TestApp, visit: &mut Visit) {
    visit.open(&format!("{}/tjenesteeier", app.url)).await;
    visit.wait_and_log_in("Liv Takstad").await;
    visit
        .see("Hvem handler du på vegne av nå?", "parties")
        .await;
    visit.press("Det tenkte skattekontoret").await;
    visit.see("Ressurser", "overview").await;
    visit.reads(&["Skattegrunnlag", "Tilgangslister"]).await;
    visit.search("Søk etter navn eller id", "motorvogn").await;
    visit.wait_for_words("1 ressurs").await;
    visit.see("Ressurser", "overview-searched").await;
}

async fn describe(visit: &mut Visit) {
    visit.press("Opprett ressurs").await;
    visit.see("Opprett en ressurs", "new-resource").await;
    visit.press("Opprett ressurs").await;
    visit.wait_for_words("Navn mangler på bokmål").await;
    visit
        .see_with(422, "Opprett en ressurs", "new-resource-invalid")
        .await;
    visit.fill("id", ID).await;
    for (name, text) in [
        ("title", TITLE),
        ("description", "Søk om å levere senere."),
        ("right", "Kan søke om utsatt frist for virksomheten."),
    ] {
        for tag in ["nb", "nn", "en"] {
            visit.fill(&format!("{name}-{tag}"), text).await;
        }
    }
    visit
        .fill("contact-0-email", "hjelp@skattekontoret.example")
        .await;
    visit.press("Opprett ressurs").await;
    visit.see(TITLE, "resource-without-rules").await;
    visit
        .reads(&[
            "Utsatt frist er opprettet",
            "Ingen kan bruke ressursen ennå",
        ])
        .await;
}

async fn make_rules(visit: &mut Visit) {
    visit.press("Lag regler").await;
    visit.see("Regler for Utsatt frist", "rules-empty").await;
    visit.press("Se virkningen").await;
    visit.wait_for_words("Kryss av for minst én handling").await;
    visit
        .see_with(422, "Regler for Utsatt frist", "rules-nothing-ticked")
        .await;
    for (words, name) in [("daglig", "Daglig leder"), ("skattegr", "Skattegrunnlag")] {
        visit.search("Rolle eller tilgangspakke", words).await;
        visit.wait_for_words(name).await;
        visit.see("Regler for Utsatt frist", "rules-offered").await;
        visit.press(name).await;
        visit.wait_for_words("Fjern").await;
    }
    visit.fill("new-action", "subscribe").await;
    visit.press_in("#new-action", "Legg til").await;
    visit.wait_for_words("subscribe").await;
    visit.tick("0.0").await;
    visit.tick("0.1").await;
    visit.tick("1.0").await;
    visit.see("Regler for Utsatt frist", "rules-ticked").await;
}

async fn publish(visit: &mut Visit) {
    visit.press("Se virkningen").await;
    visit
        .see("Virkningen av nye regler for Utsatt frist", "effect")
        .await;
    visit
        .reads(&[
            "Får tilgang",
            "Kari Nøkkelvik på vegne av Nøkkelvik Bakeri AS",
            "Daglig leder: lese, endre",
        ])
        .await;
    visit.press("Tilbake og endre").await;
    visit.see("Regler for Utsatt frist", "rules-again").await;
    visit.press("Se virkningen").await;
    visit
        .see("Virkningen av nye regler for Utsatt frist", "effect-again")
        .await;
    visit.press("Publiser reglene").await;
    visit.see(TITLE, "resource-published").await;
    visit
        .reads(&["er publisert og gjelder nå", "Daglig leder", "nivå 3"])
        .await;
}

/// Somebody loses by it.
async fn change_the_rules(visit: &mut Visit) {
    visit.press("Endre reglene").await;
    visit
        .see("Regler for Utsatt frist", "rules-to-change")
        .await;
    visit.press("Fjern Daglig leder").await;
    visit.wait_for_words_gone("Daglig leder").await;
    visit.press("Se virkningen").await;
    visit
        .see(
            "Virkningen av nye regler for Utsatt frist",
            "effect-of-loss",
        )
        .await;
    visit
        .reads(&["Mister tilgang", "på vegne av Nøkkelvik Bakeri AS"])
        .await;
}

async fn make_a_list(app: &TestApp, visit: &mut Visit) {
    visit
        .open(&format!("{}/tjenesteeier/lister", app.url))
        .await;
    visit.see("Tilgangslister", "lists").await;
    visit.press("Opprett liste").await;
    visit.see("Opprett en tilgangsliste", "new-list").await;
    visit.fill("identifier", "store").await;
    visit.fill("name", LIST).await;
    visit.press("Opprett liste").await;
    visit.see(LIST, "list-empty").await;
}

async fn add_members(visit: &mut Visit) {
    visit.press("Legg til medlemmer").await;
    visit
        .see("Legg til medlemmer i Store virksomheter", "add-members")
        .await;
    let pasted = format!("Orgnr;Navn\n{BAKERY};Bakeri\n991825827\n{PLUMBER} {BAKERY}\n");
    visit.fill("numbers", &pasted).await;
    visit.press("Legg til medlemmer").await;
    visit
        .see(
            "2 virksomheter er lagt til i Store virksomheter",
            "members-added",
        )
        .await;
    visit
        .reads(&["Linje 1: Orgnr;Navn", "Linje 3: 991825827"])
        .await;
    visit.press("Til listen").await;
    visit.see(LIST, "list-with-members").await;
}

async fn connect(visit: &mut Visit) {
    visit.press("Knytt til en ressurs").await;
    visit
        .see("Knytt Store virksomheter til en ressurs", "connect")
        .await;
    visit.choose("resource", ID).await;
    visit.press("Gå videre").await;
    visit
        .see(
            "Hva Store virksomheter gir i Utsatt frist",
            "connect-actions",
        )
        .await;
    visit.press("Knytt til en ressurs").await;
    visit.see(LIST, "list-connected").await;
    visit
        .reads(&[
            "Listen er knyttet til Utsatt frist",
            "Ressursen er åpen for alle",
        ])
        .await;
}

async fn close(app: &TestApp, visit: &mut Visit) {
    visit
        .open(&format!("{}/tjenesteeier/ressurser/{ID}", app.url))
        .await;
    visit.see(TITLE, "resource-open").await;
    visit.press("Gjør den til bare for medlemmer").await;
    visit
        .see("Skal Utsatt frist bare være for medlemmer?", "close")
        .await;
    visit
        .reads(&[
            "Virksomheter som mister tilgang",
            "Virksomheter som beholder tilgang",
        ])
        .await;
    visit.press("Gjør den til bare for medlemmer").await;
    visit.see(TITLE, "resource-closed").await;
    visit.reads(&["er nå bare for medlemmer", LIST]).await;
}

async fn change_a_membership(app: &TestApp, visit: &mut Visit) {
    let member = format!("{}/tjenesteeier/lister/store/medlemmer/{BAKERY}", app.url);
    visit.open(&member).await;
    visit.see("Nøkkelvik Bakeri AS", "member").await;
    visit.press("Ja, fjern").await;
    visit.see(LIST, "list-after-removal").await;
    visit.reads(&["er fjernet fra listen", "1 medlem"]).await;
}

async fn delete_the_list(app: &TestApp, visit: &mut Visit) {
    visit
        .open(&format!("{}/tjenesteeier/lister/store/slett", app.url))
        .await;
    visit.see("Slette Store virksomheter?", "delete-list").await;
    visit.reads(&["blir stengt for alle", TITLE]).await;
    visit.press("Ja, slett listen").await;
    visit.see("Tilgangslister", "lists-after").await;
}
