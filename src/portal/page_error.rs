//! What can keep a page from being shown, and how it is shown instead.

use askama::Template as _;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::{HeaderValue, Method, StatusCode, header};
use tower_sessions::Session;

use super::errors::{ErrorKind, ErrorPage, LoginFault};
use super::{PartyLabel, session, session_store, visitor};
use crate::app::App;
use crate::db::DbError;
use crate::domain::SecurityLevel;
use crate::ops::OpsError;
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
    /// Nobody was logged in; `again` is the address of the login to try next.
    LoginFailed {
        fault: LoginFault,
        again: String,
    },
    /// The provider does not answer; `again` is the address to try again.
    LoginUnavailable {
        again: String,
    },
    CrossSite,
    /// Too many calls; how long to wait.
    TooMany {
        seconds: u64,
    },
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
            Self::LoginFailed { fault, .. } => Some(ErrorKind::LoginFailed(*fault)),
            Self::LoginUnavailable { .. } => Some(ErrorKind::LoginUnavailable),
            Self::CrossSite => Some(ErrorKind::CrossSite),
            Self::TooMany { .. } => Some(ErrorKind::TooMany),
            Self::Unreadable(status) => Some(ErrorKind::Unreadable(status.as_u16())),
            Self::SignIn { .. } | Self::StepUp { .. } | Self::ChooseParty { .. } => None,
        }
    }

    /// The login to try next. Never the address that failed: an answer from a provider works only once.
    fn again(&self) -> Option<&str> {
        match self {
            Self::LoginFailed { again, .. } | Self::LoginUnavailable { again } => Some(again),
            _ => None,
        }
    }
}

impl IntoResponse for PageError {
    /// A redirect, or a bare status that [`render_errors`] turns into a page: only there the language is known.
    fn into_response(self) -> Response {
        let mut response = match &self {
            Self::SignIn { goto } => Redirect::to(&routes::login(goto)).into_response(),
            Self::StepUp { level, goto } => {
                Redirect::to(&routes::step_up(goto, level.number())).into_response()
            }
            Self::ChooseParty { goto } => Redirect::to(&routes::parties(goto)).into_response(),
            _ => self
                .kind()
                .map_or(StatusCode::INTERNAL_SERVER_ERROR, status_of)
                .into_response(),
        };
        // Redirects too: what was sent is kept over them.
        response.extensions_mut().insert(self);
        response
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
    if let Some(again) = error.again() {
        surroundings.path = again.to_owned();
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
            if let PageError::TooMany { seconds } = error {
                let headers = shown.headers_mut();
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
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

/// Marks an error that is answered in the reference's own words, and needs no page around it.
#[derive(Clone, Copy)]
pub struct Verbatim;

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
    let is_whole = response.extensions().get::<Verbatim>().is_some();
    match response.status() {
        // A page, or what a machine that asked for a token is told.
        _ if is_whole || is_of(b"text/html") || is_of(b"application/problem+json") => None,
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
