//! The road: from a vendor's request to a decision, the life of a system user, and a link service.

use thirtyfour::prelude::*;

use super::visit::Visit;
use crate::support::app::TestApp;
use crate::support::cast::{BAKERY, TAX_BASIS, TAX_OWNER_CLIENT, VENDOR_CLIENT};
use crate::support::machine::{OWNER_SCOPES, Question, VENDOR_SCOPES};

const SYSTEM: &str = "310801003_regnskap";
const VENDORS_SITE: &str = "Bedriftshjelp Accounting";
pub const CONSENT: &str = "La et system handle for virksomheten";
pub const LOGIN: &str = "Testinnlogging";

pub async fn walk(app: &TestApp, visit: &mut Visit) {
    ask(app, visit).await;
    stop_the_employee(visit).await;
    let system_user = approve(app, visit).await;
    use_the_access(visit).await;
    choose_the_bakery(app, visit).await;
    look_back_at_the_answer(app, visit, &system_user).await;
    pause_and_go_on(app, visit).await;
    delete(app, visit).await;
    nothing_is_permitted(app, &system_user).await;
    choose_a_service(app, visit).await;
    register_an_address(visit).await;
    go_to_the_owner(visit).await;
    log_out(app, visit).await;
}

/// Steps 1 and 2: the vendor's site registers the system and asks the bakery, over the API.
pub async fn ask(app: &TestApp, visit: &mut Visit) {
    visit.open(&format!("{}/sandbox", app.url)).await;
    visit.see("The sandbox", "start").await;
    visit.press("Bedriftshjelp AS’s site").await;
    visit.see(VENDORS_SITE, "vendor").await;
    visit.press("Ask Nøkkelvik Bakeri AS").await;
    visit.see(LOGIN, "login").await;
}

/// Step 3, as somebody who works at the bakery and may not give it away.
async fn stop_the_employee(visit: &mut Visit) {
    visit.press("Ola Deigmann").await;
    visit.see(CONSENT, "consent-employee").await;
    visit
        .reads(&[
            "Du kan ikke godkjenne dette selv",
            "Daglig leder",
            "Send videre",
        ])
        .await;
    assert!(!visit.offers("Godkjenn").await && !visit.offers("Avvis").await);
    visit.press("Avslutt uten å sende").await;
    visit.see(VENDORS_SITE, "vendor-still-waiting").await;
    visit.reads(&["New: the customer has not answered"]).await;
}

/// Steps 3 and 4, as the general manager. The browser comes to the vendor's site by itself. Answers the request's id,
/// which is the system user's too.
async fn approve(app: &TestApp, visit: &mut Visit) -> String {
    visit
        .press("Open the page where the customer answers")
        .await;
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit.see(CONSENT, "consent").await;
    visit
        .reads(&[
            "Bedriftshjelp Regnskap",
            "Bedriftshjelp AS",
            "Org.nr. 310 801 003",
            "Nøkkelvik Bakeri AS",
            "Org.nr. 310 501 018",
            "Kan lese",
            "Du kan fjerne tilgangen når du vil",
        ])
        .await;
    both_answers_weigh_the_same(visit).await;
    let request = visit.url().await;
    visit.press("Godkjenn").await;
    visit.see(VENDORS_SITE, "vendor-accepted").await;
    assert_eq!(
        visit.url().await,
        format!("{}/sandbox/vendor/{SYSTEM}/receipt", app.url)
    );
    visit
        .reads(&["Accepted: the customer has a system user"])
        .await;
    api_says_accepted(app, &request).await
}

/// The other answer, in the other languages; nothing is given.
pub async fn reject(visit: &mut Visit) {
    visit.press("Kari Nøkkelvik").await;
    visit.wait_for_words("Du kan fjerne tilgangen").await;
    visit.press("Nynorsk").await;
    visit
        .see("La eit system handle for verksemda", "consent-nynorsk")
        .await;
    visit.press("English").await;
    visit
        .see("Let a system act for your business", "consent-english")
        .await;
    visit.press("Reject").await;
    visit.see(VENDORS_SITE, "vendor-rejected").await;
    visit.reads(&["Rejected by the customer"]).await;
    visit.press("Get a system-user token").await;
    visit.wait_for_outcome("no-token").await;
}

