use askama::Template;
use axum::response::Response;
use http::StatusCode;

use crate::routes;
use crate::sandbox::answer::page;
use crate::sandbox::demo::clients;
use crate::sandbox::demo::organizations::{BAKERY, OCEAN, OPERATOR, PLUMBER, TAX_OWNER, VENDOR};
use crate::sandbox::demo::persons::{KARI, LIV, ODD, OLA, PER};
use crate::sandbox::demo::resources::QUOTAS;
use crate::sandbox::demo::systems::{ACCOUNTING, OWN};
use crate::sandbox::{SandboxError, paths};

/// The page a newcomer starts from.
#[derive(Template)]
#[template(path = "sandbox/start.html")]
struct StartPage;

/// `GET /sandbox`
pub async fn show() -> Result<Response, SandboxError> {
    page(StatusCode::OK, &StartPage)
}
