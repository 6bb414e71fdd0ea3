use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderValue, header};

use crate::routes;

/// Below these addresses, answers are about a login.
const ABOUT_LOGIN: [&str; 3] = [routes::LOGIN, routes::LOGIN_CALLBACK, routes::LOGOUT];

/// Adds the reference's word for caches of old to what is about a login; `Cache-Control: no-store` is on every page.
pub async fn forbid_keeping(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_about_login = ABOUT_LOGIN.iter().any(|start| path.starts_with(start));
    let mut response = next.run(request).await;
    if is_about_login {
        let never = HeaderValue::from_static("no-cache");
        response.headers_mut().insert(header::PRAGMA, never);
    }
    response
}
