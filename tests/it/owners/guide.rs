//! `docs/service-owner-guide.md`, line by line as it is written.

use std::process::Command;

use crate::support::app::TestApp;
use crate::support::database::kinds;

/// The blocks of a kind, one after the other.
fn blocks(kind: &str) -> String {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/service-owner-guide.md");
    let text = std::fs::read_to_string(file).unwrap();
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
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_fullmakt"));
        let path = format!(
            "{}:{}",
            program.parent().unwrap().display(),
            std::env::var("PATH").unwrap()
        );
        let folder = tempfile::tempdir().unwrap();
        let output = Command::new("bash")
            .args(["-eu", "-o", "pipefail", "-c", &blocks("sh")])
            .current_dir(folder.path())
            .env("PATH", path)
            .env("TMPDIR", folder.path())
            .env("FULLMAKT_PUBLIC_URL", &app.url)
            .env("FULLMAKT_DATABASE_URL", app.database_url())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let faults = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said, blocks("text"), "{kind:?} {faults}");
        assert!(output.status.success(), "{kind:?} {faults}");
    }
}
