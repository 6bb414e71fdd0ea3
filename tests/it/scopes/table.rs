//! Requests to every address of every row.

use fullmakt::api::needs::{Row, page, table};

use super::{ask, known, lacks_scope, token};
use crate::support::database::Kind;
use crate::support::machine::Answer;
use crate::support::stage::Stage;

/// Names that a careless comparison would take for the scope.
fn lookalikes(scope: &str) -> Vec<String> {
    let (shorter, rest) = (&scope[..scope.len() - 1], &scope[1..]);
    let all = [
        format!("{scope}.x"),
        format!("{scope}/x"),
        format!("x{scope}"),
        format!("x:{scope}"),
        shorter.to_owned(),
        rest.to_owned(),
        scope.to_uppercase(),
        scope.replacen("altinn", "Altinn", 1),
        format!("{scope},{scope}"),
        format!("x,{scope}"),
        format!("{scope}\t{scope}"),
        format!("\t{scope}"),
        format!("{scope}\n"),
        format!("{scope}\u{a0}x"),
        format!("\"{scope}\""),
        scope.replacen(':', "%3A", 1),
        scope.replacen('.', "x", 1).replacen('/', "x", 1),
    ];
    all.into_iter().filter(|other| other != scope).collect()
}

/// What the documented refusal names: the scopes of the row, of which one is needed.
fn is_documented(answer: &Answer, row: &Row) -> bool {
    if answer.body["code"] == "LS-00001" {
        return true;
    }
    let text = match answer.body.as_str() {
        // AuthZEN's errors are plain text.
        Some(text) => text.to_owned(),
        None => {
            let kind = &answer.headers["content-type"];
            assert_eq!(kind, "application/problem+json");
            answer.body["detail"].as_str().unwrap().to_owned()
        }
    };
    text.ends_with(&format!(
        "one of these is needed: {}",
        row.any_of.join(", ")
    ))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_scope_of_the_table_opens_its_addresses_alone_and_no_other_name_does() {
    // Scopes are read before the database is asked anything.
    let stage = Stage::start(Kind::Sqlite).await;
    let mut asked = 0;
    for row in table() {
        let others = known().filter(|name| !row.any_of.contains(name));
        let others: Vec<String> = others
            .map(str::to_owned)
            .chain(row.any_of.iter().flat_map(|scope| lookalikes(scope)))
            .collect();
        for opens in row.opens {
            let (none, other) = (token(&stage, ""), token(&stage, &others.join(" ")));
            for (token, what) in [(none, "no scope"), (other, "other scopes")] {
                let answer = ask(&stage, row, opens, &token).await;
                let told = format!("{opens:?} with {what}: {} {}", answer.status, answer.body);
                assert!(lacks_scope(&answer), "{told}");
                // Without any scope it is not asked yet which way a connection goes.
                let is_undirected = what == "no scope" && opens.1.contains("enduser/connections");
                assert!(is_documented(&answer, row) || is_undirected, "{told}");
            }
            for scope in row.any_of {
                let answer = ask(&stage, row, opens, &token(&stage, scope)).await;
                let told = format!("{opens:?} with {scope}: {} {}", answer.status, answer.body);
                assert!(!lacks_scope(&answer), "{told}");
                assert!(
                    ![401, 405, 429, 500].contains(&answer.status.as_u16()),
                    "{told}"
                );
                assert_ne!(
                    answer.body["title"], "There is nothing at this address.",
                    "{told}"
                );
            }
            asked += 1;
        }
    }
    assert!(asked > 100, "the table was not read");
}

#[tokio::test]
async fn a_claim_that_is_no_text_is_no_scope() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let row = table().next().unwrap();
    for scope in [
        serde_json::json!(null),
        serde_json::json!([]),
        serde_json::json!({"altinn:authorization/authorize": true}),
    ] {
        let mut claims = stage.issuer.claims("310901008", "");
        claims["scope"] = scope;
        let answer = ask(&stage, row, &row.opens[0], &stage.issuer.sign(&claims)).await;
        assert!(
            [401, 403].contains(&answer.status.as_u16()),
            "{}",
            answer.body
        );
    }
}

#[test]
fn the_page_about_scopes_says_what_the_table_says() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/scopes.md");
    let written = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        written == page(),
        "docs/scopes.md is not what the table says; renew it with\n  cargo run -- scopes > docs/scopes.md"
    );
}
