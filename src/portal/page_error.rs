//! What can keep a page from being shown, and how it is shown instead.

use askama::Template as _;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::{Method, StatusCode, header};
use tower_sessions::Session;

use super::errors::{ErrorKind, ErrorPage};
use super::{PartyLabel, session, session_store, visitor};
use crate::app::App;
use crate::db::DbError;
use crate::domain::SecurityLevel;
use crate::ops::OpsError;
use crate::tokens::id_porten::LoginError;
use crate::{routes, store};

/// Why a page is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    NotFound,
    Forbidden,
    /// Nobody is logged in; after login the person comes back to `goto`.
    SignIn {
        goto: String,
    },
    /// A stronger login is needed for `goto`.
    StepUp {
        level: SecurityLevel,
        goto: String,
    },
    /// It must be chosen first whom to act for.
    ChooseParty {
        goto: String,
    },
    Busy,
    Failure,
    /// Nobody was logged in; a new login leads to `goto`.
    LoginFailed {
        goto: String,
    },
    /// ID-porten does not answer; `retry` is the address to try again.
    LoginUnavailable {
        retry: String,
    },
    CrossSite,
    /// What was sent cannot be read, with the status that says why.
    Unreadable(StatusCode),
}

impl PageError {
    fn kind(&self) -> Option<ErrorKind> {
        match self {
            Self::NotFound => Some(ErrorKind::NotFound),
            Self::Forbidden => Some(ErrorKind::Forbidden),
            Self::Busy => Some(ErrorKind::Busy),
            Self::Failure => Some(ErrorKind::Failure),
            Self::LoginFailed { .. } => Some(ErrorKind::LoginFailed),
            Self::LoginUnavailable { .. } => Some(ErrorKind::LoginUnavailable),
            Self::CrossSite => Some(ErrorKind::CrossSite),
            Self::Unreadable(status) => Some(ErrorKind::Unreadable(status.as_u16())),
            Self::SignIn { .. } | Self::StepUp { .. } | Self::ChooseParty { .. } => None,
        }
    }

    /// Where its page leads on to, when that is not the address that failed: an answer from ID-porten works only once.
    fn way_on(&self) -> Option<&str> {
        match self {
            Self::LoginFailed { goto } => Some(goto),
            Self::LoginUnavailable { retry } => Some(retry),
            _ => None,
        }
    }

    /// Why nobody was logged in. A new login leads to `goto`; `retry` is the address of a login that could not begin.
    pub fn of_login(error: &LoginError, goto: &str, retry: String) -> Self {
        match error {
            LoginError::Unavailable(_) => {
                tracing::error!(%error, "ID-porten does not answer");
                Self::LoginUnavailable { retry }
            }
            LoginError::OwnKey => {
                tracing::error!(%error, "login is not set up right");
                Self::Failure
            }
            _ => {
                tracing::warn!(%error, "a login was not completed");
                Self::LoginFailed {
                    goto: goto.to_owned(),
                }
            }
        }
    }
}

impl IntoResponse for PageError {
    /// A redirect, or a bare status that [`render_errors`] turns into a page: only there the language is known.
    fn into_response(self) -> Response {
        match &self {
            Self::SignIn { goto } => Redirect::to(&routes::login(goto)).into_response(),
            Self::StepUp { level, goto } => {
                Redirect::to(&routes::step_up(goto, level.number())).into_response()
            }
            Self::ChooseParty { goto } => Redirect::to(&routes::parties(goto)).into_response(),
            _ => {
                let mut response = self
                    .kind()
                    .map_or(StatusCode::INTERNAL_SERVER_ERROR, status_of)
                    .into_response();
                response.extensions_mut().insert(self);
                response
            }
        }
    }
}

