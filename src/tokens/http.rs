use std::time::Duration;

/// The client for calls to other servers: short patience, and no redirects, which only serve to lead it astray.
pub fn http_client() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(3))
        .timeout(Duration::from_secs(10))
        .user_agent(concat!("fullmakt/", env!("CARGO_PKG_VERSION")))
        .build()
}
