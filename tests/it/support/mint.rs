//! Tokens made and checked by libraries that are nobody's relatives here (`tests/peers/mint.*`).

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

use super::environment::peers;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Library {
    /// For JavaScript.
    Jose,
    /// For Python.
    Joserfc,
}

/// What came of the instructions.
#[derive(Deserialize)]
pub struct Minted {
    /// The public halves of the keys that were made, by name.
    pub keys: Value,
    pub signed: Vec<String>,
    /// For each token that was to be checked its `claims`, or the `problem`.
    pub verified: Vec<Value>,
}

impl Library {
    pub const ALL: [Self; 2] = [Self::Jose, Self::Joserfc];

    /// Carries out the instructions, in one start of a program. None where there is no such program.
    pub async fn run(self, instructions: &Value) -> Option<Minted> {
        let folder = PathBuf::from(peers()?);
        let mut command = self.command(&folder)?;
        let input = instructions.to_string();
        let run = move || {
            let mut process = command
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut stdin = process.stdin.take().unwrap();
            stdin.write_all(input.as_bytes()).unwrap();
            drop(stdin);
            process.wait_with_output().unwrap()
        };
        let output = tokio::task::spawn_blocking(run).await.unwrap();
        assert!(output.status.success(), "{self:?} failed");
        Some(serde_json::from_slice(&output.stdout).unwrap())
    }

    fn command(self, folder: &Path) -> Option<Command> {
        let scripts = folder.join("scripts");
        let (program, script) = match self {
            Self::Jose => ("node", "mint.mjs"),
            Self::Joserfc => ("venv/bin/python", "mint.py"),
        };
        let program = folder.join(program);
        program.exists().then(|| {
            let mut command = Command::new(program);
            if self == Self::Jose {
                // The scripts' folder is a link; their packages lie beside the link.
                command.args(["--preserve-symlinks", "--preserve-symlinks-main"]);
            }
            command.arg(scripts.join(script));
            command
        })
    }
}
