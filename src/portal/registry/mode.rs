//! `/tjenesteeier/ressurser/{id}/bare-medlemmer`: whether a resource is only for the members of access lists.

use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;

use super::ModePage;
use super::context::{OwnerContext, Writer};
use super::fields::Fields;
use super::mode_page::Turn;
use crate::domain::{AccessListMode, Resource};
use crate::ops::access_lists::who_would_lose_access;
use crate::ops::resources::{Refusal, set_access_list_mode};
use crate::portal::visitor::{page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::routes;

/// `GET …/bare-medlemmer`: asks first, with the number of those who lose access.
pub async fn ask(Writer(ctx): Writer, Path(id): Path<String>) -> Result<Response, PageError> {
    let resource = ctx.resource(&id).await?;
    render(&ctx, &resource, StatusCode::OK).await
}

async fn render(
    ctx: &OwnerContext,
    resource: &Resource,
    status: StatusCode,
) -> Result<Response, PageError> {
    let turn = match resource.access_list_mode {
        AccessListMode::Enabled => Turn::Off,
        AccessListMode::Disabled => {
            let lockout = who_would_lose_access(ctx.core(), &resource.id).await?;
            Turn::On(lockout.ok_or(PageError::NotFound)?)
        }
    };
    let page = ModePage {
        frame: ctx.frame().await?,
        id: resource.id.clone(),
        title: resource.title.get(ctx.language()).to_owned(),
        version: resource.version,
        turn,
        is_changed: status == StatusCode::CONFLICT,
    };
    page_with(status, &page)
}

/// `POST …/bare-medlemmer`.
pub async fn turn(
    Writer(ctx): Writer,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let fields = Fields(fields);
    let resource = ctx.resource(&id).await?;
    let mode = match fields.get("mode") {
        "on" => AccessListMode::Enabled,
        "off" => AccessListMode::Disabled,
        _ => return Err(PageError::Unreadable(StatusCode::UNPROCESSABLE_ENTITY)),
    };
    let title = resource.title.get(ctx.language()).to_owned();
    let done = match mode {
        AccessListMode::Enabled => Flash::ForMembers { resource: title },
        AccessListMode::Disabled => Flash::ForAll { resource: title },
    };
    // A number that is none was never a version.
    let seen = fields.get("version").parse().unwrap_or(-1);
    let by = ctx.administrator();
    match set_access_list_mode(ctx.core(), &by, &id, mode, seen).await? {
        Ok(_) => {
            ctx.flash(&done).await?;
            Ok(redirect(&routes::registry_resource(&id)))
        }
        Err(Refusal::Changed(_)) => {
            let now = ctx.resource(&id).await?;
            render(&ctx, &now, StatusCode::CONFLICT).await
        }
        Err(_) => Err(PageError::NotFound),
    }
}
