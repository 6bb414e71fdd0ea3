//! The accessibility rules of axe-core, which `bin/test` fetches when it can. It is a tool of the tests, no part of
//! the product.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::chromium::devtools;

/// Names the file `axe.min.js`.
const AXE_FILE: &str = "FULLMAKT_TEST_AXE_FILE";

/// WCAG 2.2 A and AA, which holds what the law demands (WCAG 2.1 A and AA).
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const rules = {type: 'tag', values: arguments[0]};
    axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(
        (found) => done(found.violations.map((rule) =>
            rule.id + ': ' + rule.nodes.map((node) => node.html + ' ' + node.failureSummary).join(' | '))),
        (error) => done([String(error)]));";

/// The rules' source, when `bin/test` has it.
pub fn source() -> Option<String> {
    let file = std::env::var(AXE_FILE)
        .ok()
        .filter(|file| !file.is_empty())?;
    Some(std::fs::read_to_string(file).unwrap())
}

/// Demands that the page keeps every rule, in light and in dark colours.
pub async fn check(driver: &WebDriver, source: &str, page: &str) {
    driver.execute(source, vec![]).await.unwrap();
    for scheme in ["light", "dark"] {
        prefer(driver, scheme).await;
        let found = driver.execute_async(RUN, vec![json!(RULES)]).await.unwrap();
        let found: Vec<String> = found.convert().unwrap();
        assert!(found.is_empty(), "{page}, {scheme}: {found:#?}");
    }
    prefer(driver, "light").await;
}

async fn prefer(driver: &WebDriver, scheme: &str) {
    let features: Value = json!([{"name": "prefers-color-scheme", "value": scheme}]);
    devtools(
        driver,
        "Emulation.setEmulatedMedia",
        json!({"features": features}),
    )
    .await;
}
