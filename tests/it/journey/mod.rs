//! The main road as people walk it, in a real Chromium. Without a WebDriver server there is nothing to walk with;
//! the notice in `support` says so.

mod album;
mod axe;
mod chromium;
mod keyboard;
mod road;
mod visit;

use crate::support::app::TestApp;
use crate::support::database::{Kind, kinds};
use chromium::Scripts;
use visit::Visit;

#[tokio::test(flavor = "multi_thread")]
async fn the_main_road_is_walked_in_a_browser() {
    if let Some(mut visit) = Visit::start("with-scripts", Scripts::On).await {
        road::walk(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_road_is_walked_on_postgresql_too() {
    if !kinds().contains(&Kind::Postgres) {
        return;
    }
    if let Some(mut visit) = Visit::start("with-postgresql", Scripts::On).await {
        road::walk(&TestApp::start(Kind::Postgres).await, &mut visit).await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_road_needs_no_javascript() {
    if let Some(mut visit) = Visit::start("without-scripts", Scripts::Off).await {
        road::walk(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_approved_with_the_keyboard_alone() {
    if let Some(mut visit) = Visit::start("keyboard", Scripts::On).await {
        keyboard::approve(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
        visit.end().await;
    }
}
