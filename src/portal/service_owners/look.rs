//! `/drift/tjenesteeiere`: finding service owners, and looking at one.

use axum::extract::{Path, Query};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::list::OWNERS_PER_PAGE;
use super::{
    Adding, AdministratorRow, OwnerPage, OwnerRow, OwnersPage, ScopeRow, operator, refused,
};
use crate::ops::operation;
use crate::ops::service_owners::{self, Detail};
use crate::portal::visitor::{PartyContext, page, page_with};
use crate::portal::{NavItem, PageError, Pager, PartyLabel};
use crate::routes;

#[derive(Deserialize)]
pub struct ListQuery {
    q: Option<String>,
    side: Option<usize>,
}

/// `GET /drift/tjenesteeiere`.
pub async fn list(
    ctx: PartyContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let text = query.q.unwrap_or_default();
    let hits = service_owners::list(ctx.core(), operator(&ctx), &text)
        .await?
        .map_err(|refusal| refused(&ctx, refusal))?;
    let last = hits.len().div_ceil(OWNERS_PER_PAGE).max(1);
    let current = query.side.unwrap_or(1).clamp(1, last);
    let language = ctx.signed.language();
    let owners = hits
        .iter()
        .skip((current - 1) * OWNERS_PER_PAGE)
        .take(OWNERS_PER_PAGE)
        .map(|owner| OwnerRow {
            code: owner.code.clone(),
            name: owner.name.get(language).to_owned(),
            number: owner.number.to_string(),
        });
    let may_change = operation::may(ctx.core(), ctx.person(), "write", ctx.party.id).await?;
    page(&OwnersPage {
        owners: owners.collect(),
        frame: ctx.frame(NavItem::Owners).await?,
        hits: hits.len(),
        pager: Pager::new(current, last, |number| routes::owners_page(&text, number)),
        query: text,
        may_change: may_change.is_granted(),
    })
}

/// `GET /drift/tjenesteeiere/{code}`.
pub async fn show(ctx: PartyContext, Path(code): Path<String>) -> Result<Response, PageError> {
    page(&owner_page(&ctx, &code, Adding::default()).await?)
}

/// The owner's page with what was just written wrongly on it.
pub(super) async fn show_again(
    ctx: &PartyContext,
    code: &str,
    adding: Adding,
) -> Result<Response, PageError> {
    let page = owner_page(ctx, code, adding).await?;
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn owner_page(
    ctx: &PartyContext,
    code: &str,
    adding: Adding,
) -> Result<OwnerPage, PageError> {
    let detail = detail(ctx, code).await?;
    let Detail { owner, party, .. } = detail;
    let administrators = detail.administrators.iter().map(|one| AdministratorRow {
        id: one.party.id.0,
        party: PartyLabel::of(&one.party, None),
        since: one.since,
    });
    let scopes = detail.scopes.into_iter().map(|granted| ScopeRow {
        scope: granted.scope,
        granted_at: granted.granted_at,
    });
    Ok(OwnerPage {
        administrators: administrators.collect(),
        frame: ctx.frame(NavItem::Owners).await?,
        code: owner.code,
        name: owner.name.get(ctx.signed.language()).to_owned(),
        number: owner.number.to_string(),
        is_in_register: party.is_some(),
        homepage: owner.homepage,
        logo: owner.logo,
        scope_prefixes: owner.scope_prefixes,
        environments: owner.environments,
        scopes: scopes.collect(),
        may_change: detail.may_change,
        adding,
    })
}

pub(super) async fn detail(ctx: &PartyContext, code: &str) -> Result<Detail, PageError> {
    service_owners::show(ctx.core(), operator(ctx), code)
        .await?
        .map_err(|refusal| refused(ctx, refusal))
}

/// The same, for whoever may change it.
pub(super) async fn detail_to_change(ctx: &PartyContext, code: &str) -> Result<Detail, PageError> {
    let detail = detail(ctx, code).await?;
    match detail.may_change {
        true => Ok(detail),
        false => Err(PageError::Forbidden),
    }
}
