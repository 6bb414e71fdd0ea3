//! Registering a service owner, and changing what is known about one.

use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

use super::look::detail_to_change;
use super::{Aim, OwnerFormPage, Written, operator, refused};
use crate::domain::{OwnerFault, ServiceOwner};
use crate::ops::access::Access;
use crate::ops::operation;
use crate::ops::service_owners::{self, Refusal};
use crate::portal::visitor::{PartyContext, page_with, redirect};
use crate::portal::{Flash, NavItem, PageError};
use crate::routes;

/// `GET /drift/ny-tjenesteeier`.
pub async fn ask(ctx: PartyContext) -> Result<Response, PageError> {
    match operation::may(ctx.core(), ctx.person(), "write", ctx.party.id).await? {
        Access::Granted => {}
        Access::LevelTooLow(level) => return Err(ctx.signed.step_up(level)),
        Access::Refused => return Err(PageError::NotFound),
    }
    show(&ctx, Aim::Register, Written::default(), Vec::new()).await
}

/// `POST /drift/ny-tjenesteeier`.
pub async fn register(
    ctx: PartyContext,
    Form(written): Form<Written>,
) -> Result<Response, PageError> {
    match service_owners::register(ctx.core(), operator(&ctx), written.new_owner()).await? {
        Ok(owner) => {
            let flash = Flash::OwnerRegistered {
                owner: name(&ctx, &owner),
            };
            ctx.signed.flash(&flash).await?;
            Ok(redirect(&routes::owner(&owner.code)))
        }
        Err(Refusal::Faults(faults)) => show(&ctx, Aim::Register, written, faults).await,
        Err(refusal) => Err(refused(&ctx, refusal)),
    }
}

/// `GET /drift/tjenesteeiere/{code}/endre`.
pub async fn ask_change(
    ctx: PartyContext,
    Path(code): Path<String>,
) -> Result<Response, PageError> {
    let owner = detail_to_change(&ctx, &code).await?.owner;
    let aim = Aim::Change {
        name: name(&ctx, &owner),
        code,
    };
    show(&ctx, aim, Written::of(&owner), Vec::new()).await
}

/// `POST /drift/tjenesteeiere/{code}/endre`.
pub async fn change(
    ctx: PartyContext,
    Path(code): Path<String>,
    Form(written): Form<Written>,
) -> Result<Response, PageError> {
    let before = detail_to_change(&ctx, &code).await?.owner;
    let changed = service_owners::change(ctx.core(), operator(&ctx), &code, written.draft());
    match changed.await? {
        Ok(owner) => {
            let flash = Flash::OwnerChanged {
                owner: name(&ctx, &owner),
            };
            ctx.signed.flash(&flash).await?;
            Ok(redirect(&routes::owner(&code)))
        }
        Err(Refusal::Faults(faults)) => {
            let name = name(&ctx, &before);
            show(&ctx, Aim::Change { code, name }, written, faults).await
        }
        Err(refusal) => Err(refused(&ctx, refusal)),
    }
}

fn name(ctx: &PartyContext, owner: &ServiceOwner) -> String {
    owner.name.get(ctx.signed.language()).to_owned()
}

/// The form; with status 422 when something is wrong with what was written.
async fn show(
    ctx: &PartyContext,
    aim: Aim,
    written: Written,
    faults: Vec<OwnerFault>,
) -> Result<Response, PageError> {
    let status = match faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = OwnerFormPage {
        frame: ctx.frame(NavItem::Owners).await?,
        aim,
        written,
        faults,
    };
    page_with(status, &page)
}
