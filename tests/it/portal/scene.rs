//! What tests of the portal need before they begin, and what they look for in a page.

use reqwest::StatusCode;
use reqwest::header::{COOKIE, HeaderMap};
use serde_json::{Value, json};

use crate::support::app::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::cast::{self, BAKERY};
use crate::support::machine::{Answer, Machine, VENDOR_SCOPES, right};

pub const LOGIN: &str = "/authentication/api/v1/authentication";
pub const CALLBACK: &str = "/authentication/api/v1/upstream/callback";
pub const LOGOUT: &str = "/authentication/api/v1/logout";
pub const OVERVIEW: &str = "/accessmanagement/ui/systemuser/overview";
pub const SETTINGS: &str = "/accessmanagement/ui/settings";
pub const SESSION: &str = "fullmakt";

/// A vendor with a system in the register.
pub struct Vendor {
    pub machine: Machine,
    pub token: String,
    pub system: String,
}

impl Vendor {
    /// The vendor's system needs the tax basis.
    pub async fn new(app: &TestApp) -> Self {
        Self::needing(app, &[cast::TAX_BASIS]).await
    }

    /// The vendor's system needs these resources.
    pub async fn needing(app: &TestApp, resources: &[&str]) -> Self {
        Self::on(app.machine(cast::VENDOR_CLIENT), resources).await
    }

    pub async fn on(machine: Machine, resources: &[&str]) -> Self {
        let token = machine.token(VENDOR_SCOPES).await;
        let system = format!("{}_portal", cast::VENDOR);
        let mut body = machine.system_body(&system);
        body["rights"] = rights(resources);
        let path = "/authentication/api/v1/systemregister/vendor";
        let answer = machine.post(path, &token, &body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        Self {
            machine,
            token,
            system,
        }
    }

    /// Asks the bakery for a system user with the right to the tax basis.
    pub async fn ask(&self) -> Asked {
        self.ask_for(&[cast::TAX_BASIS], BAKERY, "1").await
    }

    pub async fn ask_for(&self, resources: &[&str], business: &str, reference: &str) -> Asked {
        let answer = self.send(resources, business, reference).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        Asked {
            id: answer.body["id"].as_str().unwrap().to_owned(),
            confirm_url: answer.body["confirmUrl"].as_str().unwrap().to_owned(),
        }
    }

    pub async fn send(&self, resources: &[&str], business: &str, reference: &str) -> Answer {
        let body = json!({
            "systemId": self.system,
            "partyOrgNo": business,
            "externalRef": reference,
            "rights": rights(resources),
            "redirectUrl": format!("{}/sandbox?from=portal&a=%C3%A5", self.machine.base()),
        });
        let path = "/authentication/api/v1/systemuser/request/vendor";
        self.machine.post(path, &self.token, &body).await
    }

    /// What the vendor learns of its request.
    pub async fn status_of(&self, asked: &Asked) -> String {
        let path = format!(
            "/authentication/api/v1/systemuser/request/vendor/{}",
            asked.id
        );
        let answer = self.machine.get(&path, &self.token).await;
        answer.body["status"].as_str().unwrap_or("gone").to_owned()
    }
}

fn rights(resources: &[&str]) -> Value {
    resources.iter().map(|resource| right(resource)).collect()
}

/// A request that waits for its answer.
pub struct Asked {
    pub id: String,
    pub confirm_url: String,
}

impl Asked {
    /// `approve`, `reject` …
    pub fn path(&self, what: &str) -> String {
        format!("/accessmanagement/ui/systemuser/request/{}/{what}", self.id)
    }
}

/// The system user's own page, or one of its actions.
pub fn system_user(id: &str, action: &str) -> String {
    format!("/accessmanagement/ui/systemuser/{id}{action}")
}

/// Somebody logged in who acts for the bakery.
pub async fn at_the_bakery(app: &TestApp, national_id: &str) -> Browser {
    let mut browser = app.browser_of(national_id).await;
    act_for(&mut browser, &cast::BAKERY_ID.to_string()).await;
    browser
}

pub async fn act_for(browser: &mut Browser, party: &str) {
    let page = browser.post("/aktorvalg", &[("party", party)]).await;
    assert_eq!(page.status, 200);
}

/// One form post by hand: for what comes at the same time as others, or with headers of its own.
pub async fn post_by_hand(
    app: &TestApp,
    session: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, String) {
    let client = fullmakt::tokens::http_client().unwrap();
    let mut request = client
        .post(format!("{}{path}", app.url))
        .header(COOKIE, format!("{SESSION}={session}"))
        .form(&[("x", "")]);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    (status, headers, answer.text().await.unwrap())
}

/// Every address that the page links to.
pub fn links(page: &Page) -> Vec<String> {
    values_of(&page.body, "href")
}

/// The values of an attribute, wherever it stands.
pub fn values_of(html: &str, attribute: &str) -> Vec<String> {
    html.split(&format!(" {attribute}=\""))
        .skip(1)
        .map(|rest| unescape(rest.split('"').next().unwrap()))
        .collect()
}

fn unescape(text: &str) -> String {
    text.replace("&#38;", "&").replace("&amp;", "&")
}

/// The one link of the page that leads to the login.
pub fn login_link(page: &Page) -> String {
    let all = links(page);
    // Not the one in the warning before the session ends.
    let is_the_pages =
        |href: &&String| href.starts_with(LOGIN) && !href.contains("innlogging%2Fklar");
    let found = all.iter().rfind(is_the_pages);
    found.expect("a link to the login").clone()
}

/// Checks what every page of ours must be.
pub fn assert_well_made(page: &Page) {
    let (html, url) = (&page.body, &page.url);
    assert!(html.starts_with("<!doctype html>\n<html lang=\""), "{url}");
    assert_eq!(html.matches("<h1").count(), 1, "{url}");
    assert_eq!(html.matches("<main").count(), 1, "{url}");
    assert_eq!(
        html.matches("<script").count(),
        html.matches("<script src=\"/assets/").count(),
        "{url}: no inline script"
    );
    assert!(
        !html.contains("<style") && !html.contains(" style="),
        "{url}"
    );
    for handler in ["onclick", "onload", "onsubmit", "onerror", "javascript:"] {
        assert!(!html.contains(handler), "{url}: {handler}");
    }
    let header = |name: &str| page.headers[name].to_str().unwrap();
    let policy = header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
    assert_eq!(header("cache-control"), "no-store", "{url}");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-type").starts_with("text/html"), "{url}");
}

/// Checks an error page: well made, with the reference that the log knows the request by.
pub fn assert_error_page(page: &Page, status: u16, heading: &str) {
    assert_eq!(page.status, status, "{}", page.url);
    assert_well_made(page);
    assert_eq!(page.heading(), heading, "{}", page.url);
    let reference = page.headers["x-request-id"].to_str().unwrap();
    assert!(
        page.body
            .contains(&format!("<dd class=\"reference\">{reference}</dd>")),
        "{}",
        page.url
    );
}

pub const NOT_FOUND: &str = "Vi finner ikke siden";
pub const LOGIN_FAILED: &str = "Innloggingen ble ikke fullført";
pub const LOGIN_CANCELLED: &str = "Du avbrøt innloggingen";
pub const LOGIN_LOST: &str = "Innloggingen gikk ut på tid";
pub const LOGIN_TOO_WEAK: &str = "Innloggingen er ikke sterk nok";
pub const NO_NATIONAL_ID: &str = "Innloggingen mangler fødselsnummer";
pub const NOT_REGISTERED: &str = "Vi finner deg ikke i registeret";
