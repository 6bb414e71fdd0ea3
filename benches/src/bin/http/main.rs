//! Prints how many requests per second the product answers beside a bare handler, as the tables of docs/performance.md.
//!
//! Options: `--quick`; `--server FILE` (the release binary; `../target/release/fullmakt`); `--decision-key KEY` (also asks
//! `/decision`, with that subscription key). PostgreSQL is started if Debian's package is there.

mod client;
mod postgres;
mod report;
mod servers;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// What the command line asks for.
pub struct Options {
    pub server: PathBuf,
    pub decision_key: Option<String>,
    pub effort: Effort,
}

#[derive(Clone, Copy)]
pub struct Effort {
    pub turns: usize,
    pub turn: Duration,
    pub connections: usize,
}

#[tokio::main]
async fn main() -> Result<()> {
    if std::env::args().nth(1).as_deref() == Some("bare") {
        return fullmakt_benches::bare::serve().await;
    }
    report::print(&Options::read()?).await
}

impl Options {
    fn read() -> Result<Self> {
        let mut options = Self {
            server: "../target/release/fullmakt".into(),
            decision_key: None,
            effort: Effort {
                turns: 5,
                turn: Duration::from_secs(2),
                connections: 32,
            },
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let mut value = || {
                arguments
                    .next()
                    .with_context(|| format!("{name} needs a value"))
            };
            match name.as_str() {
                "--quick" => {
                    options.effort.turns = 1;
                    options.effort.turn = Duration::from_millis(500);
                }
                "--server" => options.server = value()?.into(),
                "--decision-key" => options.decision_key = Some(value()?),
                _ => bail!("unknown option {name}"),
            }
        }
        Ok(options)
    }
}
