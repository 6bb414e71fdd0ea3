//! Who gets to the pages, and the words for what was not done.

use axum::response::Response;
use http::StatusCode;

use super::{Asking, How, RefusedPage, Why};
use crate::domain::{OwnSystem, UseKeyFault};
use crate::ops::access::{self, ACCESS_MANAGEMENT, SYSTEM_USER_OVERVIEW};
use crate::ops::own_systems::{self as ops, Acting, Refusal, Writing};
use crate::portal::visitor::{PartyContext, page_with};
use crate::portal::{Enough, Frame, NavItem, PageError};
use crate::text::Texts;
use crate::tokens::client_administration::AdministrationError;

/// Lets in whoever may see the integrations; the others get a page that says who may.
pub async fn to_see(ctx: &PartyContext) -> Result<Result<Acting<'_>, Response>, PageError> {
    match ops::enter(ctx.core(), ctx.person(), ctx.party.id).await? {
        Ok(acting) => Ok(Ok(acting)),
        Err(refusal) => refuse(ctx, ("read", SYSTEM_USER_OVERVIEW), refusal)
            .await
            .map(Err),
    }
}

/// Lets in whoever may make and change them.
pub async fn to_change(ctx: &PartyContext) -> Result<Result<Writing<'_>, Response>, PageError> {
    match ops::enter_to_write(ctx.core(), ctx.person(), ctx.party.id).await? {
        Ok(acting) => Ok(Ok(acting)),
        Err(refusal) => refuse(ctx, ("write", ACCESS_MANAGEMENT), refusal)
            .await
            .map(Err),
    }
}

async fn refuse(
    ctx: &PartyContext,
    (action, resource): (&str, &str),
    refusal: Refusal,
) -> Result<Response, PageError> {
    let why = match refusal {
        Refusal::LevelTooLow(level) => return Err(ctx.signed.step_up(level)),
        Refusal::NotSetUp => Why::NotSetUp,
        _ if ctx.party.organization().is_none() => Why::NotOrganization,
        _ => {
            let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
            let shortfall = access::shortfall(core, person, action, resource, party).await?;
            Why::NoRight(Enough::of(shortfall, ctx.signed.language()))
        }
    };
    let page = RefusedPage {
        frame: frame(ctx).await?,
        party: ctx.party.name.clone(),
        why,
    };
    page_with(StatusCode::FORBIDDEN, &page)
}

pub async fn frame(ctx: &PartyContext) -> Result<Frame, PageError> {
    ctx.frame(NavItem::SystemUsers).await
}

/// How one in use asks for a token; the key is the last that was added.
pub fn how(ctx: &PartyContext, system: &OwnSystem, kid: Option<&str>) -> How {
    let app = &ctx.signed.visitor.app;
    let issuer = app.client_issuer().unwrap_or_default();
    let organization = ctx.party.org_number();
    let last = system.keys.last().map(|key| key.kid.as_str());
    How::of(&Asking {
        issuer: &issuer,
        client_id: system.client_id.as_deref().unwrap_or_default(),
        kid: kid.or(last).unwrap_or_default(),
        scope: &system.scopes.join(" "),
        organization: organization.map_or("", |number| number.as_str()),
    })
}

/// Why it was not done, in words; with the status that goes with it. None is not for this page.
pub fn words(
    ctx: &PartyContext,
    refusal: Refusal,
) -> Result<(StatusCode, &'static str), PageError> {
    let t = &ctx.signed.words().own_systems;
    let text = match refusal {
        Refusal::LevelTooLow(level) => return Err(ctx.signed.step_up(level)),
        Refusal::NotFound => return Err(PageError::NotFound),
        Refusal::NoAccess | Refusal::NotOrganization => return Err(PageError::Forbidden),
        Refusal::NotSetUp => t.not_set_up,
        Refusal::TooMany => t.too_many,
        Refusal::NameTaken => t.name_taken,
        Refusal::ClientTaken => t.client_taken,
        Refusal::NoScopes => t.no_scopes,
        Refusal::UnknownScope => t.unknown_scope,
        Refusal::NoPowers => t.no_powers,
        Refusal::Lacking => t.lacking,
        Refusal::Key(UseKeyFault::TooMany) => t.key_many,
        Refusal::Key(UseKeyFault::Known) => t.key_known,
        Refusal::LastKey => t.last_key,
        Refusal::Busy => t.busy,
        Refusal::Refused(problem) => told(problem, ctx.signed.words()),
        Refusal::Unclear => t.unclear,
    };
    let status = match refusal {
        Refusal::NoScopes | Refusal::NoPowers | Refusal::UnknownScope => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Refusal::Refused(AdministrationError::NotReached) | Refusal::Unclear => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        _ => StatusCode::CONFLICT,
    };
    Ok((status, text))
}

fn told(problem: AdministrationError, t: &'static Texts) -> &'static str {
    let t = &t.own_systems;
    match problem {
        AdministrationError::NotReached => t.not_reached,
        AdministrationError::NotAllowed => t.not_allowed,
        AdministrationError::TooMany => t.too_many_calls,
        AdministrationError::Refused | AdministrationError::Unknown => t.refused,
        AdministrationError::Unclear => t.unclear,
    }
}
