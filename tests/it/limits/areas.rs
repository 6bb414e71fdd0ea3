//! Every address of every area, in the manner of its room.

use fullmakt::limits::Areas;
use fullmakt::{api, portal};
use reqwest::Method;
use time::Duration;

use super::Limited;
use crate::support::database::Kind;

const ONE_EACH: &str = "login = { address = 1 }\ntoken = { address = 1 }\nredeem = { address = 1 }\n\
                        search = { address = 1 }\nlook_up = { address = 1 }\nlogout = { address = 1 }";

/// Sends to each address twice, where one request of an address in a minute is let through for each area.
async fn assert_limited(areas: Areas) {
    let limited = Limited::start(Kind::Sqlite, ONE_EACH).await;
    for (area, method, pattern) in areas {
        limited.app.advance(Duration::seconds(61));
        let path = pattern.replace(['{', '}'], "");
        let url = format!("{}{path}", limited.app.url);
        let mut statuses = Vec::new();
        for _ in 0..2 {
            let method = method.clone().unwrap_or(Method::GET);
            let request = limited.app.http().request(method, &url);
            let answer = request.header("sec-fetch-site", "same-origin");
            let answer = answer.send().await.unwrap();
            statuses.push(answer.status().as_u16());
            if answer.status() == 429 {
                let wait = answer.headers()["retry-after"].to_str().unwrap();
                assert!(wait.parse::<u64>().unwrap() >= 1);
            }
        }
        assert_ne!(statuses[0], 429, "{area:?} {pattern}");
        assert_eq!(statuses[1], 429, "{area:?} {pattern}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_address_that_is_said_to_be_limited_is() {
    assert_limited(portal::limited::AREAS).await;
    assert_limited(api::limited::AREAS).await;
}

#[tokio::test]
async fn searches_of_authzen_are_refused_in_plain_text() {
    let limits = "look_up = { address = 1 }";
    let limited = Limited::start(Kind::Sqlite, limits).await;
    let url = format!("{}/access/v1/search/subject", limited.app.url);
    let send = async || limited.app.http().post(&url).send().await.unwrap();
    assert_eq!(send().await.status(), 401);
    let refused = send().await;
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().contains_key("retry-after"));
    let kind = refused.headers()["content-type"].to_str().unwrap();
    assert!(kind.starts_with("text/plain"), "{kind}");
    // A question for one decision is no search.
    let url = format!("{}/access/v1/evaluation", limited.app.url);
    for _ in 0..3 {
        let answer = limited.app.http().post(&url).send().await.unwrap();
        assert_eq!(answer.status(), 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_honest_meets_the_limits_that_hold_when_none_are_set() {
    let limited = Limited::start(Kind::Sqlite, "").await;
    // A person who logs in, out and in again, and searches while she types.
    for _ in 0..5 {
        let mut browser = limited.app.browser_of(crate::support::cast::KARI).await;
        for _ in 0..20 {
            let page = browser.get("/tjenester?q=fisk").await;
            assert_eq!(page.status, 200);
        }
        browser.get("/authentication/api/v1/logout").await;
    }
    // A machine that looks up one after the other.
    for _ in 0..300 {
        assert_eq!(limited.looks_up("310901008").await, 200);
    }
}
