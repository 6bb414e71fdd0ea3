//! `fullmakt verify-log` as an operator meets it.

use serde_json::Value;
use tempfile::TempDir;

use super::{add, head};
use crate::faults::server::program;
use crate::support::app::TestApp;
use crate::support::database::kinds;
use crate::support::rows::Rows;

/// Exit code, standard output and standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let folder = TempDir::new().unwrap();
    let all: Vec<&str> = std::iter::once("verify-log")
        .chain(arguments.iter().copied())
        .collect();
    let output = program(&folder, &all).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_log_is_told_with_its_head_which_a_later_run_expects() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        add(&rows, 1..=3).await;
        let url = rows.url();
        let noted = head(&rows).await.to_string();

        let (code, said, faults) = run(&["--database-url", url]);
        assert_eq!((code, faults.as_str()), (0, ""), "{kind:?}");
        assert!(said.contains("whole: 3 acts"), "{said}");
        assert!(said.ends_with(&format!("Head: {noted}\n")), "{said}");
        let (code, said, _) = run(&["--database-url", url, "--format", "head"]);
        assert_eq!((code, said.trim()), (0, noted.as_str()));

        add(&rows, 4..=5).await;
        let (code, said, _) = run(&[
            "--database-url",
            url,
            "--expect",
            &noted,
            "--format",
            "json",
        ]);
        let told: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(
            (code, &told["whole"], &told["number"]),
            (0, &true.into(), &5.into())
        );

        let beyond = noted.replacen('3', "9", 1);
        let (code, said, _) = run(&["--database-url", url, "--expect", &beyond]);
        assert_eq!(code, 1);
        assert!(
            said.contains("broken at act 9") && said.contains("ends at act 5"),
            "{said}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_log_is_told_with_its_first_broken_number() {
    for kind in kinds() {
        let rows = Rows::start(kind).await;
        add(&rows, 1..=3).await;
        let drop = match kind {
            crate::support::database::Kind::Sqlite => "drop trigger act_is_not_changed",
            crate::support::database::Kind::Postgres => "drop trigger act_only_grows on act",
        };
        for text in [drop, "update act set kind = 'logged-in' where number = 2"] {
            use fullmakt::db::{Run as _, Sql};
            (&rows.db).run(Sql::same(text), &[]).await.unwrap();
        }
        let (code, said, _) = run(&["--database-url", rows.url()]);
        assert_eq!(code, 1, "{kind:?}");
        assert!(said.contains("broken at act 2"), "{said}");
        let (code, said, _) = run(&["--database-url", rows.url(), "--format", "json"]);
        let told: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(
            (code, &told["whole"], &told["number"]),
            (1, &false.into(), &2.into())
        );
        let (code, said, faults) = run(&["--database-url", rows.url(), "--format", "head"]);
        assert_eq!((code, said.as_str()), (1, ""), "no head of a broken log");
        assert!(faults.contains("broken at act 2"), "{faults}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_set_up_is_no_broken_log() {
    let folder = TempDir::new().unwrap();
    let empty = format!("sqlite:{}", folder.path().join("empty.db").display());
    for arguments in [
        ["--database-url", empty.as_str()],
        ["--database-url", "postgres://nobody@127.0.0.1:1/nothing"],
        ["--database-url", "mysql:nothing"],
        ["--expect", "12:abc"],
        ["--config", "/nowhere/fullmakt.toml"],
    ] {
        let (code, said, faults) = run(&arguments);
        assert_eq!((code, said.as_str()), (2, ""), "{arguments:?}: {faults}");
        assert!(!faults.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_a_running_server_is_looked_at() {
    for kind in kinds() {
        let app = TestApp::start(kind).await;
        let (code, said, faults) = run(&["--database-url", &app.database_url()]);
        assert_eq!((code, faults.as_str()), (0, ""), "{kind:?}: {said}");
    }
}

#[test]
fn the_help_teaches() {
    let (code, said, _) = run(&["--help"]);
    assert_eq!(code, 0);
    for words in [
        "--expect",
        "Exit codes",
        "docs/activity-log.md",
        "Examples:",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}
