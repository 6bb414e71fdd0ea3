//! The load: requests that are ready as bytes, on connections that are kept, each with one request under way.

use std::net::SocketAddr;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use futures_util::future::try_join_all;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Effort;

/// A request, as it goes over the wire.
pub struct Request(Vec<u8>);

impl Request {
    pub fn get(path: &str, headers: &str) -> Self {
        Self(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes())
    }

    pub fn post(path: &str, headers: &str, body: &str) -> Self {
        let length = body.len();
        let text = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        Self(text.into_bytes())
    }
}

pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// Asks once.
pub async fn ask(address: SocketAddr, request: &Request) -> Result<Answer> {
    let mut connection = Connection::open(address).await?;
    let (status, body) = connection.ask(request).await?;
    let body = String::from_utf8_lossy(&connection.buffer[body..]).into_owned();
    Ok(Answer { status, body })
}

/// Asks on all connections for one turn; every answer must have this status. How many came, and in how many seconds.
pub async fn drive(
    address: SocketAddr,
    request: &Request,
    status: u16,
    effort: Effort,
) -> Result<(f64, f64)> {
    let started = Instant::now();
    let connections = (0..effort.connections).map(|_| async move {
        let mut connection = Connection::open(address).await?;
        let mut answers = 0_u64;
        while started.elapsed() < effort.turn {
            let (got, _) = connection.ask(request).await?;
            if got != status {
                bail!("answered {got} and not {status}");
            }
            answers += 1;
        }
        Ok(answers)
    });
    // All on this thread: the rest of the machine is the server's.
    let answers: u64 = try_join_all(connections).await?.into_iter().sum();
    Ok((answers as f64, started.elapsed().as_secs_f64()))
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(128 * 1024),
        })
    }

    /// The status, and where in the buffer the body begins.
    async fn ask(&mut self, request: &Request) -> Result<(u16, usize)> {
        self.stream.write_all(&request.0).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the server closed the connection");
            }
            if let Some(end) = end_of_head(&self.buffer) {
                let (status, length) = read_head(&self.buffer[..end])?;
                while self.buffer.len() < end + length {
                    if self.stream.read_buf(&mut self.buffer).await? == 0 {
                        bail!("the server closed the connection");
                    }
                }
                return Ok((status, end));
            }
        }
    }
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .map(|at| at + 4)
}

/// Status and length of the body.
fn read_head(head: &[u8]) -> Result<(u16, usize)> {
    let head = std::str::from_utf8(head)?;
    let status = head.get(9..12).context("no status")?.parse()?;
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    let mut lengths = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let (_, length) = lengths.next().context("no content-length")?;
    Ok((status, length.parse()?))
}
