//! Login, at the reference's own addresses.

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use serde::Deserialize;

use super::StepUpPage;
use super::asked::{Asked, LoginQuery};
use super::failed::Attempt;
use crate::app::App;
use crate::domain::{SecurityLevel, SessionId};
use crate::ops::{Person, activity_log};
use crate::portal::errors::LoginFault;
use crate::portal::page_error::Verbatim;
use crate::portal::session::{self, SignedIn};
use crate::portal::visitor::{Signed, Visitor, page, redirect, safe_path};
use crate::portal::way_back::way_back;
use crate::portal::{NavItem, PageError};
use crate::tokens::id_porten::{Callback, DEFAULT_KEY, IdentityProvider, LoggedIn, LoginWish};
use crate::{routes, store};

/// `GET /authentication/api/v1/authentication`: sends the browser to a provider, unless the login will do already.
pub async fn log_in(
    visitor: Visitor,
    Query(query): Query<LoginQuery>,
) -> Result<Response, PageError> {
    let asked = match Asked::read(&query) {
        Ok(asked) => asked,
        Err(problem) => return Ok(bad_request(problem)),
    };
    let goto = way_back(&visitor.app, query.goto.as_deref());
    let goto = goto.unwrap_or_else(|| routes::LANDING.to_owned());
    let live = visitor.signed.as_ref();
    if live.is_some_and(|signed| asked.is_met_by(signed, visitor.now)) {
        return Ok(redirect(&goto));
    }
    let provider = choose(&visitor.app, query.iss.as_deref(), live);
    let wish = LoginWish {
        level: asked.level,
        language: visitor.around.language,
        freshness: asked.freshness,
        goto,
    };
    let attempt = Attempt {
        provider: provider.key(),
        level: asked.level,
        goto: &wish.goto.clone(),
    };
    let (address, pending) = provider
        .start(wish)
        .await
        .map_err(|error| attempt.failed(&error))?;
    session::remember_login(&visitor.session, pending).await?;
    Ok(Redirect::to(&address).into_response())
}

/// In the reference's own words, as its clients expect them.
fn bad_request(problem: &'static str) -> Response {
    let mut response = (StatusCode::BAD_REQUEST, problem).into_response();
    response.extensions_mut().insert(Verbatim);
    response
}

/// The provider that is named, as the reference does it: one that is not known is no wish. A stronger login happens where
/// the live one did.
fn choose<'a>(app: &'a App, named: Option<&str>, live: Option<&SignedIn>) -> &'a IdentityProvider {
    let providers = app.providers();
    let named = named.and_then(|named| providers.find(named));
    let before = || live.and_then(|signed| providers.by_issuer(&signed.upstream.issuer));
    named
        .or_else(before)
        .unwrap_or_else(|| providers.default_one())
}

/// `GET /authentication/api/v1/upstream/callback`: the default provider sends the person back.
pub async fn callback(
    visitor: Visitor,
    Query(callback): Query<Callback>,
) -> Result<Response, PageError> {
    receive(visitor, DEFAULT_KEY, callback).await
}

/// `GET /authentication/api/v1/upstream/callback/{provider}`: another one does.
pub async fn callback_of(
    visitor: Visitor,
    Path(provider): Path<String>,
    Query(callback): Query<Callback>,
) -> Result<Response, PageError> {
    receive(visitor, &provider, callback).await
}

async fn receive(
    visitor: Visitor,
    answering: &str,
    callback: Callback,
) -> Result<Response, PageError> {
    let state = callback.state.as_deref().unwrap_or_default();
    let Some(pending) = session::take_login(&visitor.session, state).await? else {
        tracing::warn!("an answer from a provider belongs to no login of this browser");
        return Err(Attempt::unknown().refused(LoginFault::Lost));
    };
    let attempt = Attempt {
        provider: &pending.provider,
        level: pending.wanted,
        goto: &pending.goto,
    };
    // The answer must come at the address of the provider that was asked: else one could pass off another's.
    let provider = Some(&pending.provider)
        .filter(|asked| *asked == answering)
        .and_then(|asked| visitor.app.providers().by_key(asked));
    let Some(provider) = provider else {
        tracing::warn!("a provider answered that was not asked");
        return Err(attempt.refused(LoginFault::Other));
    };
    let logged_in = provider
        .finish(callback, &pending)
        .await
        .map_err(|error| attempt.failed(&error))?;
    enter(&visitor, logged_in, &attempt).await?;
    Ok(redirect(&pending.goto))
}

/// Lets the person in, if the register knows it.
async fn enter(
    visitor: &Visitor,
    logged_in: LoggedIn,
    attempt: &Attempt<'_>,
) -> Result<(), PageError> {
    let db = &visitor.core().db;
    let found = store::parties::find_by_national_id(db, &logged_in.national_id).await?;
    let Some(party) = found else {
        tracing::warn!("somebody logged in whom the register does not know");
        return Err(attempt.refused(LoginFault::NotRegistered));
    };
    if party.is_deleted || party.person().is_some_and(|person| person.died.is_some()) {
        tracing::warn!(party = %party.id, "somebody logged in whom the register keeps out");
        return Err(attempt.refused(LoginFault::Closed));
    }
    let person = Person {
        party: party.id,
        level: logged_in.level,
    };
    let id = SessionId(visitor.core().world.random_id());
    let signed = SignedIn::new(id, person, party.name, logged_in.upstream, visitor.now);
    if !session::sign_in(visitor, signed).await? {
        tracing::warn!("a login had ended at its provider before it was complete here");
        return Err(attempt.refused(LoginFault::Other));
    }
    activity_log::logged_in(visitor.core(), person.party).await?;
    Ok(())
}

#[derive(Deserialize)]
pub struct StepUpQuery {
    niva: Option<u8>,
    goto: Option<String>,
}

/// `GET /innlogging/niva`: says which level is needed, and why.
pub async fn show_step_up(
    signed: Signed,
    Query(query): Query<StepUpQuery>,
) -> Result<Response, PageError> {
    let goto = safe_path(query.goto.as_deref()).unwrap_or_else(|| routes::LANDING.to_owned());
    let needed = query
        .niva
        .and_then(SecurityLevel::at_least)
        .unwrap_or(SecurityLevel::High);
    let current = signed.signed.level;
    if current >= needed {
        return Ok(redirect(&goto));
    }
    page(&StepUpPage {
        frame: signed.visitor.frame(Some(NavItem::Home)).await?,
        needed,
        current,
        cancel: before(&signed.visitor, &goto),
        goto,
    })
}

/// The page that the person was on before. Not the one that needs the stronger login, nor one of the login itself: they
/// would lead straight back here.
fn before(visitor: &Visitor, goto: &str) -> String {
    let leads_back = |page: &String| {
        page == goto || page.starts_with(routes::LOGIN) || page.starts_with(routes::STEP_UP)
    };
    visitor
        .around
        .came_from
        .clone()
        .filter(|page| !leads_back(page))
        .and_then(|page| safe_path(Some(&page)))
        .unwrap_or_else(|| routes::LANDING.to_owned())
}
