//! Says what a run of the tests leaves out, so that "all passed" is not taken for more than it is.

use std::io::Write;

use super::database::{Kind, kinds};
use super::environment::{POSTGRES_URL, WEBDRIVER_URL, postgres_url, webdriver_url};

/// One line for each server that no test can use.
fn what_is_left_out(postgres: Option<&str>, webdriver: Option<&str>) -> String {
    let mut lines = String::new();
    if postgres.is_none() {
        lines += &format!("NOT RUN: the tests on PostgreSQL ({POSTGRES_URL} is not set)\n");
    }
    if webdriver.is_none() {
        lines += &format!("NOT RUN: the tests in a browser ({WEBDRIVER_URL} is not set)\n");
    }
    if !lines.is_empty() {
        lines += "bin/test starts what they need and runs them all.\n";
    }
    lines
}

/// Writes to the stream itself: the test harness hides what a passing test prints with `eprintln!`.
#[test]
fn what_was_not_run_is_said() {
    let said = what_is_left_out(postgres_url().as_deref(), webdriver_url().as_deref());
    if !said.is_empty() {
        std::io::stderr()
            .write_all(format!("\n{said}\n").as_bytes())
            .unwrap();
    }
    assert_eq!(
        said.contains("PostgreSQL"),
        !kinds().contains(&Kind::Postgres),
        "the notice must agree with what the tests do"
    );
}

#[test]
fn each_missing_server_is_named() {
    let nothing = what_is_left_out(None, None);
    assert!(nothing.contains("PostgreSQL") && nothing.contains("browser"));

    let only_postgres = what_is_left_out(Some("postgres://localhost"), None);
    assert!(!only_postgres.contains("PostgreSQL") && only_postgres.contains("browser"));

    let only_browser = what_is_left_out(None, Some("http://localhost"));
    assert!(only_browser.contains("PostgreSQL") && !only_browser.contains("browser"));
}

#[test]
fn nothing_is_said_when_everything_is_run() {
    let said = what_is_left_out(Some("postgres://localhost"), Some("http://localhost"));
    assert_eq!(said, "");
}
