use std::collections::HashMap;

use fullmakt::domain::{Language, SecurityLevel};
use fullmakt::tokens::id_porten::{
    Callback, IdentityProvider, LoggedIn, LoginError, LoginWish, PendingLogin,
};
use http::header::{COOKIE, LOCATION, SET_COOKIE};
use serde_json::json;
use time::Duration;

use super::server::{KARI, Server};
use crate::support::database::kinds;

/// A browser at the test login, with the portal's own client on the other side.
struct Visit<'a> {
    server: &'a Server,
    portal: IdentityProvider,
    cookie: Option<String>,
}

impl<'a> Visit<'a> {
    fn new(server: &'a Server) -> Self {
        let client = server.sandbox.login_client();
        Self {
            server,
            portal: IdentityProvider::new(client, server.http.clone(), server.world.clone()),
            cookie: None,
        }
    }

    /// Goes to the login and answers where it sends the browser, if anywhere.
    async fn open(&mut self, level: SecurityLevel, extra: &str) -> (PendingLogin, Option<String>) {
        let (url, pending) = self
            .portal
            .start(LoginWish::new(level, Language::Nn, "/"))
            .await
            .unwrap();
        let mut request = self.server.http.get(format!("{url}{extra}"));
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        let answer = request.send().await.unwrap();
        if let Some(set) = answer.headers().get(SET_COOKIE) {
            let set = set.to_str().unwrap();
            assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax"));
            self.cookie = set.split(';').next().map(str::to_owned);
        }
        let location = answer.headers().get(LOCATION);
        (
            pending,
            location.map(|url| url.to_str().unwrap().to_owned()),
        )
    }

    async fn finish(&self, url: &str, pending: &PendingLogin) -> Result<LoggedIn, LoginError> {
        self.portal.finish(callback(url), pending).await
    }

    async fn log_in(&mut self, level: SecurityLevel, extra: &str) -> LoggedIn {
        let (pending, url) = self.open(level, extra).await;
        self.finish(&url.expect("sent back"), &pending)
            .await
            .unwrap()
    }
}

fn query(url: &str) -> HashMap<String, String> {
    url::Url::parse(url)
        .unwrap()
        .query_pairs()
        .into_owned()
        .collect()
}

fn callback(url: &str) -> Callback {
    serde_json::from_value(json!(query(url))).unwrap()
}

#[tokio::test]
async fn the_portals_own_client_logs_a_person_in() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let mut visit = Visit::new(&server);
        let hint = format!("&login_hint={KARI}");
        let person = visit.log_in(SecurityLevel::Substantial, &hint).await;
        assert_eq!(person.national_id.expose(), KARI);
        assert_eq!(person.level, SecurityLevel::Substantial);
    }
}

#[tokio::test]
async fn a_code_is_redeemed_once() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let mut visit = Visit::new(&server);
        let hint = format!("&login_hint={KARI}");
        let (pending, url) = visit.open(SecurityLevel::High, &hint).await;
        let url = url.unwrap();
        assert!(visit.finish(&url, &pending).await.is_ok());
        assert!(visit.finish(&url, &pending).await.is_err());

        let (pending, url) = visit.open(SecurityLevel::High, &hint).await;
        server.world.advance(Duration::seconds(61));
        assert!(visit.finish(&url.unwrap(), &pending).await.is_err());
    }
}

#[tokio::test]
async fn a_live_login_is_used_again_only_when_it_is_enough() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let mut visit = Visit::new(&server);
        let hint = format!("&login_hint={KARI}");
        assert_eq!(
            visit.open(SecurityLevel::Substantial, "").await.1,
            None,
            "the page is shown"
        );
        visit.log_in(SecurityLevel::Substantial, &hint).await;

        let again = visit.log_in(SecurityLevel::Substantial, "").await;
        assert_eq!(again.national_id.expose(), KARI);
        assert_eq!(
            visit.open(SecurityLevel::High, "").await.1,
            None,
            "a higher level is asked for"
        );
        assert_eq!(
            visit
                .open(SecurityLevel::Substantial, "&prompt=login")
                .await
                .1,
            None
        );
        let (_, url) = visit.open(SecurityLevel::High, "&prompt=none").await;
        assert_eq!(query(&url.unwrap())["error"], "login_required");

        server.world.advance(Duration::minutes(31));
        assert_eq!(
            visit.open(SecurityLevel::Substantial, "").await.1,
            None,
            "it was left unused"
        );
    }
}

