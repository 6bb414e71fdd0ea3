//! Limits that people meet: pages in their language.

use reqwest::Method;
use time::Duration;

use super::Limited;
use crate::support::cast::{KARI, OLA};
use crate::support::database::kinds;

const LOGIN: &str = "/authentication/api/v1/authentication?goto=/tjenester";

#[tokio::test]
async fn too_many_logins_from_an_address_get_a_page_in_the_persons_language() {
    for kind in kinds() {
        let limited = Limited::start(kind, "login = { address = 3, client = 0 }").await;
        let mut browser = limited.app.browser();
        browser.set_cookie("selectedLanguage", "no_nn");
        for _ in 0..3 {
            let page = browser.send(Method::GET, LOGIN, None).await;
            assert_eq!(page.status, 303);
        }
        let page = browser.send(Method::GET, LOGIN, None).await;
        assert_eq!(page.status, 429);
        assert_eq!(page.heading(), "Det gjekk litt fort");
        assert!(page.body.contains("<html lang=\"nn\""));
        let wait = page.headers["retry-after"].to_str().unwrap();
        assert!((1..=20).contains(&wait.parse::<u64>().unwrap()));
        assert!(page.headers.contains_key("content-security-policy"));
        assert_eq!(page.headers["cache-control"], "no-store");
        // The way on tries the same again.
        assert!(page.body.contains(LOGIN), "{}", page.body);
        for open in ["/", "/utlogget", "/health/live"] {
            assert_eq!(browser.send(Method::GET, open, None).await.status, 200);
        }
        limited.app.advance(Duration::seconds(60));
        let page = browser.log_in(KARI, "/tjenester").await;
        assert_eq!(page.status, 200);
    }
}

#[tokio::test]
async fn a_browser_that_only_ever_begins_logins_waits_and_the_one_beside_it_does_not() {
    for kind in kinds() {
        let limited = Limited::start(kind, "login = { client = 2, address = 0 }").await;
        let mut restless = limited.app.browser();
        // The first makes the session, by which the others are counted.
        for _ in 0..3 {
            let page = restless.send(Method::GET, LOGIN, None).await;
            assert_eq!(page.status, 303);
        }
        assert_eq!(restless.send(Method::GET, LOGIN, None).await.status, 429);
        let mut other = limited.app.browser();
        assert_eq!(other.log_in(OLA, "/tjenester").await.status, 200);
    }
}

#[tokio::test]
async fn a_person_who_searches_too_much_is_counted_whatever_the_browser() {
    for kind in kinds() {
        let limited = Limited::start(kind, "search = { client = 3, address = 0 }").await;
        let mut one = limited.app.browser_of(KARI).await;
        let mut two = limited.app.browser_of(KARI).await;
        let search = "/tjenester?q=fisk";
        assert_eq!(one.get(search).await.status, 200);
        assert_eq!(two.get(search).await.status, 200);
        assert_eq!(one.get(search).await.status, 200);
        let page = two.get(search).await;
        assert_eq!(page.status, 429);
        assert_eq!(page.heading(), "Det gikk litt fort");
        assert!(
            page.body.contains("Kari"),
            "who it is stands in the header still"
        );
        let mut other = limited.app.browser_of(OLA).await;
        assert_eq!(other.get(search).await.status, 200);
        // The list of parties is another address of the same area; the rest is none.
        assert_eq!(one.get("/aktorvalg").await.status, 429);
        assert_eq!(one.get("/").await.status, 200);
    }
}
