//! The public conformance cases of XACML 3.0, through the same code as `fullmakt authorize`.
//!
//! They are no part of this repository. They are looked for in the folder that `XACML_CASES` names, else in
//! `shared/testdata/xacml` beside the repository; without them the test says so and passes.

mod case;
mod found;

use std::path::{Path, PathBuf};

use fullmakt::api::decisions::offline::{File, Offline, written};
use fullmakt::api::decisions::question::Syntax;
use fullmakt::domain::Timestamp;
use fullmakt::engine::Outcome;
use roxmltree::Document;
use serde_json::Value as Json;
use time::macros::datetime;

use case::Case;
use found::Found;

fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("XACML_CASES").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/testdata/xacml");
    let folder = named.unwrap_or(beside);
    folder.join("cases.json").exists().then_some(folder)
}

#[test]
fn the_published_cases_are_decided_as_the_standard_expects() {
    let Some(folder) = folder() else {
        eprintln!("skipped: no cases; set XACML_CASES to the folder with their cases.json");
        return;
    };
    let cases = case::all(&folder);
    let failures: Vec<String> = cases.iter().flat_map(|case| check(&folder, case)).collect();
    let failed: std::collections::BTreeSet<&str> = failures
        .iter()
        .filter_map(|failure| failure.split(' ').next())
        .collect();
    eprintln!("{} cases ran, {} of them failed", cases.len(), failed.len());
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    assert!(cases.len() >= 200, "only {} cases found", cases.len());
}

/// What is wrong with a case, a line per difference.
fn check(folder: &Path, case: &Case) -> Vec<String> {
    let mut faults = Vec::new();
    let offline = match offline(folder, case) {
        Ok(offline) => offline,
        Err(problem) => return vec![format!("{} {problem}", case.id)],
    };
    for request in case.request_files() {
        match offline.decide(&file(folder, request)) {
            Ok(outcomes) => {
                faults.extend(differences(case, &outcomes));
                faults.extend(unlike_published(folder, case, &outcomes));
            }
            Err(problem) => faults.push(problem.to_string()),
        }
    }
    let line = |fault| format!("{} {fault}", case.id);
    faults.into_iter().map(line).collect()
}

fn offline(folder: &Path, case: &Case) -> Result<Offline, String> {
    let names = case.policy_names();
    let policies: Vec<File> = names.iter().map(|name| file(folder, name)).collect();
    let now = Timestamp::from_datetime(datetime!(2026-01-31 12:00 UTC));
    Offline::new(&policies, now).map_err(|problem| problem.to_string())
}

fn file(folder: &Path, name: &str) -> File {
    File {
        name: name.to_owned(),
        content: std::fs::read(folder.join(name)).unwrap(),
    }
}

fn differences(case: &Case, outcomes: &[Outcome]) -> Vec<String> {
    let expected = case.results();
    if expected.len() != outcomes.len() {
        return vec![format!(
            "results: expected {}, got {}",
            expected.len(),
            outcomes.len()
        )];
    }
    let pairs = expected.iter().zip(outcomes);
    pairs
        .flat_map(|(expected, outcome)| expected.unlike(&Found::of(outcome), outcome))
        .collect()
}

/// Compares what is written with the published response in JSON, where there is one, and reads the XML again.
fn unlike_published(folder: &Path, case: &Case, outcomes: &[Outcome]) -> Vec<String> {
    let mut faults = Vec::new();
    let xml = written(outcomes, Syntax::Xml);
    match Document::parse(&xml) {
        Ok(document) => {
            let results = document.root_element().children();
            let count = results
                .filter(|node| node.has_tag_name((NAMESPACE, "Result")))
                .count();
            if count != outcomes.len() {
                faults.push(format!("written XML: {count} results"));
            }
        }
        Err(problem) => faults.push(format!("written XML: {problem}")),
    }
    if let Some(name) = &case.json_response_file {
        let published: Json = serde_json::from_slice(&file(folder, name).content).unwrap();
        let ours: Json = serde_json::from_str(&written(outcomes, Syntax::Json)).unwrap();
        let (published, ours) = (found::in_json(&published), found::in_json(&ours));
        if published != ours {
            faults.push(format!("JSON: expected {published:?}, got {ours:?}"));
        }
    }
    faults
}

const NAMESPACE: &str = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";
