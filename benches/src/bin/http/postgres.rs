//! A PostgreSQL of our own, from Debian's package, with nothing kept.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use super::servers::free_port;

/// Runs until dropped.
pub struct Postgres {
    child: Child,
    pub url: String,
    _folder: TempDir,
}

impl Postgres {
    /// None where the package is not installed.
    pub async fn start() -> Result<Option<Self>> {
        let Some(programs) = programs() else {
            return Ok(None);
        };
        let folder = TempDir::new()?;
        give_to_postgres(folder.path())?;
        let data = folder.path().join("data");
        let made = as_postgres(&programs.join("initdb"))
            .args([
                "--username=bench",
                "--auth=trust",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ])
            .arg("--pgdata")
            .arg(&data)
            .current_dir("/")
            .stdout(Stdio::null())
            .status()?;
        if !made.success() {
            bail!("initdb failed");
        }
        let port = free_port()?;
        let child = as_postgres(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "unix_socket_directories="])
            .current_dir("/")
            .stderr(Stdio::null())
            .spawn()?;
        let url = format!("postgres://bench@127.0.0.1:{port}/postgres");
        let postgres = Self {
            child,
            url,
            _folder: folder,
        };
        wait_until_ready(&programs, port).await?;
        Ok(Some(postgres))
    }
}

impl Drop for Postgres {
    /// QUIT: at once, whoever is connected.
    fn drop(&mut self) {
        let _ = Command::new("kill")
            .args(["-QUIT", &self.child.id().to_string()])
            .status();
        let _ = self.child.wait();
    }
}

async fn wait_until_ready(programs: &Path, port: u16) -> Result<()> {
    for _ in 0..100 {
        let asked = Command::new(programs.join("pg_isready"))
            .args(["--quiet", "--host=127.0.0.1", "--port", &port.to_string()])
            .status()?;
        if asked.success() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("PostgreSQL does not start")
}

/// The folder of the newest version.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.flatten().map(|version| version.path().join("bin"));
    folders
        .filter(|folder| folder.join("initdb").exists())
        .max()
}

/// PostgreSQL refuses to run as root; its package brings the user that it runs as then.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args([
        "--reuid=postgres",
        "--regid=postgres",
        "--init-groups",
        "--reset-env",
        "--",
    ]);
    command.arg(program);
    command
}

fn give_to_postgres(folder: &Path) -> Result<()> {
    if is_root() {
        let status = Command::new("chown")
            .arg("postgres")
            .arg(folder)
            .status()
            .context("chown")?;
        if !status.success() {
            bail!("chown failed");
        }
    }
    Ok(())
}

fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").expect("Linux")) == 0
}
