//! Prints what 3,000 loaded policies take, as the table of docs/performance.md. Every row is a process of its own.

use std::process::Command;

use anyhow::{Context as _, Result, bail};
use fullmakt::engine::PolicyTree;
use fullmakt_benches::engines::xacml;
use fullmakt_benches::rules::{Person, RuleSet, Shape};

const LOADED: usize = 3_000;
const KINDS: [&str; 3] = ["median", "tail", "mixed"];

fn main() -> Result<()> {
    match std::env::args().nth(1) {
        Some(kind) => print_row(&kind),
        None => print_table(),
    }
}

fn print_table() -> Result<()> {
    println!("| {LOADED} policies | XML, MB | resident growth, MB | bytes per policy |");
    println!("| --- | ---: | ---: | ---: |");
    for kind in KINDS {
        let status = Command::new(std::env::current_exe()?).arg(kind).status()?;
        if !status.success() {
            bail!("the row {kind} failed");
        }
    }
    Ok(())
}

/// The XML is made and dropped one by one, as it is read from the database.
fn print_row(kind: &str) -> Result<()> {
    let generated = |shape, count| RuleSet::generate(shape, count, 1, Person::Few).policies;
    // Mixed: nine of ten are as the median.
    let policies = match kind {
        "median" => generated(Shape::Median, LOADED),
        "tail" => generated(Shape::Tail, LOADED),
        "mixed" => {
            let mut policies = generated(Shape::Median, LOADED * 9 / 10);
            policies.extend(generated(Shape::Tail, LOADED / 10));
            policies
        }
        _ => bail!("no such kind: {kind}"),
    };
    let mut held = Vec::with_capacity(LOADED);
    let mut xml_bytes = 0;
    let before = resident()?;
    for policy in &policies {
        let xml = xacml::write(policy);
        xml_bytes += xml.len();
        held.push(PolicyTree::parse(&xml)?);
    }
    let grown = resident()?.saturating_sub(before);
    println!(
        "| {kind} | {:.1} | {:.1} | {} |",
        xml_bytes as f64 / 1e6,
        grown as f64 / 1e6,
        grown / held.len()
    );
    Ok(())
}

/// Bytes of this process that are in memory.
fn resident() -> Result<usize> {
    const PAGE: usize = 4096;
    let statm = std::fs::read_to_string("/proc/self/statm")?;
    let pages = statm
        .split(' ')
        .nth(1)
        .context("no second field in statm")?;
    Ok(pages.parse::<usize>()? * PAGE)
}
