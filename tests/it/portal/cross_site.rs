//! No other site makes somebody's browser change anything here.

use std::collections::BTreeMap;
use std::fs::{read_dir, read_to_string};
use std::path::Path;

use super::scene::{SESSION, post_by_hand};
use crate::support::app::TestApp;
use crate::support::cast::KARI;
use crate::support::database::Kind;

const ID: &str = "00000000-0000-4000-8000-000000000001";

/// The path of each constant of the routes.
fn paths() -> BTreeMap<String, String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut text = read_to_string(source.join("routes.rs")).unwrap();
    for file in read_dir(source.join("routes")).unwrap() {
        text.push_str(&read_to_string(file.unwrap().path()).unwrap());
    }
    let text = text.replace("=\n    \"/", "= \"/");
    let constants = text.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("pub const ")?.split_once(": &str = \"")?;
        Some((name.to_owned(), rest.trim_end_matches("\";").to_owned()))
    });
    constants.collect()
}

/// The paths that the portal's router takes posts at: every route that stands behind the layers of the pages.
fn posts() -> Vec<String> {
    let router = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/portal/router.rs");
    let text = read_to_string(router).unwrap();
    let paths = paths();
    let routes = text.split(".route(").skip(1);
    routes
        .filter(|route| route.contains("post("))
        .map(|route| {
            let name = route.trim_start().strip_prefix("routes::").unwrap();
            let name = name.split(',').next().unwrap();
            with_ids(&paths[name])
        })
        .collect()
}

fn with_ids(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => ID,
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_the_portal_refuses_what_another_site_sends() {
    let app = TestApp::start(Kind::Sqlite).await;
    let kari = app.browser_of(KARI).await;
    let session = kari.cookie(SESSION).unwrap();
    let posts = posts();
    assert!(posts.len() > 45, "the routes were not found: {posts:?}");
    for path in &posts {
        for headers in [
            [("sec-fetch-site", "cross-site")],
            [("sec-fetch-site", "same-site")],
            [("origin", "https://evil.example")],
            [("origin", "null")],
        ] {
            let (status, _, body) = post_by_hand(&app, session, path, &headers).await;
            assert_eq!(status, 403, "{path} {headers:?}");
            assert!(body.contains("<h1"), "{path} {headers:?}");
        }
    }
    // The same from our own page gets through the layer.
    let own = [("sec-fetch-site", "same-origin")];
    let (status, _, _) = post_by_hand(&app, session, "/innlogging/okt", &own).await;
    assert_eq!(status, 200);
}
