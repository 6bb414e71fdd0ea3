//! Programs of others that a test starts and that end with it.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::environment::peers;

/// A running script of `tests/peers`. Dropped, it ends.
pub struct Peer {
    /// What it said when it was ready.
    pub said: Value,
    process: Child,
}

impl Peer {
    /// Starts a script with its settings, and waits until it is ready. None where there are no peers; the summary of
    /// `bin/test` tells that they were not used.
    pub async fn start(script: &'static str, settings: Value) -> Option<Self> {
        let folder = PathBuf::from(peers()?);
        let started = tokio::task::spawn_blocking(move || Self::run(&folder, script, &settings));
        Some(started.await.unwrap())
    }

    fn run(folder: &Path, script: &str, settings: &Value) -> Self {
        let mut process = Command::new(folder.join("node"))
            // The scripts' folder is a link; their packages lie beside the link.
            .args(["--preserve-symlinks", "--preserve-symlinks-main"])
            .arg(folder.join("scripts").join(script))
            .arg(settings.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node of the peers");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = lines.next().expect("a peer that starts").unwrap();
        // Whatever it says later must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            said: serde_json::from_str(&first).expect("JSON on the first line"),
            process,
        }
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        self.said["url"].as_str().expect("the peer's address")
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
