//! Says what a run of the tests leaves out, so that "all passed" is not taken for more than it is.

use std::io::Write;

use super::database::{Kind, kinds};
use super::environment::{PEERS, POSTGRES_URL, WEBDRIVER_URL, peers, postgres_url, webdriver_url};

/// One line for each server that no test can use.
fn what_is_left_out(
    postgres: Option<&str>,
    webdriver: Option<&str>,
    peers: Option<&str>,
) -> String {
    let mut lines = String::new();
    for (is_there, what, variable) in [
        (postgres.is_some(), "on PostgreSQL", POSTGRES_URL),
        (webdriver.is_some(), "in a browser", WEBDRIVER_URL),
        (peers.is_some(), "against programs of others", PEERS),
    ] {
        if !is_there {
            lines += &format!("NOT RUN: the tests {what} ({variable} is not set)\n");
        }
    }
    if !lines.is_empty() {
        lines += "bin/test starts what they need and runs them all.\n";
    }
    lines
}

/// Writes to the stream itself: the test harness hides what a passing test prints with `eprintln!`.
#[test]
fn what_was_not_run_is_said() {
    let said = what_is_left_out(
        postgres_url().as_deref(),
        webdriver_url().as_deref(),
        peers().as_deref(),
    );
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
    let nothing = what_is_left_out(None, None, None);
    for name in ["PostgreSQL", "browser", "programs of others"] {
        assert!(nothing.contains(name), "{name}");
    }

    let only_postgres = what_is_left_out(Some("postgres://localhost"), None, None);
    assert!(!only_postgres.contains("PostgreSQL") && only_postgres.contains("browser"));

    let only_browser = what_is_left_out(None, Some("http://localhost"), Some("target/peers"));
    assert!(only_browser.contains("PostgreSQL") && !only_browser.contains("browser"));
    assert!(!only_browser.contains("programs of others"));
}

#[test]
fn nothing_is_said_when_everything_is_run() {
    let said = what_is_left_out(
        Some("postgres://localhost"),
        Some("http://localhost"),
        Some("target/peers"),
    );
    assert_eq!(said, "");
}