#[tokio::test]
async fn logout_ends_the_login_and_returns_only_to_known_addresses() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let mut visit = Visit::new(&server);
        let hint = format!("&login_hint={KARI}");
        let person = visit.log_in(SecurityLevel::High, &hint).await;
        let url = visit
            .portal
            .logout_url(&person.upstream.id_token)
            .await
            .unwrap();

        let foreign = url.replace("handleloggedout", "elsewhere");
        assert_eq!(server.http.get(foreign).send().await.unwrap().status(), 400);
        assert!(
            visit.open(SecurityLevel::High, "").await.1.is_some(),
            "still logged in"
        );

        let answer = server.http.get(url).send().await.unwrap();
        let back = answer.headers()[LOCATION].to_str().unwrap();
        assert_eq!(
            back,
            format!("{}{}", server.url, fullmakt::routes::LOGOUT_RETURN)
        );
        assert_eq!(
            visit.open(SecurityLevel::High, "").await.1,
            None,
            "the sid names the login"
        );
    }
}

#[tokio::test]
async fn the_page_logs_in_whom_one_picks() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let mut visit = Visit::new(&server);
        let (url, pending) = visit
            .portal
            .start(LoginWish::new(SecurityLevel::High, Language::Nb, "/"))
            .await
            .unwrap();
        let request = url.split_once('?').unwrap().1.to_owned();
        let page = server.http.get(&url).send().await.unwrap();
        let policy = page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(!policy.contains("unsafe"));
        let html = page.text().await.unwrap();
        assert!(html.contains("Kari Nøkkelvik") && html.contains("Dette er en testinnlogging"));
        let button = html
            .split("name=\"person\" value=\"")
            .find(|part| part.contains("Kari"))
            .unwrap();
        let person = button.split('"').next().unwrap();

        let form = [
            ("request", request.as_str()),
            ("person", person),
            ("level", "idporten-loa-substantial"),
        ];
        let answer = server
            .http
            .post(format!("{}/sandbox/idporten/login", server.url))
            .form(&form)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 303);
        let back = answer.headers()[LOCATION].to_str().unwrap().to_owned();
        let person = visit.finish(&back, &pending).await.unwrap();
        assert_eq!(
            person.level,
            SecurityLevel::High,
            "the form cannot get below what was asked for"
        );
        visit.cookie = None;
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_trusted_is_sent_nowhere() {
    for kind in kinds() {
        let server = Server::start(kind).await;
        let visit = Visit::new(&server);
        let (url, _) = visit
            .portal
            .start(LoginWish::new(SecurityLevel::High, Language::En, "/"))
            .await
            .unwrap();
        for bad in [
            url.replace("upstream%2Fcallback", "elsewhere"),
            url.replace("fullmakt-portal", "nobody"),
            format!("{url}&client_id=fullmakt-portal"),
        ] {
            let answer = server.http.get(bad).send().await.unwrap();
            assert_eq!(answer.status(), 400);
            assert!(answer.headers().get(LOCATION).is_none());
        }
        let answer = server
            .http
            .get(url.replace("S256", "plain"))
            .send()
            .await
            .unwrap();
        let back = answer.headers()[LOCATION].to_str().unwrap();
        assert_eq!(query(back)["error"], "invalid_request");
        assert!(query(back).contains_key("iss") && query(back).contains_key("state"));
    }
}
