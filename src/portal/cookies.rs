use http::{HeaderMap, HeaderValue, header};

use crate::app::App;

/// Gives the browser a cookie that scripts cannot read, for so many seconds; zero takes it away.
pub fn set(headers: &mut HeaderMap, app: &App, (name, value): (&str, &str), seconds: u32) {
    let secure = if app.config().is_https() {
        "; Secure"
    } else {
        ""
    };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        headers.append(header::SET_COOKIE, value);
    }
}
