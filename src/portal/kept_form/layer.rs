//! The layer around all pages that keeps what was sent when nobody was logged in any more, and brings it back.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use tower_sessions::Session;
use uuid::Uuid;

use super::{KeptForm, MAX_FORM, find, keep, refill, throw_away};
use crate::app::App;
use crate::domain::{KeptFormId, PartyId};
use crate::portal::visitor::{Surroundings, own_path};
use crate::portal::{PageError, session};
use crate::routes;

/// Set by htmx on its own requests, with the address of the page (htmx reference, request headers).
const HX_REQUEST: &str = "hx-request";
const HX_CURRENT_URL: &str = "hx-current-url";
const HX_REDIRECT: HeaderName = HeaderName::from_static("hx-redirect");
/// The largest page that is looked through for its form.
const MAX_PAGE: usize = 4 * 1024 * 1024;

/// Over a login that is missing: a form is kept, a page that htmx fetches becomes a way to the login, and a page that a kept
/// form belongs to is filled with it.
pub async fn over_login(
    State(app): State<App>,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers().clone();
    let done = match *request.method() {
        Method::POST if is_htmx(&headers) => Ok(for_htmx(&headers, next.run(request).await)),
        Method::POST => posted(&app, &session, (request, &headers), next).await,
        Method::GET => match asked_for(request.uri()) {
            Some(id) => refilled(&app, &session, (request, &headers, id), next).await,
            None => Ok(for_htmx(&headers, next.run(request).await)),
        },
        _ => Ok(next.run(request).await),
    };
    done.unwrap_or_else(IntoResponse::into_response)
}

fn is_htmx(headers: &HeaderMap) -> bool {
    headers.contains_key(HX_REQUEST)
}

/// A part of a page cannot be a login: htmx is told to go there with the whole page, and back to it.
fn for_htmx(headers: &HeaderMap, response: Response) -> Response {
    let is_missing = response
        .extensions()
        .get::<PageError>()
        .is_some_and(|error| matches!(error, PageError::SignIn { .. }));
    if !is_missing || !is_htmx(headers) {
        return response;
    }
    let page = own_path(headers, HX_CURRENT_URL).unwrap_or_else(|| routes::LANDING.to_owned());
    let mut answer = StatusCode::UNAUTHORIZED.into_response();
    if let Ok(address) = HeaderValue::from_str(&routes::login(&page)) {
        answer.headers_mut().insert(HX_REDIRECT, address);
    }
    // So that it does not become an error page: the browser leaves.
    answer
        .extensions_mut()
        .insert(PageError::SignIn { goto: page });
    answer
}

async fn posted(
    app: &App,
    session: &Session,
    (request, headers): (Request, &HeaderMap),
    next: Next,
) -> Result<Response, PageError> {
    if !is_small_form(headers) {
        return Ok(next.run(request).await);
    }
    let around = Surroundings::of(&request);
    let action = request
        .uri()
        .path_and_query()
        .map_or(routes::LANDING, PathAndQuery::as_str)
        .to_owned();
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_FORM)
        .await
        .map_err(|_| PageError::Unreadable(StatusCode::BAD_REQUEST))?;
    let again = Request::from_parts(parts, Body::from(body.clone()));
    let mut response = next.run(again).await;
    let Some(error) = response.extensions().get::<PageError>().cloned() else {
        sent(app, headers, &around.path, response.status()).await?;
        return Ok(response);
    };
    let person = match &error {
        PageError::SignIn { .. } => session::was(session).await?.map(|was| was.person),
        PageError::StepUp { .. } | PageError::ChooseParty { .. } => session::find(session, app)
            .await?
            .map(|signed| signed.person),
        _ => None,
    };
    let page = own_path(headers, header::REFERER.as_str()).and_then(|page| origin(&page));
    let form = KeptForm::read(&action, page, &body);
    if let (Some(person), Some(form)) = (person, form) {
        let places = (headers, response.headers_mut());
        if let Some(id) = keep(app, places, person, &form).await? {
            lead_over(&error, id, response.headers_mut());
        }
    }
    Ok(response)
}

