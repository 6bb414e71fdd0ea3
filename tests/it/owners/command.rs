//! `fullmakt owner …` as an operator meets it.

use std::io::Write as _;
use std::process::{Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::faults::server::program;
use crate::support::app::TestApp;
use crate::support::cast::{self, PLUMBER};
use crate::support::database::{Kind, kinds};

struct Shell {
    app: TestApp,
    folder: TempDir,
}

impl Shell {
    async fn start(kind: Kind) -> Self {
        Self {
            app: TestApp::start(kind).await,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Runs `fullmakt owner …` with this on standard input.
    fn run(&self, arguments: &[&str], input: &str) -> (i32, String, String) {
        let url = self.app.database_url();
        let mut all = vec!["owner"];
        all.extend(arguments);
        all.extend(["--database-url", &url]);
        let mut child = program(&self.folder, &all)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    }

    fn shown(&self, code: &str) -> Value {
        let (status, said, faults) = self.run(&["show", code, "--format", "json"], "");
        assert_eq!((status, faults.as_str()), (0, ""));
        serde_json::from_str(&said).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_is_registered_changed_and_shown() {
    for kind in kinds() {
        let shell = Shell::start(kind).await;
        let add = [
            "add",
            "ror",
            "--org-number",
            PLUMBER,
            "--name",
            "Røretaten",
            "--name-en",
            "The Pipe Agency",
            "--scope-prefix",
            "ror",
            "--administrator",
            "-",
        ];
        let (status, said, faults) = shell.run(&add, &format!("{}\n\n", cast::NORA));
        assert_eq!((status, faults.as_str()), (0, ""), "{kind:?}");
        assert_eq!(said, "The Pipe Agency is registered as ror.\n");

        let change = [
            "change",
            "ror",
            "--homepage",
            "https://ror.example/",
            "--name-nn",
            "Røyretaten",
            "--scope-prefix",
            "",
        ];
        assert_eq!(shell.run(&change, "").0, 0);
        let scopes = [
            "scopes",
            "ror",
            "--grant",
            "altinn:serviceowner",
            "--grant",
            "altinn:x",
        ];
        assert_eq!(
            shell.run(&scopes, "").1,
            "scope         altinn:serviceowner\nscope         altinn:x\n"
        );
        assert_eq!(
            shell
                .run(&["scopes", "ror", "--withdraw", "altinn:x"], "")
                .0,
            0
        );
        assert_eq!(
            shell
                .run(&["administrators", "ror", "--add", cast::KARI], "")
                .0,
            0
        );

        let shown = shell.shown("ror");
        assert_eq!(
            shown["name"],
            serde_json::json!({"nb": "Røretaten", "nn": "Røyretaten", "en": "The Pipe Agency"})
        );
        assert_eq!(shown["homepage"], "https://ror.example/");
        assert_eq!(shown["scopePrefixes"], serde_json::json!([]));
        assert_eq!(shown["scopes"][0]["scope"], "altinn:serviceowner");
        assert_eq!(
            shown["administrators"].as_array().unwrap().len(),
            2,
            "{kind:?}"
        );
        assert!(
            !shown.to_string().contains(cast::NORA),
            "no national id is printed"
        );

        let nora = shown["administrators"][1]["partyUuid"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(
            shell
                .run(&["administrators", "ror", "--remove", &nora], "")
                .0,
            0
        );
        assert_eq!(
            shell.shown("ror")["administrators"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        let (_, listed, _) = shell.run(&["list", "pipe"], "");
        assert_eq!(
            listed,
            format!("ror             {PLUMBER}  The Pipe Agency\n")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_told_with_every_reason_and_exit_code_1() {
    let shell = Shell::start(Kind::Sqlite).await;
    let add = [
        "add",
        "Dts",
        "--org-number",
        "310904023",
        "--name-nb",
        "X",
        "--administrator",
        "123",
    ];
    let (status, said, faults) = shell.run(&add, "");
    assert_eq!((status, said.as_str()), (1, ""));
    let lines: Vec<&str> = faults.lines().collect();
    assert_eq!(lines.len(), 5, "{faults}");
    assert!(
        lines.iter().all(|line| line.starts_with("fullmakt: ")),
        "{faults}"
    );
    assert!(faults.contains("fullmakt import register FILE"), "{faults}");
    assert!(
        !faults.contains("123"),
        "the number is not repeated: {faults}"
    );
    for unknown in [
        ["show", "nobody"],
        ["change", "nobody"],
        ["scopes", "nobody"],
        ["administrators", "por"],
    ] {
        let (status, _, faults) = shell.run(&unknown, "");
        assert_eq!(
            (status, faults.as_str()),
            (1, "fullmakt: there is no such service owner\n")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_help_has_examples() {
    let shell = Shell::start(Kind::Sqlite).await;
    let (status, said, _) = shell.run(&["--help"], "");
    assert_eq!(status, 0);
    for word in [
        "Examples:",
        "fullmakt owner add",
        "administrators",
        "scopes",
        "standard input",
    ] {
        assert!(said.contains(word), "{word} is missing in {said}");
    }
}
