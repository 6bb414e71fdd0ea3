//! The main road as people walk it, in a real Chromium. Without a WebDriver server there is nothing to walk with;
//! the notice in `support` says so.

mod activity;
mod album;
mod asks;
mod axe;
mod chromium;
mod keyboard;
mod operator;
mod own_systems;
mod owner;
mod refusals;
mod road;
mod scopes;
mod sessions;
mod users;
mod visit;

use std::time::Duration;

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

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_refused_reads_what_would_be_enough() {
    if let Some(mut visit) = Visit::start("refusals", Scripts::On).await {
        refusals::meet(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_owner_makes_a_resource_its_rules_and_a_list() {
    if let Some(mut visit) = Visit::start("owner", Scripts::On).await {
        owner::walk(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_owner_needs_no_javascript() {
    if let Some(mut visit) = Visit::start("owner-without-scripts", Scripts::Off).await {
        owner::walk(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_reads_the_activity_log_in_a_browser() {
    for (album, scripts) in [
        ("activity", Scripts::On),
        ("activity-without-scripts", Scripts::Off),
    ] {
        if let Some(mut visit) = Visit::start(album, scripts).await {
            activity::read(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
            visit.end().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_rejected_in_another_language() {
    if let Some(mut visit) = Visit::start("rejected", Scripts::On).await {
        let app = TestApp::start(Kind::Sqlite).await;
        road::ask(&app, &mut visit).await;
        road::reject(&mut visit).await;
        // The browser keeps its connections open, which must not hold the server up.
        let stopped = tokio::time::timeout(Duration::from_secs(30), app.stop()).await;
        assert!(stopped.is_ok(), "the server does not stop");
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_slow_is_warned_in_a_browser_and_loses_nothing() {
    if let Some(mut visit) = Visit::start("session-warning", Scripts::On).await {
        sessions::be_warned(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
        visit.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_was_sent_too_late_comes_back_filled_in_a_browser() {
    for (album, scripts) in [
        ("session-form", Scripts::On),
        ("session-form-without-scripts", Scripts::Off),
    ] {
        if let Some(mut visit) = Visit::start(album, scripts).await {
            sessions::lose_nothing(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
            visit.end().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_registers_a_service_owner_in_a_browser() {
    for (album, scripts) in [
        ("operator", Scripts::On),
        ("operator-without-scripts", Scripts::Off),
    ] {
        if let Some(mut visit) = Visit::start(album, scripts).await {
            operator::register(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
            visit.end().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_added_given_a_package_and_loses_it_in_a_browser() {
    for (album, scripts) in [
        ("users", Scripts::On),
        ("users-without-scripts", Scripts::Off),
    ] {
        if let Some(mut visit) = Visit::start(album, scripts).await {
            users::give_and_take(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
            visit.end().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_delegates_an_api_in_a_browser() {
    for (album, scripts) in [
        ("scopes", Scripts::On),
        ("scopes-without-scripts", Scripts::Off),
    ] {
        if let Some(mut visit) = Visit::start(album, scripts).await {
            scopes::delegate(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
            visit.end().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_makes_an_integration_in_a_browser() {
    for (album, scripts) in [
        ("own-systems", Scripts::On),
        ("own-systems-without-scripts", Scripts::Off),
    ] {
        if let Some(mut visit) = Visit::start(album, scripts).await {
            own_systems::make(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
            visit.end().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn access_is_asked_for_approved_and_rejected_in_a_browser() {
    let app = TestApp::start(Kind::Sqlite).await;
    if let Some(mut ola) = Visit::start("asks-ola", Scripts::On).await {
        asks::ask(&app, &mut ola).await;
        ola.end().await;
    }
    if let Some(mut kari) = Visit::start("asks-kari", Scripts::Off).await {
        asks::answer(&app, &mut kari).await;
        kari.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_is_given_with_the_keyboard_alone() {
    if let Some(mut visit) = Visit::start("users-keyboard", Scripts::On).await {
        keyboard::give(&TestApp::start(Kind::Sqlite).await, &mut visit).await;
        visit.end().await;
    }
}
