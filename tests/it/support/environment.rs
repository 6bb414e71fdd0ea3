//! The servers that tests may use; `bin/test` starts them and names them in the environment.

/// Address of a PostgreSQL server as somebody who may create databases:
/// `postgres://user:password@host:port/database`.
pub const POSTGRES_URL: &str = "FULLMAKT_TEST_POSTGRES_URL";

/// Address of a WebDriver server that can start Chromium: `http://host:port`.
pub const WEBDRIVER_URL: &str = "FULLMAKT_TEST_WEBDRIVER_URL";

/// The file `axe.min.js` of axe-core, for checks of accessibility in the browser.
pub const AXE_FILE: &str = "FULLMAKT_TEST_AXE_FILE";

/// A folder with programs of others that tests start: `node`, and `scripts` that find their packages.
pub const PEERS: &str = "FULLMAKT_TEST_PEERS";

/// The value of [`POSTGRES_URL`], if it is set and not empty.
pub fn postgres_url() -> Option<String> {
    value_of(POSTGRES_URL)
}

/// The value of [`WEBDRIVER_URL`], if it is set and not empty.
pub fn webdriver_url() -> Option<String> {
    value_of(WEBDRIVER_URL)
}

/// The value of [`AXE_FILE`], if it is set and not empty.
pub fn axe_file() -> Option<String> {
    value_of(AXE_FILE)
}

/// The value of [`PEERS`], if it is set and not empty.
pub fn peers() -> Option<String> {
    value_of(PEERS)
}

fn value_of(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
