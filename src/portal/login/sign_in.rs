//! Login, at the reference's own addresses.

use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::StepUpPage;
use crate::app::App;
use crate::domain::{SecurityLevel, SessionId};
use crate::ops::{Person, activity_log};
use crate::portal::session::{self, SignedIn};
use crate::portal::visitor::{Signed, Visitor, page, redirect, safe_path};
use crate::portal::{NavItem, PageError};
use crate::tokens::id_porten::Callback;
use crate::{routes, store};

#[derive(Deserialize)]
pub struct LoginQuery {
    goto: Option<String>,
    acr_values: Option<String>,
}

/// `GET /authentication/api/v1/authentication`: sends the browser to ID-porten, unless the login is strong enough already.
pub async fn log_in(
    visitor: Visitor,
    Query(query): Query<LoginQuery>,
) -> Result<Response, PageError> {
    let goto = way_back(&visitor.app, query.goto.as_deref());
    let wanted = wanted_level(query.acr_values.as_deref())
        .ok_or_else(|| PageError::LoginFailed { goto: goto.clone() })?;
    if visitor
        .signed
        .as_ref()
        .is_some_and(|signed| signed.level >= wanted)
    {
        return Ok(redirect(&goto));
    }
    let language = visitor.around.language;
    let (address, pending) = visitor
        .app
        .providers()
        .default_one()
        .start(wanted, language, &goto)
        .await
        .map_err(|error| PageError::of_login(&error, &goto, visitor.around.path.clone()))?;
    session::remember_login(&visitor.session, pending).await?;
    Ok(Redirect::to(&address).into_response())
}

/// A path on this portal. The reference's clients send whole addresses: those of this portal are taken too.
fn way_back(app: &App, goto: Option<&str>) -> String {
    let path = goto.map(|goto| goto.strip_prefix(&app.config().public_url).unwrap_or(goto));
    safe_path(path).unwrap_or_else(|| routes::LANDING.to_owned())
}

/// The lowest of the levels asked for, but never less than substantial: nobody works here with less. None when a value is
/// not one that the reference knows.
fn wanted_level(acr_values: Option<&str>) -> Option<SecurityLevel> {
    let wanted = acr_values
        .unwrap_or_default()
        .split(' ')
        .filter(|value| !value.is_empty())
        .map(|value| match value {
            "level0" | "level1" | "level2" => Some(SecurityLevel::Low),
            acr => SecurityLevel::parse_acr(acr),
        })
        .collect::<Option<Vec<_>>>()?;
    let lowest = wanted.into_iter().min();
    Some(lowest.map_or(SecurityLevel::Substantial, |level| {
        level.max(SecurityLevel::Substantial)
    }))
}

/// `GET /authentication/api/v1/upstream/callback`: ID-porten sends the person back.
pub async fn callback(
    visitor: Visitor,
    Query(callback): Query<Callback>,
) -> Result<Response, PageError> {
    let state = callback.state.clone().unwrap_or_default();
    let Some(pending) = session::take_login(&visitor.session, &state).await? else {
        tracing::warn!("an answer from ID-porten belongs to no login of this browser");
        return Err(PageError::LoginFailed {
            goto: routes::LANDING.to_owned(),
        });
    };
    let goto = pending.goto.clone();
    let logged_in = visitor
        .app
        .providers()
        .default_one()
        .finish(callback, &pending)
        .await
        .map_err(|error| PageError::of_login(&error, &goto, routes::login(&goto)))?;
    let found =
        store::parties::find_by_national_id(&visitor.core().db, &logged_in.national_id).await?;
    let Some(party) = found.filter(|party| !party.is_deleted) else {
        tracing::warn!("somebody logged in whom the register does not know");
        return Err(PageError::LoginFailed { goto });
    };
    let person = Person {
        party: party.id,
        level: logged_in.level,
    };
    let id = SessionId(visitor.core().world.random_id());
    let signed = SignedIn::new(id, person, party.name, logged_in.upstream, visitor.now);
    if !session::sign_in(&visitor, signed).await? {
        tracing::warn!("a login had ended at its provider before it was complete here");
        return Err(PageError::LoginFailed { goto });
    }
    activity_log::logged_in(visitor.core(), person.party).await?;
    Ok(redirect(&goto))
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
        goto,
        cancel: routes::LANDING.to_owned(),
    })
}
