//! `/accessmanagement/ui/requests/{id}/trekk`: taking a request back.

use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::WithdrawPage;
use super::item::Names;
use crate::domain::{AccessRequest, AccessRequestId};
use crate::ops::access_requests::{self, Refusal};
use crate::portal::visitor::{PartyContext, page, page_with, redirect};
use crate::portal::{Flash, NavItem, PageError};
use crate::routes;

/// `GET …/requests/{id}/trekk`
pub async fn ask(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    page(&shown(&ctx, id).await?)
}

async fn shown(ctx: &PartyContext, id: Uuid) -> Result<WithdrawPage, PageError> {
    let (core, party) = (ctx.core(), ctx.party.id);
    let found = access_requests::find(core, ctx.person(), party, AccessRequestId(id)).await?;
    let request = found.map_err(|refusal| refused(ctx, &refusal))?;
    if request.to != party {
        return Err(PageError::NotFound);
    }
    let names = Names::load(&ctx.signed, std::slice::from_ref(&request.what)).await?;
    let item = names.item(&request);
    Ok(WithdrawPage {
        frame: ctx.frame(NavItem::Access).await?,
        party: asked(ctx, request).await?,
        item,
    })
}

/// The name of the party that was asked.
async fn asked(ctx: &PartyContext, request: AccessRequest) -> Result<String, PageError> {
    let mut views = access_requests::views(ctx.core(), vec![request]).await?;
    views
        .pop()
        .map(|view| view.from.name)
        .ok_or(PageError::NotFound)
}

fn refused(ctx: &PartyContext, refusal: &Refusal) -> PageError {
    match refusal {
        Refusal::LevelTooLow(level) => ctx.signed.step_up(*level),
        _ => PageError::NotFound,
    }
}

/// `POST …/requests/{id}/trekk`
pub async fn withdraw(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let (core, party) = (ctx.core(), ctx.party.id);
    let done = access_requests::withdraw(core, ctx.person(), party, AccessRequestId(id)).await?;
    match done {
        Ok(_) => {
            ctx.signed.flash(&Flash::RequestWithdrawn).await?;
            Ok(redirect(&routes::access_requests_sent()))
        }
        // The page itself says what has become of it.
        Err(Refusal::NotPossible(_)) => page_with(StatusCode::CONFLICT, &shown(&ctx, id).await?),
        Err(refusal) => Err(refused(&ctx, &refusal)),
    }
}
