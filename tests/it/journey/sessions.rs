//! The session ends while somebody writes: the warning before, and the form that comes back after.

use std::time::Duration as Patience;

use thirtyfour::prelude::*;
use time::Duration;
use tokio::time::{Instant, sleep};

use super::visit::Visit;
use crate::support::app::TestApp;

const SETTINGS: &str = "/accessmanagement/ui/settings";
const EMAIL: &str = "halvferdig@bakeri.example";

/// Kari in her settings, with an address half written.
async fn begin(app: &TestApp, visit: &mut Visit) {
    visit.open(&format!("{}{SETTINGS}", app.url)).await;
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit.see("Din profil", "profile").await;
    visit.fill("email", EMAIL).await;
}

/// With scripts: the warning, staying, the end that cannot be put off, and the word that it has come.
pub async fn be_warned(app: &TestApp, visit: &mut Visit) {
    begin(app, visit).await;
    pass(app, visit, 26).await;
    wait_for(visit, "session-soon").await;
    visit.see("Din profil", "warning").await;
    assert!(shown(visit, "session-soon").await.contains("om 4 minutter"));
    assert_eq!(focused(visit).await, "Fortsett innlogget");
    visit
        .driver
        .action_chain()
        .send_keys(Key::Tab)
        .perform()
        .await
        .unwrap();
    assert_eq!(
        focused(visit).await,
        "Logg ut",
        "the focus stays in the dialog"
    );
    visit.press("Fortsett innlogget").await;
    wait_for_none(visit).await;
    assert_eq!(
        email(visit).await,
        EMAIL,
        "nothing that was written is lost"
    );

    for _ in 0..2 {
        pass(app, visit, 29).await;
        wait_for(visit, "session-soon").await;
        visit.press("Fortsett innlogget").await;
        wait_for_none(visit).await;
    }
    pass(app, visit, 27).await;
    wait_for(visit, "session-soon").await;
    visit.press("Fortsett innlogget").await;
    wait_for_none(visit).await;
    pass(app, visit, 5).await;
    wait_for(visit, "session-over").await;
    visit.see("Din profil", "cannot-be-extended").await;
    assert!(shown(visit, "session-over").await.contains("høyst 2 timer"));
    visit
        .driver
        .action_chain()
        .send_keys(Key::Escape)
        .perform()
        .await
        .unwrap();
    wait_for_none(visit).await;

    pass(app, visit, 6).await;
    wait_for(visit, "session-ended").await;
    visit.see("Din profil", "ended").await;
    log_in_beside(visit).await;
    wait_for_none(visit).await;
    assert_eq!(email(visit).await, EMAIL);
    visit.press("Lagre").await;
    visit.see("Din profil", "saved").await;
    assert_eq!(app.acts("email-changed").await, 1);
}

/// Logs in in a new tab, closes it and comes back.
async fn log_in_beside(visit: &mut Visit) {
    let driver = visit.driver.clone();
    let first = driver.window().await.unwrap();
    let path = "//dialog[@open]//a[@target='_blank']";
    let link = driver.find(By::XPath(path)).await.unwrap();
    link.click().await.unwrap();
    let tabs = driver.windows().await.unwrap();
    let new = tabs.into_iter().find(|tab| *tab != first).unwrap();
    driver.switch_to_window(new).await.unwrap();
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit.see("Du er logget inn igjen", "again").await;
    driver.close_window().await.unwrap();
    driver.switch_to_window(first).await.unwrap();
    wake(visit, 0).await;
}

/// With or without scripts: what was sent too late comes back filled, and is sent again by hand.
pub async fn lose_nothing(app: &TestApp, visit: &mut Visit) {
    begin(app, visit).await;
    app.advance(Duration::minutes(31));
    visit.press("Lagre").await;
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit.see("Din profil", "came-back").await;
    visit
        .reads(&["Se over, og send på nytt", "ingenting er gjort ennå"])
        .await;
    assert_eq!(email(visit).await, EMAIL);
    assert_eq!(app.acts("email-changed").await, 0);
    visit.press("Lagre").await;
    visit.wait_for_words_gone("Se over, og send på nytt").await;
    visit.see("Din profil", "sent-again").await;
    assert_eq!(app.acts("email-changed").await, 1);
    visit.press("Se hvor du er logget inn").await;
    visit.see("Her er du logget inn", "own-sessions").await;
    visit
        .reads(&["Du er bare logget inn her", "Chrome på Linux"])
        .await;
}

/// So many minutes pass, here and there, and the person comes back to the page.
async fn pass(app: &TestApp, visit: &Visit, minutes: i64) {
    app.advance(Duration::minutes(minutes));
    wake(visit, minutes).await;
}

async fn wake(visit: &Visit, minutes: i64) {
    let script = format!(
        "const now = Date.now; Date.now = () => now() + {};
         document.dispatchEvent(new Event('visibilitychange'));",
        minutes * 60_000
    );
    visit.driver.execute(script, vec![]).await.unwrap();
}

/// The dialog that is open.
async fn open(visit: &Visit) -> Option<String> {
    let found = visit.driver.find(By::Css("dialog[open]")).await.ok()?;
    found.id().await.ok()?
}

async fn wait_for(visit: &Visit, id: &str) {
    wait(visit, Some(id)).await;
}

async fn wait_for_none(visit: &Visit) {
    wait(visit, None).await;
}

async fn wait(visit: &Visit, id: Option<&str>) {
    let until = Instant::now() + Patience::from_secs(30);
    while open(visit).await.as_deref() != id {
        assert!(Instant::now() < until, "waited for {id:?}");
        sleep(Patience::from_millis(50)).await;
    }
    // It slides into place, and half shown its colours would be judged.
    sleep(Patience::from_millis(400)).await;
}

async fn shown(visit: &Visit, id: &str) -> String {
    let dialog = visit.driver.find(By::Id(id)).await.unwrap();
    dialog.text().await.unwrap()
}

async fn focused(visit: &Visit) -> String {
    let element = visit.driver.active_element().await.unwrap();
    element.text().await.unwrap()
}

async fn email(visit: &Visit) -> String {
    let field = visit.driver.find(By::Id("email")).await.unwrap();
    field.value().await.unwrap().unwrap_or_default()
}