async fn both_answers_weigh_the_same(visit: &Visit) {
    let approve = visit.button("Godkjenn").await;
    let reject = visit.button("Avvis").await;
    let (left, right) = (approve.rect().await.unwrap(), reject.rect().await.unwrap());
    assert_eq!(
        (left.width, left.height, left.y),
        (right.width, right.height, right.y)
    );
    for property in ["background-color", "color", "font-size", "font-weight"] {
        assert_eq!(
            approve.css_value(property).await.unwrap(),
            reject.css_value(property).await.unwrap()
        );
    }
}

async fn api_says_accepted(app: &TestApp, request: &str) -> String {
    let url = url::Url::parse(request).unwrap();
    let (_, id) = url.query_pairs().find(|(name, _)| name == "id").unwrap();
    let vendor = app.machine(VENDOR_CLIENT);
    let token = vendor.token(VENDOR_SCOPES).await;
    let path = format!("/authentication/api/v1/systemuser/request/vendor/{id}");
    let answer = vendor.get(&path, &token).await;
    assert_eq!(answer.body["status"], "Accepted");
    assert_eq!(answer.body["partyOrgNo"], BAKERY);
    id.into_owned()
}

/// Steps 5 and 6, with the buttons of the vendor's site.
async fn use_the_access(visit: &mut Visit) {
    visit.press("Get a system-user token").await;
    visit.wait_for_outcome("token").await;
    visit.see(VENDORS_SITE, "vendor-token").await;
    visit
        .reads(&["authorization_details", "urn:altinn:systemuser"])
        .await;
    visit.press("Ask as the service owner").await;
    visit.wait_for_outcome("decisions").await;
    visit.see(VENDORS_SITE, "vendor-decisions").await;
    let answers = decisions(visit).await;
    assert_eq!(
        answers.len(),
        4,
        "read, write, another resource, another business"
    );
    assert_eq!(answers[0], "Permit");
    assert!(
        answers[1..].iter().all(|answer| answer != "Permit"),
        "{answers:?}"
    );
}

async fn decisions(visit: &Visit) -> Vec<String> {
    let cells = By::Css("[data-outcome=decisions] td strong");
    let mut answers = Vec::new();
    for cell in visit.driver.find_all(cells).await.unwrap() {
        answers.push(cell.text().await.unwrap());
    }
    answers
}

/// While the access is paused or gone, the vendor gets no token.
async fn no_token(app: &TestApp, visit: &mut Visit, name: &str) {
    visit
        .open(&format!("{}/sandbox/vendor/{SYSTEM}", app.url))
        .await;
    visit.press("Get a system-user token").await;
    visit.wait_for_outcome("no-token").await;
    visit
        .see(VENDORS_SITE, &format!("vendor-no-token-{name}"))
        .await;
}

async fn no_permit(visit: &mut Visit) {
    visit.press("Ask as the service owner").await;
    visit.wait_for_outcome("decisions").await;
    visit.see(VENDORS_SITE, "vendor-decisions-paused").await;
    let answers = decisions(visit).await;
    assert!(
        answers.iter().all(|answer| answer != "Permit"),
        "{answers:?}"
    );
}

/// Step 7 begins: the portal, and who to act for.
async fn choose_the_bakery(app: &TestApp, visit: &mut Visit) {
    visit.open(&app.url).await;
    visit
        .see("Bestem hvem som kan handle for virksomheten din", "front")
        .await;
    visit.press("Logg inn").await;
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit.see("Kari Nøkkelvik", "home-person").await;
    visit.press("Bytt").await;
    visit
        .see("Hvem handler du på vegne av nå?", "parties")
        .await;
    visit.press("Nøkkelvik Bakeri AS").await;
    visit.see("Nøkkelvik Bakeri AS", "home").await;
}

/// The vendor's link still works, and says that there is nothing left to do.
async fn look_back_at_the_answer(app: &TestApp, visit: &mut Visit, request: &str) {
    let base = format!("{}/accessmanagement/ui/systemuser/request", app.url);
    visit
        .open(&format!("{base}?id={request}&skiplogout=true"))
        .await;
    visit.see(CONSENT, "consent-answered").await;
    visit.reads(&["Forespørselen er allerede godkjent"]).await;
    assert!(!visit.offers("Godkjenn").await && !visit.offers("Avvis").await);
    visit
        .open(&format!("{base}/{request}/receipt?skiplogout=true"))
        .await;
    visit.see("Du har godkjent forespørselen", "receipt").await;
    visit.press("Til systemtilganger").await;
}

