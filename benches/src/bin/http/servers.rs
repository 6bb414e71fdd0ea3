//! The servers, each a process of its own that ends when it is dropped.

use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use super::client::{self, Request};

/// Kernel ticks per second, by which /proc counts.
const TICKS: f64 = 100.0;

pub struct Server {
    child: Child,
    pub name: String,
    pub address: SocketAddr,
    _folder: Option<TempDir>,
}

impl Server {
    pub fn bare() -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg("bare")
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("piped")?).read_line(&mut line)?;
        let address = line.trim().parse()?;
        Ok(Self {
            child,
            name: "bare axum handler".to_owned(),
            address,
            _folder: None,
        })
    }

    /// The product with its sandbox; `database` is a URL, or None for SQLite in a folder that is thrown away.
    pub async fn product(
        program: &Path,
        name: &str,
        database: Option<&str>,
        log: &str,
    ) -> Result<Self> {
        let folder = TempDir::new()?;
        let sqlite = format!("sqlite:{}", folder.path().join("bench.db").display());
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let child = Command::new(program.canonicalize().context("the release binary")?)
            .current_dir(folder.path())
            .env("FULLMAKT_LISTEN", address.to_string())
            .env("FULLMAKT_DATABASE_URL", database.unwrap_or(&sqlite))
            .env("FULLMAKT_SANDBOX", "true")
            .env("RUST_LOG", log)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let server = Self {
            child,
            name: name.to_owned(),
            address,
            _folder: Some(folder),
        };
        server.wait_until_ready().await?;
        Ok(server)
    }

    async fn wait_until_ready(&self) -> Result<()> {
        let ready = Request::get("/health/ready", "");
        for _ in 0..300 {
            if client::ask(self.address, &ready)
                .await
                .is_ok_and(|answer| answer.status == 200)
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("{} does not start", self.name)
    }

    /// The token of a service owner, from the sandbox's token generator.
    pub async fn token(&self) -> Result<String> {
        let path = "/sandbox/tokens/api/GetEnterpriseToken?env=bench&org=dts&ttl=7200\
                    &scopes=altinn:authorization/authorize";
        // Any name and password will do there: any:thing
        let request = Request::get(path, "Authorization: Basic YW55OnRoaW5n\r\n");
        let answer = client::ask(self.address, &request).await?;
        if answer.status != 200 {
            bail!("no token: {}", answer.body);
        }
        Ok(answer.body)
    }

    /// Seconds of processor time that the process has used.
    pub fn cpu(&self) -> Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // After the name, which may hold blanks itself; user and system time are fields 14 and 15.
        let (_, fields) = stat.rsplit_once(") ").context("a name in brackets")?;
        let ticks: Vec<f64> = fields
            .split(' ')
            .skip(11)
            .take(2)
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        Ok(ticks.iter().sum::<f64>() / TICKS)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
