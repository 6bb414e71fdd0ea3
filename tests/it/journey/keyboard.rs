//! Answering a request without a mouse.

use thirtyfour::prelude::*;

use super::road::{self, CONSENT};
use super::visit::Visit;
use crate::support::app::TestApp;

pub async fn approve(app: &TestApp, visit: &mut Visit) {
    road::ask(app, visit).await;
    tab_to(visit, "Kari Nøkkelvik").await;
    strike(visit, Key::Enter).await;
    visit.see(CONSENT, "consent").await;
    skip_to_the_content(visit).await;
    tab_to(visit, "Godkjenn").await;
    assert!(has_outline(visit).await, "the focus must be seen");
    strike(visit, Key::Enter).await;
    visit
        .wait_for_words("Accepted: the customer has a system user")
        .await;
}

/// Gives a package from its confirmation on, after a login by mouse.
pub async fn give(app: &TestApp, visit: &mut Visit) {
    let ola = "f0a10000-0000-4000-8000-000000010003";
    let path = format!("/accessmanagement/ui/users/{ola}/gi");
    visit.open(&format!("{}{path}", app.url)).await;
    visit.wait_and_log_in("Kari Nøkkelvik").await;
    visit
        .see("Hvem handler du på vegne av nå?", "parties")
        .await;
    visit.press("Nøkkelvik Bakeri AS").await;
    visit.see("Hva skal Ola Deigmann få gjøre?", "offer").await;
    skip_to_the_content(visit).await;
    tab_to(visit, "Personale").await;
    strike(visit, Key::Enter).await;
    // Seen only when the area is open.
    visit.wait_for_words("A-ordningen").await;
    tab_to(visit, "Velg").await;
    assert!(has_outline(visit).await, "the focus must be seen");
    strike(visit, Key::Enter).await;
    visit
        .see("Gi A-ordningen til Ola Deigmann?", "confirm")
        .await;
    skip_to_the_content(visit).await;
    tab_to(visit, "Gi fullmakt").await;
    strike(visit, Key::Enter).await;
    visit.see("Ola Deigmann", "given").await;
    visit.reads(&["Ola Deigmann har fått A-ordningen"]).await;
}

/// The first stop is the link past the header, and it can be seen.
async fn skip_to_the_content(visit: &Visit) {
    strike(visit, Key::Tab).await;
    assert_eq!(focused(visit).await, "Hopp til hovedinnholdet");
    let link = visit.driver.active_element().await.unwrap();
    let place = link.rect().await.unwrap();
    assert!(place.y >= 0.0 && place.height > 20.0, "{place:?}");
    strike(visit, Key::Enter).await;
    assert!(visit.url().await.ends_with("#main-content"));
}

async fn tab_to(visit: &Visit, words: &str) {
    for _ in 0..30 {
        strike(visit, Key::Tab).await;
        if focused(visit).await.starts_with(words) {
            return;
        }
    }
    panic!("{words:?} is not reached with the Tab key");
}

async fn strike(visit: &Visit, key: Key) {
    let keys = visit.driver.action_chain().send_keys(key);
    keys.perform().await.unwrap();
}

async fn focused(visit: &Visit) -> String {
    let element = visit.driver.active_element().await.unwrap();
    element.text().await.unwrap()
}

async fn has_outline(visit: &Visit) -> bool {
    let element = visit.driver.active_element().await.unwrap();
    element.css_value("outline-style").await.unwrap() != "none"
}
