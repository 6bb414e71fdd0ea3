//! Nothing is served that the table does not know.

use std::collections::BTreeSet;

use fullmakt::api::needs::{OPEN, table};
use fullmakt::routes::{API_ROOTS, AUTHZEN_CONFIGURATION, OPENID_ISSUER};
use reqwest::Method;

use crate::support::database::Kind;
use crate::support::routes::routes;
use crate::support::stage::Stage;

fn is_api(path: &str) -> bool {
    let below = |root: &&str| path.starts_with(root.trim_end_matches("{*rest}"));
    API_ROOTS.iter().any(below) || path == AUTHZEN_CONFIGURATION
}

/// What the server answers below the roots of its APIs, whoever asks: a method and a pattern.
async fn served(stage: &Stage) -> BTreeSet<(String, String)> {
    let mut served = BTreeSet::new();
    // The issuer is a name that is no address.
    let is_served = |path: &str| is_api(path) && path != OPENID_ISSUER;
    for (_, pattern) in routes().into_iter().filter(|(_, path)| is_served(path)) {
        // What stands in the places does not matter to the router.
        let path: Vec<String> = pattern
            .split('/')
            .map(|part| if part.starts_with('{') { "x" } else { part }.to_owned())
            .collect();
        let url = format!("{}{}", stage.app.url, path.join("/"));
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let name = Method::from_bytes(method.as_bytes()).unwrap();
            let answer = stage.app.http().request(name, &url).send().await.unwrap();
            // A page that there is not is told so in a page.
            let kind = answer.headers().get("content-type");
            let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
            let is_missing_page = answer.status() == 404 && is_page;
            if answer.status() != 405 && !is_missing_page {
                served.insert((method.to_owned(), pattern.clone()));
            }
        }
    }
    served
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_of_the_apis_stands_in_the_table_or_is_open_for_a_reason() {
    let stage = Stage::empty(Kind::Sqlite).await;
    let entry = |method: &Method, path: &str| (method.to_string(), path.to_owned());
    let needing: BTreeSet<_> = table()
        .flat_map(|row| row.opens)
        .map(|(method, path)| entry(method, path))
        .collect();
    let open: BTreeSet<_> = OPEN
        .iter()
        .map(|(method, path, _)| entry(method, path))
        .collect();
    let both: Vec<_> = needing.intersection(&open).collect();
    assert!(both.is_empty(), "in the table and open: {both:?}");
    let told: BTreeSet<_> = needing.union(&open).cloned().collect();
    let served = served(&stage).await;
    let unknown: Vec<_> = served.difference(&told).collect();
    assert!(
        unknown.is_empty(),
        "served, but neither in the table nor in the list of what is open (src/api/needs): {unknown:?}"
    );
    let gone: Vec<_> = told.difference(&served).collect();
    assert!(gone.is_empty(), "told of, but not served: {gone:?}");
}
