//! `fullmakt verify-log`: whether the log of acts is whole.

use std::process::ExitCode;

use clap::Args;
use fullmakt::config::Config;
use fullmakt::db::{Db, DbError};
use fullmakt::ops::activity_log::{Broken, NotedHead, Whole, verify};

/// The exit code for a log that cannot be looked at.
pub const NOT_SET_UP: u8 = 2;

pub const ABOUT: &str = "\
Proves that the log of acts is whole: that no act has been changed, taken out, put in or moved.

Each act has a number, and a hash that covers the act and the hash before it. This goes through all of them, a thousand at
a time, and compares. It only reads, and may run while the portal does.

What no chain can show by itself is that its end has been cut off, or that all of it has been written anew. Therefore the
head of the chain, its number and hash, is printed last: note it where those who run this database cannot change it, and give
it to a later run with --expect. That run proves that the log still goes through it.

Acts from before the product kept a chain have no numbers; they are counted, and the first hash covers how many they are.

Exit codes: 0 when the log is whole; 1 when it is not, with the first act that is missing or wrong, and why; 2 when it cannot
be looked at: settings, database, tables.

docs/activity-log.md tells how the hashes are made, so that a program of your own can verify them.";

pub const EXAMPLES: &str = "\
Examples:
  fullmakt verify-log
  fullmakt verify-log --expect 1041:5d6c3c56b1b3b5a9bb3f7a54de31c23d04ab2ad8ad6ae5d29f2cf85bbba38ed7
  fullmakt verify-log --format json --database-url postgres://reader@db.example/fullmakt
  fullmakt verify-log --expect \"$(tail -n 1 heads.txt)\" --format head >> heads.txt";

#[derive(Args)]
pub struct VerifyLog {
    /// A head that was noted earlier, which the log must still go through; may be given several times
    #[arg(long = "expect", value_name = "NUMBER:HASH", value_parser = noted)]
    noted: Vec<NotedHead>,
    /// How the answer is written: in words, one JSON object, or nothing but the head of a whole log
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
    Head,
}

fn noted(text: &str) -> Result<NotedHead, String> {
    NotedHead::parse(text)
        .ok_or_else(|| "write the number of an act, a colon and its hash, as printed".to_owned())
}

/// Looks at the log and tells about it.
pub async fn run(config: &Config, wanted: VerifyLog) -> ExitCode {
    match look(&config.database_url, &wanted.noted).await {
        Ok(Ok(whole)) => {
            println!("{}", said_whole(&whole, wanted.format));
            ExitCode::SUCCESS
        }
        Ok(Err(broken)) => {
            match wanted.format {
                Format::Text => println!("{}", said_broken(&broken)),
                Format::Json => println!("{}", json_broken(&broken)),
                Format::Head => eprintln!("fullmakt: {}", said_broken(&broken)),
            }
            ExitCode::FAILURE
        }
        Err(problem) => {
            eprintln!(
                "fullmakt: the log of acts cannot be looked at: {problem}\n\
                 Is this the right database, and is it up to date (`fullmakt migrate`)?"
            );
            ExitCode::from(NOT_SET_UP)
        }
    }
}

async fn look(url: &str, noted: &[NotedHead]) -> Result<Result<Whole, Broken>, DbError> {
    let db = Db::connect(url).await?;
    let seen = verify(&db, noted).await;
    db.close().await;
    seen
}

fn said_whole(whole: &Whole, format: Format) -> String {
    let (head, before) = (&whole.head, whole.unnumbered);
    match format {
        Format::Head => head.to_string(),
        Format::Json => serde_json::json!({
            "whole": true,
            "number": head.number,
            "hash": head.hash,
            "beforeChain": before,
        })
        .to_string(),
        Format::Text => {
            let older = match before {
                0 => String::new(),
                _ => format!(
                    " Before them there are {before} without a number, as when the chain began."
                ),
            };
            format!(
                "The log of acts is whole: {} acts, each as it was written.{older}\nHead: {head}",
                head.number
            )
        }
    }
}

fn said_broken(broken: &Broken) -> String {
    let Broken { number, fault } = broken;
    match number {
        0 => format!("The log of acts is broken before its first act: {fault}."),
        _ => format!("The log of acts is broken at act {number}: {fault}."),
    }
}

fn json_broken(broken: &Broken) -> serde_json::Value {
    serde_json::json!({
        "whole": false,
        "number": broken.number,
        "problem": broken.fault.to_string(),
    })
}
