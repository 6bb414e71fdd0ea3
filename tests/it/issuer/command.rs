//! `fullmakt keys`, and a start with the wrong secret, as an operator meets them.

use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::faults::server::program;
use crate::support::database::{fresh, kinds};

const SECRET: &str = "[keys]\nsecret = 'an invented secret of more than enough'\n";

fn run(folder: &TempDir, url: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    let arguments = [arguments, &["--database-url", url]].concat();
    let Output {
        status,
        stdout,
        stderr,
    } = program(folder, &arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

fn configured(settings: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("fullmakt.toml"), settings).unwrap();
    folder
}

fn listed(folder: &TempDir, url: &str) -> Vec<(String, String)> {
    let (code, said, faults) = run(folder, url, &["keys", "list", "--format", "json"]);
    assert_eq!(code, Some(0), "{faults}");
    let rows = said
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.map(|row| (text(&row, "kid"), text(&row, "state")))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_listed_and_rotated_and_nonsense_is_refused() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let url = &database.url;
        let folder = configured(SECRET);
        assert_eq!(run(&folder, url, &["migrate"]).0, Some(0));
        assert_eq!(listed(&folder, url), [], "{kind:?}: a list makes nothing");

        let (code, said, faults) = run(&folder, url, &["keys", "rotate"]);
        assert_eq!(code, Some(0), "{faults}");
        assert!(said.contains("is published, and signs from"), "{said}");
        let keys = listed(&folder, url);
        let states: Vec<&str> = keys.iter().map(|(_, state)| state.as_str()).collect();
        assert_eq!(states, ["signs", "waits"]);

        let (code, _, faults) = run(&folder, url, &["keys", "rotate"]);
        assert_eq!(code, Some(1));
        assert!(
            faults.contains(&keys[1].0) && faults.contains("--now"),
            "{faults}"
        );
        let (code, said, _) = run(&folder, url, &["keys", "rotate", "--now"]);
        assert_eq!(code, Some(0));
        assert!(said.contains(&keys[1].0), "{said}");
        let states: Vec<String> = listed(&folder, url)
            .into_iter()
            .map(|(_, state)| state)
            .collect();
        assert_eq!(states, ["verifies", "signs"]);
        let (_, table, _) = run(&folder, url, &["keys", "list"]);
        assert!(
            table.contains("PUBLISHED UNTIL") && table.lines().count() == 3,
            "{table}"
        );

        for nonsense in [
            &["keys"][..],
            &["keys", "rotate", "--never"],
            &["keys", "burn"],
        ] {
            assert_eq!(run(&folder, url, nonsense).0, Some(2), "{nonsense:?}");
        }
        let (_, help, _) = run(&folder, url, &["keys", "--help"]);
        for word in [
            "waits",
            "signs",
            "verifies",
            "48 hours",
            "old_secrets",
            "Examples:",
        ] {
            assert!(help.contains(word), "{word} is missing in {help}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_ends_the_start_in_words_and_a_changed_one_is_taken_over() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let url = &database.url;
        let first = configured(SECRET);
        assert_eq!(run(&first, url, &["migrate"]).0, Some(0));
        assert_eq!(run(&first, url, &["keys", "rotate"]).0, Some(0));
        let keys = listed(&first, url);
        let other = "[keys]\nsecret = 'another invented secret of more than enough'\n";
        for (wrong, word) in [
            (configured(other), "old_secrets"),
            (configured(""), "keys.secret is not set"),
        ] {
            for command in [
                &["keys", "list"][..],
                &["keys", "rotate", "--now"],
                &["serve", "--listen", "127.0.0.1:0"],
            ] {
                let (code, _, faults) = run(&wrong, url, command);
                assert_eq!(code, Some(1), "{kind:?} {command:?}");
                assert!(faults.contains(word), "{faults}");
                assert!(!faults.contains("invented secret"), "{faults}");
            }
        }
        let changed = format!("{other}old_secrets = ['an invented secret of more than enough']\n");
        let changed = configured(&changed);
        assert_eq!(run(&changed, url, &["keys", "rotate", "--now"]).0, Some(0));
        let second = configured(other);
        let after: Vec<String> = listed(&second, url).into_iter().map(|(id, _)| id).collect();
        let before: Vec<String> = keys.into_iter().map(|(id, _)| id).collect();
        assert_eq!(
            after, before,
            "{kind:?}: the same keys under the new secret"
        );
        assert_eq!(
            run(&first, url, &["keys", "list"]).0,
            Some(1),
            "the former is of no use now"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_that_is_killed_leaves_it_done_or_not_begun() {
    for kind in kinds() {
        let database = fresh(kind).await;
        let url = &database.url;
        let folder = configured(SECRET);
        assert_eq!(run(&folder, url, &["migrate"]).0, Some(0));
        assert_eq!(run(&folder, url, &["keys", "rotate", "--now"]).0, Some(0));
        for moment in [20, 60, 100, 150, 220, 300] {
            let before = listed(&folder, url).len();
            let arguments = ["keys", "rotate", "--now", "--database-url", url];
            let mut child = program(&folder, &arguments).spawn().unwrap();
            std::thread::sleep(std::time::Duration::from_millis(moment));
            let _ = child.kill();
            child.wait().unwrap();
            let after = listed(&folder, url);
            assert!((before..=before + 1).contains(&after.len()), "{kind:?}");
            let signers = after.iter().filter(|(_, state)| state == "signs").count();
            assert_eq!(signers, 1, "{kind:?}: {after:?}");
        }
    }
}