fn is_small_form(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let length: Option<usize> = text(header::CONTENT_LENGTH).and_then(|text| text.parse().ok());
    let is_form = text(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    is_form && length.is_some_and(|length| length <= MAX_FORM)
}

/// The way over the login leads to the kept form now.
fn lead_over(error: &PageError, id: KeptFormId, headers: &mut HeaderMap) {
    let goto = routes::kept_form(id.0);
    let address = match error {
        PageError::StepUp { level, .. } => routes::step_up(&goto, level.number()),
        PageError::ChooseParty { .. } => routes::parties(&goto),
        _ => routes::login(&goto),
    };
    if let Ok(address) = HeaderValue::from_str(&address) {
        headers.insert(header::LOCATION, address);
    }
}

/// The page that a form stood on, as it is without a kept form; the page of a kept form itself is none.
fn origin(page: &str) -> Option<String> {
    let page: Uri = page.parse().ok()?;
    shown_at(&page)
        .is_none()
        .then(|| without_query(&page).to_string())
}

/// A kept form that has been sent again, and taken, is of no more use.
async fn sent(
    app: &App,
    headers: &HeaderMap,
    from: &str,
    status: StatusCode,
) -> Result<(), PageError> {
    if !status.is_redirection() {
        return Ok(());
    }
    let from: Option<Uri> = from.parse().ok();
    let Some(id) = from.and_then(|from| asked_for(&from).or_else(|| shown_at(&from))) else {
        return Ok(());
    };
    throw_away(app, headers, id).await
}

/// The kept form that an address asks to be filled in.
fn asked_for(uri: &Uri) -> Option<KeptFormId> {
    let query = uri.query()?.as_bytes();
    let (_, id) =
        url::form_urlencoded::parse(query).find(|(name, _)| name == routes::KEPT_FORM_QUERY)?;
    Uuid::try_parse(&id).ok().map(KeptFormId)
}

/// The kept form that a page of its own shows.
fn shown_at(uri: &Uri) -> Option<KeptFormId> {
    let id = uri.path().rsplit('/').next()?;
    let id = Uuid::try_parse(id).ok()?;
    (uri.path() == routes::kept_form(id)).then_some(KeptFormId(id))
}

/// Shows the form's page filled in; where that cannot be, the page that lists what was typed.
async fn refilled(
    app: &App,
    session: &Session,
    (mut request, headers, id): (Request, &HeaderMap, KeptFormId),
    next: Next,
) -> Result<Response, PageError> {
    let language = Surroundings::of(&request).language;
    *request.uri_mut() = without_query(request.uri());
    let person: Option<PartyId> = session::find(session, app)
        .await?
        .map(|signed| signed.person);
    let response = next.run(request).await;
    let form = match person {
        Some(person) => find(app, headers, person, id).await?,
        None => None,
    };
    // The login or the choice of party, which come first.
    let (Some(form), false) = (form, response.status().is_redirection()) else {
        return Ok(response);
    };
    let listed = Redirect::to(&routes::kept_form_listed(id.0)).into_response();
    if response.status() != StatusCode::OK {
        return Ok(listed);
    }
    let (mut parts, body) = response.into_parts();
    let page = to_bytes(body, MAX_PAGE).await.ok();
    let page = page.and_then(|page| String::from_utf8(page.to_vec()).ok());
    let Some(page) = page.and_then(|page| refill::refill(&page, &form)) else {
        return Ok(listed);
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let page = super::page::with_notice(&page, language)?;
    Ok(Response::from_parts(parts, Body::from(page)))
}

/// The address without what asks for the form: the page knows nothing of it.
fn without_query(uri: &Uri) -> Uri {
    let pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let kept: Vec<(String, String)> = pairs
        .into_owned()
        .filter(|(name, _)| name != routes::KEPT_FORM_QUERY)
        .collect();
    let path = match kept.is_empty() {
        true => uri.path().to_owned(),
        false => routes::with_query(uri.path(), &kept),
    };
    path.parse().unwrap_or_else(|_| uri.clone())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_address_of_a_kept_form_is_read_and_taken_off_again() {
        let id = Uuid::from_u128(7);
        let page = routes::refilled("/a/b?q=%C3%A6&x", id);
        let uri: Uri = page.parse().unwrap();
        assert_eq!(asked_for(&uri), Some(KeptFormId(id)));
        assert_eq!(without_query(&uri).to_string(), "/a/b?q=%C3%A6&x=");
        let plain: Uri = routes::refilled("/a", id).parse().unwrap();
        assert_eq!(without_query(&plain).to_string(), "/a");
        let own: Uri = routes::kept_form_listed(id).parse().unwrap();
        assert_eq!(shown_at(&own), Some(KeptFormId(id)));
        assert_eq!(shown_at(&"/innlogging/skjema/x".parse().unwrap()), None);
        assert_eq!(asked_for(&"/a?skjema=x".parse().unwrap()), None);
    }
}
