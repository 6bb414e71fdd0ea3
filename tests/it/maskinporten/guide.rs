//! `docs/maskinporten.md`, line by line as it is written; Kari approves when she is asked.

use std::process::Command;

use fullmakt::db::{Run as _, Sql};

use crate::support::app::TestApp;
use crate::support::cast::KARI;
use crate::support::database::kinds;

fn guide() -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/maskinporten.md");
    std::fs::read_to_string(file).unwrap()
}

/// The blocks of a kind, one after the other.
fn blocks(kind: &str) -> String {
    let text = guide();
    let fence = format!("```{kind}\n");
    let blocks = text.split(&fence).skip(1);
    blocks
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_of_the_guide_does_what_it_says() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let folder = tempfile::tempdir().unwrap();
        let mut shell = Command::new("timeout");
        shell
            .args(["120", "bash", "-eu", "-o", "pipefail", "-c", &blocks("sh")])
            .current_dir(folder.path())
            .env("TMPDIR", folder.path())
            .env("FULLMAKT_PUBLIC_URL", &app.url);
        let mut shell = tokio::task::spawn_blocking(move || shell.output().unwrap());
        let output = tokio::select! {
            ended = &mut shell => ended.unwrap(),
            () = approve_when_asked(&app) => shell.await.unwrap(),
        };
        let said = String::from_utf8(output.stdout).unwrap();
        let faults = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said, blocks("text"), "{kind:?} {faults}");
        assert!(output.status.success(), "{kind:?} {faults}");
    }
}

async fn approve_when_asked(app: &TestApp) {
    let asked = Sql::same("select id from request where status = 'New'");
    let id: uuid::Uuid = loop {
        match (&app.db).rows(asked, &[]).await.unwrap().first() {
            Some(row) => break row.get("id").unwrap(),
            None => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    };
    let mut kari = app.browser_of(KARI).await;
    let page = format!("/accessmanagement/ui/systemuser/request/{id}/approve");
    assert_eq!(kari.post(&page, &[("x", "")]).await.status, 200);
}

#[test]
fn the_guide_names_every_error_of_a_token() {
    let guide = guide();
    let source = include_str!("../../../src/tokens/verify.rs");
    let texts = source.split("#[error(\"").skip(1);
    for text in texts.map(|rest| rest.split('"').next().unwrap()) {
        if text.starts_with("the database") {
            continue;
        }
        let named = text.split(" (`").next().unwrap();
        assert!(guide.contains(named), "the guide does not name: {text}");
    }
}
