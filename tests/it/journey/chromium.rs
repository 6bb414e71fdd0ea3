//! Chromium through chromedriver, which gives each session an empty profile of its own.

use http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, RequestData, SessionId};

use crate::support::environment::webdriver_url;

/// Whether pages may run scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    On,
    Off,
}

/// The sandbox of Chromium needs kernel features that containers and root do not have; only our own pages are opened.
/// The rest keeps it from talking to anybody else.
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--window-size=1280,900",
];

/// A browser that asks for bokmål; nothing when no WebDriver server is named.
pub async fn start(scripts: Scripts) -> Option<WebDriver> {
    let url = webdriver_url()?;
    Some(WebDriver::new(url, capabilities(scripts)).await.unwrap())
}

fn capabilities(scripts: Scripts) -> ChromeCapabilities {
    let mut wanted = DesiredCapabilities::chrome();
    for argument in ARGUMENTS {
        wanted.add_arg(argument).unwrap();
    }
    // 1 allows, 2 blocks.
    let javascript = if scripts == Scripts::On { 1 } else { 2 };
    let preferences = json!({
        "intl.accept_languages": "nb-NO,nb",
        "profile.managed_default_content_settings.javascript": javascript,
    });
    wanted
        .add_experimental_option("prefs", preferences)
        .unwrap();
    wanted
        .set("goog:loggingPrefs", json!({"browser": "ALL"}))
        .unwrap();
    wanted
}

/// Sends a command of the DevTools protocol.
pub async fn devtools(driver: &WebDriver, command: &'static str, parameters: Value) -> Value {
    let answer = driver.cmd(DevTools(command, parameters)).await.unwrap();
    answer.value().unwrap()
}

#[derive(Debug)]
struct DevTools(&'static str, Value);

impl FormatRequestData for DevTools {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(Method::POST, format!("session/{session}/goog/cdp/execute"))
            .add_body(json!({"cmd": self.0, "params": self.1}))
    }
}
