//! Per caller and per address, behind proxies and without.

use serde_json::json;

use super::{Limited, send, wait};
use crate::support::app::TestApp;
use crate::support::cast::{BAKERY, PLUMBER, VENDOR};
use crate::support::database::{Kind, fresh, kinds};
use crate::support::issuer::Issuer;
use time::Duration;

const PROXIED: &str = "trusted_proxies = ['127.0.0.1', '::1']\n";

#[tokio::test]
async fn a_caller_that_calls_too_often_waits_and_others_do_not() {
    for kind in kinds() {
        let limited = Limited::start(kind, "look_up = { client = 2 }").await;
        assert_eq!(limited.looks_up(VENDOR).await, 200);
        assert_eq!(limited.looks_up(VENDOR).await, 200);
        let refused = send(limited.look_up(VENDOR)).await;
        assert_eq!(refused.status, 429, "{}", refused.body);
        assert_eq!(refused.headers["content-type"], "application/problem+json");
        assert_eq!(refused.code(), "STD-00429");
        assert_eq!(refused.body["status"], json!(429));
        assert!((1..=30).contains(&wait(&refused)));
        assert_eq!(limited.looks_up(PLUMBER).await, 200, "another caller");
        // One call comes back after half a minute, and both after a whole one.
        limited.app.advance(Duration::seconds(31));
        assert_eq!(limited.looks_up(VENDOR).await, 200);
        assert_eq!(limited.looks_up(VENDOR).await, 429);
        limited.app.advance(Duration::seconds(60));
        assert_eq!(limited.looks_up(VENDOR).await, 200);
        assert_eq!(limited.looks_up(VENDOR).await, 200);
        assert_eq!(limited.looks_up(VENDOR).await, 429);
    }
}

#[tokio::test]
async fn what_is_refused_is_no_part_of_the_rest() {
    for kind in kinds() {
        let limited = Limited::start(kind, "look_up = { client = 1, address = 1 }").await;
        assert_eq!(limited.looks_up(VENDOR).await, 200);
        assert_eq!(limited.looks_up(VENDOR).await, 429);
        let mut browser = limited.app.browser_of(crate::support::cast::KARI).await;
        for page in ["/", "/tjenester", "/aktorvalg", "/health/ready", "/metrics"] {
            assert_eq!(browser.get(page).await.status, 200, "{page}");
        }
        let lists = format!(
            "{}/resourceregistry/api/v1/resource/search",
            limited.app.url
        );
        assert_eq!(
            limited.app.http().get(lists).send().await.unwrap().status(),
            200
        );
    }
}

#[tokio::test]
async fn one_address_with_many_callers_is_limited_and_so_is_one_caller_at_many_addresses() {
    for kind in kinds() {
        let limits = format!("{PROXIED}look_up = {{ client = 3, address = 4 }}");
        let limited = Limited::start(kind, &limits).await;
        // Many callers behind one address.
        for org in [BAKERY, PLUMBER, VENDOR, "310901008"] {
            assert_eq!(limited.looks_up_from(org, "203.0.113.1").await, 200);
        }
        let fifth = limited.looks_up_from("310902004", "203.0.113.1").await;
        assert_eq!(fifth, 429);
        assert_eq!(limited.looks_up_from("310902004", "203.0.113.2").await, 200);
        // One caller at many addresses, who has called once already.
        for last in [11, 12] {
            let address = format!("203.0.113.{last}");
            assert_eq!(limited.looks_up_from(VENDOR, &address).await, 200);
        }
        assert_eq!(limited.looks_up_from(VENDOR, "203.0.113.13").await, 429);
        // Half of an IPv6 address is the customer's own to choose.
        for last in 1..=4 {
            let address = format!("2001:db8::{last}");
            let org = [BAKERY, PLUMBER, "310901008", "310902004"][last - 1];
            assert_eq!(limited.looks_up_from(org, &address).await, 200, "{address}");
        }
        assert_eq!(limited.looks_up_from(BAKERY, "2001:db8::ffff").await, 429);
        assert_eq!(limited.looks_up_from(BAKERY, "2001:db8:0:1::1").await, 200);
    }
}

#[tokio::test]
async fn nobody_gets_another_address_by_saying_so() {
    for kind in kinds() {
        // Without a proxy of ours, the header is only what somebody says.
        let limited = Limited::start(kind, "look_up = { client = 0, address = 2 }").await;
        for last in 1..=2 {
            let address = format!("203.0.113.{last}");
            assert_eq!(limited.looks_up_from(VENDOR, &address).await, 200);
        }
        assert_eq!(limited.looks_up_from(VENDOR, "203.0.113.3").await, 429);
        // Behind one, what stands left of what it added is.
        let limits = format!("{PROXIED}look_up = {{ client = 0, address = 2 }}");
        let limited = Limited::start(kind, &limits).await;
        for last in 1..=2 {
            let forwarded = format!("203.0.113.{last}, 198.51.100.7");
            assert_eq!(limited.looks_up_from(VENDOR, &forwarded).await, 200);
        }
        let third = limited
            .looks_up_from(VENDOR, "203.0.113.3, 198.51.100.7")
            .await;
        assert_eq!(third, 429);
        assert_eq!(limited.looks_up_from(VENDOR, "198.51.100.8").await, 200);
    }
}

#[tokio::test]
async fn each_of_two_servers_on_one_database_counts_for_itself() {
    for kind in kinds() {
        let here = Limited::start(kind, "look_up = { client = 1 }").await;
        let settings = fullmakt::config::Settings {
            listen: Some("127.0.0.1:0".parse().unwrap()),
            public_url: Some(here.app.url.clone()),
            database_url: Some(here.app.database_url()),
            limits: Some(toml::from_str("look_up = { client = 1 }").unwrap()),
            ..Default::default()
        };
        let kept = fresh(Kind::Sqlite).await;
        let there = TestApp::start_with(settings, kept).await;
        let url = format!("{}{}", there.local_url, super::ORGANIZATION);
        let issuer = Issuer::of(&here.app).await;
        let at_there = async || {
            let token = issuer.token(VENDOR, fullmakt::domain::scope::PARTY_LOOKUP);
            send(there.http().get(&url).bearer_auth(token)).await.status
        };
        assert_eq!(here.looks_up(VENDOR).await, 200);
        assert_eq!(here.looks_up(VENDOR).await, 429);
        assert_eq!(
            at_there().await,
            200,
            "documented: n servers, n times as much"
        );
        assert_eq!(at_there().await, 429);
    }
}

#[tokio::test]
async fn refusals_are_counted_by_area_and_tell_of_no_address() {
    // One server only: a second one in the same process has no counters of its own.
    for kind in [Kind::Sqlite] {
        let limits = format!("{PROXIED}look_up = {{ client = 1 }}");
        let limited = Limited::start(kind, &limits).await;
        for _ in 0..2 {
            limited.looks_up_from(VENDOR, "203.0.113.77").await;
        }
        let metrics = limited.app.browser().get("/metrics").await.body;
        let line = metrics.lines().find(|line| {
            line.starts_with("fullmakt_limited_total{")
                && line.contains("area=\"look_up\"")
                && line.contains("by=\"client\"")
        });
        assert!(line.is_some(), "{metrics}");
        assert!(!metrics.contains("203.0.113"));
    }
}
