//! The command line as an operator meets it.

use std::process::Output;

use tempfile::TempDir;

use super::server::program;

fn run(folder: &TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = program(folder, arguments).output().unwrap();
    (
        status.code(),
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    )
}

#[test]
fn check_config_tells_every_fault_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let faulty = "public_url = \"ftp://x/y\"\nsandbox = false\n[idporten]\nissuer = \"https://idporten.example\"\nclient_id = \"x\"\n\
        [decision_log]\nmode = \"sampled\"\nkeep_days = 0\n";
    std::fs::write(folder.path().join("fullmakt.toml"), faulty).unwrap();
    let (code, said, faults) = run(&folder, &["check-config"]);
    assert_eq!((code, said.as_str()), (Some(1), ""));
    for fault in [
        "public_url:",
        "idporten, maskinporten:",
        "idporten: needs either",
        "decision_log.permit_sample:",
        "decision_log.keep_days:",
        "keys.secret:",
    ] {
        assert!(faults.contains(fault), "{fault} is missing in {faults}");
    }
    assert_eq!(faults.lines().count(), 6, "{faults}");
}

#[test]
fn check_config_accepts_what_the_server_would_accept() {
    let folder = tempfile::tempdir().unwrap();
    let (code, said, faults) = run(&folder, &["check-config"]);
    assert_eq!((code, faults.as_str()), (Some(0), ""));
    assert!(said.contains("127.0.0.1:8080"), "{said}");
    assert!(!folder.path().join("data").exists(), "nothing is made");
}

#[test]
fn a_settings_file_that_cannot_be_read_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    for (content, word) in [("listn = \"x\"", "listn"), ("listen = ", "fullmakt.toml")] {
        std::fs::write(folder.path().join("fullmakt.toml"), content).unwrap();
        for command in ["check-config", "serve", "migrate"] {
            let (code, _, faults) = run(&folder, &[command]);
            assert_eq!(code, Some(1));
            assert!(faults.contains(word), "{faults}");
        }
    }
    let (code, _, faults) = run(&folder, &["check-config", "--config", "missing.toml"]);
    assert_eq!(code, Some(1));
    assert!(faults.contains("missing.toml"), "{faults}");
}

#[test]
fn the_sandbox_does_not_open_itself_to_the_network() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, faults) = run(&folder, &["--listen", "0.0.0.0:0"]);
    assert_eq!(code, Some(1));
    assert!(
        faults.contains("sandbox") && faults.contains("sandbox_public"),
        "{faults}"
    );
    assert!(!folder.path().join("data").exists(), "nothing was begun");
}

#[test]
fn a_database_that_cannot_be_used_is_told_and_ends_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = "postgres://nobody:geheim@127.0.0.1:1/x";
    for address in ["mysql://x", "sqlite:/proc/none/x.db", nobody] {
        let arguments = ["--listen", "127.0.0.1:0", "--database-url", address];
        let (code, _, faults) = run(&folder, &arguments);
        assert_eq!(code, Some(1), "{address}");
        assert!(faults.contains("database"), "{address}: {faults}");
        assert!(!faults.contains("geheim"), "{faults}");
        assert!(!faults.contains("panicked"), "{faults}");
    }
}

#[test]
fn every_command_explains_itself() {
    let folder = tempfile::tempdir().unwrap();
    for (command, word) in [
        (vec!["--help"], "sandbox"),
        (vec!["serve", "--help"], "Runs the server"),
        (vec!["check-config", "--help"], "what is wrong"),
        (vec!["migrate", "--help"], "database up to date"),
        (vec!["decisions", "--help"], "decision log"),
        (
            vec!["import", "register", "--help"],
            "docs/register-import.md",
        ),
        (
            vec!["generate", "register", "--help"],
            "All numbers are synthetic",
        ),
        (vec!["gallery", "--help"], "every page"),
    ] {
        let (code, said, _) = run(&folder, &command);
        assert_eq!(code, Some(0));
        assert!(said.contains(word), "{command:?}: {said}");
    }
    let (code, said, _) = run(&folder, &["--version"]);
    assert_eq!((code, said.starts_with("fullmakt ")), (Some(0), true));
    let (code, _, faults) = run(&folder, &["nonsense"]);
    assert_eq!(
        (code, faults.contains("Usage")),
        (Some(2), true),
        "{faults}"
    );
}

#[test]
fn migrate_makes_a_database_and_can_be_run_again() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let (code, said, faults) = run(&folder, &["migrate"]);
        assert_eq!(code, Some(0), "{faults}");
        assert!(said.contains("up to date"), "{said}");
    }
    assert!(folder.path().join("data/fullmakt.db").exists());
}

#[test]
fn the_gallery_holds_every_page_in_three_languages() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, faults) = run(&folder, &["gallery", "pages"]);
    assert_eq!(code, Some(0), "{faults}");
    let mut pages = 0;
    let mut folders = vec![folder.path().join("pages")];
    while let Some(inside) = folders.pop() {
        for entry in std::fs::read_dir(inside).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "html") {
                pages += 1;
            }
        }
    }
    assert!(pages > 150, "{pages}");
}