/// Gives errors their page, with layout, language and reference id. Needs no database.
pub async fn render_errors(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut surroundings = visitor::Surroundings::of(&request);
    let is_get = request.method() == Method::GET;
    let mut response = next.run(request).await;
    let error = response
        .extensions_mut()
        .remove::<PageError>()
        .or_else(|| unnamed(&response, is_get));
    let Some((error, kind)) = error.and_then(|error| error.kind().map(|kind| (error, kind))) else {
        return response;
    };
    if let Some(way_on) = error.way_on() {
        surroundings.path = way_on.to_owned();
    }
    let mut frame = surroundings.frame(&app);
    if let Some(who) = response.extensions_mut().remove::<Who>() {
        frame.person = Some(who.person);
        frame.party = who.party;
    }
    let page = ErrorPage {
        frame,
        kind,
        at: app.core().world.now(),
    };
    match page.render() {
        Ok(html) => {
            let mut shown = (status_of(kind), Html(html)).into_response();
            // A session that ended on the way to the error must end in the browser too.
            for cookie in response.headers().get_all(header::SET_COOKIE) {
                shown
                    .headers_mut()
                    .append(header::SET_COOKIE, cookie.clone());
            }
            shown
        }
        Err(problem) => {
            tracing::error!(%problem, "the error page could not be rendered");
            response
        }
    }
}

/// Who meets an error, for the header of its page.
#[derive(Clone)]
struct Who {
    person: String,
    party: Option<PartyLabel>,
}

/// Notes on an error's answer who is logged in, while the session is at hand. When the database is what failed, the page
/// does without.
pub async fn note_who(
    State(app): State<App>,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let is_page = response
        .extensions()
        .get::<PageError>()
        .is_some_and(|error| *error != PageError::Busy && error.kind().is_some());
    if is_page && let Ok(Some(who)) = who(&app, &session).await {
        response.extensions_mut().insert(who);
    }
    response
}

async fn who(app: &App, session: &Session) -> Result<Option<Who>, PageError> {
    let Some(signed) = session::signed_in(session, app).await? else {
        return Ok(None);
    };
    let acts_for = store::parties::find(&app.core().db, signed.acts_for()).await?;
    Ok(Some(Who {
        person: signed.name,
        party: acts_for.map(|party| PartyLabel::of(&party, None)),
    }))
}

/// An error that no handler of ours gave: an address or form that cannot be read, or a layer that failed.
fn unnamed(response: &Response, is_get: bool) -> Option<PageError> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_of = |name: &[u8]| kind.is_some_and(|kind| kind.as_bytes().starts_with(name));
    match response.status() {
        // A page, or what a machine that asked for a token is told.
        _ if is_of(b"text/html") || is_of(b"application/problem+json") => None,
        // An address with an id that cannot be one does not exist, nor does one that only takes forms.
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Some(PageError::NotFound),
        status if status.is_client_error() && is_get => Some(PageError::NotFound),
        status if status.is_client_error() => Some(PageError::Unreadable(status)),
        StatusCode::SERVICE_UNAVAILABLE => Some(PageError::Busy),
        status if status.is_server_error() => Some(PageError::Failure),
        _ => None,
    }
}

fn status_of(kind: ErrorKind) -> StatusCode {
    StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl From<DbError> for PageError {
    fn from(error: DbError) -> Self {
        // Nobody types this character; it is no fault of ours that somebody sent it.
        if matches!(error, DbError::Unstorable) {
            return Self::Unreadable(StatusCode::BAD_REQUEST);
        }
        tracing::error!(%error, "the database did not answer as asked");
        match error {
            DbError::Unavailable(_) => Self::Busy,
            _ => Self::Failure,
        }
    }
}

impl From<OpsError> for PageError {
    fn from(error: OpsError) -> Self {
        match error {
            OpsError::Db(error) => error.into(),
            other => {
                tracing::error!(error = %other, "an operation failed");
                Self::Failure
            }
        }
    }
}

impl From<tower_sessions::session::Error> for PageError {
    fn from(error: tower_sessions::session::Error) -> Self {
        let text = error.to_string();
        tracing::error!(error = text, "the session failed");
        if text.contains(session_store::UNAVAILABLE) {
            Self::Busy
        } else {
            Self::Failure
        }
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a page could not be rendered");
        Self::Failure
    }
}
