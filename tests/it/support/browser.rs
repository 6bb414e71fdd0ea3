//! A browser without a window: cookies, redirects and forms over HTTP.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, REFERER, SET_COOKIE};
use reqwest::{Method, StatusCode};

/// What the browser shows.
pub struct Page {
    pub status: StatusCode,
    /// The address that it ended at.
    pub url: String,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Page {
    /// The text of the page's only main heading.
    pub fn heading(&self) -> &str {
        let start = self.body.find("<h1").expect("a page with an h1");
        let rest = &self.body[start..];
        let open = rest.find('>').unwrap() + 1;
        rest[open..rest.find("</h1>").unwrap()].trim()
    }

    /// Where a redirect leads, for requests that do not follow.
    pub fn location(&self) -> &str {
        self.headers[LOCATION].to_str().unwrap()
    }
}

/// Follows redirects like a browser, on one site. A clone is another tab.
#[derive(Clone)]
pub struct Browser {
    base: String,
    http: reqwest::Client,
    cookies: BTreeMap<String, String>,
    /// The address of the page that is shown, sent as Referer by forms.
    shown: String,
}

impl Browser {
    pub fn new(base: &str, http: reqwest::Client) -> Self {
        Self {
            base: base.to_owned(),
            http,
            cookies: BTreeMap::new(),
            shown: base.to_owned(),
        }
    }

    /// Opens a path or address and follows redirects.
    pub async fn get(&mut self, path: &str) -> Page {
        let page = self.send(Method::GET, path, None).await;
        self.follow(page).await
    }

    /// Sends a form from the page that is shown and follows redirects.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.send(Method::POST, path, Some(fields)).await;
        self.follow(page).await
    }

    /// Logs in at the sandbox's ID-porten at the substantial level; ends at `goto`.
    pub async fn log_in(&mut self, national_id: &str, goto: &str) -> Page {
        self.log_in_from(
            &format!("/authentication/api/v1/authentication?goto={goto}"),
            national_id,
        )
        .await
    }

    /// Opens `path`, which sends to ID-porten, and logs in there.
    pub async fn log_in_from(&mut self, path: &str, national_id: &str) -> Page {
        let mut page = self.send(Method::GET, path, None).await;
        for _ in 0..15 {
            if !page.status.is_redirection() {
                break;
            }
            let mut address = page.location().to_owned();
            if address.contains("/sandbox/idporten/authorize") && !address.contains("login_hint") {
                address.push_str(&format!("&login_hint={national_id}"));
            }
            page = self.send(Method::GET, &address, None).await;
        }
        self.shown = page.url.clone();
        page
    }

    async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..15 {
            if !page.status.is_redirection() {
                break;
            }
            let address = page.location().to_owned();
            page = self.send(Method::GET, &address, None).await;
        }
        self.shown = page.url.clone();
        page
    }

    /// Opens a path and tells where it sends the browser, without going there.
    pub async fn sent_to(&mut self, path: &str) -> String {
        let page = self.send(Method::GET, path, None).await;
        assert!(page.status.is_redirection(), "{path}: {}", page.status);
        page.location().to_owned()
    }

    /// One request, no redirects followed.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        form: Option<&[(&str, &str)]>,
    ) -> Page {
        let url = if path.starts_with('/') {
            format!("{}{path}", self.base)
        } else {
            path.to_owned()
        };
        let mut request = self
            .http
            .request(method, &url)
            .header(COOKIE, self.cookie_header());
        if let Some(fields) = form {
            request = request
                .header(REFERER, &self.shown)
                .header("sec-fetch-site", "same-origin")
                .form(fields);
        }
        let response = request.send().await.unwrap();
        self.keep_cookies(&response);
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.text().await.unwrap();
        Page {
            status,
            url,
            headers,
            body,
        }
    }

    /// The value of a cookie that the browser holds.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub fn drop_cookie(&mut self, name: &str) {
        self.cookies.remove(name);
    }

    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// All cookies, as the next request would carry them.
    pub fn cookie_header(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keep_cookies(&mut self, response: &reqwest::Response) {
        for header in response.headers().get_all(SET_COOKIE) {
            let text = header.to_str().unwrap();
            let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.to_lowercase().contains("max-age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
