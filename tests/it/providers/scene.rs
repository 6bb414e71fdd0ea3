//! A portal, and a provider beside it.

use fullmakt::config::{ProviderConfig, Settings};
use fullmakt::domain::Localized;
use reqwest::Method;
use serde_json::{Value, json};
use time::OffsetDateTime;
use url::Url;

use crate::support::app::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::database::{Kind, fresh};
use crate::support::peers::Peer;

pub const LOGIN: &str = "/authentication/api/v1/authentication";
pub const SETTINGS: &str = "/accessmanagement/ui/settings";
pub const SUBSTANTIAL: &str = "idporten-loa-substantial";
pub const HIGH: &str = "idporten-loa-high";
pub const SECRET: &str = "a secret that nobody knows, not even the other side";

/// A provider that runs, and what the portal calls it.
pub struct Provider {
    pub key: &'static str,
    peer: Peer,
    http: reqwest::Client,
}

impl Provider {
    /// None where there are no peers.
    pub async fn start(key: &'static str) -> Option<Self> {
        Self::start_with(key, json!({})).await
    }

    pub async fn start_with(key: &'static str, mut settings: Value) -> Option<Self> {
        settings["name"] = key.into();
        let peer = Peer::start("provider.mjs", settings).await?;
        let http = fullmakt::tokens::http_client().unwrap();
        Some(Self { key, peer, http })
    }

    pub fn issuer(&self) -> &str {
        self.peer.url()
    }

    /// What the portal's settings say of it.
    pub fn config(&self) -> ProviderConfig {
        ProviderConfig {
            key: Some(self.key.to_owned()),
            name: Some(Localized::same(self.key)),
            issuer: self.issuer().to_owned(),
            client_id: "portal".to_owned(),
            client_secret: Some(SECRET.to_owned().into()),
            ..ProviderConfig::default()
        }
    }

    /// Changes the provider while it runs; answers what it has been asked.
    pub async fn control(&self, wanted: Value) -> Value {
        let request = self.http.post(format!("{}/control", self.issuer()));
        let answer = request.json(&wanted).send().await.unwrap();
        answer.json().await.unwrap()
    }

    /// Tells the provider about the portal: what it would be told at registration.
    pub async fn register(&self, app: &TestApp, more: Value) {
        let mut client = json!({
            "client_id": "portal",
            "client_secret": SECRET,
            "redirect_uris": [self.callback(app)],
            "post_logout_redirect_uris": [format!("{}/authentication/api/v1/logout/handleloggedout", app.url)],
        });
        let (client_fields, more) = (client.as_object_mut().unwrap(), more);
        client_fields.extend(more.as_object().unwrap().clone());
        client_fields.retain(|_, value| !value.is_null());
        self.control(json!({"client": client})).await;
    }

    pub fn callback(&self, app: &TestApp) -> String {
        let base = format!("{}/authentication/api/v1/upstream/callback", app.url);
        match self.key {
            "idporten" => base,
            other => format!("{base}/{other}"),
        }
    }

    /// The query of the latest request for a login.
    pub async fn asked(&self) -> Value {
        let answer = self.control(json!({})).await;
        let asked = answer["authorizations"].as_array().unwrap();
        asked.last().unwrap().clone()
    }

    /// The way to a login here, with more of the query.
    pub fn login(&self, more: &str) -> String {
        format!("{LOGIN}?iss={}&goto={SETTINGS}{more}", self.key)
    }

    /// Stops the provider; its address is free again.
    pub fn stop(self) {
        drop(self.peer);
    }
}

/// A portal with the demo cast that knows these providers beside the sandbox's own.
pub async fn portal(kind: Kind, providers: &[&Provider]) -> TestApp {
    let configs = providers.iter().map(|provider| provider.config()).collect();
    let app = portal_with(kind, configs).await;
    for provider in providers {
        provider.register(&app, json!({})).await;
    }
    app
}

pub async fn portal_with(kind: Kind, providers: Vec<ProviderConfig>) -> TestApp {
    let database = fresh(kind).await;
    let settings = Settings {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        database_url: Some(database.url.clone()),
        identity_provider: Some(providers),
        ..Settings::default()
    };
    TestApp::start_with(settings, database).await
}

/// Goes to the login and fills in its form; stops before the way back, and answers where it would lead.
pub async fn up_to_callback(browser: &mut Browser, login: &str, form: &[(&str, &str)]) -> String {
    let page = browser.get(login).await;
    assert!(page.url.contains("/interaction/"), "{}", page.url);
    let mut page = browser.send(Method::POST, &page.url, Some(form)).await;
    for _ in 0..5 {
        assert!(
            page.status.is_redirection(),
            "{} {}",
            page.status,
            page.body
        );
        let next = page.location().to_owned();
        if next.contains("/upstream/callback") {
            return next;
        }
        page = browser.send(Method::GET, &next, None).await;
    }
    panic!("the provider does not send the person back");
}

/// Logs in at the provider, all the way.
pub async fn log_in(browser: &mut Browser, login: &str, national_id: &str, acr: &str) -> Page {
    let form = [("account", national_id), ("acr", acr)];
    let callback = up_to_callback(browser, login, &form).await;
    browser.get(&callback).await
}

/// Who is logged in; None when nobody is.
pub async fn is_logged_in(browser: &mut Browser) -> bool {
    let page = browser.send(Method::GET, SETTINGS, None).await;
    page.status == 200
}

/// The same address with one parameter changed, or taken away.
pub fn changed(address: &str, name: &str, value: Option<&str>) -> String {
    let mut url = Url::parse(address).unwrap();
    let pairs: Vec<(String, String)> = url
        .query_pairs()
        .filter_map(|(key, old)| match (key == name, value) {
            (true, None) => None,
            (true, Some(value)) => Some((key.into_owned(), value.to_owned())),
            (false, _) => Some((key.into_owned(), old.into_owned())),
        })
        .collect();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    url.into()
}

pub fn parameter(address: &str, name: &str) -> String {
    let url = Url::parse(address).unwrap();
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.expect(name).1.into_owned()
}

pub fn seconds() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}
