//! Consumers: whose scopes the business may use.

use axum::extract::{Path, Query};
use axum::response::Response;
use uuid::Uuid;

use super::Question;
use super::enter::{find_api, to_change};
use super::give::{OneApi, take_back};
use super::suppliers::{confirm, remove_all, show_counterpart};
use crate::domain::{PartyId, ScopeSide};
use crate::ops::scope_delegations as ops;
use crate::portal::visitor::{PartyContext, redirect};
use crate::portal::{Flash, PageError};
use crate::routes;

const SIDE: ScopeSide = ScopeSide::Supplier;

/// `GET …/maskinporten/consumer/{id}`
pub async fn show(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    show_counterpart(&ctx, SIDE, id).await
}

/// `GET …/consumer/{id}/trekk?api=…`: asks first.
pub async fn ask_withdraw(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(OneApi { api }): Query<OneApi>,
) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    let resource = find_api(&acting, SIDE, id, &api).await?;
    let resource = resource.ok_or(PageError::NotFound)?;
    let title = resource.title.get(ctx.signed.language()).to_owned();
    confirm(&ctx, (SIDE, id), Question::GiveBack { api, title }).await
}

/// `POST …/consumer/{id}/trekk?api=…`
pub async fn withdraw(
    ctx: PartyContext,
    Path(id): Path<Uuid>,
    Query(OneApi { api }): Query<OneApi>,
) -> Result<Response, PageError> {
    take_back(&ctx, SIDE, id, &api).await
}

/// `GET …/consumer/{id}/fjern`: asks first.
pub async fn ask_remove(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    confirm(&ctx, (SIDE, id), Question::RemoveConsumer).await
}

/// `POST …/consumer/{id}/fjern`
pub async fn remove(ctx: PartyContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let acting = match to_change(&ctx).await? {
        Ok(acting) => acting,
        Err(refused) => return Ok(refused),
    };
    if let Some(other) = ops::counterpart(&acting, SIDE, PartyId(id)).await? {
        remove_all(&acting, SIDE, PartyId(id)).await?;
        let consumer = other.party.name;
        ctx.signed
            .flash(&Flash::ConsumerRemoved { consumer })
            .await?;
    }
    Ok(redirect(&routes::scope_delegations_received()))
}
