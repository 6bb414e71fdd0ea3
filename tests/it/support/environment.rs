//! The servers that tests may use; `bin/test` starts them and names them in the environment.

/// Address of a PostgreSQL server as somebody who may create databases:
/// `postgres://user:password@host:port/database`.
pub const POSTGRES_URL: &str = "FULLMAKT_TEST_POSTGRES_URL";

/// Address of a WebDriver server that can start Chromium: `http://host:port`.
pub const WEBDRIVER_URL: &str = "FULLMAKT_TEST_WEBDRIVER_URL";

/// The value of [`POSTGRES_URL`], if it is set and not empty.
pub fn postgres_url() -> Option<String> {
    value_of(POSTGRES_URL)
}

/// The value of [`WEBDRIVER_URL`], if it is set and not empty.
pub fn webdriver_url() -> Option<String> {
    value_of(WEBDRIVER_URL)
}

fn value_of(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
