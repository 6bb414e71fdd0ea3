//! The real program as a process of its own.

use std::io::{BufRead, BufReader, Read as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tempfile::TempDir;

use crate::support::browser::Browser;
use crate::support::machine::Machine;

/// The program, as a user would call it: without any settings from the environment or from a file.
pub fn program(folder: &TempDir, arguments: &[&str]) -> Command {
    // Measurements name another build of it.
    let named = std::env::var("FULLMAKT_PROGRAM");
    let built = env!("CARGO_BIN_EXE_fullmakt").to_owned();
    let mut command = Command::new(named.unwrap_or(built));
    command.args(arguments).current_dir(folder.path());
    for (name, _) in std::env::vars() {
        if name.starts_with("FULLMAKT_") || name == "RUST_LOG" {
            command.env_remove(name);
        }
    }
    command
}

/// A server that runs as a process. Dropped, it is killed.
pub struct ServerProcess {
    pub url: String,
    child: Child,
    stderr: Arc<Mutex<String>>,
    said: Receiver<()>,
    readers: Vec<JoinHandle<()>>,
    _folder: TempDir,
}

impl ServerProcess {
    /// Starts a server on a free port and waits until it has said where it is.
    pub fn start(database_url: &str) -> Self {
        Self::start_with(database_url, "")
    }

    /// The same, with a settings file of this content.
    pub fn start_with(database_url: &str, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("fullmakt.toml"), settings).unwrap();
        let arguments = ["--listen", "127.0.0.1:0", "--database-url", database_url];
        let mut child = program(&folder, &arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = Arc::new(Mutex::new(String::new()));
        let (tell, said) = channel();
        let errors = child.stderr.take().unwrap();
        let keep = stderr.clone();
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(errors).lines() {
                let line = line.unwrap();
                keep.lock().unwrap().push_str(&format!("{line}\n"));
                let _ = tell.send(());
            }
        });
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let url = read_address(&mut output);
        let drain = std::thread::spawn(move || {
            let _ = output.read_to_end(&mut Vec::new());
        });
        Self {
            url: url.unwrap_or_else(|| panic!("no address; {}", stderr.lock().unwrap())),
            child,
            stderr,
            said,
            readers: vec![reader, drain],
            _folder: folder,
        }
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.url, fullmakt::tokens::http_client().unwrap())
    }

    pub fn machine(&self, client_id: &str) -> Machine {
        let http = fullmakt::tokens::http_client().unwrap();
        Machine::new(&self.url, client_id, http)
    }

    /// Host and port.
    pub fn address(&self) -> String {
        self.url.strip_prefix("http://").unwrap().to_owned()
    }

    /// Its number at the operating system.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks the process to end.
    pub fn terminate(&self) {
        let id = self.id().to_string();
        let status = Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(status.success());
    }

    /// Waits until a line with these words has been logged.
    pub fn wait_for_log(&self, words: &str) {
        while !self.stderr.lock().unwrap().contains(words) {
            self.said
                .recv()
                .expect("the server ended before it said so");
        }
    }

    /// Kills the process without a warning, as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end; answers how it ended and all that it logged.
    pub fn wait(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().unwrap();
        for reader in self.readers.drain(..) {
            reader.join().unwrap();
        }
        let log = self.stderr.lock().unwrap().clone();
        (status, log)
    }
}

fn read_address(output: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    while output.read_line(&mut line).unwrap() > 0 {
        if let Some(address) = line.trim().strip_prefix("The portal") {
            return Some(address.trim().trim_end_matches('/').to_owned());
        }
        line.clear();
    }
    None
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