async fn pause_and_go_on(app: &TestApp, visit: &mut Visit) {
    visit.see("Systemtilganger", "system-users").await;
    visit.press("Bedriftshjelp Regnskap").await;
    visit.see("Bedriftshjelp Regnskap", "system-user").await;
    visit.press("Sett på pause").await;
    let question = "Sette tilgangen til Bedriftshjelp Regnskap på pause?";
    visit.see(question, "pause").await;
    visit.press("Sett på pause").await;
    visit
        .see("Bedriftshjelp Regnskap", "system-user-paused")
        .await;
    let page = visit.url().await;
    no_token(app, visit, "paused").await;
    no_permit(visit).await;
    visit.open(&page).await;
    visit.press("Slå på igjen").await;
    visit.wait_for_words("er slått på igjen").await;
    visit
        .see("Bedriftshjelp Regnskap", "system-user-active")
        .await;
    visit
        .open(&format!("{}/sandbox/vendor/{SYSTEM}", app.url))
        .await;
    visit.press("Ask as the service owner").await;
    visit.wait_for_outcome("decisions").await;
    assert_eq!(decisions(visit).await[0], "Permit");
    visit.open(&page).await;
}

async fn delete(app: &TestApp, visit: &mut Visit) {
    visit.press("Slett").await;
    let question = "Slette tilgangen til Bedriftshjelp Regnskap?";
    visit.see(question, "delete").await;
    visit.press("Slett tilgangen").await;
    visit.see("Systemtilganger", "system-users-empty").await;
    visit.reads(&["har ingen systemtilganger"]).await;
    no_token(app, visit, "deleted").await;
}

/// The vendor's site has lost the system user from sight, so the service owner asks.
async fn nothing_is_permitted(app: &TestApp, system_user: &str) {
    let owner = app.machine(TAX_OWNER_CLIENT);
    let token = owner.token(OWNER_SCOPES).await;
    let question = Question {
        system_user,
        action: "read",
        resource: TAX_BASIS,
        business: BAKERY,
    };
    assert_ne!(owner.decision(&token, question).await, "Permit");
}

/// Step 8 begins: from the catalogue to the choice of party, where the check of the e-mail address fails.
async fn choose_a_service(app: &TestApp, visit: &mut Visit) {
    visit.open(&format!("{}/tjenester", app.url)).await;
    visit.see("Tjenester", "services").await;
    visit.search("Søk i tjenester", "fiske").await;
    visit.wait_for_words("1 tjeneste").await;
    visit.see("Tjenester", "services-found").await;
    visit.press("Fiskekvoter på nett").await;
    visit.see("Fiskekvoter på nett", "service").await;
    visit.press("Start tjenesten").await;
    visit
        .see("Hvem vil du bruke tjenesten på vegne av?", "launch-party")
        .await;
    visit.press("Nøkkelvik Bakeri AS").await;
    visit
        .see("Noe må på plass før du kan starte", "launch-check-failed")
        .await;
}

async fn register_an_address(visit: &mut Visit) {
    visit.press("Gå til profilen").await;
    visit.see("Din profil", "profile").await;
    visit.write("E-postadresse", "kari@bakeri.example").await;
    visit.press("Lagre").await;
    visit
        .see("Du går nå til Næringsoppsynet", "launch-leaving")
        .await;
    visit
        .reads(&["Fiskekvoter på nett", "Nøkkelvik Bakeri AS"])
        .await;
}

/// The owner redeems the key that the browser brings: once.
async fn go_to_the_owner(visit: &mut Visit) {
    visit.press("Gå til Næringsoppsynet").await;
    visit.see("Fishing quotas online", "owner").await;
    visit
        .reads(&["You act for Nøkkelvik Bakeri AS", BAKERY])
        .await;
    visit.driver.refresh().await.unwrap();
    visit.wait_for_outcome("refused").await;
    visit.see("Fishing quotas online", "owner-key-spent").await;
}

async fn log_out(app: &TestApp, visit: &mut Visit) {
    visit.open(&app.url).await;
    visit.press("Logg ut").await;
    visit.see("Du er logget ut", "logged-out").await;
    visit
        .open(&format!(
            "{}/accessmanagement/ui/systemuser/overview",
            app.url
        ))
        .await;
    visit.see(LOGIN, "login-again").await;
}
