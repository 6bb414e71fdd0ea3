use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::issuer;
use super::login::{LoginPage, RefusedPage};
use super::request::{AuthorizeRequest, BadRequest, Prompt, with_query};
use super::single_sign_on::{self, Login};
use crate::domain::{Party, SecurityLevel};
use crate::sandbox::answer::{page, see_other};
use crate::sandbox::{Sandbox, SandboxError};
use crate::store::parties;

/// The longest query that is read.
const MAX_QUERY: usize = 8_000;

/// `GET …/authorize`
pub async fn show(
    State(sandbox): State<Sandbox>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, SandboxError> {
    let query = query.unwrap_or_default();
    let request = match read(&sandbox, &query) {
        Ok(request) => request,
        Err(fault) => return refuse(&sandbox, fault),
    };
    if let Some(login) = reusable_login(&sandbox, &request, &headers) {
        return leave(&sandbox, &request, login);
    }
    if request.prompt == Prompt::Never {
        let fault = request.error("login_required", "nobody is logged in at that level");
        return refuse(&sandbox, BadRequest::Tell(fault));
    }
    match find_hinted(&sandbox, &request).await? {
        Some(person) => log_in(&sandbox, &request, &person, request.wanted),
        None => LoginPage::show(&sandbox, &request, &query, "").await,
    }
}

/// Reads a request, as it came or as the login page gives it back.
pub fn read(sandbox: &Sandbox, query: &str) -> Result<AuthorizeRequest, BadRequest> {
    if query.len() > MAX_QUERY {
        return Err(BadRequest::Untrusted("The request is too long."));
    }
    AuthorizeRequest::parse(query, &sandbox.0.id_porten.clients)
}

/// Tells the client, or the person when the client is not known.
pub fn refuse(sandbox: &Sandbox, fault: BadRequest) -> Result<Response, SandboxError> {
    match fault {
        BadRequest::Untrusted(reason) => page(StatusCode::BAD_REQUEST, &RefusedPage { reason }),
        BadRequest::Tell(fault) => Ok(see_other(&fault.url(&issuer(sandbox)))),
    }
}

/// Logs `person` in at no less than `level`, in this browser, and sends it back to the client.
pub fn log_in(
    sandbox: &Sandbox,
    request: &AuthorizeRequest,
    person: &Party,
    level: SecurityLevel,
) -> Result<Response, SandboxError> {
    let level = level.max(SecurityLevel::Substantial);
    let Some(login) = Login::new(sandbox, person, level) else {
        let fault = BadRequest::Untrusted("Only persons can log in.");
        return refuse(sandbox, fault);
    };
    let cookie = single_sign_on::start(sandbox, &login)?;
    let mut response = leave(sandbox, request, login)?;
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
}

fn reusable_login(
    sandbox: &Sandbox,
    request: &AuthorizeRequest,
    headers: &HeaderMap,
) -> Option<Login> {
    let login = single_sign_on::current(sandbox, headers)?;
    let now = sandbox.0.world.now();
    (request.prompt != Prompt::Always && login.is_enough_for(request, now)).then_some(login)
}

async fn find_hinted(
    sandbox: &Sandbox,
    request: &AuthorizeRequest,
) -> Result<Option<Party>, SandboxError> {
    match &request.hint {
        Some(hint) => Ok(parties::find_by_national_id(&sandbox.0.db, hint).await?),
        None => Ok(None),
    }
}

/// Back to the client with a code (RFC 6749 §4.1.2) and our name (RFC 9207).
fn leave(
    sandbox: &Sandbox,
    request: &AuthorizeRequest,
    login: Login,
) -> Result<Response, SandboxError> {
    let code = single_sign_on::issue_code(sandbox, request, login)?;
    let pairs = [
        ("code", code.as_str()),
        ("state", &request.state),
        ("iss", &issuer(sandbox)),
    ];
    Ok(see_other(&with_query(&request.redirect_uri, &pairs)))
}
