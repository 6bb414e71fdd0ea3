//! The scopes that an owner's clients may have.

use axum::Form;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Deserialize;

use super::appoint::confirm;
use super::look::{detail_to_change, show_again};
use super::{Adding, Question, operator, refused};
use crate::ops::service_owners::{self, Refusal};
use crate::portal::visitor::{PartyContext, redirect};
use crate::portal::{Flash, PageError};
use crate::routes;

#[derive(Deserialize)]
pub struct ScopeName {
    #[serde(default)]
    scope: String,
}

/// `POST /drift/tjenesteeiere/{code}/scopes`.
pub async fn grant(
    ctx: PartyContext,
    Path(code): Path<String>,
    Form(form): Form<ScopeName>,
) -> Result<Response, PageError> {
    let scope = form.scope.trim().to_owned();
    match service_owners::grant(ctx.core(), operator(&ctx), &code, &scope).await? {
        Ok(()) => {
            ctx.signed.flash(&Flash::ScopeGranted { scope }).await?;
            Ok(redirect(&routes::owner(&code)))
        }
        Err(Refusal::Faults(faults)) => show_again(&ctx, &code, Adding { scope, faults }).await,
        Err(refusal) => Err(refused(&ctx, refusal)),
    }
}

/// `GET /drift/tjenesteeiere/{code}/scopes/trekk-tilbake`: asks first.
pub async fn ask_withdraw(
    ctx: PartyContext,
    Path(code): Path<String>,
    Query(query): Query<ScopeName>,
) -> Result<Response, PageError> {
    let detail = detail_to_change(&ctx, &code).await?;
    let scope = query.scope;
    match detail.scopes.iter().any(|granted| granted.scope == scope) {
        true => confirm(&ctx, &detail, Question::Withdraw { scope }).await,
        false => Err(PageError::NotFound),
    }
}

/// `POST /drift/tjenesteeiere/{code}/scopes/trekk-tilbake`.
pub async fn withdraw(
    ctx: PartyContext,
    Path(code): Path<String>,
    Query(query): Query<ScopeName>,
) -> Result<Response, PageError> {
    let scope = query.scope;
    match service_owners::withdraw(ctx.core(), operator(&ctx), &code, &scope).await? {
        // One that is gone already is as good as withdrawn.
        Ok(()) | Err(Refusal::Faults(_)) => {}
        Err(refusal) => return Err(refused(&ctx, refusal)),
    }
    ctx.signed.flash(&Flash::ScopeWithdrawn { scope }).await?;
    Ok(redirect(&routes::owner(&code)))
}
